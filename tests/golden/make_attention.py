"""Makes attention.json: PyTorch's MultiheadAttention, softmax and unfold, SciPy's cosine transform.

Run from the root of the repository: python3 tests/golden/make_attention.py
Needs PyTorch, NumPy and SciPy; everything is computed in float64.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import torch
import torch.nn.functional as F
from scipy.fft import idctn

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(29)


def numbers(a):
    if isinstance(a, torch.Tensor):
        a = a.detach().numpy()
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def heads_case(n, D, heads, size):
    x, *w = [torch.tensor(rng.normal(size=(n if i == 0 else D, D)) * (1 if i == 0 else size)) for i in range(5)]
    layer = torch.nn.MultiheadAttention(D, heads, bias=False, batch_first=True)
    with torch.no_grad():
        layer.in_proj_weight.copy_(torch.cat([m.T for m in w[:3]]))  # PyTorch multiplies by the transpose
        layer.out_proj.weight.copy_(w[3].T)
    y, weights = layer(x[None], x[None], x[None], average_attn_weights=False)
    return {
        "n": n, "D": D, "heads": heads, "x": numbers(x), "w": [numbers(m) for m in w],
        "y": numbers(y[0]), "weights": numbers(weights[0].permute(1, 2, 0)),
    }


def factor_case(n, D, factor):
    """One head with a temperature, or without the scale: the functions themselves."""
    x, wq, wk, wv, wo = [torch.tensor(rng.normal(size=(n if i == 0 else D, D))) for i in range(5)]
    q, k, v = x @ wq, x @ wk, x @ wv
    logits = q @ k.T * factor
    weights = F.softmax(logits, dim=1)
    return {
        "n": n, "D": D, "factor": factor, "x": numbers(x), "w": [numbers(m) for m in (wq, wk, wv, wo)],
        "scores": numbers(q @ k.T), "logits": numbers(logits), "weights": numbers(weights),
        "joined": numbers(weights @ v), "y": numbers(weights @ v @ wo),
    }


def pattern_case(size, count):
    pairs = sorted(((u, v) for u in range(size) for v in range(size)), key=lambda p: (p[0] + p[1], p[0]))[:count]
    columns = []
    for u, v in pairs:
        spectrum = np.zeros((size, size))
        spectrum[u, v] = 1
        wave = idctn(spectrum, norm="ortho")
        columns.append((2 + 3 * u + 3 * v) * wave / wave[0, 0] * np.cos(np.pi * u / 2 / size) * np.cos(np.pi * v / 2 / size) / size**2)
    return {"size": size, "count": count, "pairs": pairs, "patterns": numbers(np.stack([c.ravel() for c in columns], 1))}


def patch_case(high, wide, size):
    image = torch.tensor(rng.integers(0, 256, size=(high, wide)) / 255)
    rows = F.unfold(image[None, None], size, stride=size)[0].T
    return {"shape": [high, wide], "size": size, "image": numbers(image), "patches": numbers(rows)}


def position_case(side, dims):
    place = np.arange(side * side)
    parts = []
    for along in (place // side, place % side):
        angles = along[:, None] / 2.0 ** np.arange(dims // 4)
        parts.append(np.stack([np.sin(angles), np.cos(angles)], 2).reshape(side * side, dims // 2))
    return {"side": side, "dims": dims, "positions": numbers(np.concatenate(parts, 1))}


out = {
    "made with": f"PyTorch {torch.__version__}, NumPy {np.__version__}, SciPy {scipy.__version__}, Python {platform.python_version()}",
    "softmax": [
        {"scores": s, "shares": numbers(F.softmax(torch.tensor(s), dim=0))}
        for s in ([0.0], [1.0, 2.0, 3.0], [1e4, -1e4, 0.0], [-1e300, -1e300], [np.log(6), np.log(3), 0.0])
    ],
    "heads": [
        heads_case(n, D, h, s)
        for n, D, h, s in [(1, 4, 1, 1), (4, 4, 1, 0.5), (9, 8, 2, 0.5), (12, 8, 4, 0.5), (6, 16, 4, 0.25), (10, 8, 2, 2), (5, 4, 4, 1)]
    ],
    "factors": [factor_case(n, D, f) for n, D, f in [(4, 4, 0.5), (9, 8, 1), (6, 16, 1), (10, 4, 5), (7, 8, 0.05)]],
    "patterns": [pattern_case(s, c) for s, c in [(4, 16), (6, 4), (6, 10), (12, 5)]],
    "patches": [patch_case(h, w, s) for h, w, s in [(12, 12, 6), (8, 12, 4), (3, 3, 1)]],
    "positions": [position_case(s, d) for s, d in [(2, 4), (4, 4), (4, 8), (3, 16)]],
}
(HERE / "attention.json").write_text(json.dumps(out) + "\n")
