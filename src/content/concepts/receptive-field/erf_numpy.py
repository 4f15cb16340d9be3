import numpy as np


def profile(layers, k=3):
    """Influence of each pixel along one axis: a box convolved with itself `layers` times."""
    g = np.ones(1)
    for _ in range(layers):
        g = np.convolve(g, np.ones(k) / k)
    return g


for n in (5, 20, 80):
    g = profile(n)
    x = np.arange(len(g)) - len(g) // 2
    sigma = np.sqrt((x**2 * g).sum())
    gap = np.abs(g - np.exp(-(x**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))).max()
    side = next(s for s in range(1, len(g) + 1, 2) if g[abs(x) <= s // 2].sum() ** 2 >= 0.95)
    print(f"{n:2d} layers: field {len(g):3d}, sigma {sigma:.2f} = sqrt(2n/3) {np.sqrt(2 * n / 3):.2f},")
    print(f"  95% of the influence in {side}x{side}, {100 * side**2 / len(g)**2:.1f}% of the field")
    print(f"  distance from a Gaussian: {100 * gap / g.max():.1f}% of the peak")
