"""Plain and residual networks of three depths on 1,000 small digits: loss on the training images."""

import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()  # 8x8 pixels
x = torch.tensor(digits.images[:1000], dtype=torch.float32)[:, None] / 16
y = torch.tensor(digits.target[:1000])


# #region networks
def conv(c_in, c_out):
    return nn.Sequential(nn.Conv2d(c_in, c_out, 3, padding=1, bias=False), nn.BatchNorm2d(c_out))


class Pair(nn.Module):
    def __init__(self, channels, shortcut):
        super().__init__()
        self.branch = nn.Sequential(conv(channels, channels), nn.ReLU(), conv(channels, channels))
        self.shortcut = shortcut

    def forward(self, x):
        f = self.branch(x)
        return torch.relu(f + x if self.shortcut else f)  # the only difference


def network(depth, shortcut, channels=12):
    pairs = [Pair(channels, shortcut) for _ in range((depth - 2) // 2)]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 10)]
    return nn.Sequential(conv(1, channels), nn.ReLU(), *pairs, *head)
# #endregion


def train(depth, shortcut, epochs=10):
    torch.manual_seed(0)
    net = network(depth, shortcut)
    kernels = [m.weight for m in net.modules() if isinstance(m, nn.Conv2d)]
    for kernel in kernels:
        nn.init.kaiming_normal_(kernel)
    loss = nn.functional.cross_entropy
    loss(net(x), y).backward()  # gradients before the first step
    ratio = kernels[0].grad.norm() / kernels[-1].grad.norm()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    curve = []
    for _ in range(epochs):
        total = 0.0
        for batch in torch.randperm(len(x)).split(100):
            optimizer.zero_grad()
            value = loss(net(x[batch]), y[batch])
            value.backward()
            optimizer.step()
            total += value.item() / 10
        curve.append(total)
    return curve, ratio.item()


torch.set_num_threads(1)
print("gradient: norm at the first convolution over norm at the last, before training")
for depth in (6, 20, 50):
    for shortcut in (False, True):
        curve, ratio = train(depth, shortcut)
        name = "residual" if shortcut else "plain"
        print(f"{depth:2} {name:8}", *(f"{v:.2f}" for v in curve), f" gradient {ratio:.1f}", flush=True)
