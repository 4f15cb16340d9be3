"""Makes edges.json, the golden numbers of src/lib/ops/edges.ts.

Run from the root of the repository: python3 tests/golden/make_edges.py
Needs NumPy, SciPy and scikit-image. Operators come from scipy.ndimage and, where scikit-image has
them, its result is asserted to be the same times its documented factor; Canny is
skimage.feature.canny itself, on pictures where no two magnitudes that it compares are equal up to
rounding (there the two differ on purpose, see `crossing`).
"""

import json
import math
import pathlib
import platform

import numpy as np
import scipy
import scipy.ndimage as ndi
import skimage
from skimage import feature, filters, io

HERE = pathlib.Path(__file__).parent
rng = np.random.RandomState(1986)
MODES = {"reflect": "reflect", "nearest": "nearest", "zero": "constant"}
CROSS = {"sobel": [1, 2, 1], "prewitt": [1, 1, 1], "scharr": [3, 10, 3]}
FACTOR = {"sobel": 4, "prewitt": 3, "scharr": 16}


def numbers(a):
    return [float(f"{v:.11g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def image(h, w):
    return np.round(rng.uniform(0, 255, (h, w)))


def operator_case(h, w, op, sigma, border):
    x = image(h, w)
    mode = MODES[border]
    s = ndi.gaussian_filter(x, sigma, mode=mode) if sigma else x
    d, a = [-1, 0, 1], CROSS[op]
    gx = ndi.correlate1d(ndi.correlate1d(s, d, axis=1, mode=mode), a, axis=0, mode=mode)
    gy = ndi.correlate1d(ndi.correlate1d(s, d, axis=0, mode=mode), a, axis=1, mode=mode)
    if op == "sobel":
        assert np.allclose(gx, ndi.sobel(s, 1, mode=mode)) and np.allclose(gy, ndi.sobel(s, 0, mode=mode))
    if border == "reflect":
        name = getattr(filters, op), getattr(filters, op + "_v"), getattr(filters, op + "_h")
        assert np.allclose(name[1](s), (gx / FACTOR[op]))
        assert np.allclose(name[2](s), (gy / FACTOR[op]))
        assert np.allclose(name[0](s), np.hypot(gx, gy) / FACTOR[op] / math.sqrt(2))
    return {"op": op, "shape": [h, w, 1], "image": numbers(x), "sigma": sigma, "border": border,
            **({"smoothed": numbers(s)} if sigma else {}), "gx": numbers(gx), "gy": numbers(gy),
            "y": numbers(np.hypot(gx, gy))}


def laplacian_case(h, w, sigma, border):
    x = image(h, w)
    mode = MODES[border]
    s = ndi.gaussian_filter(x, sigma, mode=mode) if sigma else x
    return {"op": "laplacian", "shape": [h, w, 1], "image": numbers(x), "sigma": sigma,
            "border": border, "y": numbers(ndi.laplace(s, mode=mode))}


def second(sigma):
    """g'' as SciPy samples it, with the multiple of g that makes its sum zero taken off."""
    radius = int(4 * sigma + 0.5)
    t = np.arange(-radius, radius + 1)
    g = np.exp(-0.5 * t**2 / sigma**2)
    g /= g.sum()
    raw = g * (t**2 / sigma**4 - 1 / sigma**2)
    return g, raw - raw.sum() * g


def log_case(h, w, sigma, border):
    x = image(h, w)
    mode = MODES[border]
    g, g2 = second(sigma)
    across = ndi.correlate1d(ndi.correlate1d(x, g2, axis=1, mode=mode), g, axis=0, mode=mode)
    down = ndi.correlate1d(ndi.correlate1d(x, g, axis=1, mode=mode), g2, axis=0, mode=mode)
    return {"op": "log", "shape": [h, w, 1], "image": numbers(x), "sigma": sigma, "border": border,
            "y": numbers(across + down), "raw": numbers(ndi.gaussian_laplace(x, sigma, mode=mode))}


def close_calls(x, sigma, mode):
    """How many pixels have a magnitude that equals an interpolated neighbour up to rounding."""
    s = ndi.gaussian_filter(x, sigma, mode=mode)
    gx, gy = ndi.sobel(s, 1), ndi.sobel(s, 0)
    m = np.hypot(gx, gy)
    count = 0
    for r in range(1, m.shape[0] - 1):
        for c in range(1, m.shape[1] - 1):
            if m[r, c] < 1e-6:
                continue
            y, h = abs(gy[r, c]), abs(gx[r, c])
            i, j = (1 if gy[r, c] >= 0 else -1), (1 if gx[r, c] >= 0 else -1)
            for k in (1, -1):
                one = m[r + k * i, c] if y >= h else m[r, c + k * j]
                w = min(y, h) / max(y, h)
                n = w * m[r + k * i, c + k * j] + (1 - w) * one
                count += abs(m[r, c] - n) < 1e-7 * m[r, c]
    return count


def canny_case(x, sigma, low, high, border, name=None):
    mode = MODES[border]
    assert close_calls(x, sigma, mode) == 0, (name, close_calls(x, sigma, mode))
    y = feature.canny(x, sigma, low, high, mode=mode)
    case = {"op": "canny", "shape": [*x.shape, 1], "sigma": sigma, "low": low, "high": high,
            "border": border, "steps": [int(i) for i in np.diff(np.flatnonzero(y), prepend=0)]}
    return {**case, **({"picture": name} if name else {"image": numbers(x)})}


def blobs(h, w):
    """A smooth random image with edges in it."""
    x = ndi.gaussian_filter(rng.uniform(0, 255, (h, w)), 1.5)
    x = 255 * (x - x.min()) / np.ptp(x)
    return np.round(np.where(x > 128, x, x / 3) + rng.uniform(0, 4, (h, w)), 1)


cases = []
for op in CROSS:
    cases += [operator_case(7, 9, op, 0, "reflect"), operator_case(8, 6, op, 1, "nearest"),
              operator_case(6, 7, op, 0.7, "zero"), operator_case(5, 4, op, 2, "reflect")]
cases += [operator_case(1, 5, "sobel", 0, "reflect"), operator_case(3, 1, "sobel", 1.3, "reflect")]
for border in MODES:
    cases += [laplacian_case(7, 8, 0, border), laplacian_case(6, 9, 1.2, border),
              log_case(7, 8, 1, border), log_case(9, 6, 1.6, border)]
cases += [log_case(5, 4, 3, "reflect")]
for sigma, low, high in [(1, 60, 150), (1.4, 20, 60), (2, 10, 20), (0.8, 100, 100)]:
    cases += [canny_case(blobs(18, 16), sigma, low, high, "reflect"),
              canny_case(blobs(13, 17), sigma, low, high, "nearest")]
for name, sigma, low, high in [("coins", 1.4, 50, 150), ("coins", 2, 20, 60)]:
    x = io.imread(HERE / f"../../public/pictures/{name}.png").astype(np.float64)
    x = x if x.ndim == 2 else x[..., 0]
    cases.append(canny_case(x, sigma, low, high, "reflect", name))

versions = {"python": platform.python_version(), "numpy": np.__version__,
            "scipy": scipy.__version__, "skimage": skimage.__version__}
path = HERE / "edges.json"
path.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
assert path.stat().st_size < 64_000, path.stat().st_size
print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")
