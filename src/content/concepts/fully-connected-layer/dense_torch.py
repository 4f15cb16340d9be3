"""Which head accepts which size; a linear layer as a convolution; a flattening that mixes samples."""

import torch
from torch import nn

torch.manual_seed(0)

# #region sizes
def features():
    return nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(4))


flat = nn.Sequential(features(), nn.Flatten(), nn.Linear(8 * 7 * 7, 10))
gap = nn.Sequential(features(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10))
for side in (28, 32, 57):
    x = torch.randn(1, 1, side, side)
    try:
        result = tuple(flat(x).shape)
    except RuntimeError as error:
        result = str(error)
    print(f"{side}: averages {tuple(gap(x).shape)}, flatten: {result}")
# #endregion

# #region convolution
linear = nn.Linear(8 * 7 * 7, 10)
conv = nn.Conv2d(8, 10, 7)
conv.weight.data = linear.weight.data.reshape(10, 8, 7, 7)
conv.bias.data = linear.bias.data
maps = torch.randn(1, 8, 7, 7)
same = torch.allclose(linear(maps.flatten(1)), conv(maps).flatten(1), atol=1e-5)
print("7x7 map: equal", same, "  8x8 map:", tuple(conv(torch.randn(1, 8, 8, 8)).shape))
# #endregion

# #region mixed
maps = torch.randn(49, 512, 8, 8)  # 49 images, but maps of 8x8 instead of 7x7
print("view(-1, 25088):", tuple(maps.view(-1, 512 * 7 * 7).shape))
# #endregion
print("Linear(8, 3) on [2, 5, 6, 8]:", tuple(nn.Linear(8, 3)(torch.randn(2, 5, 6, 8)).shape))
