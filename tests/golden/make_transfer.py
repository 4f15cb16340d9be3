"""Makes transfer.json, the golden numbers of src/lib/transfer.ts and of the transfer bench.

Run from the root of the repository: python3 tests/golden/make_transfer.py
With “states” behind it, the accuracies, which take minutes, stay as they are in the file.
Needs PyTorch and scikit-image; everything is worked out in float64.
"""

import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
sys.path.append(str(HERE.parent.parent / "src/content/concepts/model-compression"))
from prune_torch import digits  # noqa: E402

torch.set_default_dtype(torch.float64)
SHOTS, DRAWS, POOL, SHIFTS = [1, 2, 3, 5, 10], 8, 40, [-6, -4, -2, 0, 2, 4, 6]
HEAD_STEPS, TUNE_STEPS, NEW_STEPS, BATCH = 100, 20, 60, 10
HEAD, TUNE, TUNE_CONV, NEW, MOMENTUM = 0.5, 0.3, 0.015, 0.03, 0.9


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


def mulberry32(seed):
    state = seed & 0xFFFFFFFF

    def random():
        nonlocal state
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = state
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 2**32

    return random


def normal(random):
    u, v = random(), random()
    return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)


def shuffled(n, random):
    order = list(range(n))
    for i in range(n):
        j = i + int(random() * (n - i))
        order[i], order[j] = order[j], order[i]
    return order


def drawn(shots, seed):
    random = mulberry32(seed)
    orders = [shuffled(POOL, random) for _ in range(10)]
    return [first[d] + orders[d][i] for i in range(shots) for d in range(10)]


def batches(n, size, steps, seed):
    random, rest, most = mulberry32(seed), [], min(size, n)
    for _ in range(steps):
        while len(rest) < most:
            rest += shuffled(n, random)
        yield rest[:most]
        rest = rest[most:]


w = exact("public/models/fashion-classifier")
x, y = digits("test")
x = (x * 255).round().double() / 255
first = np.cumsum([0] + [int((y == d).sum()) for d in range(10)])[:10]
ends = [*first[1:], len(y)]
tests = np.concatenate([np.arange(first[d] + POOL, ends[d]) for d in range(10)])

conv = lambda v, k, b: F.relu(F.conv2d(v, k.permute(3, 2, 0, 1), b, padding=1))
part = lambda name: (w[f"{name}/kernel"], w[f"{name}/bias"])
block = lambda v, k, b: F.max_pool2d(conv(v, k, b), 2)
flat = lambda v: v.permute(0, 2, 3, 1).flatten(1)
in_parts = lambda f, v: torch.cat([f(a) for a in v.split(250)])


def middle(v):
    return conv(block(conv(v, *part("conv1")), *part("conv2")), *part("conv3"))


def shifted(v, dx):
    out = torch.zeros_like(v)
    if dx >= 0:
        out[..., dx:] = v[..., : 28 - dx]
    else:
        out[..., :dx] = v[..., -dx:]
    return out


def sgd(params, rates, loss_of, steps):
    speeds, losses = [torch.zeros_like(p) for p in params], []
    for p in params:
        p.requires_grad_()
    for batch in steps:
        loss = loss_of(batch)
        grads = torch.autograd.grad(loss, params)
        losses.append(loss.item())
        with torch.no_grad():
            for p, v, g, rate in zip(params, speeds, grads, rates):
                v.mul_(MOMENTUM).add_(g)
                p.sub_(rate * v)
    return losses


def head(features, labels, classes=10, steps=HEAD_STEPS):
    s = features.square().sum(1).mean().sqrt()
    kernel, bias = torch.zeros(features.shape[1], classes), torch.zeros(classes)
    sgd([kernel, bias], [HEAD, HEAD], lambda _: F.cross_entropy(features / s @ kernel + bias, labels), range(steps))
    return kernel.detach(), bias.detach(), s


