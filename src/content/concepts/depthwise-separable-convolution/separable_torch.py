"""Depthwise separable convolution in PyTorch: groups, weights and the merged kernel."""

import torch
from torch import nn
from torch.nn import functional as F

c_in, c_out, size = 64, 128, 3
depthwise = nn.Conv2d(c_in, c_in, size, padding=1, groups=c_in, bias=False)
pointwise = nn.Conv2d(c_in, c_out, 1, bias=False)
standard = nn.Conv2d(c_in, c_out, size, padding=1, bias=False)
for name, layer in [("depthwise", depthwise), ("pointwise", pointwise), ("standard", standard)]:
    print(f"{name:9} {str(tuple(layer.weight.shape)):18} {layer.weight.numel():6} weights")

x = torch.randn(1, c_in, 14, 14)
y = pointwise(depthwise(x))  # the second step needs the result of the first
merged = pointwise.weight * depthwise.weight.transpose(0, 1)  # [c_out, c_in, 3, 3]
print("one standard convolution:", torch.allclose(y, F.conv2d(x, merged, padding=1), atol=1e-4))

z = depthwise(x).clone()
x[0, 5] += 1  # one channel of the input changes ...
changed = (depthwise(x) != z).flatten(2).any(2)[0]
print("depthwise: channels that change:", changed.nonzero().flatten().tolist())
changed = (pointwise(depthwise(x)) != y).flatten(2).any(2)[0]
print("pointwise: channels that change:", int(changed.sum()))
print("per channel, kernels:", nn.Conv2d(c_in, 2 * c_in, 3, groups=c_in).weight.shape[0] // c_in)
