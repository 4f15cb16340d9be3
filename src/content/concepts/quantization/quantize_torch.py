"""Fewer bits for the digit classifier of this site; run it from the root of the project."""
import os
import sys

import torch
from torch.nn import functional as F

sys.path.append(os.path.join(os.path.dirname(__file__), "..", "model-compression"))
from prune_torch import digits, load

torch.set_num_threads(1)


# #region weights
def fake(r, bits, low, high):
    """Quantizes and turns back: the values that a network with so few levels computes with."""
    low, high = torch.clamp(low, max=0.0), torch.clamp(high, min=0.0)  # zero is a level
    scale = (high - low) / (2**bits - 1)
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    zero = torch.round(-low / scale)
    q = torch.clamp(torch.round(r / scale) + zero, 0, 2**bits - 1)
    return scale * (q - zero)


def per_tensor(w, bits):
    return fake(w, bits, w.min(), w.max())


def per_channel(w, bits):  # the last axis is the output channel
    rows = w.reshape(-1, w.shape[-1])
    return fake(rows, bits, rows.min(0).values, rows.max(0).values).reshape(w.shape)
# #endregion


# #region activations
def run(w, x, act=lambda name, a: a):
    """The network; `act` sees, and may change, what each layer gets as input."""
    def conv(x, name):
        kernel = w[f"{name}/kernel"].permute(3, 2, 0, 1)
        return F.relu(F.conv2d(act(name, x), kernel, w[f"{name}/bias"], padding=1))

    x = F.max_pool2d(conv(conv(x, "conv1"), "conv2"), 2)
    x = F.max_pool2d(conv(conv(x, "conv3"), "conv4"), 2)
    x = act("dense1", x.permute(0, 2, 3, 1).flatten(1))
    x = act("dense2", F.relu(x @ w["dense1/kernel"] + w["dense1/bias"]))
    return x @ w["dense2/kernel"] + w["dense2/bias"]


def calibrate(w, x):
    """Ranges of the inputs of all layers on a few pictures without labels."""
    ranges = {}
    run(w, x, lambda name, a: ranges.setdefault(name, (a.min(), a.max())) and a)
    return ranges
# #endregion


# #region compare
if __name__ == "__main__":
    weights = load("public/models/digits-classifier")
    few = torch.cat([digits(f"train-{digit}")[0][:5] for digit in range(10)])
    x, y = digits("test")
    parts = list(zip(x.split(100), y.split(100)))

    def score(w, *act):
        right = sum((run(w, a, *act).argmax(1) == b).sum().item() for a, b in parts)
        return f"{100 * right / len(y):6.1f}"

    all_bits = (8, 6, 5, 4, 3, 2)
    ranges = calibrate(weights, few)
    print("bits".ljust(38), *(f"{bits:6d}" for bits in all_bits))
    for name, how in {"per tensor": per_tensor, "per channel": per_channel}.items():
        small = [{n: how(v, b) if "kernel" in n else v for n, v in weights.items()} for b in all_bits]
        print(f"weights {name}".ljust(38), *map(score, small))
    eight = {n: per_channel(v, 8) if "kernel" in n else v for n, v in weights.items()}
    act = lambda bits: lambda name, a: fake(a, bits, *ranges[name])
    print("8-bit weights, activations too".ljust(38), *(score(eight, act(b)) for b in all_bits))
# #endregion
