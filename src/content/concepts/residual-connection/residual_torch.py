"""The two residual blocks of ResNet in PyTorch, and two ways to get the addition wrong."""

import torch
from torch import nn


# #region blocks
def conv_bn(c_in, c_out, size, stride=1):
    conv = nn.Conv2d(c_in, c_out, size, stride, padding=size // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(c_out))


class Residual(nn.Module):
    def __init__(self, c_in, c_out, stride=1, narrow=None):
        super().__init__()
        if narrow is None:  # basic block: 3x3, 3x3
            steps = [conv_bn(c_in, c_out, 3, stride), nn.ReLU(), conv_bn(c_out, c_out, 3)]
        else:  # bottleneck: 1x1 down, 3x3, 1x1 up
            steps = [conv_bn(c_in, narrow, 1), nn.ReLU(), conv_bn(narrow, narrow, 3, stride),
                     nn.ReLU(), conv_bn(narrow, c_out, 1)]
        self.branch = nn.Sequential(*steps)
        same = stride == 1 and c_in == c_out
        self.shortcut = nn.Identity() if same else conv_bn(c_in, c_out, 1, stride)

    def forward(self, x):
        return torch.relu(self.branch(x) + self.shortcut(x))  # ReLU after the addition


def weights(module):
    return sum(m.weight.numel() for m in module.modules() if isinstance(m, nn.Conv2d))


torch.manual_seed(0)
for name, c, block in [
    ("basic", 64, Residual(64, 64)),
    ("bottleneck", 256, Residual(256, 256, narrow=64)),
    ("projection", 64, Residual(64, 128, stride=2)),
]:
    x = torch.randn(2, c, 56, 56)
    print(f"{name:10} {tuple(x.shape[1:])} -> {tuple(block(x).shape[1:])}, {weights(block)} weights")

block = Residual(64, 64)
nn.init.zeros_(block.branch[-1][1].weight)  # gamma of the last BatchNorm
x = torch.randn(2, 64, 8, 8)
print("gamma 0: block(x) == relu(x):", torch.equal(block(x), torch.relu(x)))
# #endregion

f = torch.randn(2, 64, 8, 8)
print("add:", (x + f).shape[1], "channels; concatenate:", torch.cat([x, f], 1).shape[1])

# #region wrong-broadcast
gray = torch.randn(2, 1, 8, 8)
y = gray + f  # no error: the one channel is added to all 64
# #endregion
print("1 channel + 64 channels:", tuple(y.shape))

# #region wrong-inplace
y = x.clone()
g = torch.relu_(y)  # in place: y, the shortcut, has lost its negative values too
y = y + g
# #endregion
print("in place:", torch.equal(y, torch.relu(x) * 2), " wanted:", torch.equal(y, x + torch.relu(x)))
