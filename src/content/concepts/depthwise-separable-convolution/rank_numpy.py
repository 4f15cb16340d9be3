"""Which standard convolutions are depthwise separable? Those whose slices have rank 1."""

import numpy as np

sobel_x = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
sobel_y = sobel_x.T


def rank(kernels):  # one input channel: every output is a column of 9 weights
    return np.linalg.matrix_rank(np.stack([k.ravel() for k in kernels], 1))


print("x, 2x, -x:        rank", rank([sobel_x, 2 * sobel_x, -sobel_x]))
print("x, y:             rank", rank([sobel_x, sobel_y]))
print("x, y, x + 2y:     rank", rank([sobel_x, sobel_y, sobel_x + 2 * sobel_y]))

rng = np.random.default_rng(0)
K = rng.normal(size=(9, 64, 128))  # random 3x3 kernels, 64 to 128 channels
U, s, V = np.linalg.svd(K.transpose(1, 0, 2), full_matrices=False)
for m in (1, 2, 4, 9):  # depth multiplier: kernels per input channel
    kept = (s[:, :m] ** 2).sum() / (s**2).sum()
    print(f"{m} kernel(s) per channel keep {100 * kept:.0f} percent of a random layer")
