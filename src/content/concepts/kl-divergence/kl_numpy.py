"""KL divergence in NumPy: a table of probabilities, two Gaussians, and an estimate from draws."""

import numpy as np


# #region kl
def kl(p, q):
    p, q = np.asarray(p, float), np.asarray(q, float)
    seen = p > 0  # 0 ln 0 = 0
    with np.errstate(divide="ignore"):
        return np.sum(p[seen] * np.log(p[seen] / q[seen]))


def kl_to_standard(mu, sigma):
    """KL(N(mu, sigma^2) || N(0, 1)), summed over the dimensions."""
    return np.sum(0.5 * (mu**2 + sigma**2 - 1) - np.log(sigma))
# #endregion


p, q = [1 / 2, 1 / 4, 1 / 8, 1 / 8], [1 / 8, 1 / 2, 1 / 4, 1 / 8]
print("bits:", (kl(p, q) / np.log(2)).round(4), (kl(q, p) / np.log(2)).round(4))
print("q = 0 where p > 0:", kl([0.5, 0.5], [1.0, 0.0]))

mu, sigma = np.array([1.0, 0.0]), np.array([0.5, 1.0])
print("closed form:", kl_to_standard(mu, sigma).round(4))

rng = np.random.default_rng(0)
x = mu + sigma * rng.standard_normal((10_000, 2))
log_first = -0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma)
ratio = (log_first + 0.5 * x**2).sum(axis=1)  # ln p - ln q; the constants cancel
print("10,000 draws:", ratio.mean().round(4), "+-", (ratio.std(ddof=1) / 100).round(4))
