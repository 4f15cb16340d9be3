"""Makes playground.json, the golden numbers of src/lib/playground.ts.

Run from the root of the repository: python3 tests/golden/make_playground.py
Needs PyTorch: losses, gradients, steps of SGD and Adam.
"""

import json
import pathlib
import platform

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(6)
ACTIVATIONS = {"linear": lambda z: z, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
FEATURES = {
    "x": lambda x, y: x, "y": lambda x, y: y, "x2": lambda x, y: x**2, "y2": lambda x, y: y**2,
    "xy": lambda x, y: x * y, "sinx": lambda x, y: torch.sin(x), "siny": lambda x, y: torch.sin(y),
}


def numbers(a):
    return [float(f"{v:.15g}") for v in a.detach().numpy().ravel()]


def flat(tensors):
    return numbers(torch.cat([t.reshape(-1) for t in tensors]))


def case(activation, features, hidden, l2, optimizer, bias):
    points = np.round(rng.uniform(-6, 6, (7, 2)), 3)
    labels = torch.tensor([[0.0], [1.0], [1.0], [0.0], [1.0], [0.0], [0.0]])
    x, y = torch.tensor(points).T
    inputs = torch.stack([FEATURES[f](x, y) for f in features], 1)
    sizes = [len(features), *hidden, 1]
    layers = [torch.nn.Linear(n, m, bias=bias) for n, m in zip(sizes, sizes[1:])]
    with torch.no_grad():
        for layer in layers:
            layer.weight.copy_(torch.tensor(np.round(rng.uniform(-0.7, 0.7, layer.weight.shape), 3)))
            if bias:
                layer.bias.copy_(torch.tensor(np.round(rng.uniform(-0.7, 0.7, layer.bias.shape), 3)))
    parameters = [p for layer in layers for p in layer.parameters()]

    def run():
        a = inputs
        for i, layer in enumerate(layers):
            a = layer(a)
            if i + 1 < len(layers):
                a = ACTIVATIONS[activation](a)
        return a

    def loss():
        return torch.nn.functional.binary_cross_entropy_with_logits(run(), labels)

    def objective():
        return loss() + l2 / 2 * sum((layer.weight**2).sum() for layer in layers)

    def state(of):
        # PyTorch keeps [out, in]; here kernels are [in, out].
        zero = lambda layer: torch.zeros(layer.out_features)
        return flat([t for layer in layers for t in (of(layer.weight).T, of(layer.bias) if bias else zero(layer))])

    start = state(lambda t: t)
    first = float(loss())
    objective().backward()
    gradient = state(lambda t: t.grad)
    make = torch.optim.SGD if optimizer == "sgd" else torch.optim.Adam
    optimizer_ = make(parameters, lr=0.05)
    for _ in range(4):
        optimizer_.zero_grad()
        objective().backward()
        optimizer_.step()
    return {"activation": activation, "features": features, "hidden": hidden, "l2": l2, "optimizer": optimizer, "bias": bias,
            "points": [[*map(float, p), int(c)] for p, c in zip(points, labels.ravel())],
            "weights": start, "loss": first, "gradient": gradient, "after": state(lambda t: t), "logits": numbers(run())}


cases = []
for i, activation in enumerate(ACTIVATIONS):
    for j, (features, hidden) in enumerate([
        (["x", "y"], []), (["x", "y"], [3]), (["x2", "y2", "xy"], [4, 2]),
        (["x", "sinx", "siny"], [2, 3, 2]), (list(FEATURES), [8, 5, 4, 3]),
    ]):
        cases.append(case(activation, features, hidden, [0, 0.01, 0.3][(i + j) % 3], ["sgd", "adam"][(i + j) % 2], (i + 2 * j) % 5 != 4))

versions = {"python": platform.python_version(), "torch": torch.__version__}
(HERE / "playground.json").write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
