"""Makes the golden numbers of src/lib/network.ts with PyTorch.

Run from the root of the repository: python3 tests/golden/make_network.py

The seven networks of the literature are written here a second time, as PyTorch modules: parameters
are counted by PyTorch, multiply-adds by hooks in a real forward pass. Receptive fields are not
computed by any recursion: a network of the same geometry with one channel, weights of one and
linear layers is differentiated by autograd, and the field is where the gradient of one cell is not
zero. The same gradient over the number of paths is the share of paths per pixel.
"""

import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
rng = np.random.RandomState(20240301)


# ---- the networks of the literature ------------------------------------------------------------


def lenet5():
    return (1, 32, 32), nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10),
    )  # fmt: skip


def alexnet(groups):
    lrn = lambda: nn.LocalResponseNorm(5, 1e-4, 0.75, 2)
    return (3, 227, 227), nn.Sequential(
        nn.Conv2d(3, 96, 11, 4), nn.ReLU(), lrn(), nn.MaxPool2d(3, 2),
        nn.Conv2d(96, 256, 5, padding=2, groups=groups), nn.ReLU(), lrn(), nn.MaxPool2d(3, 2),
        nn.Conv2d(256, 384, 3, padding=1), nn.ReLU(),
        nn.Conv2d(384, 384, 3, padding=1, groups=groups), nn.ReLU(),
        nn.Conv2d(384, 256, 3, padding=1, groups=groups), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Flatten(),
        nn.Linear(9216, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(), nn.Dropout(),
        nn.Linear(4096, 1000), nn.Softmax(1),
    )  # fmt: skip


def alexnet_torchvision():
    return (3, 224, 224), nn.Sequential(
        nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(),
        nn.MaxPool2d(3, 2), nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(), nn.Conv2d(384, 256, 3, padding=1),
        nn.ReLU(), nn.Conv2d(256, 256, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Flatten(),
        nn.Dropout(), nn.Linear(9216, 4096), nn.ReLU(), nn.Dropout(), nn.Linear(4096, 4096), nn.ReLU(),
        nn.Linear(4096, 1000),
    )  # fmt: skip


def vgg16():
    layers, c = [], 3
    for item in [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"]:
        if item == "M":
            layers += [nn.MaxPool2d(2)]
        else:
            layers += [nn.Conv2d(c, item, 3, padding=1), nn.ReLU()]
            c = item
    layers += [nn.Flatten(), nn.Linear(25088, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1000)]
    return (3, 224, 224), nn.Sequential(*layers)


class Bottleneck(nn.Module):
    def __init__(self, c, mid, stride):
        super().__init__()
        out = 4 * mid
        self.main = nn.Sequential(
            nn.Conv2d(c, mid, 1, bias=False), nn.BatchNorm2d(mid), nn.ReLU(),
            nn.Conv2d(mid, mid, 3, stride, 1, bias=False), nn.BatchNorm2d(mid), nn.ReLU(),
            nn.Conv2d(mid, out, 1, bias=False), nn.BatchNorm2d(out),
        )  # fmt: skip
        self.short = nn.Sequential()
        if c != out:
            self.short = nn.Sequential(nn.Conv2d(c, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x):
        return F.relu(self.main(x) + self.short(x))


def resnet50():
    layers, c = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)], 64
    for mid, n, stride in [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]:
        for i in range(n):
            layers.append(Bottleneck(c, mid, stride if i == 0 else 1))
            c = 4 * mid
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2048, 1000)]
    return (3, 224, 224), nn.Sequential(*layers)


def mobilenet():
    def unit(a, b, k, stride, groups):
        pad = nn.ZeroPad2d((0, 1, 0, 1) if stride == 2 else (k // 2,) * 4)  # TensorFlow's SAME on even sizes
        return [pad, nn.Conv2d(a, b, k, stride, groups=groups, bias=False), nn.BatchNorm2d(b), nn.ReLU6()]

    layers, c = unit(3, 32, 3, 2, 1), 32
    for out, stride in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]:
        layers += unit(c, c, 3, stride, c) + unit(c, out, 1, 1, 1)
        c = out
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(1024, 1000), nn.Softmax(1)]
    return (3, 224, 224), nn.Sequential(*layers)


def count(shape, net):
    """Parameters, stored statistics, multiply-adds and the output's shape, as PyTorch has them."""
    macs = [0]

    def hook(module, inputs, output):
        if isinstance(module, nn.Conv2d):
            kh, kw = module.kernel_size
            macs[0] += output.numel() * kh * kw * module.in_channels // module.groups
        elif isinstance(module, nn.Linear):
            macs[0] += module.in_features * module.out_features

    for module in net.modules():
        module.register_forward_hook(hook)
    net.eval()
    with torch.no_grad():
        out = net(torch.zeros(1, *shape))
    statistics = sum(b.numel() for name, b in net.named_buffers() if "running" in name)
    return {
        "parameters": sum(p.numel() for p in net.parameters()),
        "statistics": statistics,
        "macs": int(macs[0]),
        "output": list(out.shape[1:]),
    }


