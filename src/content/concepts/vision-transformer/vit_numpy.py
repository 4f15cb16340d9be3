"""Patch embedding in NumPy: a reshape and one matrix, the same as a convolution with stride p."""

import numpy as np

rng = np.random.default_rng(0)
H, W, C, p, D = 8, 8, 3, 4, 5
x = rng.normal(size=(H, W, C))
E = rng.normal(size=(p * p * C, D))

patches = x.reshape(H // p, p, W // p, p, C).transpose(0, 2, 1, 3, 4).reshape(-1, p * p * C)
z = patches @ E
print("patches", patches.shape, "-> tokens", z.shape)

kernel = E.reshape(p, p, C, D)
conv = np.zeros((H // p, W // p, D))
for i in range(H // p):
    for j in range(W // p):
        window = x[i * p : (i + 1) * p, j * p : (j + 1) * p]
        conv[i, j] = np.einsum("abc,abcd->d", window, kernel)
print("equal to a convolution with stride p:", np.allclose(conv.reshape(-1, D), z))

wrong = x.reshape(-1, p * p * C)  # cuts rows of pixels, not squares
print("a plain reshape gives the same patches:", np.allclose(wrong, patches))
