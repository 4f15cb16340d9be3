"""The same gradient from 10,000 draws, estimated in two ways, in NumPy."""

import numpy as np

rng = np.random.default_rng(0)
mu, sigma = 3.0, 1.0


# #region estimate
eps = rng.standard_normal(10_000)
z = mu + sigma * eps  # f(z) = z^2, so the true gradient is (2 mu, 2 sigma)

pathwise = np.stack([2 * z, 2 * z * eps])  # f'(z) times dz/dmu = 1, dz/dsigma = eps
score = np.stack([z**2 * eps / sigma, z**2 * (eps**2 - 1) / sigma])
# #endregion

for name, gradient in (("pathwise", pathwise), ("score   ", score)):
    print(name, "mean", gradient.mean(axis=1).round(2), "variance", gradient.var(axis=1).round(1))
