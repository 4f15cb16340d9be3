"""Sizes, output padding, gradients and three ways to enlarge, in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F

conv = nn.Conv2d(1, 1, 3, stride=2, padding=1)
for n in (7, 8):
    print(f"convolution {n} -> {conv(torch.zeros(1, 1, n, n)).shape[-1]}", end="; ")
for op in (0, 1):
    up = nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=op)
    print(f"output_padding={op}: 4 -> {up(torch.zeros(1, 1, 4, 4)).shape[-1]}", end="; ")
print()

w = torch.randn(8, 3, 3, 3)  # of a convolution from 3 channels to 8
x = torch.randn(1, 3, 9, 9, requires_grad=True)
g = torch.randn(1, 8, 4, 4)
F.conv2d(x, w, stride=2).backward(g)
print("gradient of conv2d:", torch.allclose(x.grad, F.conv_transpose2d(g, w, stride=2), atol=1e-5))

print("weights:", tuple(nn.Conv2d(3, 8, 3).weight.shape), tuple(nn.ConvTranspose2d(8, 3, 3).weight.shape))

flat = torch.ones(1, 1, 6, 6)
torch.manual_seed(0)
layers = {
    "transposed 3, stride 2": nn.ConvTranspose2d(1, 1, 3, stride=2, bias=False),
    "transposed 4, stride 2": nn.ConvTranspose2d(1, 1, 4, stride=2, padding=1, bias=False),
    "resize, then conv 3": nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(1, 1, 3, bias=False)),
    "conv 3, pixel shuffle": nn.Sequential(nn.Conv2d(1, 4, 3, bias=False), nn.PixelShuffle(2)),
}
for name, layer in layers.items():
    inside = layer(flat)[0, 0, 4:8, 4:8]
    values = inside.flatten().detach().numpy().round(4)
    print(f"{name:23} {len(set(values.tolist()))} different values of a flat input")
