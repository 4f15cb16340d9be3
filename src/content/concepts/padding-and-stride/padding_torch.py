import torch
import torch.nn.functional as F
from torch import nn

# The stem of ResNet: 7×7, stride 2, padding 3.
stem = nn.Conv2d(3, 64, kernel_size=7, stride=2, padding=3)
print([tuple(stem(torch.zeros(1, 3, n, n)).shape[2:]) for n in (223, 224, 225)])

try:
    F.conv2d(torch.zeros(1, 1, 8, 8), torch.zeros(1, 1, 3, 3), stride=2, padding="same")
except RuntimeError as error:
    print(error)


def conv2d_same(x, w, stride=1, dilation=1):
    """TensorFlow's SAME: zeros by input size, the odd one at the end."""
    pads = []
    for n, k in zip(x.shape[:1:-1], w.shape[:1:-1]):  # width first, as F.pad wants it
        covered = (-(-n // stride) - 1) * stride + dilation * (k - 1) + 1
        total = max(covered - n, 0)
        pads += [total // 2, total - total // 2]
    return F.conv2d(F.pad(x, pads), w, stride=stride, dilation=dilation)


x = torch.tensor([[[[1.0, 2, 3, 4]]]])
w = torch.ones(1, 1, 1, 3)
print(conv2d_same(x, w, stride=2).flatten().tolist())
print(F.conv2d(x, w, stride=(1, 2), padding=(0, 1)).flatten().tolist())

# Who is read? Cells without a gradient are not.
x = torch.ones(1, 1, 7, 7, requires_grad=True)
w = torch.ones(1, 1, 3, 3)
for options in [dict(stride=3), dict(stride=3, padding=1), dict(stride=2, dilation=2)]:
    (grad,) = torch.autograd.grad(F.conv2d(x, w, **options).sum(), x)
    print(options, int((grad > 0).sum()), "of 49")
