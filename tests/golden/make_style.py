"""Makes style.json, the golden numbers of src/lib/style.ts.

Run from the root of the repository: python3 tests/golden/make_style.py
Needs PyTorch. Everything is float64: conv2d for the features, autograd for the gradients, and
torch.optim.Adam for the steps; pixels are clipped and rounded to multiples of 2^-20 after each.
"""

import json
import pathlib

import torch
from torch.nn.functional import conv2d

HERE = pathlib.Path(__file__).parent
half = torch.tensor([
    [-1, 0, 1, -1, 0, 1, -1, 0, 1],
    [-1, -1, -1, 0, 0, 0, 1, 1, 1],
    [0, 1, 1, -1, 0, 1, -1, -1, 0],
    [1, 1, 0, 1, 0, -1, 0, -1, -1],
], dtype=torch.float64)
kernels = torch.cat([half, -half]).reshape(8, 1, 3, 3)

r, c = torch.meshgrid(torch.arange(16), torch.arange(16), indexing="ij")
pictures = {
    "disc": (((r - 7.5) ** 2 + (c - 7.5) ** 2).sqrt() < 5.5).double(),
    "ring": ((((r - 7.5) ** 2 + (c - 7.5) ** 2).sqrt() - 5).abs() < 1.5).double(),
    "stripes": ((r + c) % 6 < 3).double(),
    "bars": (r % 4 < 2).double(),
    "checks": ((r // 4 + c // 4) % 2 == 0).double(),
    "dots": ((r % 4 > 1) & ((c + 2 * (r // 4 % 2)) % 4 > 1)).double(),
    "bricks": ((r % 4 == 3) | ((c + 4 * (r // 4 % 2)) % 8 == 7)).double(),
}


def features(x):
    return conv2d(x[None, None], kernels, padding=1).relu().reshape(8, 256) / 3


def losses(x, content, style):
    F = features(x)
    P, A = features(content), features(style) @ features(style).T
    return ((F - P) ** 2).sum() / 2, ((F @ F.T - A) ** 2).sum() / (4 * 8**2 * 256**2)


def on_grid(x):
    return (x * 2**20).round() / 2**20


def flat(x):
    return x.flatten().tolist()


generator = torch.Generator().manual_seed(3)
noise = lambda: on_grid(torch.rand(16, 16, generator=generator, dtype=torch.float64))

cases = []
for content, style, alpha, beta in [
    ("disc", "stripes", 1, 1e5), ("disc", "stripes", 0, 1e5), ("ring", "dots", 1, 0),
    ("checks", "bricks", 0.5, 2e4), ("bars", "disc", 2, 3e6),
]:
    x = noise().requires_grad_()
    near, far = losses(x, pictures[content], pictures[style])
    (alpha * near + beta * far).backward()
    F = features(x.detach())
    start = x.detach().clone()
    moving = start.clone().requires_grad_()
    adam = torch.optim.Adam([moving], lr=0.03, betas=(0.9, 0.99), eps=1e-9)
    steps = []
    for _ in range(12):
        adam.zero_grad()
        n, f = losses(moving, pictures[content], pictures[style])
        (alpha * n + beta * f).backward()
        adam.step()
        with torch.no_grad():
            moving.copy_(on_grid(moving.clamp(0, 1)))
        steps.append([each.item() for each in losses(moving.detach(), pictures[content], pictures[style])])
    cases.append(dict(content=content, style=style, alpha=alpha, beta=beta, image=flat(start),
                      features=flat(F.T), gram=flat(F @ F.T), contentLoss=near.item(), styleLoss=far.item(),
                      gradient=flat(x.grad), steps=steps, end=flat(moving.detach())))

exact = {name: flat((features(x) * 3) @ (features(x) * 3).T) for name, x in pictures.items()}
(HERE / "style.json").write_text(json.dumps(dict(
    pictures={name: flat(x) for name, x in pictures.items()},
    ninths={name: [round(v) for v in G] for name, G in exact.items()},
    cases=cases,
)) + "\n")
