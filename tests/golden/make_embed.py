"""Makes embed.json, the golden numbers of src/lib/contrastive.ts and src/lib/fusion.ts.

Run from the root of the repository: python3 tests/golden/make_embed.py
Needs PyTorch and scikit-image. Losses are torch's cross_entropy, gradients its autograd, steps its
Adam, all in float64; random numbers are those of src/lib/random.ts.
"""

import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent.parent / "src/content/concepts/model-compression"))
from prune_torch import digits  # noqa: E402


def mulberry32(seed):
    state = seed

    def draw():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = (state ^ state >> 15) * (state | 1) & 0xFFFFFFFF
        t ^= t + (t ^ t >> 7) * (t | 61) & 0xFFFFFFFF
        return ((t ^ t >> 14) & 0xFFFFFFFF) / 2**32

    return draw


def normal(random):
    u, v = random(), random()
    return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)


def info_nce(cosines, partner, tau):
    """Cross-entropies of rows and of columns; `partner` is the column of each row."""
    z = cosines / tau
    own = torch.tensor(partner)
    back = torch.argsort(own)
    return (F.cross_entropy(z, own) + F.cross_entropy(z.T, back)) / 2


tables = []
for n, tau, seed in [(2, 1.0, 1), (4, 0.2, 2), (6, 0.05, 3), (10, 0.02, 4), (5, 2.0, 5)]:
    torch.manual_seed(seed)
    partner = torch.randperm(n).tolist()
    a, b = [F.normalize(torch.randn(n, 2), dim=1) for _ in range(2)]
    cosines = (a @ b.T).requires_grad_()
    loss = info_nce(cosines, partner, tau)
    loss.backward()
    tables.append(dict(
        tau=tau, partner=partner, cosines=cosines.tolist(), loss=loss.item(),
        slopes=(cosines.grad * tau).tolist(),
    ))

x, y = digits("test")
features = F.avg_pool2d((x.double() * 255).round() / 255, 4).reshape(len(x), 49)
first = [int((y == d).nonzero()[0]) for d in range(10)]


def train(pairs, shots, rate, tau, seed, steps, swap=None, swap_at=0):
    random = mulberry32(seed)
    draw = lambda rows, cols, scale: torch.tensor([[scale * normal(random) for _ in range(cols)] for _ in range(rows)])  # noqa: E731
    w1, b1, w2, texts = draw(49, 8, 2 / 7), torch.zeros(1, 8), draw(8, 2, 1 / math.sqrt(8)), draw(pairs, 2, 1)
    net = [w.requires_grad_() for w in (w1, b1, w2, texts)]
    batches = torch.stack([torch.stack([features[first[d] + s] for d in range(pairs)]) for s in range(shots)])
    optimizer = torch.optim.Adam(net, lr=rate)
    partner, losses = list(range(pairs)), []
    for step in range(steps + 1):
        if swap and step == swap_at:
            i, j = swap
            partner[i], partner[j] = j, i
        b = F.normalize(texts, dim=1)
        loss = sum(info_nce(F.normalize(torch.tanh(batch @ w1 + b1) @ w2, dim=1) @ b.T, partner, tau) for batch in batches) / shots
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        gradient = torch.cat([w.grad.flatten() for w in net]).tolist()
        if step < steps:
            optimizer.step()
    return dict(
        pairs=pairs, shots=shots, rate=rate, tau=tau, seed=seed, steps=steps, swap=swap, swapAt=swap_at,
        losses=losses, weights=torch.cat([w.detach().flatten() for w in net]).tolist(), gradient=gradient,
    )


runs = [
    train(6, 1, 0.05, 0.2, 1, 40),
    train(4, 3, 0.02, 0.1, 7, 25),
    train(6, 1, 0.05, 0.2, 1, 240, (1, 4), 200),
]


def fuse(task, per_class, seed, noise, when):
    random = mulberry32(seed)
    draw = lambda mean: [mean + normal(random) for _ in range(4)]  # noqa: E731

    def examples(count):
        out = []
        for i in range(count):
            label = i % 2
            one = 2 * label - 1 if task == "evidence" else (1 if (i >> 1) % 2 else -1)
            two = one if task == "evidence" else (-one if label else one)
            out.append((label, draw(0.6 * one), draw(0.6 * two), draw(0)))
        return out

    held, training = examples(400), examples(2 * per_class)

    def table(all, sigma):
        a = torch.tensor([e[1] for e in all])
        b = torch.tensor([e[2] for e in all]) + sigma * torch.tensor([e[3] for e in all])
        return a, b, torch.cat([a, b], 1), torch.einsum("ni,nj->nij", a, b).reshape(len(all), -1)

    labels, target = [torch.tensor([float(e[0]) for e in all]) for all in (training, held)]
    weights, losses, scores = [], [], []
    for seen, test in zip(table(training, noise if when == "both" else 0), table(held, noise)):
        w, b = torch.zeros(seen.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
        optimizer = torch.optim.Adam([w, b], lr=0.05)
        for _ in range(150):
            optimizer.zero_grad()
            F.binary_cross_entropy_with_logits(seen @ w + b, labels).backward()
            optimizer.step()
        losses.append(F.binary_cross_entropy_with_logits(seen @ w + b, labels).item())
        weights.append(w.tolist() + b.tolist())
        scores.append((test @ w + b).detach())
    p, q, early, product = [torch.sigmoid(s) for s in scores]
    odds = p * q / (p * q + (1 - p) * (1 - q))
    ways = torch.stack([p, q, early, (p + q) / 2, odds, product])
    return dict(
        task=task, perClass=per_class, seed=seed, noise=noise, when=when, weights=weights, losses=losses,
        probabilities=ways[:, :8].T.tolist(), right=((ways > 0.5) == (target > 0.5)).sum(1).tolist(),
        entropy=[
            F.binary_cross_entropy(ways[3], target).item() if name == "average"
            else F.binary_cross_entropy_with_logits(z, target).item()
            for name, z in zip(["a", "b", "early", "average", "odds", "product"], scores[:3] + [None, scores[0] + scores[1], scores[3]])
        ],
    )


fusions = [
    fuse("evidence", 10, 1, 0, "both"),
    fuse("evidence", 10, 2, 3, "both"),
    fuse("evidence", 20, 3, 2, "test"),
    fuse("sarcasm", 15, 4, 0.5, "both"),
]

means = features[[first[0], first[3] + 30]].tolist()
numbers = dict(tables=tables, runs=runs, fusions=fusions, means=means)
(HERE / "embed.json").write_text(json.dumps(numbers, separators=(",", ":")) + "\n")
