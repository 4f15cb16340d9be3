"""The contrastive loss of a whole batch in NumPy: one matrix of similarities, one softmax per row."""

import numpy as np


# #region infonce
def info_nce(z1, z2, temperature):
    """z1[i] and z2[i] are two views of picture i; shapes [N, d]."""
    z = np.concatenate([z1, z2])
    z = z / np.linalg.norm(z, axis=1, keepdims=True)
    s = z @ z.T / temperature                      # [2N, 2N]
    np.fill_diagonal(s, -np.inf)                   # a view is not its own negative
    log_p = s - np.log(np.exp(s - s.max(1, keepdims=True)).sum(1, keepdims=True)) - s.max(1, keepdims=True)
    n = len(z1)
    partner = np.r_[n:2 * n, :n]
    return -log_p[np.arange(2 * n), partner].mean()
# #endregion


T = 1 / np.log(4)
a, b = np.array([[1.0, 0], [0, 1]]), np.array([[1.0, 0], [0, 1]])
print(f"two pictures at a right angle, views equal: {info_nce(a, b, T):.4f}, ln(6/4) = {np.log(1.5):.4f}")
same = np.ones((2, 2))
print(f"all outputs equal:                          {info_nce(same, same, T):.4f}, ln 3     = {np.log(3):.4f}")
