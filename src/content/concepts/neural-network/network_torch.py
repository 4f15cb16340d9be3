"""The worked example in PyTorch: autograd computes, the optimizer changes."""

import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
with torch.no_grad():
    net[0].weight.copy_(torch.tensor([[1.0, 1.0], [1.0, -2.0]]))
    net[0].bias.copy_(torch.tensor([-1.0, -1.0]))
    net[2].weight.copy_(torch.tensor([[2.0, 3.0]]))
    net[2].bias.copy_(torch.tensor([-1.0]))
optimizer = torch.optim.SGD(net.parameters(), lr=1 / 32)
x, target = torch.tensor([[2.0, 1.0]]), torch.tensor([[1.0]])

y = net(x)  # forward: data
loss = ((y - target) ** 2 / 2).sum()
loss.backward()  # backward: gradients
print("y", y.item(), "loss", loss.item(), "parameters", sum(p.numel() for p in net.parameters()))
print("gradients", [p.grad.tolist() for p in net.parameters()])
print("first weight is still", net[0].weight[0, 0].item())
optimizer.step()  # only now do the weights move
print("after the step", net[0].weight[0].tolist(), "y", net(x).item())
