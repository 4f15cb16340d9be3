"""Makes the golden numbers of PyTorch's own pooling layers, which the pooling widget compares with.

Run from the root of the repository: python3 tests/golden/make_pooling_defaults.py
Needs PyTorch and NumPy; the versions used are written into the file. Each case is one state of the
widget (its keys as in the address) and what the layer of PyTorch gives for it with everything that
the state does not say left at its default, in float64: nn.MaxPool2d, nn.AvgPool2d (which counts
padded zeros) and nn.LPPool2d (root of the sum), symmetric padding k // 2 where the state says
“same”. What a layer cannot do itself (padding of LPPool2d, uneven padding, padding of more than
half a window) is done by F.pad before it. Outputs are stored as [oh, ow, C], flattened row by row.
"""

import itertools
import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(20261122)


def layer(op, window, stride, padding, ceil):
    if op == "l2":
        return nn.LPPool2d(2, window, stride, ceil_mode=ceil)
    make = nn.MaxPool2d if op == "max" else nn.AvgPool2d
    return make(window, stride, padding=padding, ceil_mode=ceil)


def pool(x, op, window, stride, padding, ceil):
    if op == "globalmax":
        return nn.AdaptiveMaxPool2d(1)(x)
    if op == "globalavg":
        return nn.AdaptiveAvgPool2d(1)(x)
    if padding == "valid":
        sides = (0, 0, 0, 0)
    elif padding == "same":
        sides = (window[0] // 2, window[0] // 2, window[1] // 2, window[1] // 2)
    else:
        sides = padding
    top, bottom, left, right = sides
    even = top == bottom and left == right and 2 * top <= window[0] and 2 * left <= window[1]
    if even and op != "l2":
        return layer(op, window, stride, (top, left), ceil)(x)
    value = float("-inf") if op == "max" else 0.0
    return layer(op, window, stride, 0, ceil)(F.pad(x, (left, right, top, bottom), value=value))


def text(padding):
    return padding if isinstance(padding, str) else ",".join(map(str, padding))


cases = []
sizes = itertools.cycle([(5, 6, 1), (7, 7, 1), (4, 5, 2), (9, 6, 1)])
windows = [(2, 2), (3, 3), (2, 3), (4, 4), (1, 3)]
paddings = ["valid", "same", (1, 1, 1, 1), (0, 1, 1, 0), (1, 1, 0, 0)]
for op, window, padding, ceil in itertools.product(["max", "avg", "l2"], windows, paddings, [False, True]):
    if not isinstance(padding, str) and max(padding[:2]) >= window[0]:
        continue
    h, w, c = next(sizes)
    stride = [(1, 1), (2, 2), (3, 2), window][rng.randint(4)]
    cases.append((op, window, stride, padding, ceil, rng.randint(-9, 10, size=(c, h, w))))
for op, padding in itertools.product(["globalmax", "globalavg"], ["valid", "same"]):
    cases.append((op, (2, 2), (2, 2), padding, False, rng.randint(-9, 10, size=(2, 4, 5))))

out = []
for op, window, stride, padding, ceil, x in cases:
    y = pool(torch.tensor(x, dtype=torch.float64)[None], op, window, stride, padding, ceil)
    if not torch.isfinite(y).all():  # a window in the padding alone: nothing to compare
        continue
    y = y[0].permute(1, 2, 0)
    query = {
        "input": "|".join(";".join(",".join(map(str, row)) for row in rows) for rows in x.tolist()),
        "op": op, "window": f"{window[0]},{window[1]}", "stride": f"{stride[0]},{stride[1]}",
        "padding": text(padding), "ceil": "1" if ceil else "0",
    }
    numbers = [float(f"{v:.14g}") for v in y.numpy().ravel()]
    out.append({"query": query, "shape": list(y.shape), "output": numbers})

versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
body = json.dumps({"versions": versions, "cases": out}, separators=(",", ":"))
(HERE / "pooling_defaults.json").write_text(body + "\n")
print(f"pooling_defaults.json: {len(out)} cases, {len(body)} bytes")
