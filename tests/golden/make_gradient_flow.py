"""Makes gradient-flow.json, the golden numbers of src/lib/gradient-flow.ts.

Run from the root of the repository: python3 tests/golden/make_gradient_flow.py
Needs PyTorch (autograd, F.batch_norm, F.layer_norm) and SciPy (integrals).
"""

import json
import math
import pathlib
import platform

import numpy as np
import scipy
import torch
from scipy.integrate import quad

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(9)
F = torch.nn.functional
FN = {
    "linear": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky-relu": lambda z: F.leaky_relu(z, 0.01),
}


def flat(t):
    return [float(f"{v:.12g}") for v in t.detach().numpy().ravel()]


cases = []
for fn in FN:
    for norm in ["none", "batch", "layer"]:
        for skip in [False, True]:
            n, depth, batch, rate = 5, 4, 6, 0.1
            x = torch.tensor(np.round(rng.normal(size=(batch, n)), 3), requires_grad=True)
            c = torch.tensor(np.round(rng.normal(size=(batch, n)), 3))
            weights = [torch.tensor(np.round(rng.normal(0, 0.7, (n, n)), 3), requires_grad=True) for _ in range(depth)]
            layers = [x]
            for w in weights:
                z = layers[-1] @ w
                if norm == "batch":
                    z = F.batch_norm(z, None, None, training=True, eps=1e-5)
                elif norm == "layer":
                    z = F.layer_norm(z, (n,), eps=1e-5)
                layers.append(FN[fn](z) + (layers[-1] if skip else 0))
            # Gradients of the sum: 1 enters for each c. Weights follow the mean over the batch.
            total = (c * layers[-1]).sum()
            grads = torch.autograd.grad(total, layers, retain_graph=True)
            steps = torch.autograd.grad(total / batch, weights)
            cases.append({"fn": fn, "norm": norm, "skip": skip, "width": n, "depth": depth, "x": flat(x), "c": flat(c),
                          "weights": [flat(w) for w in weights], "activations": [flat(a) for a in layers], "gradients": [flat(g) for g in grads],
                          "after": [flat(w - rate * g / max(1, g.norm())) for w, g in zip(weights, steps)]})

NUMPY = {
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: math.exp(-abs(z)) / (1 + math.exp(-abs(z))) ** 2),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "relu": (lambda z: max(z, 0), lambda z: float(z > 0)),
    "leaky-relu": (lambda z: z if z > 0 else 0.01 * z, lambda z: 1 if z > 0 else 0.01),
}
moments = []
for fn, (f, df) in NUMPY.items():
    for variance in [0.05, 0.5, 1, 4, 60]:
        s = math.sqrt(variance)
        mean = lambda g: sum(quad(lambda z: g(s * z) * math.exp(-z * z / 2) / math.sqrt(2 * math.pi), a, b, epsabs=1e-12)[0] for a, b in [(-12, -1), (-1, 0), (0, 1), (1, 12)])
        moments.append({"fn": fn, "variance": variance, "mean": mean(f), "square": mean(lambda z: f(z) ** 2), "slope": mean(lambda z: df(z) ** 2)})

versions = {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
(HERE / "gradient-flow.json").write_text(json.dumps({"versions": versions, "cases": cases, "moments": moments}) + "\n")
