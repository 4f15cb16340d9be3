"""Makes separable.json, the golden numbers of src/lib/separable.ts.

Run from the root of the repository: python3 tests/golden/make_separable.py
Needs PyTorch, whose Conv2d with `groups` equal to the channels is the depthwise step; the costs of
MobileNet are counted on a network built of its layers and run on a picture.
"""

import json
import pathlib

import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(7)
HERE = pathlib.Path(__file__).parent
flat = lambda t: t.reshape(-1).tolist()
last = lambda t: flat(t.permute(1, 2, 0))  # [channel, row, column] to channels last

convolutions = []
for k, channels, outputs, h, w in [
    (2, 2, 3, 3, 3), (3, 1, 1, 5, 4), (3, 4, 6, 7, 5), (1, 3, 2, 4, 4), (4, 2, 5, 4, 6), (5, 3, 4, 9, 8),
]:
    x = torch.randn(channels, h, w, dtype=torch.float64)
    d = torch.randn(channels, k, k, dtype=torch.float64)
    p = torch.randn(outputs, channels, dtype=torch.float64)
    z = F.conv2d(x[None], d[:, None], groups=channels)[0]
    y = F.conv2d(z[None], p[:, :, None, None])[0]
    whole = F.conv2d(x[None], p[:, :, None, None] * d[None])[0]
    assert torch.allclose(y, whole, atol=1e-12)
    convolutions.append(dict(x=dict(shape=[h, w, channels], data=last(x)), d=dict(shape=[k, k, channels], data=last(d)),
                             p=dict(shape=[outputs, channels], data=flat(p)), z=last(z), y=last(y)))


def counted(layers, x):
    """Weights, and multiply-adds: for each output number the weights of one filter."""
    weights = macs = 0
    for layer in layers:
        x = layer(x if isinstance(layer, nn.Conv2d) else x.mean((2, 3)))
        weights += layer.weight.numel()
        macs += x.numel() * layer.weight[0].numel()
    return dict(weights=weights, macs=macs)


costs = []
for k, inputs, outputs, side in [(3, 64, 128, 56), (5, 16, 40, 12), (1, 7, 9, 5), (7, 3, 1, 9), (3, 64, 1143, 8)]:
    x = torch.zeros(1, inputs, side, side)
    pad = dict(padding=k // 2, bias=False)
    one = [nn.Conv2d(inputs, outputs, k, **pad)]
    first = nn.Conv2d(inputs, inputs, k, groups=inputs, **pad)
    second = nn.Conv2d(inputs, outputs, 1, bias=False)
    costs.append(dict(layer=[k, inputs, outputs, side], standard=counted(one, x), depthwise=counted([first], x),
                      pointwise=counted([second], x), both=counted([first, second], x)))


def mobilenet(alpha, separable):
    wide = lambda c: int(c * alpha)
    layers = [nn.Conv2d(3, wide(32), 3, 2, 1, bias=False)]
    channels = wide(32)
    for outputs, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]:
        outputs = wide(outputs)
        if separable:
            layers.append(nn.Conv2d(channels, channels, 3, stride, 1, groups=channels, bias=False))
            layers.append(nn.Conv2d(channels, outputs, 1, bias=False))
        else:
            layers.append(nn.Conv2d(channels, outputs, 3, stride, 1, bias=False))
        channels = outputs
    return layers + [nn.Linear(channels, 1000, bias=False)]


picture = torch.zeros(1, 3, 224, 224)
networks = [dict(alpha=alpha, own=counted(mobilenet(alpha, True), picture),
                 standard=counted(mobilenet(alpha, False), picture))
            for alpha in (1, 0.75, 0.5, 0.25)]

made = dict(torch=torch.__version__, convolutions=convolutions, costs=costs, networks=networks)
(HERE / "separable.json").write_text(json.dumps(made) + "\n")
