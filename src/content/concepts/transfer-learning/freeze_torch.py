"""A frozen layer of batch normalization still moves in training mode."""
import torch
from torch import nn

# #region freeze
torch.manual_seed(0)
body = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU())
body.requires_grad_(False)  # no weight will get a gradient
print("weights to train:", sum(p.requires_grad for p in body.parameters()))
pictures = 5 + torch.randn(16, 3, 8, 8)  # brighter than what the statistics know
for mode in (body.train, body.eval):
    body[1].reset_running_stats()
    mode()
    body(pictures)
    moved = body[1].running_mean.abs().max().item() > 0
    print(mode.__name__, "running mean has moved:", moved)
# #endregion
