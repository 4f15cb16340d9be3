"""Makes backprop.json: two steps of SGD on small networks with PyTorch's autograd.

Run from the root of the repository: python3 tests/golden/make_backprop.py
Needs PyTorch and NumPy; everything is computed in float64.
"""

import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
ACT = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "linear": lambda z: z}
rng = np.random.default_rng(6)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def forward(net, act, loss, p, x, t):
    """The loss, and the tensors on the way by name."""
    f = ACT[act]
    if net == "conv":
        z = F.conv2d(x.view(1, 1, 3, 3), p["w"].view(1, 1, 2, 2)) + p["b"]
        a = f(z)
        y = (a.view(2, 2) * p["w2"]).sum() + p["b2"]
        return ((y - t) ** 2).sum(), {"z": z, "a": a, "y": y}
    if net == "neuron":
        z, inner = p["w"] @ x + p["b"], {}
    else:
        h = f(p["w"] @ x + p["b"])
        z, inner = p["w2"] @ h + p["b2"], {"h": h}
    inner["o"] = z
    if net == "softmax":
        return F.cross_entropy(z, t.long() - 1), inner
    if loss == "bce":
        return F.binary_cross_entropy_with_logits(z, t.view(1)), inner
    y = (f if net == "neuron" else torch.sigmoid)(z)
    return F.mse_loss(y, t.view(1)), inner


SHAPES = {
    "neuron": {"w": (1, 2), "b": (1, 1)},
    "two-layer": {"w": (2, 2), "b": (1, 2), "w2": (1, 2), "b2": (1, 1)},
    "softmax": {"w": (2, 2), "b": (1, 2), "w2": (2, 2), "b2": (1, 2)},
    "conv": {"w": (2, 2), "b": (1, 1), "w2": (2, 2), "b2": (1, 1)},
}


def case(net, act, loss, zero, size):
    draw = lambda shape: np.round(rng.uniform(-size, size, shape), 2)
    start = {k: draw(s) for k, s in SHAPES[net].items()}
    count = 1 if net == "conv" else 2
    xs = draw((3, 3)) if net == "conv" else draw((2, 2))
    ts = rng.integers(1, 3, count) if net == "softmax" else np.round(rng.uniform(0, 1, count), 2)
    rate = 0.1
    p = {k: torch.tensor(v if k[0] == "w" else v[0], requires_grad=True) for k, v in start.items()}
    optimizer = torch.optim.SGD(p.values(), lr=rate)
    passes = []
    for s in range(count):
        if zero:
            optimizer.zero_grad()
        x = torch.tensor(xs if net == "conv" else xs[s], requires_grad=True)
        value, inner = forward(net, act, loss, p, x, torch.tensor(float(ts[s])))
        for tensor in inner.values():
            tensor.retain_grad()
        value.backward()
        passes.append({
            "loss": value.item(), "x": numbers(x.grad),
            "inner": {k: [numbers(v.detach()), numbers(v.grad)] for k, v in inner.items()},
            "held": {k: numbers(v.grad) for k, v in p.items()},
        })
        optimizer.step()
        passes[-1]["next"] = {k: numbers(v.detach()) for k, v in p.items()}
    text = lambda m: ";".join(",".join(f"{v:g}" for v in row) for row in np.atleast_2d(m))
    query = {"net": net, "activation": act, "loss": loss, "x": text(xs), "rate": f"{rate}",
             "t": ";".join(f"{v:g}" for v in ts), "zero": "1" if zero else "0",
             **{k: text(v) for k, v in start.items()}}
    return {"query": query, "passes": passes}


cases = []
for net in SHAPES:
    for act in ACT:
        for zero in (True, False):
            for size in (1, 3):
                cases.append(case(net, act, "mse", zero, size))
                if net == "two-layer" or (net == "neuron" and act == "sigmoid"):
                    cases.append(case(net, act, "bce", zero, size))

text = json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__},
    "cases": cases,
}, separators=(",", ":"))
(HERE / "backprop.json").write_text(text + "\n")
print(len(cases), "cases,", len(text), "bytes")
