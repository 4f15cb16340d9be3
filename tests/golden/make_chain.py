"""Makes chain.json: chains of layers with PyTorch's autograd, and softmax with its Jacobian.

Run from the root of the repository: python3 tests/golden/make_chain.py
Needs PyTorch and NumPy; everything is computed in float64. The values and derivatives of the
functions themselves are in activation.json (make.py).
"""

import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


FUNCTIONS = {
    "sigmoid": lambda x, a: torch.sigmoid(x),
    "tanh": lambda x, a: torch.tanh(x),
    "relu": lambda x, a: F.relu(x),
    "leaky-relu": lambda x, a: F.leaky_relu(x, 0.01 if a is None else a),
    "prelu": lambda x, a: F.prelu(x, torch.tensor([0.25 if a is None else a])),
    "elu": lambda x, a: F.elu(x, 1.0 if a is None else a),
    "selu": lambda x, a: F.selu(x),
    "softplus": lambda x, a: F.softplus(x, threshold=500),
    "swish": lambda x, a: F.silu(x),
    "gelu": lambda x, a: F.gelu(x),
    "gelu-tanh": lambda x, a: F.gelu(x, approximate="tanh"),
    "mish": lambda x, a: F.mish(x),
    "hard-sigmoid": lambda x, a: F.hardsigmoid(x) if a is None else (a * x + 0.5).clamp(0, 1),
    "hard-swish": lambda x, a: F.hardswish(x),
}


def chain_case(fn, x, depth, weight, skip, alpha=None):
    f = FUNCTIONS[fn]
    a = torch.tensor([float(x)], requires_grad=True)
    states, sums = [a], []
    for _ in range(depth):
        z = weight * states[-1]
        nxt = f(z, alpha) + (states[-1] if skip else 0)
        nxt.retain_grad()
        sums.append(z)
        states.append(nxt)
    states[-1].backward(torch.ones(1))
    case = {
        "fn": fn, "x": x, "depth": depth, "weight": weight, "skip": skip,
        "z": numbers([z.item() for z in sums]),
        "a": numbers([s.item() for s in states[1:]]),
        "gradient": numbers([s.grad.item() for s in states[:-1]]),
    }
    if alpha is not None:
        case["alpha"] = alpha
    return case


chains = [
    chain_case(fn, x, depth, weight, skip)
    for fn in FUNCTIONS
    for x, depth, weight in ((1, 6, 1), (-0.75, 5, 1.5), (2.25, 8, 0.5))
    for skip in (False, True)
]
chains += [
    chain_case("leaky-relu", -2, 6, 1, False, 0.2),
    chain_case("prelu", -2, 6, 1.25, True, -0.4),
    chain_case("elu", -1, 6, 1, False, 1.5),
    chain_case("hard-sigmoid", 1, 6, 1, False, 0.2),
    chain_case("sigmoid", 0, 20, 1, False),
    chain_case("relu", 1, 20, 1, True),
    chain_case("relu", 0, 3, 1, False),
]

softmaxes = []
for logits, temperature in (
    ([2, 1, 0.1], 1), ([2, 1, 0.1], 0.25), ([2, 1, 0.1], 10), ([1e4, 9999, -1e4], 1),
    ([-1e4, -1e4, -9999.5, -1e4], 2), ([1e4, 9999.37, 9998.12], 0.1), ([0.5], 1),
):
    z = torch.tensor([float(v) for v in logits])
    soft = lambda v: F.softmax(v / temperature, 0)
    naive = torch.exp(z / temperature)
    softmaxes.append({
        "logits": logits, "temperature": temperature, "p": numbers(soft(z)),
        "jacobian": numbers(torch.autograd.functional.jacobian(soft, z)),
        "naiveIsFinite": [bool(v) for v in torch.isfinite(naive / naive.sum())],
    })

text = json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__},
    "cases": chains, "softmax": softmaxes,
}, separators=(",", ":"))
(HERE / "chain.json").write_text(text + "\n")
print(len(chains), "chains,", len(softmaxes), "softmaxes,", len(text), "bytes")
