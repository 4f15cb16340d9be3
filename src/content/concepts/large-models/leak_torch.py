"""The same leak in PyTorch, through a whole network: the gradients of its first layer are enough."""

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10))


# #region leak
def restore(pictures, labels):
    net.zero_grad()
    nn.functional.cross_entropy(net(pictures), labels).backward()
    dW, db = net[0].weight.grad, net[0].bias.grad  # this is what a participant sends
    row = db.abs().argmax()
    return dW[row] / db[row]
# #endregion


pictures, labels = torch.rand(8, 64), torch.arange(8)
one = restore(pictures[:1], labels[:1])
print(f"one picture:    largest difference {(one - pictures[0]).abs().max():.0e}")
mixed = restore(pictures, labels)
nearest = (mixed - pictures).abs().mean(dim=1).min()
print(f"eight averaged: mean difference to the nearest picture {nearest:.2f}")
