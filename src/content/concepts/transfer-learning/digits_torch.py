"""Digits 0 to 4 are the source task, 5 to 9 the target task with few examples."""
import copy

import torch
from sklearn.datasets import load_digits
from torch import nn

torch.set_num_threads(1)
data = load_digits()  # 1,797 pictures of 8×8
images = torch.tensor(data.images[:, None] / 16, dtype=torch.float32)
labels = torch.tensor(data.target)
source, target = labels < 5, labels >= 5


# #region ways
def trunk(seed):
    torch.manual_seed(seed)
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
    )


def fit(net, x, y, rate, steps):
    optimizer = torch.optim.Adam(net.parameters(), rate)
    for _ in range(steps):
        optimizer.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        optimizer.step()
    return net


def pretrained(seed, shuffle=False):
    x, y = images[source], labels[source]
    if shuffle:  # the same pictures, but the labels carry no information
        y = y[torch.randperm(len(y), generator=torch.Generator().manual_seed(seed))]
    return fit(nn.Sequential(trunk(seed), nn.Linear(128, 5)), x, y, 3e-3, 500 if shuffle else 150)[0]


def probe(body, x, y):  # the body is frozen: only the new head learns
    with torch.no_grad():
        features = body(x)
        scale = features.square().mean().sqrt()
    head = nn.Linear(features.shape[1], 5)
    nn.init.zeros_(head.weight)
    fit(head, features / scale, y, 1e-2, 200)
    with torch.no_grad():  # the same head for features that are not divided
        head.weight /= scale
    return nn.Sequential(body, head)


def tuned(body, x, y):  # first the head, then all weights
    return fit(probe(copy.deepcopy(body), x, y), x, y, 1e-3, 150)


def scratch(seed, x, y):
    return fit(nn.Sequential(trunk(seed), nn.Linear(128, 5)), x, y, 3e-3, 150)
# #endregion


# #region compare
good = [pretrained(seed) for seed in range(3)]
useless = [pretrained(seed, shuffle=True) for seed in range(3)]
x_all, y_all = images[target], labels[target] - 5
shots_list = (1, 2, 5, 20)
rows = {}
for shots in shots_list:
    for draw in range(12):
        order = torch.randperm(len(x_all), generator=torch.Generator().manual_seed(draw))
        train = torch.cat([order[y_all[order] == digit][:shots] for digit in range(5)])
        test = torch.ones(len(x_all), dtype=torch.bool)
        test[train] = False
        x, y, i = x_all[train], y_all[train], draw % 3
        ways = {
            "pixels": probe(nn.Flatten(), x, y),
            "frozen, random weights": probe(trunk(50 + draw), x, y),
            "frozen, digits 0 to 4": probe(good[i], x, y),
            "fine-tuned, digits 0 to 4": tuned(good[i], x, y),
            "frozen, shuffled labels": probe(useless[i], x, y),
            "from scratch": scratch(90 + draw, x, y),
        }
        for name, net in ways.items():
            with torch.no_grad():
                right = (net(x_all[test]).argmax(1) == y_all[test]).float().mean().item()
            rows.setdefault(name, {}).setdefault(shots, []).append(right)
print("examples per class".ljust(26), *(f"{shots:5d}" for shots in shots_list))
for name, row in rows.items():
    means = [sum(values) / len(values) for values in row.values()]
    print(name.ljust(26), *(f"{100 * mean:5.1f}" for mean in means))
# #endregion
