"""Makes compress.json, the golden numbers of src/lib/compress.ts and of the compression bench.

Run from the root of the repository: python3 tests/golden/make_compress.py
With “states” behind it, the accuracies, which take minutes, stay as they are in the file.
Needs PyTorch and scikit-image. Accuracies are those of the digit classifier on all 1,500 held-out
digits; logits, levels and the retraining of the last layer are worked out in float64.
"""

import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent.parent / "src/content/concepts/model-compression"))
from prune_torch import digits, load, logits, pruned  # noqa: E402

w = load("public/models/digits-classifier")
x, y = digits("test")
kernels = [n for n in w if n.endswith("kernel")]


def fake(r, bits, low, high):
    low, high = torch.clamp(low, max=0.0), torch.clamp(high, min=0.0)
    scale = (high - low) / (2**bits - 1)
    scale = torch.where(scale > 0, scale, torch.ones_like(scale))
    zero = torch.round(-low / scale)
    return scale * (torch.clamp(torch.round(r / scale) + zero, 0, 2**bits - 1) - zero)


def quantized(weights, bits, channel):
    def one(v):
        rows = v.reshape(-1, v.shape[-1])
        low, high = (rows.min(0).values, rows.max(0).values) if channel else (v.min(), v.max())
        return fake(rows, bits, low, high).reshape(v.shape)
    return {n: one(v) if n in kernels else v for n, v in weights.items()}


def right(weights):
    return sum((logits(weights, a).argmax(1) == b).sum().item() for a, b in zip(x.split(250), y.split(250)))


spread = lambda v: v.abs() / v.abs().mean()
shares = [0, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]
measure = lambda: dict(
    count=len(y), plain=right(w),
    tensor={b: right(quantized(w, b, False)) for b in range(2, 9)},
    channel={b: right(quantized(w, b, True)) for b in range(2, 9)},
    shares=shares,
    **{"global": [right(pruned(w, s, torch.abs)) for s in shares], "layer": [right(pruned(w, s, spread)) for s in shares]},
)

file = HERE / "compress.json"
measured = json.loads(file.read_text())["measured"] if "states" in sys.argv else measure()


def exact(folder):
    """The weights as the site reads them: q·scale + min in float64, rounded to float32."""
    data, at, found = open(f"{folder}/weights.bin", "rb").read(), 0, {}
    for spec in json.load(open(f"{folder}/model.json"))["weightsManifest"][0]["weights"]:
        count, packed = int(np.prod(spec["shape"])), spec.get("quantization")
        kind = np.dtype(packed["dtype"] if packed else spec["dtype"])
        values = np.frombuffer(data, kind, count, at).astype(np.float64)
        at += count * kind.itemsize
        found[spec["name"]] = torch.tensor((values * packed["scale"] + packed["min"] if packed else values).astype(np.float32).astype(np.float64).reshape(spec["shape"]))
    return found


d, few = exact("public/models/digits-classifier"), [3, 700, 1400]
states = []
for kind, weights in [
    ("plain", d), ("tensor-8", quantized(d, 8, False)), ("tensor-3", quantized(d, 3, False)), ("channel-4", quantized(d, 4, True)),
    ("global-0.8", pruned(d, 0.8, torch.abs)), ("layer-0.5", pruned(d, 0.5, spread)),
]:
    states.append(dict(kind=kind, sums={n: [weights[n].sum().item(), weights[n].abs().sum().item(), (weights[n] != 0).sum().item()] for n in kernels},
                       logits=logits(weights, x[few].double()).tolist()))

# Retraining of a dense layer, some of whose weights are zero.
torch.manual_seed(5)
features, labels = F.relu(torch.randn(12, 6, dtype=torch.float64)), torch.arange(12) % 4
kernel, bias = torch.randn(6, 4, dtype=torch.float64), torch.randn(4, dtype=torch.float64)
kernel[kernel.abs() < 0.5] = 0
mask = (kernel != 0).double()
start = dict(kernel=kernel.flatten().tolist(), bias=bias.tolist())
kernel.requires_grad_(); bias.requires_grad_()
adam = torch.optim.Adam([kernel, bias], lr=0.02)
losses = []
for _ in range(40):
    adam.zero_grad()
    loss = F.cross_entropy(features @ (kernel * mask) + bias, labels)
    loss.backward()
    losses.append(loss.item())
    adam.step()
retrained = dict(features=features.tolist(), labels=labels.tolist(), start=start, losses=losses,
                 kernel=kernel.detach().flatten().tolist(), bias=bias.detach().tolist())

# An input of the first dense layer that is 0 for every digit: a weight behind it changes no answer.
conv = lambda v, n: F.relu(F.conv2d(v, w[f"{n}/kernel"].permute(3, 2, 0, 1), w[f"{n}/bias"], padding=1))
flat = F.max_pool2d(conv(conv(F.max_pool2d(conv(conv(x, "conv1"), "conv2"), 2), "conv3"), "conv4"), 2)
dead = (flat.permute(0, 2, 3, 1).flatten(1).max(0).values == 0).nonzero().flatten().tolist()

made = dict(torch=torch.__version__, measured=measured, few=few, states=states, retrained=retrained, dead=dead)
file.write_text(json.dumps(made) + "\n")
