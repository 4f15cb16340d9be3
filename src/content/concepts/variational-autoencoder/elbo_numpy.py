"""The bound and the evidence of the smallest VAE, by draws, in NumPy."""

import numpy as np

rng = np.random.default_rng(0)
x = 5.0


def log_normal(value, mean, variance):
    return -0.5 * ((value - mean) ** 2 / variance + np.log(2 * np.pi * variance))


# #region bound
def log_weights(m, v, shape):
    """ln p(x, z) - ln q(z) at draws z = m + sqrt(v) * eps."""
    z = m + np.sqrt(v) * rng.standard_normal(shape)
    return log_normal(z, 0, 1) + log_normal(x, 2 * z, 1) - log_normal(z, m, v)


def bound(m, v, k):
    """Mean over 20,000 of ln(average of k weights): k = 1 is the ELBO, large k nears ln p(x)."""
    w = log_weights(m, v, (20_000, k))
    top = w.max(axis=1, keepdims=True)
    return (top[:, 0] + np.log(np.exp(w - top).mean(axis=1))).mean()
# #endregion


print("ln p(5) exactly:", log_normal(x, 0, 5).round(3))
for k in (1, 10, 100):
    print(f"q = N(2, 1), k = {k:3d}: {bound(2.0, 1.0, k):.3f}")
print(f"q = posterior, k = 1: {bound(2.0, 0.2, 1):.3f}")
