"""Makes the golden numbers of up-sampling, which tests/lib/upsample.test.ts compares src/lib with.

Run from the root of the repository: python3 tests/golden/make_upsample.py
Needs PyTorch and NumPy; the versions used are written into the file. Computed in float64 by
F.conv_transpose2d and F.interpolate; arrays are stored as in src/lib: images [H, W, C], kernels of a
transposed convolution [k_h, k_w, C_out, C_in], flattened row by row.
"""

import json
import pathlib
import platform

import numpy as np
import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
rng = np.random.RandomState(20261122)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def tensor(shape):
    return torch.tensor(np.round(rng.uniform(-2, 2, size=shape), 1))


def hwc(x):
    return x[0].permute(1, 2, 0).numpy()


def transposed(h, w, f, kh, kw, c, stride=(1, 1), padding=(0, 0), op=(0, 0), dilation=(1, 1)):
    x = tensor((1, f, h, w))
    k = tensor((f, c, kh, kw))
    y = F.conv_transpose2d(x, k, None, stride, padding, op, 1, dilation)
    return {
        "inputShape": [h, w, f], "input": numbers(hwc(x)),
        "kernelShape": [kh, kw, c, f], "kernel": numbers(k.permute(2, 3, 1, 0)),
        "stride": stride, "padding": [padding[0], padding[0], padding[1], padding[1]],
        "outputPadding": op, "dilation": dilation,
        "outputShape": [y.shape[2], y.shape[3], c], "output": numbers(hwc(y)),
    }


def resized(mode, h, w, c, oh, ow, align):
    x = tensor((1, c, h, w))
    flag = {"align_corners": align} if mode == "bilinear" else {}
    y = F.interpolate(x, size=(oh, ow), mode=mode, **flag)
    return {"mode": mode, "inputShape": [h, w, c], "input": numbers(hwc(x)), "size": [oh, ow],
            "alignCorners": align, "output": numbers(hwc(y))}


def write(name, cases):
    versions = {"python": platform.python_version(), "numpy": np.__version__, "torch": torch.__version__}
    text = json.dumps({"versions": versions, "cases": cases}, separators=(",", ":"))
    (HERE / f"{name}.json").write_text(text + "\n")
    print(f"{name}.json: {len(cases)} cases, {len(text)} bytes")


write("transposed", [
    transposed(3, 3, 1, 3, 3, 1),
    transposed(3, 3, 1, 3, 3, 1, stride=(2, 2)),
    transposed(3, 4, 1, 4, 4, 1, stride=(2, 2), padding=(1, 1)),
    transposed(2, 3, 1, 2, 2, 1, stride=(2, 2)),
    transposed(3, 3, 1, 3, 3, 1, stride=(2, 2), padding=(1, 1), op=(1, 1)),
    transposed(3, 2, 2, 3, 2, 3, stride=(2, 1), padding=(1, 0), op=(1, 0)),
    transposed(2, 2, 1, 3, 3, 1, stride=(3, 3), dilation=(2, 2)),
    transposed(3, 3, 1, 2, 3, 1, stride=(1, 2), dilation=(3, 2), op=(2, 1)),
    transposed(4, 3, 1, 2, 2, 1, stride=(3, 4), op=(2, 3)),
    transposed(5, 4, 1, 3, 3, 1, stride=(2, 2), padding=(3, 2)),
    transposed(1, 1, 3, 3, 4, 2, stride=(2, 2)),
    transposed(4, 4, 1, 1, 1, 1, stride=(3, 3)),
    transposed(3, 2, 1, 5, 4, 1, stride=(2, 3), dilation=(3, 2), padding=(4, 3), op=(2, 2)),
    transposed(2, 2, 2, 2, 2, 2, dilation=(4, 5), op=(3, 4)),
])

write("resize", [
    *[resized("nearest", h, w, c, oh, ow, False)
      for h, w, c, oh, ow in [(3, 3, 1, 6, 6), (2, 3, 2, 6, 9), (3, 4, 1, 5, 7), (1, 1, 1, 3, 2),
                              (4, 2, 1, 28, 10)]],
    *[resized("bilinear", h, w, c, oh, ow, align)
      for align in (False, True)
      for h, w, c, oh, ow in [(3, 3, 1, 6, 6), (2, 3, 2, 6, 9), (3, 4, 1, 5, 7), (1, 1, 1, 3, 2),
                              (4, 2, 1, 28, 10), (2, 2, 1, 2, 2), (5, 3, 1, 1, 3)]],
])