def tune(maps, labels, seed, steps=TUNE_STEPS):
    k, b = [v.clone() for v in part("conv4")]
    features = flat(block(maps, k, b))
    kernel, bias, s = head(features, labels)
    score = lambda v: flat(block(v, k, b)) / s @ kernel + bias
    losses = sgd([k, b, kernel, bias], [TUNE_CONV, TUNE_CONV, TUNE, TUNE], lambda i: F.cross_entropy(score(maps[i]), labels[i]), batches(len(labels), BATCH, steps, 2000 + seed))
    return score, losses, (k, b, kernel, bias)


def new(pictures, labels, seed, steps=NEW_STEPS, filters=(8, 16)):
    random, params, channels = mulberry32(3000 + seed), [], 1
    for f in filters:
        spread = math.sqrt(2 / (9 * channels))
        params += [torch.tensor([spread * normal(random) for _ in range(9 * channels * f)]).reshape(3, 3, channels, f), torch.zeros(f)]
        channels = f
    params += [torch.zeros(49 * channels, 10), torch.zeros(10)]
    score = lambda v: flat(block(block(v, params[0], params[1]), params[2], params[3])) @ params[4] + params[5]
    losses = sgd(params, [NEW] * 6, lambda i: F.cross_entropy(score(pictures[i]), labels[i]), batches(len(labels), BATCH, steps, 2000 + seed))
    return score, losses, params


mids = {dx: in_parts(middle, shifted(x, dx)) for dx in SHIFTS}
right = lambda z: int((z.argmax(1) == y[tests]).sum())


def measure():
    counts, moved = [], []
    frozen = {dx: in_parts(lambda a: flat(block(a, *part("conv4"))), mids[dx]) for dx in SHIFTS}
    for shots in SHOTS:
        rows, sums = [], np.zeros((4, len(SHIFTS)), int)
        for draw in range(1, DRAWS + 1):
            i = drawn(shots, 1000 + draw)
            labels = y[i]
            hp, hf = head(x[i].flatten(1), labels), head(frozen[0][i], labels)
            tuned, _, _ = tune(mids[0][i], labels, draw)
            made, _, _ = new(x[i], labels, draw)
            for c, dx in enumerate(SHIFTS):
                t = shifted(x[tests], dx)
                with torch.no_grad():
                    each = [right(t.flatten(1) / hp[2] @ hp[0] + hp[1]), right(frozen[dx][tests] / hf[2] @ hf[0] + hf[1]),
                            right(in_parts(tuned, mids[dx][tests])), right(in_parts(made, t))]
                sums[:, c] += each
                if dx == 0:
                    rows.append(each)
            print(shots, draw, rows[-1], flush=True)
        counts.append(rows)
        moved.append(sums.tolist())
    return dict(tests=len(tests), shots=SHOTS, shifts=SHIFTS, counts=counts, moved=moved)


file = HERE / "transfer.json"
measured = json.loads(file.read_text())["measured"] if "states" in sys.argv else measure()

states = []
for shots, draw in [(1, 3), (3, 1)]:
    i, few = drawn(shots, 1000 + draw), tests[::100]
    labels = y[i]
    features = flat(block(mids[0], *part("conv4")))
    hp, hf = head(x[i].flatten(1), labels), head(features[i], labels)
    tuned, tune_losses, (k, b, kernel, _) = tune(mids[0][i], labels, draw)
    made, new_losses, params = new(x[i], labels, draw)
    with torch.no_grad():
        scores = [x[few].flatten(1) / hp[2] @ hp[0] + hp[1], features[few] / hf[2] @ hf[0] + hf[1], tuned(mids[0][few]), made(x[few])]
        moved = [(k - part("conv4")[0]).square().mean().sqrt().item(), (kernel - hf[0]).square().mean().sqrt().item()]
    states.append(dict(shots=shots, draw=draw, drawn=[int(v) for v in i], few=[int(v) for v in few], scores=[s.tolist() for s in scores],
                       tune=tune_losses, new=new_losses, moved=moved))

made = dict(torch=torch.__version__, measured=measured, states=states)
file.write_text(json.dumps(made) + "\n")
