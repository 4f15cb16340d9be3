import numpy as np
import torch

pixels = np.array([0, 128, 255], dtype="uint8")

# #region wrong-dtype
try:
    pixels.astype(torch.float32)  # the same happens with tf.float32
except TypeError as error:
    print("TypeError:", error)
# #endregion

# #region dtype
print((pixels.astype("float32") / 255).round(3), torch.from_numpy(pixels).float().div(255))
# #endregion
