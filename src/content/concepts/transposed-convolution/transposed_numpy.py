"""Transposed convolution is Cᵀ, not C⁻¹, in NumPy."""

import numpy as np

w, n, stride = [1, 2, 1], 7, 2
m = (n - len(w)) // stride + 1
C = np.zeros((m, n), int)
for r in range(m):
    C[r, r * stride : r * stride + len(w)] = w

x, g = np.arange(1, n + 1), np.array([1, 2, 3])
print("Cᵀg     =", C.T @ g)
print("⟨Cx, g⟩ =", C @ x @ g, "  ⟨x, Cᵀg⟩ =", x @ (C.T @ g))
print("rank of C:", np.linalg.matrix_rank(C), "of", n)
print("x       =", x)
print("CᵀCx    =", C.T @ (C @ x))
print("best guess from Cx:", (np.linalg.pinv(C) @ C @ x).round(2))
