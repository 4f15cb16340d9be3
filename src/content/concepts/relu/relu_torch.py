"""Slope at 0, parameters, and a trap of inplace=True, in PyTorch."""

import torch
from torch import nn

x = torch.tensor([1.0, 2.0], requires_grad=True)
W = torch.tensor([[2.0, -1.0], [1.0, 1.0], [-1.0, 0.0]])
b = torch.tensor([0.0, -1.0, 0.0])
torch.relu(W @ x + b).backward(torch.tensor([3.0, 4.0, 5.0]))
print("dx", *x.grad.tolist())  # slope 0 at z = 0

for layer in (nn.ReLU(), nn.LeakyReLU(), nn.ELU(), nn.PReLU(), nn.PReLU(8)):
    print(f"{layer}: {sum(p.numel() for p in layer.parameters())} parameters")

h = torch.tensor([-1.0, 2.0])
print("h + ReLU(h):", *(h + torch.relu(h)).tolist())
h = torch.tensor([-1.0, 2.0])
after = torch.relu_(h)  # what nn.ReLU(inplace=True) does: h itself is overwritten
print("in place:   ", *(h + after).tolist())
