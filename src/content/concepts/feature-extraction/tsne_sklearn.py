"""Three clusters on a line, the third ten times as far away as the second: what t-SNE draws."""

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

rng = np.random.default_rng(0)
centers = np.zeros((3, 10))
centers[:, 0] = [0, 10, 110]  # A to B is 10, B to C is 100
x = np.concatenate([center + rng.normal(size=(50, 10)) for center in centers])


def ratio(points):
    a, b, c = (points[i : i + 50].mean(axis=0) for i in (0, 50, 100))
    return np.linalg.norm(c - b) / np.linalg.norm(b - a)


print(f"distance B to C over A to B: data {ratio(x):.1f}")
print(f"PCA   {ratio(PCA(2).fit_transform(x)):.1f}")
for seed in (0, 1, 2):
    map_ = TSNE(perplexity=30, init="random", random_state=seed).fit_transform(x)
    print(f"t-SNE {ratio(map_):.1f} (seed {seed})")
print("transform new points: PCA", hasattr(PCA, "transform"), "t-SNE", hasattr(TSNE, "transform"))
