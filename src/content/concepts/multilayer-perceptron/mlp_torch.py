"""The same network in PyTorch: layers, loss, backward and step are four different things."""

import torch
from torch import nn

torch.manual_seed(0)

# #region model
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
print("parameters:", sum(p.numel() for p in net.parameters()))

loss = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(32, 1, 28, 28), torch.randint(10, (32,))

before = net[1].weight.clone()
value = loss(net(x), y)
value.backward()  # computes gradients
print("after backward(), weights changed:", not torch.equal(before, net[1].weight))
optimizer.step()  # changes weights
print("after step(),     weights changed:", not torch.equal(before, net[1].weight))
# #endregion
print("loss before", round(value.item(), 2), "after one step", round(loss(net(x), y).item(), 2))
