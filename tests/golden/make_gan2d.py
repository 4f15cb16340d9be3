"""Makes gan2d.json, the golden numbers of src/lib/mlp.ts, gan2d.ts and divergence.ts.

Run from the root of the repository: python3 tests/golden/make_gan2d.py
Needs PyTorch (losses, gradients of gradients, Adam) and SciPy (assignment, divergences).
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import torch
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist, jensenshannon
from scipy.special import rel_entr

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(4)
softplus = torch.nn.functional.softplus


def numbers(a):
    a = a.detach().numpy() if torch.is_tensor(a) else np.asarray(a)
    return [float(f"{v:.14g}") for v in a.ravel()]


def network(sizes):
    net = []
    for n, m in zip(sizes, sizes[1:]):
        net += [torch.tensor(np.round(rng.uniform(-1, 1, s), 3), requires_grad=True) for s in [(n, m), (m,)]]
    return net


def run(net, x):
    for l in range(0, len(net), 2):
        x = x @ net[l] + net[l + 1]
        if l + 2 < len(net):
            x = torch.nn.functional.leaky_relu(x, 0.2)
    return x


def flat(tensors):
    return numbers(torch.cat([t.reshape(-1) for t in tensors]))


def loss_of_d(d, loss, real, fake, mix):
    if loss != "wgan-gp":
        return softplus(-run(d, real)).mean() + softplus(run(d, fake)).mean()
    between = (mix * real + (1 - mix) * fake).requires_grad_()
    slope, = torch.autograd.grad(run(d, between).sum(), between, create_graph=True)
    return run(d, fake).mean() - run(d, real).mean() + 10 * ((slope.norm(dim=1) - 1) ** 2).mean()


def loss_of_g(d, loss, fake):
    out = run(d, fake)
    return -softplus(out).mean() if loss == "minimax" else softplus(-out).mean() if loss == "non-saturating" else -out.mean()


cases = []
for loss in ["minimax", "non-saturating", "wgan-gp"]:
    for sizes in [[2, 6, 1], [2, 5, 4, 1], [2, 4, 5, 3, 1]]:
        d = network(sizes)
        real, fake = (torch.tensor(np.round(rng.uniform(-1.5, 1.5, (6, 2)), 3)) for _ in range(2))
        mix = torch.tensor(np.round(rng.uniform(0, 1, (6, 1)), 3))
        start = flat(d)
        value = loss_of_d(d, loss, real, fake, mix)
        grads = torch.autograd.grad(value, d, allow_unused=True)
        moving = fake.clone().requires_grad_()
        g = loss_of_g(d, loss, moving)
        pull, = torch.autograd.grad(g, moving)
        case = {"loss": loss, "sizes": sizes, "weights": start, "real": numbers(real), "fake": numbers(fake), "mix": numbers(mix),
                "lossD": float(value), "gradD": flat([torch.zeros_like(w) if x is None else x for w, x in zip(d, grads)]),
                "lossG": float(g), "gradG": numbers(pull)}
        betas = (0.5, 0.9) if loss == "wgan-gp" else (0.5, 0.999)
        adam = torch.optim.Adam(d, 0.01, betas=betas)
        for _ in range(3):
            adam.zero_grad()
            loss_of_d(d, loss, real, fake, mix).backward()
            for w in d:
                w.grad = torch.zeros_like(w) if w.grad is None else w.grad
            adam.step()
        case["after"] = flat(d)
        cases.append(case)

divergences = []
for n in [1, 5, 40]:
    a, b = (np.round(rng.normal(0, 0.6, (n, 2)), 4) for _ in range(2))
    side, reach, width = 12, 1.6, 0.2
    middles = (2 * np.arange(side) + 1 - side) * reach / side

    def cells(points):
        shares = [np.exp(-(middles - points[:, i:i + 1]) ** 2 / (2 * width**2)) for i in range(2)]
        x, y = (s / s.sum(1, keepdims=True) for s in shares)
        return (0.999 * np.einsum("kr,kc->rc", y, x)[::-1] / n + 0.001 / side**2).ravel()

    p, q = cells(a), cells(b)
    cost = cdist(a, b)
    rows, cols = linear_sum_assignment(cost)
    divergences.append({"a": numbers(a), "b": numbers(b), "side": side, "reach": reach, "width": width, "p": numbers(p),
                        "kl": float(rel_entr(p, q).sum() / np.log(2)), "js": float(jensenshannon(p, q, 2) ** 2), "w1": float(cost[rows, cols].mean())})

versions = {"python": platform.python_version(), "torch": torch.__version__, "scipy": scipy.__version__}
(HERE / "gan2d.json").write_text(json.dumps({"versions": versions, "cases": cases, "divergences": divergences}) + "\n")
