"""Makes slam.json: the steps of EKF-SLAM with dense matrices, and whole drives, in NumPy.

Run from the root of the repository: python3 tests/golden/make_slam.py
Needs NumPy; everything is computed in float64. Jacobians are found by complex steps, exact to
rounding, so no formula of ours is used for them; the update is P - K S K' without Joseph's form.
"""

import json
import math
import pathlib
import platform

import numpy as np

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(77)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def wrap(a):
    return (a + np.pi) % (2 * np.pi) - np.pi


def move(v):
    """Pose and what the wheels report, to the new pose."""
    x, y, h, step, turn = v
    return np.array([x + step * np.cos(h), y + step * np.sin(h), h + turn])


def see(v):
    """Pose and place, to range and bearing; analytic, so that complex steps work."""
    x, y, h, u, w = v
    dx, dy = u - x, w - y
    angle = np.arctan2(dy.real, dx.real) + 1j * (dx.real * dy.imag - dy.real * dx.imag) / abs(complex(dx.real, dy.real)) ** 2
    return np.array([np.sqrt(dx * dx + dy * dy), angle - h])


def place(v):
    x, y, h, r, b = v
    return np.array([x + r * np.cos(h + b), y + r * np.sin(h + b)])


def jacobian(f, v):
    """Derivatives of f by complex steps of 1e-30."""
    columns = []
    for i in range(len(v)):
        w = np.array(v, dtype=complex)
        w[i] += 1e-30j
        columns.append(f(w).imag / 1e-30)
    return np.array(columns).T


def predict(mean, P, control, noise):
    n = len(mean)
    J = jacobian(move, [*mean[:3], *control])
    F = np.eye(n)
    F[:3, :3] = J[:, :3]
    G = np.zeros((n, 2))
    G[:3] = J[:, 3:]
    mean = mean.copy()
    mean[:3] = move(np.array([*mean[:3], *control]))
    mean[2] = wrap(mean[2])
    return mean, F @ P @ F.T + G @ np.diag([noise[0] ** 2, noise[1] ** 2]) @ G.T


def update(mean, P, k, seen, noise):
    n = len(mean)
    at = 3 + 2 * k
    v = [*mean[:3], *mean[at:at + 2]]
    J = jacobian(see, v)
    H = np.zeros((2, n))
    H[:, :3], H[:, at:at + 2] = J[:, :3], J[:, 3:]
    expected = see(np.array(v, dtype=complex)).real
    nu = np.array(seen) - expected
    nu[1] = wrap(nu[1])
    S = H @ P @ H.T + np.diag([noise[2] ** 2, noise[3] ** 2])
    K = np.linalg.solve(S, H @ P).T
    mean = mean + K @ nu
    mean[2] = wrap(mean[2])
    return mean, P - K @ S @ K.T, K, S, nu, nu @ np.linalg.solve(S, nu)


def enter(mean, P, seen, noise):
    n = len(mean)
    v = [*mean[:3], *seen]
    D = jacobian(place, v)
    J = np.vstack([np.eye(n), np.zeros((2, n))])
    J[n:, :3] = D[:, :3]
    W = np.zeros((n + 2, 2))
    W[n:] = D[:, 3:]
    R = np.diag([noise[2] ** 2, noise[3] ** 2])
    return np.concatenate([mean, place(np.array(v))]), J @ P @ J.T + W @ R @ W.T


NOISE = [0.05, 0.03, 0.1, 0.02]
steps = []
for case in range(12):
    m = case % 4 + 1
    n = 3 + 2 * m
    mean = np.concatenate([rng.normal(0, 3, 2), [rng.uniform(-3.1, 3.1)], rng.normal(0, 6, 2 * m)])
    A = rng.normal(0, 0.2, (n, n))
    P = A @ A.T
    noise = [v * rng.uniform(0.5, 3) for v in NOISE]
    control = [rng.uniform(0, 1), rng.uniform(-3, 3) if case % 3 == 0 else 0.1]
    k = int(rng.integers(0, m))
    seen = [rng.uniform(0.5, 6), rng.uniform(-3.1, 3.1)]
    pm, pP = predict(mean, P, control, noise)
    um, uP, K, S, nu, d2 = update(mean, P, k, seen, noise)
    em, eP = enter(mean, P, seen, noise)
    steps.append({
        "mean": numbers(mean), "cov": numbers(P), "noise": numbers(noise), "control": numbers(control),
        "k": k, "seen": numbers(seen),
        "predict": {"mean": numbers(pm), "cov": numbers(pP)},
        "update": {"mean": numbers(um), "cov": numbers(uP), "gain": numbers(K), "S": numbers(S),
                   "surprise": numbers(nu), "distance": float(f"{d2:.14g}")},
        "enter": {"mean": numbers(em), "cov": numbers(eP)},
    })


def generator(seed):
    s = seed

    def random():
        nonlocal s
        s = (s + 0x6D2B79F5) & 0xFFFFFFFF
        t = (s ^ s >> 15) * (s | 1) & 0xFFFFFFFF
        t ^= t + (t ^ t >> 7) * (t | 61) & 0xFFFFFFFF
        return (t ^ t >> 14) / 2**32

    def normal():
        u, v = random(), random()
        return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)

    return normal


def drive(seed, wheels, camera, sight, mistake):
    normal = generator(seed)
    noise = [NOISE[0] * wheels, NOISE[1] * wheels, NOISE[2] * camera, NOISE[3] * camera]
    truth = np.array([6, 0, np.pi / 2])
    mean, P, ids = truth.copy(), np.zeros((3, 3)), []
    omean, oP = truth.copy(), np.zeros((3, 3))
    posts = [(8 * math.cos(a), 8 * math.sin(a)) for a in (np.arange(16) + 0.5) * np.pi / 8]
    rows = []
    for t in range(1, 73):
        truth = move(np.array([*truth, np.pi / 5, np.pi / 30]))
        control = [np.pi / 5 + noise[0] * normal(), np.pi / 30 + noise[1] * normal()]
        omean, oP = predict(omean, oP, control, noise)
        mean, P = predict(mean, P, control, noise)
        for i, post in enumerate(posts):
            off = [noise[2] * normal(), noise[3] * normal()]
            r, b = see(np.array([*truth, *post], dtype=complex)).real
            if r > sight:
                continue
            name = mistake if i == 0 and t > 30 else i
            if name in ids:
                mean, P, *_ = update(mean, P, ids.index(name), [r + off[0], b + off[1]], noise)
            else:
                mean, P = enter(mean, P, [r + off[0], b + off[1]], noise)
                ids.append(name)
        if t % 9 == 0:
            axes = np.linalg.eigvalsh(P[:2, :2])
            d = mean[:2] - truth[:2]
            rows.append({"t": t, "mean": numbers(mean), "trace": float(f"{np.trace(P):.13g}"),
                         "odometry": numbers(omean), "oddCov": numbers(oP), "axes": numbers(axes),
                         "distance": float(f"{d @ np.linalg.solve(P[:2, :2], d):.12g}")})
    return {"seed": seed, "wheels": wheels, "camera": camera, "sight": sight, "mistake": mistake, "ids": ids, "rows": rows}


drives = [drive(7, 1, 1, 4, 0), drive(7, 1, 1, 4, 8), drive(3, 2, 0.5, 3, 0), drive(11, 0.5, 2, 5.5, 4)]
out = {"made": {"python": platform.python_version(), "numpy": np.__version__}, "steps": steps, "drives": drives}
(HERE / "slam.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
