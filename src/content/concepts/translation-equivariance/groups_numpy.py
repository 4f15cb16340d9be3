"""Four turned kernels: a turned picture gives turned planes in another order (NumPy)."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


# #region lift
def conv(x, w):
    return np.einsum("rcij,ij->rc", sliding_window_view(x, w.shape), w)


def lift(x, w):
    """One plane for each orientation of the kernel: shape [4, rows, columns]."""
    return np.stack([conv(x, np.rot90(w, k)) for k in range(4)])
# #endregion


rng = np.random.default_rng(0)
x = rng.integers(-5, 6, (9, 9))
w = rng.integers(-3, 4, (3, 3))

print("plain:", np.array_equal(conv(np.rot90(x), w), np.rot90(conv(x, w))))
before, after = lift(x, w), lift(np.rot90(x), w)
moved = np.roll(np.rot90(before, axes=(1, 2)), 1, axis=0)  # turn each plane, advance the order
print("lifted:", np.array_equal(after, moved))
print("strongest:", before.max(), after.max())

even = w + np.rot90(w) + np.rot90(w, 2) + np.rot90(w, 3)  # looks the same after a quarter turn
print("symmetric kernel:", np.array_equal(conv(np.rot90(x), even), np.rot90(conv(x, even))))
