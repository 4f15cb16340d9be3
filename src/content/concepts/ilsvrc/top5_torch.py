"""Top-k error in PyTorch and NumPy, and what a constant output scores."""

import numpy as np
import torch

scores = torch.tensor([[9, 4, 2, 1, 0, 3, 5], [7, 6, 5, 1, 2, 3, 0], [8, 1, 7, 6, 5, 4, 0],
                       [1, 9, 8, 7, 6, 5, 0], [2, 3, 8, 9, 1, 0, 4]], dtype=torch.float32)
label = torch.tensor([0, 2, 5, 0, 2])

# #region topk
def top_error(scores, label, k):
    best = scores.topk(k, dim=1).indices          # [N, k]
    hit = (best == label[:, None]).any(dim=1)     # the right class is among them
    return 1 - hit.float().mean().item()
# #endregion


# #region numpy
def top_error_numpy(scores, label, k):
    best = np.argpartition(-scores, k - 1, axis=1)[:, :k]  # the k best, in no order
    return 1 - (best == label[:, None]).any(axis=1).mean()
# #endregion


for k in (1, 5):
    print(f"top-{k} error {top_error(scores, label, k):.0%}, NumPy {top_error_numpy(scores.numpy(), label.numpy(), k):.0%}")
equal = torch.zeros(1000, 1000)
print(f"all scores equal, 1,000 classes once each: top-5 error {top_error(equal, torch.arange(1000), 5):.1%}")