# ---- the linear twin with one channel ----------------------------------------------------------


class Ones(nn.Module):
    """A window of ones: what a convolution or a pool of this geometry can see."""

    def __init__(self, kernel, stride, padding, dilation=(1, 1), ceil=False):
        super().__init__()
        self.args = kernel, stride, padding, dilation, ceil

    def forward(self, x):
        kernel, stride, (top, bottom, left, right), dilation, ceil = self.args
        if ceil:  # as many windows as PyTorch's own pool makes
            assert top == bottom and left == right
            made = F.max_pool2d(x, kernel, stride, (top, left), dilation, ceil_mode=True)
            need = [(made.shape[2 + a] - 1) * stride[a] + dilation[a] * (kernel[a] - 1) + 1 for a in (0, 1)]
            bottom = max(bottom, need[0] - x.shape[2] - top)
            right = max(right, need[1] - x.shape[3] - left)
        x = F.pad(x, (left, right, top, bottom))
        return F.conv2d(x, torch.ones(1, 1, *kernel, dtype=x.dtype), stride=stride, dilation=dilation)


class Sum(nn.Module):
    def __init__(self, *branches):
        super().__init__()
        self.branches = nn.ModuleList(branches)

    def forward(self, x):
        return sum(branch(x) for branch in self.branches)


def linear_twin(net):
    """The same geometry with one channel, weights of one and nothing that is not linear."""
    two = lambda v: tuple(v) if isinstance(v, tuple) else (v, v)
    layers = []
    for module in net:
        if isinstance(module, nn.Conv2d):
            p = two(module.padding)
            layers.append(Ones(module.kernel_size, module.stride, (p[0], p[0], p[1], p[1]), module.dilation))
        elif isinstance(module, (nn.MaxPool2d, nn.AvgPool2d)):
            p = two(module.padding)
            layers.append(Ones(two(module.kernel_size), two(module.stride), (p[0], p[0], p[1], p[1])))
        elif isinstance(module, nn.ZeroPad2d):
            l, r, t, b = module.padding
            layers.append(Ones((1, 1), (1, 1), (t, b, l, r)))
        elif isinstance(module, Bottleneck):
            layers.append(Sum(nn.Sequential(*linear_twin(module.main)), nn.Sequential(*linear_twin(module.short))))
        elif isinstance(module, (nn.Flatten, nn.AdaptiveAvgPool2d, nn.Linear)):
            break
    return layers


