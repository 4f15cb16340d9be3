"""Makes overfit.json, the golden numbers of src/lib/overfit.ts.

Run from the root of the repository: python3 tests/golden/make_overfit.py
Needs PyTorch: gradients of the objective with every penalty and dropout, and steps of SGD, Adam and AdamW.
"""

import json
import pathlib
import platform

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(6)


def numbers(a):
    a = a.detach().numpy() if torch.is_tensor(a) else np.asarray(a)
    return [float(f"{v:.15g}") for v in a.ravel()]


def flat(tensors):
    return numbers(torch.cat([t.detach().reshape(-1) for t in tensors]))


cases = []
for width, n, optimizer, l2, l1, dropout in [
    (3, 5, "sgd", 0.3, 0.0, 0.0),
    (3, 5, "adam", 0.3, 0.0, 0.0),
    (3, 5, "adamw", 0.3, 0.0, 0.0),
    (5, 7, "adam", 0.05, 0.02, 0.4),
    (4, 6, "sgd", 0.1, 0.03, 0.25),
]:
    shapes = [(1, width), (width,), (width, width), (width,), (width, 1), (1,)]
    start = [torch.tensor(np.round(rng.uniform(-1, 1, s), 3)) for s in shapes]
    x, y = (torch.tensor(np.round(rng.uniform(-2, 2, (n, 1)), 3)) for _ in range(2))
    masks = [torch.tensor((rng.uniform(size=(n, width)) >= dropout) / (1 - dropout)) for _ in range(2)]

    def loss(net):
        h = x
        for l in range(3):
            h = h @ net[2 * l] + net[2 * l + 1]
            if l < 2:
                h = torch.tanh(h) * masks[l]
        return ((h - y) ** 2).mean()

    net = [w.clone().requires_grad_() for w in start]
    objective = loss(net) + sum(l2 / 2 * (w**2).sum() + l1 * w.abs().sum() for w in net[0::2])
    objective.backward()
    case = {"width": width, "optimizer": optimizer, "l2": l2, "l1": l1, "weights": flat(start), "x": numbers(x), "y": numbers(y),
            "masks": [numbers(m) for m in masks], "objective": float(objective), "gradient": flat([w.grad for w in net])}

    # Three steps on the mean squared error; λ is PyTorch's weight_decay, on kernels alone. Without
    # dropout and L1, so that they are the optimizer's own steps.
    if dropout == 0 and l1 == 0:
        net = [w.clone().requires_grad_() for w in start]
        groups = [{"params": net[0::2], "weight_decay": l2}, {"params": net[1::2], "weight_decay": 0.0}]
        kind = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[optimizer]
        steps = kind(groups, lr=0.05)
        for _ in range(3):
            steps.zero_grad()
            loss(net).backward()
            steps.step()
        case["after"] = flat(net)
    cases.append(case)

versions = {"python": platform.python_version(), "torch": torch.__version__}
(HERE / "overfit.json").write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
