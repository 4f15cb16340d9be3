"""Makes boxes.json: overlaps by counting pixels, gradients by PyTorch's autograd, suppression with
a matrix of overlaps, average precision as the COCO toolbox and scikit-learn compute it.

Run from the root of the repository: python3 tests/golden/make_boxes.py
Needs PyTorch, NumPy and scikit-learn; everything is computed in float64.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
import torch
from sklearn.metrics import average_precision_score

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(62)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def some_box(size=24):
    l, t = rng.integers(0, size - 2, 2)
    return [int(l), int(t), int(rng.integers(l + 1, size)), int(rng.integers(t + 1, size))]


def mask(box, size=24):
    m = np.zeros((size, size), dtype=bool)
    m[box[1]:box[3], box[0]:box[2]] = True
    return m


def positive(x):
    """max(0, x) whose gradient at 0 is one half: |x| has 0 there."""
    return (x + x.abs()) / 2


def measures(a, b):
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    inner = positive(torch.minimum(a[2:], b[2:]) - torch.maximum(a[:2], b[:2]))
    both = inner.prod()
    union = area(a) + area(b) - both
    outer = torch.maximum(a[2:], b[2:]) - torch.minimum(a[:2], b[:2])
    hull = outer.prod()
    iou = both / union
    off = (a[:2] + a[2:] - b[:2] - b[2:]) / 2
    return iou, iou - (hull - union) / hull, iou - (off ** 2).sum() / (outer ** 2).sum()


two = []
for i in range(120):
    a, b = some_box(), some_box()
    if i % 6 == 0:
        b = [a[0], b[1], max(b[2], a[0] + 1), b[3]]  # a shared edge: a kink
    if i % 6 == 1:
        w = b[2] - b[0]
        b = [a[2], b[1], a[2] + w, b[3]]  # side by side, touching
    big = 64
    ma, mb = mask(a, big), mask(b, big)
    rows, cols = np.nonzero(ma | mb)
    hull = (rows.max() - rows.min() + 1) * (cols.max() - cols.min() + 1)
    areas = [ma.sum(), mb.sum(), (ma & mb).sum(), (ma | mb).sum(), hull]
    y = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    x = torch.tensor(a, dtype=torch.float64)
    values = measures(x, y)
    gradients = [numbers(torch.autograd.grad(1 - v, y, retain_graph=True)[0] if v.requires_grad else torch.zeros(4)) for v in values]
    dice = 2 * (ma & mb).sum() / (ma.sum() + mb.sum())
    two.append({"a": a, "b": b, "areas": [int(v) for v in areas], "measures": numbers([values[0].item(), dice, values[1].item(), values[2].item()]), "gradients": gradients})


def overlaps(p, q):
    p, q = np.array(p, dtype=float), np.array(q, dtype=float)
    low = np.maximum(p[:, None, :2], q[None, :, :2])
    high = np.minimum(p[:, None, 2:], q[None, :, 2:])
    both = np.clip(high - low, 0, None).prod(2)
    area = lambda x: (x[:, 2:] - x[:, :2]).prod(1)
    return both / (area(p)[:, None] + area(q)[None] - both)


def greedy(iou, scores, most, least):
    order = [i for i in np.argsort(-scores, kind="stable") if scores[i] > least]
    alive = np.ones(len(scores), dtype=bool)
    kept = []
    for i in order:
        if alive[i]:
            kept.append(int(i))
            alive &= iou[i] <= most
    return kept


def fast(iou, scores, most, least):
    order = np.array([i for i in np.argsort(-scores, kind="stable") if scores[i] > least], dtype=int)
    if len(order) == 0:
        return []
    upper = np.triu(iou[np.ix_(order, order)], 1)
    return [int(i) for i in order[upper.max(0) <= most]]


def soft(iou, scores, sigma, least):
    scores = scores.copy()
    left = [i for i in range(len(scores)) if scores[i] > least]
    kept = []
    while left:
        best = max(left, key=lambda i: (scores[i], -i))
        kept.append(int(best))
        left.remove(best)
        for i in left:
            scores[i] *= np.exp(-iou[best, i] ** 2 / sigma)
        left = [i for i in left if scores[i] > least]
    return kept, scores


many = []
for _ in range(80):
    n = int(rng.integers(1, 11))
    centre = some_box(20)
    boxes = []
    for _ in range(n):
        base = centre if rng.random() < 0.7 else some_box(20)
        l, t, r, b = (np.array(base) + rng.integers(0, 3, 4)).tolist()
        boxes.append([l, t, max(r, l + 1), max(b, t + 1)])
    scores = np.round(rng.random(n), 2)
    most, least, sigma = float(rng.choice([0.3, 0.45, 0.5, 0.6, 0.75])), float(rng.choice([0, 0.1, 0.3])), float(rng.choice([0.25, 0.5, 1]))
    iou = overlaps(boxes, boxes)
    kept, decayed = soft(iou, scores, sigma, least)
    many.append({"boxes": boxes, "scores": numbers(scores), "iou": most, "score": least, "sigma": sigma, "pairs": numbers(iou),
                 "greedy": greedy(iou, scores, most, least), "fast": fast(iou, scores, most, least), "soft": kept, "decayed": numbers(decayed)})


def coco(iou, order, threshold):
    taken, right = set(), []
    for d in order:
        free = [g for g in range(iou.shape[1]) if g not in taken and iou[d, g] >= threshold]
        best = max(free, key=lambda g: (iou[d, g], -g)) if free else None
        right.append(best is not None)
        taken.add(best)
    return right


def voc(iou, order, threshold):
    taken, right = set(), []
    for d in order:
        g = int(np.argmax(iou[d]))
        right.append(bool(iou[d, g] > threshold and g not in taken))
        if right[-1]:
            taken.add(g)
    return right


def precisions(right, objects):
    """The area as in VOC's development kit from 2010 on, the samples as in the COCO toolbox."""
    tp = np.cumsum(right)
    rc, pr = tp / objects, tp / np.arange(1, len(right) + 1)
    mrec, mpre = np.concatenate([[0], rc, [1]]), np.concatenate([[0], pr, [0]])
    for i in range(len(mpre) - 2, -1, -1):
        mpre[i] = max(mpre[i], mpre[i + 1])
    step = np.nonzero(mrec[1:] != mrec[:-1])[0] + 1
    area = ((mrec[step] - mrec[step - 1]) * mpre[step]).sum()
    raised = np.maximum.accumulate(pr[::-1])[::-1]

    def sampled(count):
        at = np.searchsorted(rc, np.linspace(0, 1, count) - 1e-12, side="left")
        return np.where(at < len(rc), raised[np.minimum(at, len(rc) - 1)], 0).mean()

    hits = int(tp[-1])
    ranks = -np.arange(len(right))
    unraised = average_precision_score(right, ranks) * hits / objects if hits else 0
    return numbers([area, sampled(11), sampled(101), unraised])


