"""Makes masks.json: overlaps and scores of classes by scikit-learn, connected regions by
scikit-image, panoptic quality by counting pairs of ids in one histogram, as panopticapi does, and
composites and runs by NumPy.

Run from the root of the repository: python3 tests/golden/make_masks.py
Needs NumPy, scikit-learn and scikit-image; everything is computed in float64.
"""

import itertools
import json
import pathlib
import platform

import numpy as np
import skimage
import sklearn
from skimage.measure import label
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, jaccard_score

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(71)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


two = []
for i in range(80):
    h, w = rng.integers(1, 9, 2)
    a, b = (rng.random((2, h, w)) < rng.choice([0, 0.1, 0.4, 0.8, 1])).astype(int)
    x, y = a.ravel(), b.ravel()
    tn, fp, fn, tp = confusion_matrix(x, y, labels=[0, 1]).ravel()
    two.append({
        "width": int(w), "a": x.tolist(), "b": y.tolist(), "counts": [int(v) for v in (tp, fp, fn, tn)],
        "measures": numbers([jaccard_score(x, y, zero_division=1), f1_score(x, y, zero_division=1), accuracy_score(x, y)]),
    })

classes = []
for i in range(80):
    h, w = rng.integers(2, 9, 2)
    x = rng.integers(0, rng.integers(1, 5), h * w)
    y = np.where(rng.random(h * w) < 0.7, x, rng.integers(0, rng.integers(1, 5), h * w))
    there = sorted(set(x) | set(y))
    iou = jaccard_score(x, y, average=None, labels=there)
    dice = f1_score(x, y, average=None, labels=there)
    classes.append({
        "width": int(w), "truth": x.tolist(), "guess": y.tolist(),
        "confusion": confusion_matrix(x, y, labels=there).ravel().tolist(), "iou": numbers(iou), "dice": numbers(dice),
        "means": numbers([jaccard_score(x, y, average="macro", labels=there), accuracy_score(x, y)]),
    })

regions = []
for i in range(80):
    h, w = rng.integers(1, 12, 2)
    m = (rng.random((h, w)) < rng.choice([0.2, 0.45, 0.6, 0.8])).astype(int)
    regions.append({"width": int(w), "mask": m.ravel().tolist(), "four": label(m, connectivity=1).ravel().tolist(), "eight": label(m, connectivity=2).ravel().tolist()})

# Codes as in the widget: 0 sky, 1 road, from 2 on the cars.
kind = lambda code: min(int(code), 2)


def quality(said, truth):
    """After panopticapi: every pair of ids is counted once, IoU from areas."""
    areas = [dict(zip(*np.unique(m, return_counts=True))) for m in (said, truth)]
    pairs = dict(zip(*np.unique(truth.astype(np.uint64) * 256 ** 3 + said.astype(np.uint64), return_counts=True)))
    stat = {k: {"iou": 0.0, "tp": 0, "fp": 0, "fn": 0} for k in sorted({kind(c) for m in (said, truth) for c in m})}
    seen_said, seen_truth = set(), set()
    for pair, both in pairs.items():
        t, p = divmod(int(pair), 256 ** 3)
        if kind(t) != kind(p):
            continue
        iou = both / (areas[0][p] + areas[1][t] - both)
        if iou > 0.5:
            stat[kind(t)]["tp"] += 1
            stat[kind(t)]["iou"] += iou
            seen_said.add(p)
            seen_truth.add(t)
    for p in areas[0]:
        stat[kind(p)]["fp"] += p not in seen_said
    for t in areas[1]:
        stat[kind(t)]["fn"] += t not in seen_truth
    rows = []
    for k, s in stat.items():
        among = s["tp"] + 0.5 * s["fp"] + 0.5 * s["fn"]
        rows.append([s["tp"], s["fp"], s["fn"], s["iou"] / s["tp"] if s["tp"] else 0, s["tp"] / among, s["iou"] / among])
    return [int(k) for k in stat], rows, float(np.mean([r[5] for r in rows]))


panoptic = []
for i in range(80):
    h, w = rng.integers(2, 8, 2)
    t = np.sort(rng.integers(0, 6, h * w)) if i % 2 else rng.integers(0, 6, h * w)
    p = np.where(rng.random(h * w) < rng.choice([0, 0.1, 0.3]), rng.integers(0, 6, h * w), t)
    if i % 5 == 0:
        p = np.where(p > 3, 3, p)  # merged
    kinds, rows, pq = quality(p, t)
    sem = [np.minimum(m, 2) for m in (p, t)]
    miou = jaccard_score(sem[1], sem[0], average="macro", labels=kinds)
    panoptic.append({"width": int(w), "said": p.tolist(), "truth": t.tolist(), "kinds": kinds, "quality": [numbers(r) for r in rows], "pq": numbers([pq])[0], "miou": numbers([miou])[0]})

cut = []
for i in range(40):
    h, w = rng.integers(1, 8, 2)
    m = rng.choice([0, 0.25, 0.5, 1], (h, w))
    a, b = rng.integers(0, 256, (2, h, w))
    y = np.where(m == 1, a, np.where(m == 0, b, m * a + (1 - m) * b))
    mean = numbers([np.average(a, weights=m)])[0] if m.any() else None
    flat = (m > 0).astype(int).ravel(order="F")
    runs = [(value, len(list(group))) for value, group in itertools.groupby(flat.tolist())]
    runs = ([0] if runs[0][0] else []) + [n for _, n in runs]
    cut.append({"width": int(w), "mask": numbers(m), "picture": a.ravel().tolist(), "fill": b.ravel().tolist(), "y": numbers(y), "mean": mean, "runs": runs})

versions = {"python": platform.python_version(), "numpy": np.__version__, "sklearn": sklearn.__version__, "skimage": skimage.__version__}
out = {"versions": versions, "two": two, "classes": classes, "regions": regions, "panoptic": panoptic, "cut": cut}
(HERE / "masks.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