def field(layers, size, cell=None):
    """Where the gradient of one cell is not zero, and its share of paths per row and column."""
    layers = nn.Sequential(*layers)
    x = torch.zeros(1, 1, *size, dtype=torch.float64, requires_grad=True)
    y = layers(x)
    cell = [n // 2 for n in y.shape[2:]] if cell is None else cell
    y[0, 0, cell[0], cell[1]].backward()
    g = x.grad[0, 0].numpy()
    rows, cols = np.nonzero(g.sum(1))[0], np.nonzero(g.sum(0))[0]
    return {
        "cell": [int(c) for c in cell],
        "cells": list(y.shape[2:]),
        "box": [int(rows[0]), int(cols[0]), int(rows[-1] - rows[0] + 1), int(cols[-1] - cols[0] + 1)] if len(rows) else [],
        "paths": float(f"{g.sum():.12g}"),
        "rows": [float(f"{v:.10g}") for v in g.sum(1)],
        "columns": [float(f"{v:.10g}") for v in g.sum(0)],
    }


# ---- random lists, written once as text and once as PyTorch ------------------------------------


def pick(*values):
    return values[rng.randint(len(values))]


def layer(c):
    """(text, module, linear twin, channels) of one random layer that reads c channels."""
    kind = pick("conv", "conv", "conv", "depthwise", "maxpool", "avgpool", "bn", "relu", "pad")
    k, s, d = (pick(1, 2, 3, 5), pick(1, 2, 3)), (pick(1, 1, 2), pick(1, 1, 2, 3)), (pick(1, 1, 2), pick(1, 1, 3))
    p = pick((0, 0), (0, 0), (1, 1), (1, 0), (2, 2))
    if kind == "conv":
        groups = pick(1, 1, 2) if c % 2 == 0 else 1
        f, bias = pick(2, 4, 6), pick(True, False)
        text = f"conv:{k[0]}x{k[1]},{f},s{s[0]}x{s[1]},p{p[0]}x{p[1]},d{d[0]}x{d[1]},g{groups}{'' if bias else ',nobias'}"
        module = nn.Conv2d(c, f, k, s, p, d, groups, bias)
        return text, module, Ones(k, s, (p[0], p[0], p[1], p[1]), d), f
    if kind == "depthwise":
        m = pick(1, 2)
        text = f"depthwise:{k[0]}x{k[1]},s{s[0]}x{s[1]},p{p[0]}x{p[1]},d{d[0]}x{d[1]},m{m},nobias"
        return text, nn.Conv2d(c, c * m, k, s, p, d, c, False), Ones(k, s, (p[0], p[0], p[1], p[1]), d), c * m
    if kind in ("maxpool", "avgpool"):
        k = (pick(2, 3), pick(2, 3))
        p = pick((0, 0), (1, 1))
        ceil = pick(True, False)
        text = f"{kind}:{k[0]}x{k[1]},s{s[0]}x{s[1]},p{p[0]}x{p[1]}{',ceil' if ceil else ''}"
        pool = nn.MaxPool2d(k, s, p, ceil_mode=ceil) if kind == "maxpool" else nn.AvgPool2d(k, s, p, ceil_mode=ceil)
        return text, pool, Ones(k, s, (p[0], p[0], p[1], p[1]), ceil=ceil), c
    if kind == "pad":
        t, b, l, r = pick(0, 1, 2), pick(0, 1), pick(0, 2), pick(0, 1)
        return f"pad:{t}x{b}x{l}x{r}", nn.ZeroPad2d((l, r, t, b)), Ones((1, 1), (1, 1), (t, b, l, r)), c
    if kind == "bn":
        return "bn", nn.BatchNorm2d(c), nn.Identity(), c
    return "relu", nn.ReLU(), nn.Identity(), c


def residual(c):
    """A block whose branches have different fields and so different numbers of paths."""
    k = pick(3, 5)
    text = f"add(conv:{k}x{k},{c},p{k // 2};relu;conv:3x3,{c},p2,d2|{'' if c % 4 else f'conv:1x1,{c}'})"
    short = nn.Identity() if c % 4 else nn.Conv2d(c, c, 1)
    main = nn.Sequential(nn.Conv2d(c, c, k, padding=k // 2), nn.ReLU(), nn.Conv2d(c, c, 3, padding=2, dilation=2))
    h = k // 2
    twin = Sum(nn.Sequential(Ones((k, k), (1, 1), (h,) * 4), Ones((3, 3), (1, 1), (2,) * 4, (2, 2))), nn.Identity())
    return text, Sum(main, short), twin, c


def random_network():
    while True:
        size, c = (pick(17, 20, 24, 31), pick(16, 19, 24, 32)), pick(1, 2, 3)
        texts, modules, twins = [f"input:{size[0]},{size[1]},{c}"], [], []
        first = c
        for _ in range(pick(1, 2, 3, 4, 5, 6)):
            text, module, twin, c = residual(c) if rng.rand() < 0.2 else layer(c)
            texts.append(text)
            modules.append(module)
            twins.append(twin)
        try:
            counted = count((first, *size), nn.Sequential(*modules))
            h, w = counted["output"][1:]
            if h < 1 or w < 1:
                continue
            cell = [int(rng.randint(h)), int(rng.randint(w))]
            return {"list": ";".join(texts), **counted, **field(twins, size, cell)}
        except RuntimeError:
            continue  # a window larger than what reaches it


def main():
    nets = {
        "lenet5": lenet5(),
        "alexnet": alexnet(2),
        "alexnet-ungrouped": alexnet(1),
        "alexnet-torchvision": alexnet_torchvision(),
        "vgg16": vgg16(),
        "resnet50": resnet50(),
        "mobilenet": mobilenet(),
    }
    named = {}
    for name, (shape, net) in nets.items():
        size = shape[1:]
        counted = count(shape, net)
        # large enough that one field fits in, or padding would hide its edges
        large = (32, 32) if name == "lenet5" else (704, 704)
        found = field(linear_twin(net), large)
        named[name] = {**counted, "field": found["box"][2:], "inside": large}
        del net
    cases = [random_network() for _ in range(80)]
    for case in cases[40:]:
        del case["rows"], case["columns"]
    versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    path = HERE / "network.json"
    path.write_text(json.dumps({"versions": versions, "networks": named, "cases": cases}, separators=(",", ":")) + "\n")
    assert path.stat().st_size < 60_000, path.stat().st_size
    print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")
    for name, found in named.items():
        print(name, found)


main()
