"""Shift by one, in PyTorch: zero padding against circular padding, stride 1 against stride 2."""

import torch
from torch import nn

torch.manual_seed(0)


# #region check
def largest_gap(net, x, shift, total_stride):
    """max |net(shift x) - shift(net x)| over all cells, and over cells away from the border."""
    after = net(x.roll(shift, dims=-1))
    moved = net(x).roll(shift // total_stride, dims=-1)
    gap = (after - moved).abs()
    n = gap.shape[-1] // 4
    return gap.max().item(), gap[..., n:-n, n:-n].max().item()
# #endregion


def net(mode, stride):
    layer = lambda i, o, s: nn.Conv2d(i, o, 3, s, 1, padding_mode=mode).double()
    return nn.Sequential(layer(1, 4, stride), nn.ReLU(), layer(4, 4, 1)).requires_grad_(False)


x = torch.rand(1, 1, 32, 32, dtype=torch.double)
for mode, stride, shift in (("zeros", 1, 1), ("circular", 1, 1), ("circular", 2, 1), ("circular", 2, 2)):
    everywhere, inside = largest_gap(net(mode, stride), x, shift, stride)
    verdict = ["differs", "equal"]
    print(
        f"{mode:8} stride {stride} shift {shift}:",
        f"everywhere {verdict[everywhere < 1e-12]}, inside {verdict[inside < 1e-12]}",
    )

ones = torch.ones(1, 1, 7, 7)
box = torch.ones(1, 1, 3, 3)
y = nn.functional.conv2d(ones, box, padding=1)
print("constant picture, zero padding:", *y[0, 0, 0].int().tolist(), "/", *y[0, 0, 3].int().tolist())
