"""Makes spaces.json, the golden numbers of src/lib/spaces.ts.

Run from the root of the repository: python3 tests/golden/make_spaces.py
Needs NumPy, SciPy and scikit-learn: eigenvectors, PCA, LDA, the joint probabilities of t-SNE, its
divergence and gradient.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import scipy.linalg
import scipy.optimize
import scipy.spatial
import sklearn
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.manifold import _t_sne
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import KNeighborsClassifier

HERE = pathlib.Path(__file__).parent
rng = np.random.RandomState(2)


def numbers(a, digits=13):
    return [float(f"{v:.{digits}g}") for v in np.asarray(a, float).ravel()]


def signed(rows):
    """The largest entry of each row is positive."""
    return np.array([row * np.sign(row[np.argmax(np.abs(row))]) for row in rows])


cases = []
for n, d, classes in [(30, 5, 3), (12, 20, 3), (60, 8, 4)]:
    labels = np.arange(n) % classes
    x = np.round(rng.normal(size=(n, d)) @ rng.normal(size=(d, d)) + 2 * rng.normal(size=(classes, d))[labels], 4)
    pca = PCA(n_components=4, svd_solver="full").fit(x)
    case = {"n": n, "d": d, "x": numbers(x), "labels": labels.tolist(), "axes": numbers(signed(pca.components_)), "values": numbers(pca.explained_variance_),
            "ratio": numbers(pca.explained_variance_ratio_), "mean": numbers(pca.mean_)}
    if n > d + classes:
        lda = LinearDiscriminantAnalysis(solver="eigen", n_components=2).fit(x, labels)
        within = sum((x[labels == c] - x[labels == c].mean(0)).T @ (x[labels == c] - x[labels == c].mean(0)) for c in range(classes))
        between = sum((labels == c).sum() * np.outer(x[labels == c].mean(0) - x.mean(0), x[labels == c].mean(0) - x.mean(0)) for c in range(classes))
        values, vectors = scipy.linalg.eigh(between, within)
        best = vectors[:, ::-1].T[:2] * np.sqrt(n - classes)
        ratio = values[::-1] / values[::-1][:classes - 1].sum()
        assert np.allclose(ratio[:2], lda.explained_variance_ratio_, atol=1e-10)
        case["lda"] = {"within": numbers(within), "between": numbers(between), "values": numbers(values[::-1][:2]), "axes": numbers(signed(best)), "ratio": numbers(ratio[:2])}
    squares = pairwise_distances(x, squared=True)
    perplexity = 5
    # scikit-learn searches in single precision with a tolerance of 1e-5: the widths by bisection in double.
    p = np.zeros((n, n))
    for i in range(n):
        off = np.delete(squares[i], i)

        def entropy(beta):
            e = np.exp(-(off - off.min()) * beta)
            q = e / e.sum()
            return q, -(q[q > 0] * np.log(q[q > 0])).sum()

        beta = scipy.optimize.brentq(lambda b: entropy(b)[1] - np.log(perplexity), 1e-9, 1e3, xtol=1e-15, rtol=1e-14)
        p[i, np.arange(n) != i] = entropy(beta)[0]
    joint = (p + p.T) / (2 * n)
    theirs = scipy.spatial.distance.squareform(_t_sne._joint_probabilities(squares.astype(np.float32), perplexity, 0))
    assert np.abs(joint - theirs).max() < 1e-5
    y = np.round(rng.normal(size=(n, 2)), 3)
    kl, gradient = _t_sne._kl_divergence(y.ravel(), scipy.spatial.distance.squareform(joint, checks=False), 1, n, 2)
    knn = KNeighborsClassifier(3, algorithm="brute").fit(x[::2], labels[::2])
    case["tsne"] = {"perplexity": perplexity, "p": numbers(joint), "y": numbers(y), "kl": float(kl), "gradient": numbers(gradient)}
    case["neighbours"] = [(2 * row).tolist() for row in knn.kneighbors(x[1::2], return_distance=False)]
    cases.append(case)

versions = {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}
(HERE / "spaces.json").write_text(json.dumps({"versions": versions, "cases": cases}) + "\n")
