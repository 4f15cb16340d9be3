import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
torch.set_num_threads(1)


def scenes(n, seed, size=32):
    """Pictures [n, 1, s, s] and class maps: 0 background, 1 square, 2 pole one pixel wide."""
    rng = np.random.default_rng(seed)
    image, label = rng.normal(0, 0.1, (n, size, size)), np.zeros((n, size, size), int)
    for i in range(n):
        r, c, k = rng.integers(0, size - 10), rng.integers(0, size - 10), rng.integers(5, 10)
        label[i, r : r + k, c : c + k] = 1
        label[i, :, rng.integers(0, size)] = 2
    image += label > 0  # both are equally bright: only the shape tells
    return torch.tensor(image, dtype=torch.float32)[:, None], torch.tensor(label)


def conv(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, skip):
        super().__init__()
        self.skip = skip
        self.down1, self.down2, self.bottom = conv(1, 8), conv(8, 16), conv(16, 32)
        self.up2, self.up1 = conv(32 + 16 * skip, 16), conv(16 + 8 * skip, 8)
        self.head = nn.Conv2d(8, 3, 1)  # three logits for each pixel

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(F.max_pool2d(a, 2))
        y = self.bottom(F.max_pool2d(b, 2))
        for kept, layer in [(b, self.up2), (a, self.up1)]:
            y = F.interpolate(y, scale_factor=2)
            y = layer(torch.cat([y, kept], 1) if self.skip else y)
        return self.head(y)


def iou(predicted, truth):
    return [float(((predicted == c) & (truth == c)).sum() / ((predicted == c) | (truth == c)).sum()) for c in range(3)]


test_x, test_y = scenes(100, seed=1)
for skip in (True, False):
    torch.manual_seed(0)
    net = UNet(skip)
    adam = torch.optim.Adam(net.parameters(), lr=3e-3)
    for step in range(200):
        x, y = scenes(8, seed=100 + step)
        loss = F.cross_entropy(net(x), y)  # the mean over all pixels
        adam.zero_grad()
        loss.backward()
        adam.step()
    with torch.no_grad():
        per_class = iou(net(test_x).argmax(1), test_y)
    print(skip, tuple(net(test_x).shape), [round(v, 2) for v in per_class], round(float(np.mean(per_class)), 2))
