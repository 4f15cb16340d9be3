"""The losses of this page in PyTorch, and a mistake that only warns."""

import warnings

import torch
from torch.nn import functional as F

targets = torch.tensor([1.0, 2.0, 3.0, 3.0, 11.0])
c = torch.full((5,), 4.0)
print("mse  ", F.mse_loss(c, targets).item())
print("l1   ", round(F.l1_loss(c, targets).item(), 4))
print("huber", round(F.huber_loss(c, targets, delta=1.0).item(), 4))
for delta in (1.0, 2.0):
    print(f"huber / smooth_l1 for {delta}:",
          round((F.huber_loss(c, targets, delta=delta) / F.smooth_l1_loss(c, targets, beta=delta)).item(), 4))

# #region broadcast
prediction = targets.reshape(5, 1)  # a layer with one output: shape [5, 1]
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    wrong = F.mse_loss(prediction, targets)  # targets: shape [5]
print("perfect predictions, loss", round(wrong.item(), 4), "warnings:", len(caught))
print("shapes equal, loss       ", F.mse_loss(prediction.squeeze(1), targets).item())
# #endregion
