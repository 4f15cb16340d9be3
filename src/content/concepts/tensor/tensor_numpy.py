"""Order, shape and memory of NumPy arrays."""

import numpy as np

# #region shapes
vector = np.array([4, 7, 9])
print("order", vector.ndim, "shape", vector.shape, "values", vector.size)
print("transposed", vector.T.shape, "| column", vector[:, None].shape)

picture = np.arange(1, 13, dtype=np.float32).reshape(3, 2, 2).transpose(1, 2, 0)  # [H, W, C]
print("pixel (1, 0):", picture[1, 0])
print("minus the mean of each channel:", (picture - picture.mean(axis=(0, 1)))[1, 0])
# #endregion

# #region views
x = np.zeros((2, 3), dtype=np.float32)
row = x[0]  # a view: no copy
row += 1
print(x.tolist(), np.shares_memory(x, row))
print("strides in bytes", x.strides, "transposed", x.T.strides)
# #endregion
