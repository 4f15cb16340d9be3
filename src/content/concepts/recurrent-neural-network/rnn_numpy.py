import numpy as np

rng = np.random.default_rng(0)
T, d, n = 6, 3, 4
Wx, Wh, b = rng.normal(0, 0.5, (n, d)), rng.normal(0, 0.5, (n, n)), np.zeros(n)
x = rng.normal(size=(T, d))

# #region numpy
def forward(Wh):
    hs = [np.zeros(n)]
    for t in range(T):
        hs.append(np.tanh(Wx @ x[t] + Wh @ hs[-1] + b))
    return hs

def bptt(Wh):
    """Gradient of L = sum(h_T) with respect to Wh."""
    hs = forward(Wh)
    dWh, dh = np.zeros_like(Wh), np.ones(n)
    for t in range(T, 0, -1):
        dz = dh * (1 - hs[t] ** 2)
        dWh += np.outer(dz, hs[t - 1])
        dh = Wh.T @ dz
    return dWh
# #endregion

numeric = np.zeros_like(Wh)
for i in range(n):
    for j in range(n):
        step = np.zeros_like(Wh)
        step[i, j] = 1e-6
        numeric[i, j] = (forward(Wh + step)[-1].sum() - forward(Wh - step)[-1].sum()) / 2e-6
print("states", np.stack(forward(Wh)[1:]).shape)
print("agrees with finite differences:", np.allclose(bptt(Wh), numeric, atol=1e-8))
