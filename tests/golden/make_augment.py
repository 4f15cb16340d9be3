"""Makes augment.json, the golden numbers of src/lib/ops/augment.ts.

Run from the root of the repository: python3 tests/golden/make_augment.py
Needs PyTorch (affine_grid, grid_sample, interpolate), scikit-image (warp), SciPy (gaussian_filter) and
Pillow (ImageEnhance, in whole numbers).
"""

import json
import pathlib
import platform

import numpy as np
import PIL.Image
import PIL.ImageEnhance
import scipy
import scipy.ndimage
import skimage
import torch
import torch.nn.functional as F
from skimage.transform import AffineTransform, warp

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(3)


def numbers(a, digits=12):
    return [float(f"{v:.{digits}g}") for v in np.asarray(a).ravel()]


affine = []
for H, W, rotate, scale, shear, shift in [(7, 7, 30, 1, 0, (0, 0)), (8, 6, -70, 1.4, 0, (1.5, -2)), (9, 9, 15, 0.7, 0.4, (0, 1)), (6, 9, 160, 1, -0.8, (-1.25, 0.5)), (5, 5, 90, 1, 0, (0, 0))]:
    image = np.round(rng.uniform(0, 1, (H, W)), 3)
    t = np.deg2rad(rotate)
    # Forward, x to the right and y downwards: shear, then turn counter-clockwise, then scale, then shift.
    turn = np.array([[np.cos(t), np.sin(t)], [-np.sin(t), np.cos(t)]])
    linear = scale * turn @ np.array([[1, shear], [0, 1]])
    back = np.linalg.inv(linear)
    off = -back @ np.array([shift[1], shift[0]])
    matrix = np.column_stack([back, off])
    x = torch.tensor(image)[None, None]
    outs, thetas = [], []
    for align in [False, True]:
        w, h = (W - 1, H - 1) if align else (W, H)
        to = np.array([2 / w, 2 / h])  # pixels from the centre to −1…1
        theta = np.column_stack([to[:, None] * back / to[None], to * off])
        grid = F.affine_grid(torch.tensor(theta)[None], x.shape, align_corners=align)
        outs.append(F.grid_sample(x, grid, mode="bilinear", padding_mode="zeros", align_corners=align)[0, 0].numpy())
        thetas.append(theta)
    middle = np.array([[1, 0, -(W - 1) / 2], [0, 1, -(H - 1) / 2], [0, 0, 1]])
    whole = np.linalg.inv(middle) @ np.vstack([matrix, [0, 0, 1]]) @ middle
    warped = warp(np.pad(image, 2), np.array([[1, 0, 2], [0, 1, 2], [0, 0, 1]]) @ whole @ np.array([[1, 0, -2], [0, 1, -2], [0, 0, 1]]), order=1, mode="constant", cval=0)[2:-2, 2:-2]
    assert np.abs(outs[0] - outs[1]).max() < 1e-12 and np.abs(warped - outs[0]).max() < 1e-9
    affine.append({"H": H, "W": W, "rotate": rotate, "scale": scale, "shear": shear, "shift": shift, "image": numbers(image),
                   "matrix": numbers(matrix), "thetaFalse": numbers(thetas[0]), "thetaTrue": numbers(thetas[1]), "y": numbers(outs[0])})

blur = []
for H, W, sigma in [(9, 7, 0.6), (12, 12, 1.5), (6, 8, 3)]:
    image = np.round(rng.uniform(0, 1, (H, W)), 3)
    blur.append({"H": H, "W": W, "sigma": sigma, "image": numbers(image), "y": numbers(scipy.ndimage.gaussian_filter(image, sigma, mode="reflect"))})

resize = []
for H, W, h, w in [(6, 6, 9, 9), (8, 5, 3, 4), (7, 9, 14, 5)]:
    image = np.round(rng.uniform(0, 1, (H, W)), 3)
    x = torch.tensor(image)[None, None]
    make = lambda **options: numbers(F.interpolate(x, size=(h, w), **options)[0, 0])
    resize.append({"H": H, "W": W, "h": h, "w": w, "image": numbers(image), "bilinear half-pixel": make(mode="bilinear", align_corners=False),
                   "bilinear align-corners": make(mode="bilinear", align_corners=True), "nearest asymmetric": make(mode="nearest"), "nearest half-pixel": make(mode="nearest-exact")})

colour = rng.randint(0, 256, (6, 5, 3)).astype(np.uint8)
picture = PIL.Image.fromarray(colour)
enhance = []
for name, kind in [("brightness", PIL.ImageEnhance.Brightness), ("contrast", PIL.ImageEnhance.Contrast), ("saturation", PIL.ImageEnhance.Color)]:
    for factor in [0, 0.4, 1.6]:
        enhance.append({"name": name, "factor": factor, "y": np.asarray(kind(picture).enhance(factor)).ravel().tolist()})

versions = {"python": platform.python_version(), "torch": torch.__version__, "scikit-image": skimage.__version__, "scipy": scipy.__version__, "pillow": PIL.__version__}
out = {"versions": versions, "cases": affine, "blur": blur, "resize": resize, "colour": colour.ravel().tolist(), "enhance": enhance}
(HERE / "augment.json").write_text(json.dumps(out) + "\n")
