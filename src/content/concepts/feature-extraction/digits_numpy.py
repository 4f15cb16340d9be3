"""PCA and LDA of 1,000 digits in public/data/digits; run it from the root of the project."""

import json

import numpy as np
from skimage.io import imread


def sprites(name):
    """The 28×28 tiles of a picture, 50 a row, as vectors from 0 to 1, with their labels."""
    sheet = imread(f"public/data/digits/{name}.png")
    info = json.load(open("public/data/digits/index.json"))["files"][name]
    tiles = sheet.reshape(-1, 28, 50, 28).swapaxes(1, 2).reshape(-1, 784)[: info["count"]]
    return tiles / 255, np.concatenate([np.full(n, digit) for digit, n in info["runs"]])


train = [[part[:100] for part in sprites(f"train-{digit}")] for digit in range(10)]
X, y = (np.concatenate(parts) for parts in zip(*train))
X_test, y_test = sprites("test")

# #region pca
mean = X.mean(axis=0)
_, singular, directions = np.linalg.svd(X - mean, full_matrices=False)
variance = singular**2 / len(X)


def pca(x, k):
    return (x - mean) @ directions[:k].T  # fitted on the training digits, used on all


# #endregion


# #region lda
def lda(Z, labels):
    """The directions that separate the class means best, in units of the spread within classes."""
    means = np.array([Z[labels == c].mean(axis=0) for c in range(10)])
    within = (Z - means[labels]).T @ (Z - means[labels])
    between = 100 * (means - Z.mean(axis=0)).T @ (means - Z.mean(axis=0))
    values, vectors = np.linalg.eig(np.linalg.solve(within, between))
    order = np.argsort(-values.real)
    return values.real[order], vectors.real[:, order]


# #endregion


def neighbor(A, B):
    """Accuracy of the nearest training digit on the 1,500 test digits."""
    distance = (B**2).sum(1)[:, None] - 2 * B @ A.T + (A**2).sum(1)
    return (y[distance.argmin(1)] == y_test).mean()


for k in (2, 9, 50, 200):
    kept = variance[:k].sum() / variance.sum()
    print(f"PCA {k:3}: variance kept {kept:.1%}, nearest neighbor {neighbor(pca(X, k), pca(X_test, k)):.1%}")
print(f"784 pixels: nearest neighbor {neighbor(X, X_test):.1%}")

Z, Z_test = pca(X, 50), pca(X_test, 50)
values, vectors = lda(Z, y)
print("LDA: directions that separate anything:", (values > 1e-9).sum())
for k in (2, 9):
    print(f"LDA {k}: nearest neighbor {neighbor(Z @ vectors[:, :k], Z_test @ vectors[:, :k]):.1%}")
