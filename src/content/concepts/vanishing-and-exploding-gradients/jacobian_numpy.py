"""The product of many layers, in NumPy: one number per layer is not the whole story."""

import numpy as np

rng = np.random.default_rng(0)
n = 64
print("layers   random matrices      orthogonal matrices")
print("         largest   smallest   largest   smallest")
for layers in (1, 4, 10):
    random, orthogonal = np.eye(n), np.eye(n)
    for _ in range(layers):
        W = rng.normal(0, 1 / np.sqrt(n), (n, n))  # keeps the mean square of a vector
        random = W @ random
        orthogonal = np.linalg.qr(W)[0] @ orthogonal
    for name, J in (("random", random), ("orthogonal", orthogonal)):
        s = np.linalg.svd(J, compute_uv=False)  # factors of the gradient, by direction
        start = f"{layers:4d}  " if name == "random" else ""
        print(start, f"{s[0]:9.1e} {s[-1]:10.0e}" if name == "random" else f"  {s[0]:8.4f} {s[-1]:10.4f}", end="")
    print()

slopes = np.float16(0.25) ** np.arange(11, 14, dtype=np.float16)
for layers, bound in zip((11, 12, 13), slopes):
    print(f"bound after {layers} sigmoids in float16: {bound:.1e}")
