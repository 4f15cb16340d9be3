"""Pretraining without labels on 8×8 digits: what it does to speed, and what to accuracy."""

import copy

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from torch import nn

torch.set_num_threads(1)
pictures, labels = load_digits(return_X_y=True)
order = np.random.default_rng(0).permutation(len(pictures))
pictures, labels = (pictures[order] / 16).astype(np.float32), labels[order]
x, y, test_x, test_y = pictures[:1297], labels[:1297], pictures[1297:], labels[1297:]


def encoder():
    return nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU())


# #region pretrain
def view(batch):
    """Shift by up to one pixel, change the contrast, add noise."""
    n, r = len(batch), torch.arange(8)
    padded = F.pad(batch.view(n, 8, 8), (1, 1, 1, 1))
    dx, dy = torch.randint(0, 3, (2, n, 1))
    moved = padded[torch.arange(n)[:, None, None], (dy + r)[:, :, None], (dx + r)[:, None, :]]
    return (moved * (0.7 + 0.6 * torch.rand(n, 1, 1)) + 0.1 * torch.randn(n, 8, 8)).flatten(1)


def pretrain(steps=600, temperature=0.2):
    net, head = encoder(), nn.Linear(64, 32)
    optimizer = torch.optim.Adam([*net.parameters(), *head.parameters()], 1e-3)
    data, n = torch.tensor(x), 64
    partner = torch.cat([torch.arange(n, 2 * n), torch.arange(n)])
    for _ in range(steps):  # no label is used here
        batch = data[torch.randint(len(data), (n,))]
        z = F.normalize(head(net(torch.cat([view(batch), view(batch)]))), dim=1)
        similarity = (z @ z.T / temperature).fill_diagonal_(-1e9)
        loss = F.cross_entropy(similarity, partner)
        optimizer.zero_grad(); loss.backward(); optimizer.step()
    return net  # the head is thrown away
# #endregion


# #region compare
CHECKS = (10, 20, 50, 100, 200, 500)


def train(net, chosen, seed):
    """Accuracy on the test digits after some steps of training everything on the chosen digits."""
    torch.manual_seed(seed)
    net = nn.Sequential(copy.deepcopy(net), nn.Linear(64, 10))
    optimizer, curve = torch.optim.Adam(net.parameters(), 1e-3), []
    data, target = torch.tensor(x[chosen]), torch.tensor(y[chosen])
    for step in range(1, CHECKS[-1] + 1):
        i = torch.randint(len(data), (32,))
        loss = F.cross_entropy(net(data[i]), target[i])
        optimizer.zero_grad(); loss.backward(); optimizer.step()
        if step in CHECKS:
            with torch.no_grad():
                curve.append((net(torch.tensor(test_x)).argmax(1).numpy() == test_y).mean())
    return curve
# #endregion


def some(shots, seed):
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.choice(np.flatnonzero(y == c), shots, replace=False) for c in range(10)])


def probe(net, shots, seed):
    with torch.no_grad():
        a, b = (net(torch.tensor(v)).numpy() for v in (x[some(shots, seed)], test_x))
    mean, scale = a.mean(0), a.std()
    model = LogisticRegression(max_iter=2000).fit((a - mean) / scale, y[some(shots, seed)])
    return model.score((b - mean) / scale, test_y)


SEEDS = range(5)
nets = {"pixels": [nn.Identity() for _ in SEEDS]}
for name, make in (("random", encoder), ("pretrained", pretrain)):
    nets[name] = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        nets[name].append(make())

print("frozen, a linear classifier on top: accuracy in percent (mean of 5)")
for shots in (1, 5, 30):
    means = {n: 100 * np.mean([probe(v[s], shots, s) for s in SEEDS]) for n, v in nets.items()}
    print(f"{shots:3} per class  " + "  ".join(f"{n} {m:.1f}" for n, m in means.items()))

print("everything trained: accuracy after", *CHECKS, "steps")
for title, pick in (("50 labels", lambda s: some(5, s)), ("1,297 labels", lambda s: np.arange(1297))):
    for name, kind in (("from scratch", "random"), ("pretrained", "pretrained")):
        mean = 100 * np.mean([train(nets[kind][s], pick(s), s) for s in SEEDS], axis=0)
        print(f"{title}, {name:12}", *(f"{m:.1f}" for m in mean))
