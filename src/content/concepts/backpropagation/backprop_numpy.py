"""A two-layer network, a batch at a time: the layer formulas, and the network of the page."""

import numpy as np


# #region layers
def forward(p, X, T):
    Z = X @ p["W"].T + p["b"]  # [N, hidden]
    H = np.maximum(0, Z)
    Y = H @ p["v"] + p["c"]  # [N]
    return Z, H, Y, ((Y - T) ** 2 / 2).mean()


def backward(p, X, T, Z, H, Y):
    dY = (Y - T) / len(X)
    dH = np.outer(dY, p["v"])
    dZ = dH * (Z > 0)
    return {"W": dZ.T @ X, "b": dZ.sum(0), "v": dY @ H, "c": dY.sum()}, dZ @ p["W"]
# #endregion


p = {"W": np.array([[2.0, 1], [1, 1]]), "b": np.array([-1.0, -1]), "v": np.array([2.0, -1]), "c": 0.0}
X, T = np.array([[1.0, 2]]), np.array([2.0])
grads, dX = backward(p, X, T, *forward(p, X, T)[:3])
for name, g in grads.items():
    print(name, np.asarray(g).tolist())
print("inputs", dX.tolist())

# Two samples: the gradient of the mean is the mean of the gradients.
X2, T2 = np.array([[1.0, 2], [3, -1]]), np.array([2.0, 0])
both, _ = backward(p, X2, T2, *forward(p, X2, T2)[:3])
one, _ = backward(p, X2[:1], T2[:1], *forward(p, X2[:1], T2[:1])[:3])
two, _ = backward(p, X2[1:], T2[1:], *forward(p, X2[1:], T2[1:])[:3])
print("mean of two:", np.allclose(both["W"], (one["W"] + two["W"]) / 2))
