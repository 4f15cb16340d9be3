"""A deconvnet of two layers, compared with the gradient, in PyTorch."""

import torch
from torch.nn import functional as F

torch.manual_seed(0)
w1, w2 = torch.randn(4, 1, 3, 3), torch.randn(6, 4, 3, 3)
x = torch.rand(1, 1, 12, 12, requires_grad=True)

z1 = F.conv2d(x, w1)
p1, switches = F.max_pool2d(F.relu(z1), 2, return_indices=True)
z2 = F.conv2d(p1, w2)
y = F.relu(z2)


# #region back
def back(signal, rule):
    """Unpool, rectify and filter, layer by layer; the same weights, not flipped by hand."""
    signal = F.conv_transpose2d(rule(signal, z2), w2)
    signal = F.max_unpool2d(signal, switches, 2, output_size=z1.shape[-2:])
    return F.conv_transpose2d(rule(signal, z1), w1)
# #endregion


rules = {
    "gradient": lambda s, z: s * (z > 0),
    "deconvnet": lambda s, z: F.relu(s),
    "guided": lambda s, z: F.relu(s) * (z > 0),
}
start = torch.zeros_like(y)
best = y.argmax()
start.view(-1)[best] = 1
y.view(-1)[best].backward()
for name, rule in rules.items():
    picture = back(start, rule)
    print(f"{name:9} equals autograd: {torch.allclose(picture, x.grad, atol=1e-5)}")

# Overlapping windows: two windows share one maximum.
t = torch.tensor([[[1.0, 5.0, 2.0]]], requires_grad=True)
top, at = F.max_pool1d(t, 2, stride=1, return_indices=True)
top.sum().backward()
print("gradient:", t.grad[0, 0].tolist(), " unpooled ones:",
      F.max_unpool1d(torch.ones(1, 1, 2), at, 2, stride=1, output_size=(3,))[0, 0].tolist())  # fmt: skip
