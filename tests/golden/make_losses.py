"""Makes losses.json: losses and gradients of PyTorch's autograd, best constants by SciPy.

Run from the root of the repository: python3 tests/golden/make_losses.py
Needs PyTorch, NumPy and SciPy; everything is computed in float64.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import torch
import torch.nn.functional as F
from scipy.optimize import minimize_scalar

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(17)


def numbers(a):
    if isinstance(a, torch.Tensor):
        a = a.detach().numpy()
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def gradient(loss, z):
    (g,) = torch.autograd.grad(loss, z, retain_graph=True)
    return numbers(g)


def class_case(logits, labels, weights, eps, temperature, gamma, reduction):
    z = torch.tensor(logits, requires_grad=True)
    y, w = torch.tensor(labels), torch.tensor(weights)
    c = z.shape[1]
    log_p = F.log_softmax(z / temperature, 1)
    q = F.one_hot(y, c) * (1 - eps) + eps / c
    # ln(1 - p) from the other classes: 1 - p itself would cancel.
    others = torch.stack([torch.logsumexp(torch.cat([log_p[:, :k], log_p[:, k + 1:]], 1), 1) for k in range(c)], 1)
    focal = torch.exp(gamma * others) if gamma else torch.ones_like(log_p)
    sums = {"pytorch": -(w * q * focal * log_p).sum(1), "keras": -(q * focal * log_p).sum(1) * w[y]}
    by = {"pytorch": w[y].sum(), "keras": torch.tensor(float(len(labels)))}
    if reduction == "sum":
        by = {k: torch.tensor(1.0) for k in by}
    case = {
        "logits": np.asarray(logits).tolist(), "labels": labels, "weights": weights,
        "smoothing": eps, "temperature": temperature, "gamma": gamma, "reduction": reduction,
        "p": numbers(log_p.exp()),
    }
    for name in sums:
        loss = sums[name].sum() / by[name]
        case[name] = {"loss": loss.item(), "gradient": gradient(loss, z)}
    if not gamma:
        own = F.cross_entropy(z / temperature, y, weight=w, label_smoothing=eps, reduction=reduction)
        assert abs(own.item() - case["pytorch"]["loss"]) < 1e-9 * max(1, own.item())
        case["twice"] = F.cross_entropy(log_p.exp(), y, weight=w, label_smoothing=eps, reduction=reduction).item()
    mse = F.mse_loss(log_p.exp(), F.one_hot(y, c).double(), reduction="none").mean(1)
    mse = mse.mean() if reduction == "mean" else mse.sum()
    case["mse"] = {"loss": mse.item(), "gradient": gradient(mse, z)}
    return case


classes = []
for i in range(60):
    n, c = int(rng.integers(1, 6)), int(rng.integers(2, 6))
    size = [1, 3, 8, 30][i % 4]
    classes.append(class_case(
        np.round(rng.normal(0, size, (n, c)), 2), rng.integers(0, c, n).tolist(),
        [1.0] * c if i % 3 == 0 else np.round(rng.uniform(0.2, 4, c), 2).tolist(),
        [0, 0.1, 0.3][i % 3], [1, 1, 0.5, 4][i % 4], [0, 0, 0.5, 1, 2, 5][i % 6],
        ["mean", "sum"][i % 2],
    ))
for logits, label in (([1e4, 9999, -1e4], 1), ([-1e4, 0, 1e4], 0), ([1e4, -1e4], 0), ([-1e4, -9999.5], 0)):
    classes.append(class_case([logits], [label], [1.0] * len(logits), 0, 1, 0, "mean"))

binary = []
for i in range(24):
    n = int(rng.integers(1, 6))
    values = np.round(rng.normal(0, [1, 4, 20][i % 3], n), 2)
    if i == 0:
        values = np.array([1e4, -1e4, 0.0])
    labels = rng.integers(0, 2, len(values)).astype(float)
    z = torch.tensor(values, requires_grad=True)
    y = torch.tensor(labels)
    weight, gamma = [1, 3.5][i % 2], [0, 0, 2, 0.5][i % 4]
    if gamma == 0:
        each = F.binary_cross_entropy_with_logits(z, y, pos_weight=torch.tensor(float(weight)), reduction="none")
    else:
        ln_p, ln_q = F.logsigmoid(z), F.logsigmoid(-z)
        each = -(weight * y * torch.exp(gamma * ln_q) * ln_p + (1 - y) * torch.exp(gamma * ln_p) * ln_q)
    hinge = F.relu(1 - (2 * y - 1) * z)
    square = (torch.sigmoid(z) - y) ** 2
    binary.append({
        "z": values.tolist(), "y": labels.tolist(), "positive": weight, "gamma": gamma,
        "bce": [numbers(each), gradient(each.sum(), z)],
        "hinge": [numbers(hinge), gradient(hinge.sum(), z)],
        "square": [numbers(square), gradient(square.sum(), z)],
    })

regression = []
for i in range(20):
    n = int(rng.integers(1, 9))
    t, values = np.round(rng.normal(0, 3, n), 2), np.round(rng.normal(0, 3, n), 2)
    if i % 2:
        t[0] = 40
    delta = [1, 0.5, 3][i % 3]
    p = torch.tensor(values, requires_grad=True)
    y = torch.tensor(t)
    case = {"predictions": values.tolist(), "targets": t.tolist(), "delta": delta}
    for name, f in (("mse", F.mse_loss), ("mae", F.l1_loss), ("huber", lambda a, b, reduction: F.huber_loss(a, b, delta=delta, reduction=reduction))):
        each = f(p, y, reduction="none")
        case[name] = [numbers(each), gradient(each.sum(), p)]
    huber = lambda c: F.huber_loss(torch.full_like(y, c), y, delta=delta).item()
    best = minimize_scalar(huber, bounds=(t.min() - 1, t.max() + 1), method="bounded", options={"xatol": 1e-10})
    case["best"] = {"mse": float(t.mean()), "mae": float(np.median(t)), "huberLoss": float(best.fun)}
    regression.append(case)

text = json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__, "torch": torch.__version__},
    "classes": classes, "binary": binary, "regression": regression,
}, separators=(",", ":"))
(HERE / "losses.json").write_text(text + "\n")
print(len(classes), len(binary), len(regression), len(text), "bytes")
