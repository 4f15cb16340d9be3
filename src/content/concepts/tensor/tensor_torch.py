"""Layout in PyTorch: permute changes strides, channels_last keeps the shape."""

import torch

x = torch.arange(1, 13).reshape(3, 2, 2).permute(1, 2, 0)  # the picture, [H, W, C]
y = x.permute(2, 0, 1)  # [C, H, W]
print(y[0].tolist(), "reshape would give", x.reshape(3, 2, 2)[0].tolist())

t = torch.zeros(2, 3).t()
print(t.shape, t.stride(), t.is_contiguous())
try:
    t.view(6)
except RuntimeError:
    print("view(6) refused, reshape(6) copies:", t.reshape(6).shape)

batch = torch.zeros(10, 3, 16, 16)
print(batch.stride(), batch.to(memory_format=torch.channels_last).stride())
