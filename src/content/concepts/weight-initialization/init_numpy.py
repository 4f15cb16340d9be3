"""One variance, two distributions, and the same rule for a convolution, in NumPy."""

import numpy as np

rng = np.random.default_rng(0)


# #region fans
def fans(shape):
    """[inputs, outputs] of a dense layer, [kh, kw, C, F] of a convolution."""
    window = np.prod(shape[:-2], dtype=int)
    return window * shape[-2], window * shape[-1]


def glorot(shape, kind):
    fan_in, fan_out = fans(shape)
    variance = 2 / (fan_in + fan_out)
    if kind == "normal":
        return rng.normal(0, np.sqrt(variance), shape)
    limit = np.sqrt(3 * variance)  # = sqrt(6 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, shape)
# #endregion


print("fans of a 3x3 convolution, 64 -> 128 channels:", *fans((3, 3, 64, 128)))
for kind in ("normal", "uniform"):
    W = glorot((400, 600), kind)
    print(f"{kind:8} variance x 500 = {W.var() * 500:.2f}, largest |w| = {np.abs(W).max():.3f}")
W = np.linalg.qr(rng.normal(size=(400, 400)))[0]  # orthogonal
x = rng.normal(size=400)
for _ in range(50):
    x = W @ x
print(f"50 orthogonal layers: mean square {np.mean(x * x):.2f}")
