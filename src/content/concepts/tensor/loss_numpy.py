"""A mean squared error that broadcasts by mistake."""

import numpy as np

# #region wrong-loss
prediction = np.array([[1.0], [2.0], [3.0], [4.0]])  # a network returns [4, 1]
label = np.array([1.0, 2.0, 3.0, 4.0])  # the file holds [4]
print(((prediction - label) ** 2).mean())  # all right, but not 0
# #endregion
