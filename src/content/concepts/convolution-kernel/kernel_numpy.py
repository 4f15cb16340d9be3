import numpy as np

sobel = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
laplacian = np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
box = np.ones((3, 3)) / 9
random = np.random.default_rng(0).normal(size=(3, 3))

# A kernel of rank 1 is a column times a row: two short passes instead of one.
kernels = {"sobel": sobel, "laplacian": laplacian, "box": box, "random": random}
for name, k in kernels.items():
    print(name.ljust(9), "rank", np.linalg.matrix_rank(k))

column, row = np.array([[1], [2], [1]]), np.array([[-1, 0, 1]])
print(np.array_equal(column @ row, sobel))


def correlate(x, w):
    windows = np.lib.stride_tricks.sliding_window_view(x, w.shape)
    return np.einsum("ijuv,uv->ij", windows, w)


x = np.random.default_rng(1).integers(0, 9, size=(6, 6))
print(np.array_equal(correlate(correlate(x, row), column), correlate(x, sobel)))
