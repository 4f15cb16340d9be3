"""The model of 2010 in one dimension: few coefficients whose filters add up to the signal."""

import numpy as np

filters = np.array([[1, 2, 1], [1, 0, -1]])  # a bump and an edge
n = 20
z_true = np.zeros((2, n - 2))
z_true[0, 3], z_true[1, 8], z_true[0, 13] = 2, 3, 1


def decode(z):  # the sum of all filters, placed and scaled by z
    return sum(np.convolve(line, f) for line, f in zip(z, filters))


def correlate(x):  # the transpose of decode: what one forward pass gives
    return np.array([np.correlate(x, f, "valid") for f in filters])


x = decode(z_true)
print("one pass:", np.count_nonzero(correlate(x)), "coefficients are not 0")

# Minimize |x - decode(z)|²/2 + 0.1 Σ|z|: a gradient step, then shrink toward 0.
z, step, weight = np.zeros_like(z_true), 0.04, 0.1
for _ in range(20000):
    z += step * correlate(x - decode(z))
    z = np.sign(z) * np.maximum(0, np.abs(z) - step * weight)
found = np.argwhere(np.abs(z) > 0.01)
print("optimized:", len(found), "coefficients above 0.01")
for k, i in found:
    print(f"  filter {k} at {i}: {z[k, i]:.2f} (made with {z_true[k, i]:.0f})")
print("largest difference to the signal:", np.abs(x - decode(z)).max().round(2))
