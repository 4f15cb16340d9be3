"""Makes batchnorm.json, the golden numbers of the normalisation widget.

Run from the root of the repository: python3 tests/golden/make_batchnorm.py
Needs PyTorch and NumPy. Results are those of torch.nn.functional in float64, gradients those of its
autograd, folded weights those of torch.nn.utils.fusion. Keras' moving averages are written out in
NumPy, with its biased variance. Batches are written as the widget's address has them.
"""

import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.utils.fusion import fuse_conv_bn_weights

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(2015)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def short(shape, low=-9, high=9):
    return torch.tensor(np.round(rng.uniform(low, high, size=shape), 1))


def last(x):
    return x.permute(0, 2, 3, 1) if x.dim() == 4 else x


def text(x):
    if x.dim() == 2:
        return ";".join(",".join(f"{v:g}" for v in row) for row in x.tolist())
    one = lambda m: ";".join(",".join(f"{v:g}" for v in row) for row in m)
    return "/".join("|".join(one(m) for m in sample) for sample in x.tolist()) + ("/" if len(x) == 1 else "")


def lists(v):
    return ",".join(f"{float(each):g}" for each in v)


def case(norm, shape, *, groups=2, mode="train", eps=1e-3, momentum=0.99, convention="keras", steps=1):
    """shape is [N, C] or [N, H, W, C]."""
    n, c = shape[0], shape[-1]
    x = short((n, c) + tuple(shape[1:-1])).requires_grad_()
    gamma, beta = short((c,), -3, 3), short((c,), -3, 3)
    mean, variance = short((c,), -3, 3), short((c,), 0.5, 4)
    each = (1, c) + (1,) * (x.dim() - 2)
    rest = tuple(range(2, x.dim()))
    r, v = mean.clone(), variance.clone()
    if norm == "batch" and mode == "inference":
        y = F.batch_norm(x, r, v, gamma, beta, training=False, eps=eps)
    elif norm == "batch" and convention == "pytorch":
        for _ in range(steps):
            y = F.batch_norm(x, r, v, gamma, beta, training=True, momentum=momentum, eps=eps)
    elif norm == "batch":
        y = F.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)
        for _ in range(steps):
            r = momentum * r + (1 - momentum) * x.detach().mean((0,) + rest)
            v = momentum * v + (1 - momentum) * x.detach().var((0,) + rest, unbiased=False)
    elif norm == "layer":
        y = F.layer_norm(x, x.shape[1:], eps=eps) * gamma.reshape(each) + beta.reshape(each)
    elif norm == "instance":
        y = F.instance_norm(x, weight=gamma, bias=beta, eps=eps)
    else:
        y = F.group_norm(x, groups, gamma, beta, eps)

    d = x.detach()
    if norm == "group":
        d = d.reshape((n, groups, c // groups) + tuple(d.shape[2:]))
    axes = {"batch": (0,) + rest, "layer": (1,) + rest, "instance": rest,
            "group": tuple(range(2, d.dim()))}[norm]
    at = int(rng.randint(y.numel()))
    (dx,) = torch.autograd.grad(last(y).reshape(-1)[at], x)
    w, b = fuse_conv_bn_weights(torch.ones(c, 1, 1, 1), torch.zeros(c), r, v, eps, gamma, beta)
    query = {"input": text(x.detach()), "norm": norm, "groups": str(groups), "mode": mode, "gamma": lists(gamma),
             "beta": lists(beta), "eps": f"{eps:g}", "momentum": f"{momentum:g}", "convention": convention,
             "movingMean": lists(mean), "movingVariance": lists(variance), "steps": str(steps)}
    return {"query": query, "shape": shape, "y": numbers(last(y).detach()), "mean": numbers(d.mean(axes)),
            "variance": numbers(d.var(axes, unbiased=False)), "movingMean": numbers(r), "movingVariance": numbers(v),
            "at": at, "dx": numbers(last(dx)), "scale": numbers(w.detach()), "bias": numbers(b.detach())}


cases = [
    case("batch", [4, 3]),
    case("batch", [5, 2], convention="pytorch", momentum=0.1, steps=4),
    case("batch", [3, 2, 3, 2], eps=1e-5, momentum=0.9, steps=25),
    case("batch", [2, 2, 2, 4], convention="pytorch", momentum=0.25, steps=10),
    case("batch", [1, 3, 2, 2], convention="pytorch", momentum=0.1),
    case("batch", [4, 3], mode="inference"),
    case("batch", [2, 2, 3, 3], mode="inference", eps=0.5, convention="pytorch"),
    case("batch", [32, 1], steps=300),
    case("layer", [3, 5]),
    case("layer", [2, 2, 3, 4], eps=1e-5),
    case("layer", [1, 6]),
    case("instance", [2, 3, 2, 3]),
    case("instance", [1, 4, 4, 1], eps=0.1),
    case("group", [3, 6], groups=3),
    case("group", [2, 2, 3, 4], groups=2, eps=1e-5),
    case("group", [2, 2, 2, 6], groups=1),
    case("group", [2, 2, 2, 4], groups=4),
]
versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
path = HERE / "batchnorm.json"
path.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")
