"""Twelve sigmoid layers and two ways to clip, in PyTorch."""

import torch
from torch import nn

torch.manual_seed(0)


def mlp(activation, init):
    layers = []
    for _ in range(12):
        linear = nn.Linear(32, 32)
        init(linear.weight)
        nn.init.zeros_(linear.bias)
        layers += [linear, activation()]
    return nn.Sequential(*layers)


x = torch.randn(64, 32)
for name, net in {
    "sigmoid, Glorot": mlp(nn.Sigmoid, nn.init.xavier_normal_),
    "ReLU, He": mlp(nn.ReLU, lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu")),
}.items():
    net(x).square().mean().backward()
    norms = [m.weight.grad.norm().item() for m in net if isinstance(m, nn.Linear)]
    print(f"{name:16} first layer {norms[0]:.0e}, last layer {norms[-1]:.0e}")

w = nn.Parameter(torch.zeros(2))
for clip in (nn.utils.clip_grad_norm_, nn.utils.clip_grad_value_):
    w.grad = torch.tensor([30.0, 0.4])
    clip(w, 1.0)
    print(f"{clip.__name__}: {w.grad[0]:.3f} {w.grad[1]:.3f}")

w.grad = torch.tensor([float("nan"), 1.0])
print("norm before clipping:", nn.utils.clip_grad_norm_(w, 1.0).item(), "->", *w.grad.tolist())
