"""Prunes the digit classifier of this site; run it from the root of the project."""
import json

import numpy as np
import torch
from skimage.io import imread
from torch.nn import functional as F

torch.set_num_threads(1)


# #region load
def load(folder):
    """Weights of a TF.js LayersModel by name; 8-bit ones become floating-point numbers."""
    manifest = json.load(open(f"{folder}/model.json"))["weightsManifest"][0]
    data, at, weights = open(f"{folder}/weights.bin", "rb").read(), 0, {}
    for spec in manifest["weights"]:
        count, shape, packed = int(np.prod(spec["shape"])), spec["shape"], spec.get("quantization")
        kind = np.dtype(packed["dtype"] if packed else spec["dtype"])
        values = np.frombuffer(data, kind, count, at).astype("float32")
        at += count * kind.itemsize
        if packed:
            values = packed["min"] + packed["scale"] * values
        weights[spec["name"]] = torch.tensor(values.reshape(shape))
    return weights


def logits(w, x):
    def conv(x, name):
        kernel = w[f"{name}/kernel"].permute(3, 2, 0, 1)
        return F.relu(F.conv2d(x, kernel, w[f"{name}/bias"], padding=1))

    x = F.max_pool2d(conv(conv(x, "conv1"), "conv2"), 2)
    x = F.max_pool2d(conv(conv(x, "conv3"), "conv4"), 2)
    x = x.permute(0, 2, 3, 1).flatten(1)
    x = F.relu(x @ w["dense1/kernel"] + w["dense1/bias"])
    return x @ w["dense2/kernel"] + w["dense2/bias"]


def digits(name):
    tiles = imread(f"public/data/digits/{name}.png").reshape(-1, 28, 50, 28).swapaxes(1, 2)
    info = json.load(open("public/data/digits/index.json"))["files"][name]
    y = np.concatenate([np.full(n, digit) for digit, n in info["runs"]])
    x = tiles.reshape(-1, 1, 28, 28)[: info["count"]].astype("float32") / 255
    return torch.tensor(x), torch.tensor(y)
# #endregion


# #region prune
def pruned(w, share, order):
    """The weights (not the biases) with a share of them set to zero, the first in an order."""
    names = [name for name in w if name.endswith("kernel")]
    scores = torch.cat([order(w[name]).flatten() for name in names])
    limit = scores.sort().values[int(share * len(scores))] if share else -1.0
    return {n: torch.where(order(v) < limit, 0 * v, v) if n in names else v for n, v in w.items()}


def low_rank(w, rank):
    u, s, v = torch.linalg.svd(w["dense1/kernel"], full_matrices=False)
    return {**w, "dense1/kernel": u[:, :rank] * s[:rank] @ v[:rank]}


if __name__ == "__main__":
    w = load("public/models/digits-classifier")
    x, y = digits("test")
    score = lambda w: f"{100 * (logits(w, x).argmax(1) == y).float().mean():.1f}"
    spread = lambda v: v.abs() / v.abs().mean()  # each layer on its own scale
    noise = torch.Generator().manual_seed(0)
    rows = {
        "smallest first": torch.abs,
        "smallest of each layer": spread,
        "at random": lambda v: torch.rand(v.shape, generator=noise),
    }
    shares = (0, 0.5, 0.7, 0.8, 0.9, 0.95)
    print("pruned".ljust(23), *(f"{100 * share:5.0f}" for share in shares))
    for name, order in rows.items():
        if name == "at random":  # one order for all shares and names
            table = {v.shape: torch.rand(v.shape, generator=noise) for v in w.values()}
            order = lambda v: table[v.shape]
        print(name.ljust(23), *(score(pruned(w, share, order)).rjust(5) for share in shares))
    print("rank of dense1".ljust(23), *(f"{rank:5d}" for rank in (64, 16, 8, 4)))
    print("accuracy".ljust(23), *(score(low_rank(w, rank)).rjust(5) for rank in (64, 16, 8, 4)))
# #endregion
