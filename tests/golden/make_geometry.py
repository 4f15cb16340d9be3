"""Makes geometry.json, the golden numbers of src/lib/ops/geometry.ts.

Run from the root of the repository: python3 tests/golden/make_geometry.py
Needs NumPy and SciPy: scipy.ndimage.affine_transform (order 1, mode grid-constant), and numpy.rot90
and slices for what is exact.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import scipy.ndimage as ndi

HERE = pathlib.Path(__file__).parent
rng = np.random.RandomState(90)


def numbers(a):
    return [float(f"{v:.12g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def case(h, w, shift, rotate, scale):
    x = np.round(rng.uniform(0, 255, (h, w)))
    a = np.radians(rotate)
    centre = np.array([(h - 1) / 2, (w - 1) / 2])
    # output (down, right) -> input: the inverse of scale, counter-clockwise turn, shift
    inverse = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) / scale
    offset = centre - inverse @ (centre + shift)
    y = ndi.affine_transform(x, inverse, offset, order=1, mode="grid-constant", cval=0)
    if scale == 1 and rotate % 90 == 0 and (h == w or rotate % 180 == 0) and all(float(s).is_integer() for s in shift):
        exact = np.zeros_like(x)
        turned = np.rot90(x, rotate // 90)
        d, r = (int(s) for s in shift)
        exact[max(0, d):h + min(0, d), max(0, r):w + min(0, r)] = \
            turned[max(0, -d):h + min(0, -d), max(0, -r):w + min(0, -r)]
        assert np.allclose(y, exact, atol=1e-9), (rotate, shift)
        y = exact
    return {"shape": [h, w, 1], "image": numbers(x), "shift": shift, "rotate": rotate, "scale": scale,
            "y": numbers(y)}


cases = [case(7, 7, shift, rotate, 1) for rotate in (0, 90, 180, 270, -90)
         for shift in ([0, 0], [1, -2], [-3, 2])]
cases += [case(6, 9, [0, 0], 180, 1), case(6, 8, [2, 1], 0, 1), case(8, 8, [0, 0], 90, 1)]
cases += [case(8, 8, [0.5, 0], 0, 1), case(7, 9, [0.25, -1.5], 0, 1), case(8, 8, [0, 0], 45, 1),
          case(9, 7, [1, 0], 10, 1), case(8, 8, [0, 0], -30, 1), case(7, 7, [0, 0], 0, 2),
          case(8, 8, [0, 0], 0, 0.5), case(9, 8, [1, 2], 33, 1.3), case(10, 10, [-1, 0.5], 200, 0.75)]
versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
path = HERE / "geometry.json"
path.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
assert path.stat().st_size < 60_000, path.stat().st_size
print(f"{path.name}: {len(cases)} cases, {path.stat().st_size} bytes")
