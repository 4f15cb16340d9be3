import torch
from torch import nn


def shape_of(layer):
    """Shape of the weights [F, C / groups, kh, kw], and all parameters with the biases."""
    return tuple(layer.weight.shape), sum(p.numel() for p in layer.parameters())


print(shape_of(nn.Conv2d(3, 64, kernel_size=3)))
print(shape_of(nn.Conv2d(64, 128, kernel_size=1)))
print(shape_of(nn.Conv2d(64, 64, kernel_size=(1, 7))))
print(shape_of(nn.Conv2d(64, 64, kernel_size=31, groups=64)))

# The gradient has the shape of the kernel: every weight is learned.
torch.manual_seed(0)
layer = nn.Conv2d(3, 64, kernel_size=3)
layer(torch.randn(2, 3, 8, 8)).square().mean().backward()
print(layer.weight.requires_grad, tuple(layer.weight.grad.shape))

# An even kernel with the same padding on both sides misses the size by one.
x = torch.randn(1, 1, 8, 8)
print([tuple(nn.Conv2d(1, 1, 2, padding=p)(x).shape[2:]) for p in (0, 1, "same")])
