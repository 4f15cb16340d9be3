"""The building blocks of VGG, GoogLeNet and DenseNet in PyTorch: shapes and weights."""

import torch
from torch import nn


# #region blocks
def vgg(n, c_in, c_out):
    layers = []
    for i in range(n):
        layers += [nn.Conv2d(c_in if i == 0 else c_out, c_out, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.MaxPool2d(2))


class Inception(nn.Module):
    def __init__(self, c, one, reduce3, three, reduce5, five, pool):
        super().__init__()
        self.branches = nn.ModuleList([
            nn.Sequential(nn.Conv2d(c, one, 1), nn.ReLU()),
            nn.Sequential(nn.Conv2d(c, reduce3, 1), nn.ReLU(),
                          nn.Conv2d(reduce3, three, 3, padding=1), nn.ReLU()),
            nn.Sequential(nn.Conv2d(c, reduce5, 1), nn.ReLU(),
                          nn.Conv2d(reduce5, five, 5, padding=2), nn.ReLU()),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), nn.Conv2d(c, pool, 1), nn.ReLU()),
        ])

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


class Dense(nn.Module):
    def __init__(self, n, c, growth):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Sequential(nn.BatchNorm2d(c + i * growth), nn.ReLU(),
                          nn.Conv2d(c + i * growth, growth, 3, padding=1, bias=False))
            for i in range(n))

    def forward(self, x):
        for layer in self.layers:
            x = torch.cat([x, layer(x)], 1)  # everything so far, and 'growth' more channels
        return x
# #endregion


for name, block, c, side in [
    ("VGG block", vgg(2, 64, 128), 64, 112),
    ("Inception 3a", Inception(192, 64, 96, 128, 16, 32, 32), 192, 28),
    ("dense block", Dense(6, 64, 32), 64, 56),
]:
    shape = tuple(block(torch.zeros(2, c, side, side)).shape[1:])
    count = sum(p.numel() for p in block.parameters())
    print(f"{name:12} {(c, side, side)} -> {shape}, {count} parameters")

reduced = sum(p.numel() for p in Inception(192, 64, 96, 128, 16, 32, 32).branches[2].parameters() if p.dim() > 1)
direct = nn.Conv2d(192, 32, 5, bias=False).weight.numel()
print(f"5x5 branch: {reduced} weights, without the 1x1 before it {direct}")
