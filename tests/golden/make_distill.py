"""Makes distill.json, the golden numbers of src/lib/distill.ts and of the distillation bench.

Run from the root of the repository: python3 tests/golden/make_distill.py
Needs PyTorch and scikit-image. Losses are torch.nn.functional's kl_div and cross_entropy, gradients
autograd's, steps torch.optim.Adam's, all in float64; students begin with the weights that the site draws.
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
from prune_torch import digits, logits  # noqa: E402

torch.set_num_threads(1)


def mulberry32(seed):
    state = seed & 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = (state ^ state >> 15) * (state | 1) & 0xFFFFFFFF
        t ^= (t + (t ^ t >> 7) * (t | 61)) & 0xFFFFFFFF
        yield (t ^ t >> 14) / 2**32


def distillation(z, v, y, temperature, alpha, square):
    kl = F.kl_div(F.log_softmax(z / temperature, 1), F.softmax(v / temperature, 1), reduction="batchmean")
    ce = F.cross_entropy(z, y)
    return alpha * (temperature**2 if square else 1) * kl + (1 - alpha) * ce, kl, ce


# One example: losses and the gradient of the student's logits.
torch.manual_seed(3)
lessons = []
for temperature, alpha, square, label in [(1, 0.5, True, 3), (4, 0.9, True, 0), (0.5, 0.3, True, 9), (8, 1, True, 5), (20, 0.7, False, 2), (128, 1, True, 7), (3, 0, True, 1)]:
    v = 8 * torch.randn(1, 10, dtype=torch.float64)
    z = (3 * torch.randn(1, 10, dtype=torch.float64)).requires_grad_()
    loss, kl, ce = distillation(z, v, torch.tensor([label]), temperature, alpha, square)
    loss.backward()
    lessons.append(dict(temperature=temperature, alpha=alpha, square=square, label=label, v=v[0].tolist(), z=z[0].tolist(),
                        loss=loss.item(), kl=kl.item(), ce=ce.item(), gradient=z.grad[0].tolist()))


def student(hidden, seed):
    """Uniform on ±1/√in, layer by layer, kernel [in, out] and bias."""
    random = mulberry32(seed)
    sizes = [196, hidden, 10] if hidden else [196, 10]
    made = []
    for n, m in zip(sizes, sizes[1:]):
        bound = 1 / math.sqrt(n)
        draw = lambda count: torch.tensor([(2 * next(random) - 1) * bound for _ in range(count)], dtype=torch.float64)
        made += [draw(n * m).reshape(n, m).requires_grad_(), draw(m).requires_grad_()]
    return made


def answer(w, x):
    return x @ w[0] + w[1] if len(w) == 2 else F.relu(x @ w[0] + w[1]) @ w[2] + w[3]


def train(w, x, v, y, steps, rate, mix, seen=lambda step: None):
    adam = torch.optim.Adam(w, lr=rate)
    losses = []
    for step in range(steps):
        seen(step)
        adam.zero_grad()
        loss = distillation(answer(w, x), v, y, **mix)[0]
        loss.backward()
        losses.append(loss.item())
        adam.step()
    return losses


# Steps on made-up digits, three pixels in ten of which are not 0.
random = mulberry32(11)
x = torch.tensor([[(lambda a, b: a if b < 0.3 else 0.0)(next(random), next(random)) for _ in range(196)] for _ in range(12)], dtype=torch.float64)
v = torch.tensor([[16 * next(random) - 8 for _ in range(10)] for _ in range(12)], dtype=torch.float64)
y = torch.arange(12) % 10
runs = []
for hidden, mix in [(0, dict(temperature=4, alpha=0.6, square=True)), (16, dict(temperature=8, alpha=1, square=True)), (16, dict(temperature=1, alpha=0, square=True)), (8, dict(temperature=5, alpha=0.5, square=False))]:
    w = student(hidden, 7)
    losses = train(w, x, v, y, 25, 0.01, mix)
    flat = torch.cat([part.detach().flatten() for part in w])
    runs.append(dict(hidden=hidden, mix=mix, losses=losses, sum=flat.sum().item(), size=flat.abs().sum().item(), last=flat[-30:].tolist()))


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


# The four students of the scene: 5 labeled and 20 unlabeled pictures of each class, T = 8.
bytes_, labels = digits("test")
pixels = (bytes_ * 255).round().double() / 255
teacher = exact("public/models/digits-classifier")
with torch.no_grad():
    V = torch.cat([logits(teacher, part) for part in pixels.split(250)])
X = F.avg_pool2d(pixels, 2).flatten(1)
place = torch.cat([torch.arange(int((labels == d).sum())) for d in range(10)])
few = place < 5
many = few | ((place >= 10) & (place < 30))
test = place >= 50
scene = {}
for name, chosen, alpha in [("hard", few, 0.0), ("soft", few, 1.0), ("both", few, 0.5), ("pool", many, 1.0)]:
    w = student(16, 1)
    read = lambda: int((answer(w, X[test]).argmax(1) == labels[test]).sum())
    right = []
    mix = dict(temperature=8, alpha=alpha, square=True)
    losses = train(w, X[chosen], V[chosen], labels[chosen], 100, 0.01, mix, lambda step: right.append(read()) if step % 25 == 0 else None)
    last = distillation(answer(w, X[chosen]), V[chosen], labels[chosen], **mix)[0].item()
    scene[name] = dict(losses=losses[::25] + [last], right=right + [read()])

made = dict(torch=torch.__version__, lessons=lessons, runs=runs, scene=scene, test=int(test.sum()),
            teacher=dict(right=int((V.argmax(1) == labels).sum()), digit=V[1315].tolist()))
(HERE / "distill.json").write_text(json.dumps(made) + "\n")
