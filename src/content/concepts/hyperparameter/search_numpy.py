import numpy as np

rng = np.random.default_rng(1)

# 40 inputs, of which 5 matter; 60 examples to train on, 60 to choose by, 2000 to report on.
true = np.r_[rng.normal(size=5), np.zeros(35)]
x = rng.normal(size=(2120, 40))
y = x @ true + 2 * rng.normal(size=2120)
train, validation, test = slice(0, 60), slice(60, 120), slice(120, 2120)


# #region numpy
def fit(lam):
    """Ridge regression; lam is the hyperparameter, the weights are the parameters."""
    a = x[train]
    return np.linalg.solve(a.T @ a + lam * np.eye(40), a.T @ y[train])


def error(w, part):
    return np.mean((x[part] @ w - y[part]) ** 2)


trials = 10 ** rng.uniform(-3, 3, size=20)  # log-uniform, not uniform
on_train = min(trials, key=lambda lam: error(fit(lam), train))
chosen = min(trials, key=lambda lam: error(fit(lam), validation))
for name, lam in [("training", on_train), ("validation", chosen)]:
    w = fit(lam)
    errors = [f"{part} {error(w, s):.2f}" for part, s in
              [("training", train), ("validation", validation), ("test", test)]]
    print(f"chosen on {name}: lam = {lam:.3g};", ", ".join(errors))
# #endregion
