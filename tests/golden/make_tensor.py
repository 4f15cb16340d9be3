"""Makes tensor.json, the golden numbers of src/lib/tensor.ts.

Run from the root of the repository: python3 tests/golden/make_tensor.py
Needs NumPy, which says for each case what comes out, or that it refuses.
"""

import json
import pathlib
import platform

import numpy as np

HERE = pathlib.Path(__file__).parent
rng = np.random.RandomState(2)
cases = []


def made(op, args, x, b, make):
    case = {"op": op, "args": args, "x": {"shape": x.shape, "data": x.ravel().tolist()}}
    if b is not None:
        case["b"] = {"shape": b.shape, "data": b.ravel().tolist()}
    try:
        y = np.asarray(make())
        case["y"] = {"shape": y.shape, "data": y.ravel().tolist()} if y.size else None
        case["strides"] = [s // 8 for s in np.empty(y.shape).strides]
    except (ValueError, IndexError):
        case["y"] = None
    cases.append(case)


def tensor(shape):
    return rng.randint(-9, 10, shape).astype(np.float64) if shape else np.array(float(rng.randint(-9, 10)))


shapes = [(), (1,), (5,), (2, 3), (4, 1), (1, 4), (2, 3, 4), (3, 1, 2), (2, 3, 4, 2), (2, 1, 3, 1)]
for shape in shapes:
    x = tensor(shape)
    for to in [(-1,), (1,) + shape, shape[::-1], (x.size,), (2, -1), (-1, 3), (6, 4), (-1, -1)]:
        made("reshape", list(to), x, None, lambda: x.reshape(to))
    for _ in range(3):
        perm = rng.permutation(len(shape)).tolist()
        made("transpose", perm, x, None, lambda: x.transpose(perm))
    for _ in range(8):
        parts = []
        for n in shape[: rng.randint(0, len(shape) + 1)]:
            start, stop = (None if rng.rand() < 0.3 else int(rng.randint(-n - 2, n + 3)) for _ in range(2))
            parts.append(int(rng.randint(-n - 1, n + 1)) if rng.rand() < 0.3 else [start, stop, int(rng.choice([1, 1, 2, -1, -2]))])
        key = tuple(p if isinstance(p, int) else slice(*p) for p in parts)
        made("slice", parts, x, None, lambda: x[key])
    for kind in ["sum", "mean", "max"]:
        for keep in [False, True]:
            axes = [int(a) for a in range(len(shape)) if rng.rand() < 0.5]
            if rng.rand() < 0.3:
                axes = [a - len(shape) for a in axes]
            made("reduce", [axes, kind, keep], x, None, lambda: getattr(np, kind)(x, axis=tuple(axes) or None, keepdims=keep))
    for other in shapes:
        b = tensor(other)
        op = ["add", "sub", "mul"][rng.randint(3)]
        made("broadcast", op, x, b, lambda: {"add": np.add, "sub": np.subtract, "mul": np.multiply}[op](x, b))
        axis = int(rng.randint(-2, 3))
        made("concat", axis, x, b, lambda: np.concatenate([x, b], axis))
        made("stack", axis, x, b, lambda: np.stack([x, b], axis))

for p, q in [((2, 3), (3, 4)), ((1, 1), (1, 5)), ((4, 2), (3, 2)), ((2, 2, 3), (3, 2)), ((2, 2, 3), (2, 3, 4)), ((2, 3, 2, 3), (2, 3, 3, 1)), ((5, 1), (1, 5))]:
    x, b = tensor(p), tensor(q)
    made("matmul", None, x, b, lambda: x @ b)
for shape in [(3,), (2, 3), (2, 2, 2)]:
    x, b = tensor(shape), tensor(shape)
    for axis in range(-len(shape) - 1, len(shape) + 1):
        made("stack", axis, x, b, lambda: np.stack([x, b], axis))
        made("concat", axis, x, b, lambda: np.concatenate([x, b], axis))

whole = np.array([0, 1, -1, 127, 128, 200, 255, 256, 257, -128, -129, -256, 1000, 65536, 16777216, 16777217, 16777219, 2147483647, -2147483648])
small = np.array([0, 7, 128, 255])
parts = np.array([0.1, 0.5, -0.5, 1.5, 2.999, 254.9, -0.9, 100.25])
for source, x in [("int32", whole), ("uint8", small), ("float32", parts)]:
    for to in ["uint8", "int32", "float32"]:
        stored = x.astype(source)
        made("cast", [source, to], stored.astype(np.float64), None, lambda: stored.astype(to).astype(np.float64))
        cases[-1]["bytes"] = np.dtype(to).itemsize

versions = {"python": platform.python_version(), "numpy": np.__version__}
(HERE / "tensor.json").write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