ranked = []
for case_number in range(80):
    m, n = int(rng.integers(1, 7)), int(rng.integers(1, 11))
    objects = [some_box() for _ in range(m)]
    if case_number % 2:  # side by side, where the rules differ
        l, t = rng.integers(0, 6, 2)
        objects = [[int(l) + 3 * k, int(t), int(l) + 3 * k + 10, int(t) + 10] for k in range(m)]
    found = []
    for _ in range(n):
        base = objects[int(rng.integers(m))] if rng.random() < 0.8 else some_box()
        l, t, r, b = (np.array(base) + rng.integers(0, 3, 4)).tolist()
        found.append([l, t, max(r, l + 1), max(b, t + 1)])
    scores = rng.permutation(100)[:n] / 100
    threshold = float(rng.choice([0.3, 0.5, 0.55, 0.75]))
    iou = overlaps(found, objects)
    order = np.argsort(-scores, kind="stable")
    case = {"objects": objects, "found": found, "scores": numbers(scores), "threshold": threshold}
    for name, rule in (("coco", coco), ("voc", voc)):
        right = rule(iou, order, threshold)
        case[name] = {"right": [bool(v) for v in right], "aps": precisions(right, m)}
    ranked.append(case)

text = json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "sklearn": sklearn.__version__, "torch": torch.__version__},
    "two": two, "many": many, "ranked": ranked,
}, separators=(",", ":"))
(HERE / "boxes.json").write_text(text + "\n")
print(len(two), len(many), len(ranked), len(text), "bytes")
