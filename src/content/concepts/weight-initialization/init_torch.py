"""What PyTorch does unless told otherwise, and what its functions for Glorot and He do."""

import torch
from torch import nn

torch.manual_seed(0)
n = 1000


def gain(w, fan):
    return round((w.var() * fan).item(), 2)


layer = nn.Linear(n, n)
print("nn.Linear, default: variance x inputs =", gain(layer.weight, n))
nn.init.xavier_normal_(layer.weight)
print("xavier_normal_:     variance x inputs =", gain(layer.weight, n))
nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
print("kaiming_normal_:    variance x inputs =", gain(layer.weight, n))
conv = nn.Conv2d(64, 128, 3)
nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
print("3x3 convolution:    variance x 9*64   =", gain(conv.weight, 9 * 64))

# #region set
def init(module):
    if isinstance(module, (nn.Linear, nn.Conv2d)):
        nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        nn.init.zeros_(module.bias)


net = nn.Sequential(*[m for _ in range(10) for m in (nn.Linear(n, n), nn.ReLU())])
x = torch.randn(64, n)
for name in ("default", "He"):
    y = net(x)
    size = y.square().mean()
    left = y.var(dim=0).mean()  # between inputs: what is left of the signal
    print(f"10 ReLU layers, {name:8} mean square {size:.0e}, between inputs {left:.0e}")
    net.apply(init)
# #endregion
