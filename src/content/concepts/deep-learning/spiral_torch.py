"""Two spirals: no hidden layer, or about 100 parameters in one or in three hidden layers."""

import math

import torch
from torch import nn

torch.set_num_threads(1)


def spirals(n, seed):
    g = torch.Generator().manual_seed(seed)
    t = torch.rand(n, generator=g) * 3 * math.pi + 1
    label = (torch.rand(n, generator=g) < 0.5).float()
    angle = t + math.pi * label
    x = torch.stack([t * angle.cos(), t * angle.sin()], 1) / 10
    return x + 0.02 * torch.randn(n, 2, generator=g), label


def network(widths):
    layers = []
    for a, b in zip([2] + widths, widths):
        layers += [nn.Linear(a, b), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear((widths or [2])[-1], 1), nn.Flatten(0))


def train(widths, seed):
    torch.manual_seed(seed)
    net = network(widths)
    x, y = spirals(400, 0)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for step in range(1500):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(x), y).backward()
        optimizer.step()
    x, y = spirals(1000, 1)  # new points
    accuracy = ((net(x) > 0) == (y > 0.5)).float().mean().item()
    return sum(p.numel() for p in net.parameters()), accuracy


for widths in ([], [25], [6, 6, 5]):
    runs = [train(widths, seed) for seed in range(3)]
    print(f"hidden {str(widths):12} {runs[0][0]:4} parameters:", *(f"{a:.1%}" for _, a in runs))
