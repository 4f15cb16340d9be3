"""ReLU in NumPy: one mask serves both directions."""

import numpy as np


# #region relu
def relu(z):
    return np.maximum(z, 0)


def relu_backward(g, a):
    """Gradient on the way back; a > 0 exactly where z > 0, so the output is all we keep."""
    return g * (a > 0)
# #endregion


W = np.array([[2, -1], [1, 1], [-1, 0]])
b = np.array([0, -1, 0])
x = np.array([1, 2])
g = np.array([3, 4, 5])

z = W @ x + b
a = relu(z)
dz = relu_backward(g, a)
print("z ", *z)
print("a ", *a)
print("dW", *np.outer(dz, x).tolist())
print("dx", *(W.T @ dz))
