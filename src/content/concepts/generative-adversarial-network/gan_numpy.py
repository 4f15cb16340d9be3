"""Inception score and Fréchet distance, and what each of them does not see."""

import numpy as np


# #region scores
def inception_score(p):
    """exp of the mean KL(p(y|x) || p(y)); rows of p are a classifier's answers to the samples."""
    marginal = p.mean(axis=0)
    kl = np.sum(p * (np.log(p + 1e-12) - np.log(marginal + 1e-12)), axis=1)
    return np.exp(kl.mean())


def frechet(x, y):
    """|m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)) of two sets of feature vectors."""
    s1, s2 = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    eigenvalues = np.linalg.eigvals(s1 @ s2)  # real and not negative, up to rounding
    root = np.sqrt(np.maximum(eigenvalues.real, 0)).sum()
    return np.sum((x.mean(0) - y.mean(0)) ** 2) + np.trace(s1 + s2) - 2 * root
# #endregion


ten = np.eye(10)
print("IS, every class a thousand different pictures:", inception_score(np.repeat(ten, 1000, 0)).round(3))
print("IS, one single picture for every class:       ", inception_score(ten).round(3))
print("IS, only one class:                           ", inception_score(ten[:1]).round(3))

rng = np.random.default_rng(0)
for n in (100, 1000, 10000):
    x, y = rng.normal(size=(2, n, 64))
    print(f"Frechet distance of two samples of one distribution, n = {n}: {frechet(x, y):.2f}")
