import torch
from torch import nn


def conv(k, s=1, d=1):
    layer = nn.Conv2d(1, 1, k, s, padding=d * (k - 1) // 2, dilation=d, bias=False)
    nn.init.constant_(layer.weight, 1 / k**2)  # equal and positive: nothing cancels
    return layer


class Bottleneck(nn.Module):
    def __init__(self, s, stride_on):
        super().__init__()
        first, second = (s, 1) if stride_on == 1 else (1, s)
        self.path = nn.Sequential(conv(1, first), conv(3, second), conv(1))
        self.skip = conv(1, s)

    def forward(self, x):
        return self.path(x) + self.skip(x)


def resnet50(stride_on):
    blocks = [Bottleneck(2 if stage and not b else 1, stride_on)
              for stage, n in enumerate((3, 4, 6, 3)) for b in range(n)]
    return nn.Sequential(conv(7, 2), conv(3, 2), *blocks)


def vgg16():  # average pooling: max pooling would send the gradient to the winners only
    return nn.Sequential(*[layer for n in (2, 2, 3, 3, 3)
                           for layer in [conv(3) for _ in range(n)] + [nn.AvgPool2d(2)]])


# #region probe
def probe(net, size):
    """Side and first row of the pixels that move the unit in the middle."""
    x = torch.ones(1, 1, size, size, dtype=torch.float64, requires_grad=True)
    y = net.double()(x)
    unit = y.shape[-1] // 2
    y[0, 0, unit, unit].backward()
    rows = x.grad[0, 0].abs().sum(1).nonzero().flatten()
    step = size // y.shape[-1]
    return int(rows[-1] - rows[0]) + 1, int(rows[0]) - unit * step


print("three 3x3             ", probe(nn.Sequential(conv(3), conv(3), conv(3)), 32))
print("dilation 1, 2, 4      ", probe(nn.Sequential(conv(3), conv(3, d=2), conv(3, d=4)), 32))
print("VGG-16, pool5         ", probe(vgg16(), 448))
print("ResNet-50, stride 3x3 ", probe(resnet50(3), 896))
print("ResNet-50, stride 1x1 ", probe(resnet50(1), 896))
# #endregion

# #region batch-norm
torch.manual_seed(0)
first, second = nn.Conv2d(1, 4, 3, padding=1), nn.Conv2d(4, 1, 3, padding=1)
net = nn.Sequential(first, nn.BatchNorm2d(4), second)
for mode in (False, True):
    x = torch.randn(2, 1, 16, 16, requires_grad=True)
    net.train(mode)(x)[0, 0, 8, 8].backward()
    counted = (x.grad != 0).sum((1, 2, 3)).tolist()
    print(f"training={mode}: pixels that count, by image:", counted)
# #endregion
