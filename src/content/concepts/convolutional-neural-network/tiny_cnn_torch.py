import torch
from torch import nn

# #region net
net = nn.Sequential(
    nn.Conv2d(1, 2, 3), nn.ReLU(),  # local patterns, shared weights
    nn.MaxPool2d(2),  # every map by itself
    nn.Conv2d(2, 1, 1), nn.ReLU(),  # sums over the maps
    nn.Flatten(), nn.Linear(4, 2),
)
line = torch.tensor([[-1.0, -1, -1], [2, 2, 2], [-1, -1, -1]])
with torch.no_grad():
    net[0].weight[:] = torch.stack([line, line.T])[:, None]
    net[0].bias[:] = 0
    net[3].weight[:], net[3].bias[:] = 1, -8
    net[6].weight[:] = torch.tensor([[1.0], [0]])
    net[6].bias[:] = torch.tensor([-1.0, 0])

image = torch.zeros(1, 1, 6, 6)  # batch, channels, height, width
image[0, 0, 1:5, 1] = image[0, 0, 4, 1:5] = 1
x = image
for layer in net:
    x = layer(x)
    print(f"{type(layer).__name__:10} {list(x.shape)}")
print("logits", x.tolist(), "parameters", sum(p.numel() for p in net.parameters()))
print("shifted", net(image.roll(1, dims=3)).tolist())
# #endregion

# #region wrong-layout
rgb = torch.arange(12).reshape(1, 2, 2, 3)  # NHWC: the first pixel is 0, 1, 2
print("reshape", rgb.reshape(1, 3, 2, 2)[0, :, 0, 0].tolist())  # not a pixel of the picture
# #endregion

# #region layout
print("permute", rgb.permute(0, 3, 1, 2)[0, :, 0, 0].tolist())
# #endregion
