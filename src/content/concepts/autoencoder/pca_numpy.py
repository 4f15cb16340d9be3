"""The best linear autoencoder is PCA, up to a change of the code."""

import numpy as np

rng = np.random.default_rng(0)
factors = rng.normal(size=(500, 3)) * [5, 2, 1]
x = factors @ np.linalg.qr(rng.normal(size=(10, 3)))[0].T + 0.1 * rng.normal(size=(500, 10))
x -= x.mean(axis=0)

axes = np.linalg.svd(x, full_matrices=False)[2]
for k in (1, 2, 3, 4, 10):
    encoder, decoder = axes[:k], axes[:k].T
    error = np.mean(np.sum((x - x @ encoder.T @ decoder.T) ** 2, axis=1))
    print(f"code of {k:2}: error {error:.3f}")

mix = rng.normal(size=(3, 3))  # any invertible change of the code
encoder, decoder = mix @ axes[:3], axes[:3].T @ np.linalg.inv(mix)
error = np.mean(np.sum((x - x @ encoder.T @ decoder.T) ** 2, axis=1))
print(f"code of  3, mixed: error {error:.3f}, correlated: {np.corrcoef(encoder @ x.T)[0, 1]:.2f}")

# A far-away point inside the subspace is rebuilt perfectly; a small step out of it is not.
direction = axes[0] * 100
off = np.linalg.svd(x)[2][5]
for name, point in (("100 along the first axis", direction), ("1 off the subspace", off)):
    rebuilt = point @ encoder.T @ decoder.T
    print(f"{name}: error {np.sum((point - rebuilt) ** 2):.3f}")
