"""Makes optimizers.json, the golden numbers of src/lib/optimizers.ts and src/lib/surfaces.ts.

Run from the root of the repository: python3 tests/golden/make_optimizers.py
Needs PyTorch: torch.optim steps, torch.autograd differentiates. What Keras 3 does is written out
here as its source has it (keras/src/optimizers/{sgd,adagrad,rmsprop,adam,base_optimizer}.py).
"""

import json
import pathlib
import platform

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(6)
METHODS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


def bowl(curvatures, rotate):
    a = np.deg2rad(rotate)
    turn = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]])
    matrix = torch.tensor(turn @ np.diag(curvatures) @ turn.T)
    return lambda p: p @ matrix @ p / 2


def surface(name, curvatures, rotate):
    return {
        "quadratic": bowl(curvatures, rotate),
        "saddle": lambda p: (p[0] ** 2 - p[1] ** 2) / 2 + p[1] ** 4 / 4,
        "rosenbrock": lambda p: (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2,
        "plateau": lambda p: 1 - torch.exp(-(p @ p) / (2 * 0.5**2)),
    }[name]


def gradient(f, at):
    p = torch.tensor(at, requires_grad=True)
    return torch.autograd.grad(f(p), p)[0].numpy()


points = []
for name in ["quadratic", "saddle", "rosenbrock", "plateau"]:
    for _ in range(5):
        curvatures, rotate = [float(f"{v:.3g}") for v in rng.uniform(0.1, 40, 2)], float(rng.randint(-180, 180))
        f, at = surface(name, curvatures, rotate), np.round(rng.uniform(-1.5, 1.5, 2), 3)
        p = torch.tensor(at)
        points.append({"surface": name, "curvatures": curvatures, "rotate": rotate, "at": at.tolist(), "f": float(f(p)),
                       "gradient": gradient(f, at).tolist(), "hessian": torch.autograd.functional.hessian(f, p).numpy().ravel().tolist()})


def torch_run(method, f, start, rate, h, schedule, steps):
    p = torch.tensor(start, requires_grad=True)
    decay, betas = h["decay"], (h["beta1"], h["beta2"])
    opt = {
        "sgd": lambda: torch.optim.SGD([p], rate, weight_decay=decay),
        "momentum": lambda: torch.optim.SGD([p], rate, momentum=h["beta"], weight_decay=decay),
        "nesterov": lambda: torch.optim.SGD([p], rate, momentum=h["beta"], nesterov=True, weight_decay=decay),
        "adagrad": lambda: torch.optim.Adagrad([p], rate, eps=h["eps"], weight_decay=decay),
        "rmsprop": lambda: torch.optim.RMSprop([p], rate, alpha=h["rho"], eps=h["eps"], weight_decay=decay),
        "adam": lambda: torch.optim.Adam([p], rate, betas, h["eps"], weight_decay=decay),
        "adamw": lambda: torch.optim.AdamW([p], rate, betas, h["eps"], weight_decay=decay),
    }[method]()
    plan = {
        "constant": lambda: torch.optim.lr_scheduler.ConstantLR(opt, 1, 0),
        "step": lambda: torch.optim.lr_scheduler.StepLR(opt, 4, 0.3),
        "cosine": lambda: torch.optim.lr_scheduler.CosineAnnealingLR(opt, steps),
    }[schedule]()
    way = []
    for _ in range(steps):
        opt.zero_grad()
        f(p).backward()
        opt.step()
        plan.step()
        way += p.detach().tolist()
    return way


def keras_run(method, f, start, rate, h, schedule, steps):
    p, m, v = np.array(start), np.zeros(2), np.full(2, 0.1 if method == "adagrad" else 0.0)
    b1, b2, eps = h["beta1"], h["beta2"], h["eps"]
    way = []
    for k in range(steps):
        lr = rate * {"constant": 1, "step": 0.3 ** (k // 4), "cosine": (1 + np.cos(np.pi * k / steps)) / 2}[schedule]
        g = gradient(f, p)
        p = p - p * h["decay"] * lr
        if method == "sgd":
            p = p - g * lr
        elif method == "momentum":
            m = m * h["beta"] - g * lr
            p = p + m
        elif method == "nesterov":
            m = m * h["beta"] - g * lr
            p = p + (m * h["beta"] - g * lr)
        elif method == "adagrad":
            v = v + g**2
            p = p - lr * g / np.sqrt(v + eps)
        elif method == "rmsprop":
            v = h["rho"] * v + (1 - h["rho"]) * g**2
            p = p - lr * g / np.sqrt(v + eps)
        else:
            alpha = lr * np.sqrt(1 - b2 ** (k + 1)) / (1 - b1 ** (k + 1))
            m = m + (g - m) * (1 - b1)
            v = v + (g**2 - v) * (1 - b2)
            p = p - m * alpha / (np.sqrt(v) + eps)
        way += p.tolist()
    return way


runs = []
for convention, run in [("pytorch", torch_run), ("keras", keras_run)]:
    for method in METHODS:
        for name in ["quadratic", "saddle", "rosenbrock", "plateau"]:
            schedule = ["constant", "step", "cosine"][len(runs) % 3]
            curvatures, rotate = [1.5, 6.0], 25.0
            h = {"beta": 0.85, "rho": 0.8, "beta1": 0.88, "beta2": 0.97, "eps": [1e-8, 1e-3][len(runs) % 2], "decay": [0.0, 0.2, 0.05][len(runs) // 4 % 3]}
            rate = {"rosenbrock": 0.0008}.get(name, 0.08) if METHODS.index(method) < 3 else 0.06
            start = np.round(rng.uniform(-0.8, 0.8, 2), 2).tolist()
            way = run(method, surface(name, curvatures, rotate), start, rate, h, schedule, 12)
            runs.append({"convention": convention, "method": method, "surface": name, "curvatures": curvatures, "rotate": rotate, "start": start,
                         "rate": rate, **h, "schedule": schedule, "every": 4, "factor": 0.3, "way": [float(f"{x:.15g}") for x in way]})

versions = {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}
(HERE / "optimizers.json").write_text(json.dumps({"versions": versions, "points": points, "runs": runs}) + "\n")
