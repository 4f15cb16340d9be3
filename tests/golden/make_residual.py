"""Golden numbers for the residual block and networks, from PyTorch: python3 tests/golden/make_residual.py"""

import json
import random
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
random.seed(7)
torch.manual_seed(7)


def block(join, relu, h, w, c, d):
    x = torch.randint(-3, 6, (1, c, h, w)).double().requires_grad_()
    k1 = torch.randn(d, c, 3, 3).mul(0.7).requires_grad_()
    k2 = torch.randn(d, d, 3, 3).mul(0.7).requires_grad_()
    p = torch.randn(d, c, 1, 1).requires_grad_() if join == "add" and c != d else None
    hidden = F.relu(F.conv2d(x, k1, padding=1))
    branch = F.conv2d(hidden, k2, padding=1)
    y = branch
    if join == "add":
        y = branch + (x if p is None else F.conv2d(x, p))
    if join == "concatenate":
        y = torch.cat([x, branch], 1)
    if relu:
        y = F.relu(y)
    dy = torch.randn_like(y)
    y.backward(dy)
    image = lambda t: {"shape": list(t.shape[2:]) + [t.shape[1]], "data": t.detach()[0].permute(1, 2, 0).flatten().tolist()}
    kernel = lambda t: t if t is None else {"shape": [t.shape[2], t.shape[3], t.shape[1], t.shape[0]], "data": t.detach().permute(2, 3, 1, 0).flatten().tolist()}
    grad = lambda t: None if t is None else t.grad
    return {
        "join": join, "relu": relu, "x": image(x), "kernel1": kernel(k1), "kernel2": kernel(k2), "projection": kernel(p),
        "hidden": image(hidden), "branch": image(branch), "y": image(y), "dy": image(dy),
        "dx": image(x.grad), "dKernel1": kernel(k1.grad), "dKernel2": kernel(k2.grad), "dProjection": kernel(grad(p)),
    }


def net(depth, shortcuts, normalized, steps, rate):
    pixels = torch.randint(0, 16, (200, 49)).double() / 15
    labels = torch.randint(0, 10, (200,))
    sizes = [(49 if l == 0 else 16, 10 if l == depth - 1 else 16) for l in range(depth)]
    start = [torch.randn(a, b).mul(1 / a**0.5).mul(1e4).round().div(1e4) for a, b in sizes]
    weights = [w.clone().requires_grad_() for w in start]
    norm = (lambda z: F.batch_norm(z, None, None, training=True)) if normalized else (lambda z: z)

    def run():
        a = F.relu(norm(pixels @ weights[0]))
        for l in range(1, depth - 1, 2):
            u = F.relu(norm(a @ weights[l]))
            v = norm(u @ weights[l + 1])
            a = F.relu(v + a if shortcuts else v)
        return F.cross_entropy(a @ weights[-1], labels)

    optimizer = torch.optim.SGD(weights, lr=rate, momentum=0.9)
    losses, first = [], None
    for _ in range(steps):
        optimizer.zero_grad()
        loss = run()
        loss.backward()
        losses.append(loss.item())
        if first is None:
            first = [w.grad.pow(2).mean().sqrt().item() for w in weights]
            corner = [w.grad.flatten()[:3].tolist() for w in weights]
        optimizer.step()
    losses.append(run().item())
    return {
        "depth": depth, "shortcuts": shortcuts, "normalized": normalized, "rate": rate,
        "pixels": "".join("%x" % round(v * 15) for v in pixels.flatten().tolist()), "labels": labels.tolist(),
        "weights": [[round(v * 1e4) for v in w.flatten().tolist()] for w in start], "rms": first, "corner": corner, "losses": losses,
    }


blocks = [
    block(join, relu, h, w, c, d)
    for join in ("none", "add", "concatenate")
    for relu in (True, False)
    for h, w, c, d in ((3, 4, 2, 2), (1, 1, 1, 1), (4, 3, 1, 3), (2, 5, 3, 2))
]
nets = [
    net(4, False, True, 4, 0.05), net(4, True, True, 4, 0.05), net(6, False, True, 3, 0.1),
    net(6, True, True, 3, 0.1), net(6, False, False, 3, 0.02), net(6, True, False, 3, 0.01),
]
Path(__file__).with_name("residual.json").write_text(json.dumps({"blocks": blocks, "nets": nets}) + "\n")
