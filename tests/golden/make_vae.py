"""Makes vae.json: divergences, Bernoulli losses, samples and arcs with PyTorch and NumPy, and the
peak signal-to-noise ratio with scikit-image.

Run from the root of the repository: python3 tests/golden/make_vae.py
Everything is computed in float64.
"""

import json
import pathlib
import platform

import numpy as np
import skimage
import torch
import torch.nn.functional as F
from skimage.metrics import peak_signal_noise_ratio
from torch.distributions import Normal, kl_divergence

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)


def numbers(a):
    return [float(f"{v:.14g}") for v in np.asarray(a, dtype=np.float64).ravel()]


def gaussian(rng, size):
    """A code: the divergence of every dimension, and a sample that carries gradients."""
    mu = torch.tensor(rng.normal(0, 2, size), requires_grad=True)
    logvar = torch.tensor(rng.normal(-2, 2, size), requires_grad=True)
    epsilon = rng.normal(0, 1, size)
    sigma = (logvar / 2).exp()
    z = mu + sigma * torch.tensor(epsilon)
    z.sum().backward()
    return {
        "mu": numbers(mu.detach()),
        "logvar": numbers(logvar.detach()),
        "epsilon": numbers(epsilon),
        "sigma": numbers(sigma.detach()),
        "z": numbers(z.detach()),
        "dmu": numbers(mu.grad),
        "dlogvar": numbers(logvar.grad),
        "kl": numbers(kl_divergence(Normal(mu, sigma), Normal(0.0, 1.0)).detach()),
    }


def pixels(rng, size):
    x = np.clip(rng.random(size) * 1.4 - 0.2, 0, 1)
    p = rng.random(size) ** 3
    p[:4] = [0, 1, 0, 1]
    x[:4] = [0, 1, 1, 0]
    loss = F.binary_cross_entropy(torch.tensor(p), torch.tensor(x), reduction="none")
    noisy = x + 0.3 * rng.normal(0, 1, size)
    return {
        "x": numbers(x),
        "p": numbers(p),
        "loss": numbers(loss),
        "psnr": float(f"{peak_signal_noise_ratio(x, noisy, data_range=1):.14g}"),
        "noisy": numbers(noisy),
    }


def arc(rng, size, t):
    a, b = rng.normal(0, 1, (2, size))
    angle = np.arccos(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))
    way = (np.sin((1 - t) * angle) * a + np.sin(t * angle) * b) / np.sin(angle)
    return {"a": numbers(a), "b": numbers(b), "t": t, "slerp": numbers(way)}


def main():
    rng = np.random.default_rng(4)
    out = {
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "torch": torch.__version__,
            "scikit-image": skimage.__version__,
        },
        "codes": [gaussian(rng, n) for n in (1, 2, 2, 3, 8, 16)],
        "pixels": [pixels(rng, n) for n in (8, 40)],
        "arcs": [arc(rng, n, t) for n in (2, 3, 16) for t in (0.0, 0.25, 0.7, 1.0)],
    }
    (HERE / "vae.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
