"""Softmax in NumPy, and where the printed formula breaks in half, single and double precision."""

import numpy as np


# #region softmax
def log_softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)  # changes nothing, prevents overflow
    return z - np.log(np.exp(z).sum(axis=axis, keepdims=True))


def softmax(z, axis=-1):
    return np.exp(log_softmax(z, axis))
# #endregion


np.seterr(all="ignore")
print("p      ", softmax(np.log([9.0, 4.0, 1.0])).round(4))

for dtype in (np.float16, np.float32, np.float64):
    overflow = next(n for n in range(1, 2000) if np.isinf(np.exp(dtype(n))))
    print(f"{dtype.__name__}: exp overflows from {overflow}")

z = np.array([0, 200], dtype=np.float32)
print("log(softmax)", np.log(softmax(z)))
print("log_softmax ", log_softmax(z))
