"""
Golden values for src/lib/graph-cut.ts: maximum flows by SciPy (whole numbers), the best of all
labelings by trying them, costs, edges and energies by NumPy, the next click by SciPy's labels and
distances. Run: /usr/bin/python3 tests/golden/make_clicks.py
"""

import itertools
import json
from pathlib import Path

import numpy as np
import scipy
from scipy.ndimage import distance_transform_cdt, label
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import maximum_flow

rng = np.random.default_rng(7)
INF = 10**6


def edges(h, w):
    ids = np.arange(h * w).reshape(h, w)
    return (ids[:, :-1].ravel(), ids[:, 1:].ravel()), (ids[:-1].ravel(), ids[1:].ravel())


def flow(h, w, obj, back, right, down):
    """Value of the maximum flow; right [h, w-1], down [h-1, w]."""
    n = h * w
    ids = np.arange(n)
    (a, b), (c, d) = edges(h, w)
    heads = np.concatenate([np.full(n, n), ids, a, b, c, d])
    tails = np.concatenate([ids, np.full(n, n + 1), b, a, d, c])
    room = np.concatenate([back, obj, right.ravel(), right.ravel(), down.ravel(), down.ravel()])
    graph = coo_matrix((room.astype(np.int32), (heads, tails)), (n + 2, n + 2)).tocsr()
    return int(maximum_flow(graph, n, n + 1).flow_value)


def energy(x, obj, back, right, down):
    data = np.where(x, obj.reshape(x.shape), back.reshape(x.shape)).sum()
    return data, right[x[:, 1:] != x[:, :-1]].sum() + down[x[1:] != x[:-1]].sum()


def wide(right, down, h, w):
    """As the code has them: a number a pixel, 0 at the border."""
    r, d = np.zeros((h, w), right.dtype), np.zeros((h, w), down.dtype)
    r[:, :-1], d[:-1] = right, down
    return {"right": r.ravel().tolist(), "down": d.ravel().tolist()}


flows = []
for h, w, most, edge, clicks in [(3, 4, 9, 5, 2), (5, 5, 20, 8, 3), (8, 6, 9, 9, 4), (12, 16, 30, 12, 4), (24, 24, 40, 20, 6), (40, 30, 99, 60, 8), (64, 64, 99, 60, 8), (1, 9, 9, 9, 2), (7, 1, 9, 9, 2)]:  # fmt: skip
    for _ in range(3):
        obj, back = rng.integers(0, most + 1, (2, h * w))
        right, down = rng.integers(0, edge + 1, (h, w - 1)), rng.integers(0, edge + 1, (h - 1, w))
        held = rng.choice(h * w, clicks, replace=False)
        for k, i in enumerate(held):
            obj[i], back[i] = (0, INF) if k % 2 == 0 else (INF, 0)
        flows.append({"height": h, "width": w, "object": obj.tolist(), "background": back.tolist(), **wide(right, down, h, w), "flow": flow(h, w, obj, back, right, down)})  # fmt: skip

brute = []
for h, w in [(2, 2), (3, 3), (2, 5), (3, 4), (1, 8)]:
    for _ in range(4):
        obj, back = rng.uniform(0, 5, (2, h * w))
        right, down = rng.uniform(0, 3, (h, w - 1)), rng.uniform(0, 3, (h - 1, w))
        best, mask = min((sum(energy(np.reshape(x, (h, w)), obj, back, right, down)), x) for x in itertools.product((False, True), repeat=h * w))  # fmt: skip
        brute.append({"height": h, "width": w, "object": obj.tolist(), "background": back.tolist(), **wide(right, down, h, w), "energy": float(best), "mask": [int(v) for v in mask]})  # fmt: skip

pictures = []
for h, w, c, k in [(5, 6, 1, 1), (6, 4, 3, 2), (4, 7, 3, 3)]:
    image = np.round(rng.uniform(0, 10, (h, w, c)), 1)
    colors = np.round(rng.uniform(0, 10, (k, c)), 1)
    sigma = 2.5
    gap = lambda a, b: np.exp(-((a - b) ** 2).sum(-1) / (2 * sigma**2))  # noqa: E731
    right, down = gap(image[:, :-1], image[:, 1:]), gap(image[:-1], image[1:])
    far = ((image[:, :, None] - colors) ** 2).sum(-1)
    x = rng.random((h, w)) < 0.5
    near = far.argmin(-1)
    means = [image[x & (near == j)].mean(0).tolist() if (x & (near == j)).any() else colors[j].tolist() for j in range(k)]  # fmt: skip
    around = image[1:4, 1:4].reshape(-1, c).mean(0)
    back = rng.uniform(0, 20, h * w)
    data, border = energy(x, far.min(-1), back, right, down)
    pictures.append({
        "height": h, "width": w, "channels": c, "sigma": sigma, "image": image.ravel().tolist(),
        "colors": colors.tolist(), **wide(right, down, h, w), "costs": far.min(-1).ravel().tolist(),
        "mask": x.astype(int).ravel().tolist(), "background": back.tolist(), "data": data, "border": border,
        "means": means, "around": np.round(around, 10).tolist(),
    })  # fmt: skip

clicks = []
for h, w in [(6, 9), (12, 12), (30, 40), (1, 8)]:
    for _ in range(3):
        mask, truth = (scipy.ndimage.gaussian_filter(rng.normal(size=(2, h, w)), (0, 1.5, 1.5)) > 0).astype(int)  # fmt: skip
        regions = []
        for side in (0, 1):  # missed and too much are regions apart
            marks, count = label((mask != truth) & (truth == side))
            regions += [marks == i for i in range(1, count + 1)]
        if not regions:
            continue
        size = max(r.sum() for r in regions)
        # of equals the one that comes first, row by row
        region = min((r for r in regions if r.sum() == size), key=lambda r: np.flatnonzero(r)[0])
        depth = distance_transform_cdt(np.pad(region, 1), "taxicab")[1:-1, 1:-1]
        at = int(np.flatnonzero(depth == depth.max())[0])
        clicks.append({"height": h, "width": w, "mask": mask.ravel().tolist(), "truth": truth.ravel().tolist(), "at": [at // w, at % w], "inside": bool(truth.ravel()[at])})  # fmt: skip

values = {"made": f"NumPy {np.__version__}, SciPy {scipy.__version__}", "flows": flows, "brute": brute, "pictures": pictures, "clicks": clicks}  # fmt: skip
Path(__file__).with_name("clicks.json").write_text(json.dumps(values, separators=(",", ":")) + "\n")
