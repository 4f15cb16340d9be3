"""Writes adversarial.json: the digit classifier of this site (public/models/digits-classifier) in
PyTorch, float64: the gradient of the loss with respect to the picture by autograd, one step of its
sign, several projected ones, and steps toward a class. Run in this folder: python3 make_adversarial.py"""

import json
import math

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

torch.set_default_dtype(torch.float64)
ROOT = "../../public"


def load():
    spec = json.load(open(f"{ROOT}/models/digits-classifier/model.json"))
    raw = open(f"{ROOT}/models/digits-classifier/weights.bin", "rb").read()
    weights, at = {}, 0
    for entry in spec["weightsManifest"][0]["weights"]:
        q = entry.get("quantization")
        values = np.frombuffer(raw, np.uint8 if q else np.float32, math.prod(entry["shape"]), at)
        at += values.nbytes
        values = np.float32(values * q["scale"] + q["min"]) if q else values
        weights[entry["name"]] = torch.from_numpy(values.astype(float).reshape(entry["shape"]))
    return weights


W = load()
SHEET = np.asarray(Image.open(f"{ROOT}/data/digits/test.png").convert("L"), dtype=float)


def tile(i):
    r, c = divmod(i, 50)
    return torch.from_numpy(SHEET[28 * r : 28 * r + 28, 28 * c : 28 * c + 28] / 255)


def logits(x):
    for name in ("conv1", "conv2", None, "conv3", "conv4", None):
        if name is None:
            x = F.max_pool2d(x, 2)
        else:
            k = W[f"{name}/kernel"].permute(3, 2, 0, 1)
            x = F.relu(F.conv2d(x, k, W[f"{name}/bias"], padding=1))
    x = x.permute(0, 2, 3, 1).flatten(1)  # the order of [H, W, C]
    x = F.relu(x @ W["dense1/kernel"] + W["dense1/bias"])
    return x @ W["dense2/kernel"] + W["dense2/bias"]


def gradient(x, label):
    x = x.clone().requires_grad_()
    loss = F.cross_entropy(logits(x), torch.tensor([label]))
    loss.backward()
    return loss.item(), x.grad


def numbers(t):
    return [float(f"{v:.15g}") for v in t.reshape(-1).tolist()]


cases = []
# index, label, target (None: away from the label), epsilon, steps
for index, label, target, epsilon, steps in [
    (30, 0, None, 0.1, 1),
    (349, 2, None, 0.2, 1),
    (498, 3, None, 0.15, 7),
    (1092, 7, 3, 0.2, 10),
    (1383, 9, 4, 0.25, 4),
    (653, 4, 4, 0.1, 3),
]:
    x = tile(index)[None, None]
    aim, sense = (label, 1) if target is None else (target, -1)
    step = min(1, 2.5 / steps) * epsilon
    moved = x
    path = [numbers(F.softmax(logits(x), 1))]
    first = None
    for _ in range(steps):
        loss, g = gradient(moved, aim)
        first = first or (loss, g)
        moved = moved + sense * step * g.sign()
        moved = torch.max(torch.min(moved, x + epsilon), x - epsilon).clamp(0, 1)
        path.append(numbers(F.softmax(logits(moved), 1)))
    cases.append(
        {
            "index": index, "label": label, "target": target, "epsilon": epsilon, "steps": steps,
            "loss": first[0], "gradient": numbers(first[1]), "path": path,
            "attacked": numbers(moved),
            "largest": (moved - x).abs().max().item(), "euclidean": (moved - x).norm().item(),
        }
    )  # fmt: skip
    print(index, label, target, [round(p[label], 4) for p in path], int(np.argmax(path[-1])))



def random_signs(seed, n=784):
    """Mulberry32, as src/lib/random.ts has it: below 0.5 is −1."""
    mask = np.uint64(0xFFFFFFFF)
    s = (np.uint64(seed) + np.uint64(0x6D2B79F5) * np.arange(1, n + 1, dtype=np.uint64)) & mask
    t = ((s ^ (s >> np.uint64(15))) * (s | np.uint64(1))) & mask
    t ^= (t + (((t ^ (t >> np.uint64(7))) * (t | np.uint64(61))) & mask)) & mask
    u = (t ^ (t >> np.uint64(14))) / 2**32
    return torch.from_numpy(np.where(u < 0.5, -1.0, 1.0).reshape(28, 28))


# All 1,500 held-out digits: how many are still read right after one step of the sign of the gradient,
# and after random signs of the same size (the seed of a digit is its number).
COUNTS = [150, 169, 149, 155, 147, 129, 152, 160, 142, 147]
LABELS = torch.tensor([d for d, n in enumerate(COUNTS) for _ in range(n)])
ALL = torch.stack([tile(i) for i in range(1500)])[:, None]
NOISE = torch.stack([random_signs(i) for i in range(1500)])[:, None]
SIGNS = []
for x, y in zip(ALL.split(250), LABELS.split(250)):
    x = x.clone().requires_grad_()
    F.cross_entropy(logits(x), y, reduction="sum").backward()
    SIGNS.append(x.grad.sign())
SIGNS = torch.cat(SIGNS)
curve = []
for epsilon in (0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.2, 0.25, 0.3):
    row = {"epsilon": epsilon}
    for name, move in (("attack", SIGNS), ("noise", NOISE)):
        moved = (ALL + epsilon * move).clamp(0, 1)
        right = torch.cat([logits(b).argmax(1) for b in moved.split(250)]) == LABELS
        row[name] = int(right.sum())
        row[name + "Right"] = [int(right[i]) for i in range(7, 1500, 50)]
    curve.append(row)
    print(epsilon, row["attack"], row["noise"])

with open("adversarial.json", "w") as file:
    json.dump({"cases": cases, "curve": curve}, file)
    file.write("\n")
