"""Trains the classic small CNN on the digits in public/data/digits; run it from the root of the project."""
import json
import numpy as np
import torch
from skimage.io import imread
from torch import nn
from torch.nn import functional as F

torch.manual_seed(0)
torch.set_num_threads(1)


# #region data
def sprites(name):
    """The 28×28 tiles of a picture, 50 a row."""
    sheet = imread(f"public/data/digits/{name}.png")
    tiles = sheet.reshape(-1, 28, 50, 28).swapaxes(1, 2).reshape(-1, 1, 28, 28)
    info = json.load(open("public/data/digits/index.json"))["files"][name]
    labels = np.concatenate([np.full(n, digit) for digit, n in info["runs"]])
    return tiles[: info["count"]], labels


def prepare(tiles):  # preprocessing: the same for every picture, today and in production
    return torch.from_numpy(tiles.astype("float32") / 255)


def split(tiles, labels, at):
    x, y = prepare(tiles), torch.tensor(labels)
    return (x[:at], y[:at]), (x[at:], y[at:])


files = [sprites(f"train-{digit}") for digit in range(10)]
tiles, labels = (np.concatenate(part) for part in zip(*files))
order = np.random.default_rng(0).permutation(len(tiles))  # the files are sorted by class
train, val = split(tiles[order], labels[order], len(tiles) - 1000)
test_tiles, test_labels = sprites("test")  # never used below, until the very end
# #endregion

# #region model
net = nn.Sequential(
    nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(1600, 64), nn.ReLU(),
    nn.Linear(64, 10),  # logits: cross_entropy applies softmax itself
)
print("parameters", sum(p.numel() for p in net.parameters()))
# #endregion


# #region train
def accuracy(x, y):
    net.eval()
    with torch.no_grad():
        return (net(x).argmax(1) == y).float().mean().item()


def augment(x):  # training only: move each picture by up to 2 pixels
    dy, dx = torch.randint(-2, 3, (2, len(x))).tolist()
    return torch.stack([torch.roll(t, (a, b), (1, 2)) for t, a, b in zip(x, dy, dx)])


x, y = train
print(len(x), "for training,", len(val[0]), "for validation,", len(test_tiles), "for the test")
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
best, kept = 0, None
for epoch in range(1, 6):
    net.train()
    for batch in torch.randperm(len(x)).split(64):
        loss = F.cross_entropy(net(augment(x[batch])), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    score = accuracy(*val)
    print(f"epoch {epoch}: validation {score:.3f}")
    if score > best:
        best, kept = score, {name: t.clone() for name, t in net.state_dict().items()}
# #endregion

# #region test
net.load_state_dict(kept)
held_out, truth = prepare(test_tiles), torch.tensor(test_labels)
right = accuracy(held_out, truth)
print(f"test {right:.4f}: {round((1 - right) * len(truth))} of {len(truth)} wrong")
# #endregion

# #region wrong-input
inverted = prepare(255 - test_tiles)  # dark ink on white, as on paper
moved = F.pad(held_out, (4, 0, 4, 0))[..., :28, :28]  # 4 pixels down and to the right
for name, x in [("inverted", inverted), ("moved by 4 pixels", moved), ("0 to 255", 255 * held_out)]:
    print(f"{name}: {accuracy(x, truth):.4f}")
# #endregion
