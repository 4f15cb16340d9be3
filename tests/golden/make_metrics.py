"""Makes metrics.json: metrics of classifiers by scikit-learn, Wilson's interval by SciPy.

Run from the root of the repository: python3 tests/golden/make_metrics.py
"""

import json
import pathlib

import numpy as np
import scipy.stats
import sklearn
import sklearn.metrics as m

rng = np.random.default_rng(7)
binary = []
for n, grid in [(40, 0), (60, 8), (25, 3), (200, 0)]:
    truth = (rng.random(n) < 0.3).astype(int)
    truth[0], truth[1] = 1, 0
    scores = rng.normal(size=n) + truth
    if grid:
        scores = np.round(scores * grid / 4) * 4 / grid  # ties
    said = (scores >= 0.5).astype(int)
    tn, fp, fn, tp = m.confusion_matrix(truth, said).ravel()
    fpr, tpr, _ = m.roc_curve(truth, scores, drop_intermediate=False)
    binary.append(
        dict(
            truth=truth.tolist(),
            scores=scores.tolist(),
            threshold=0.5,
            counts=dict(tp=int(tp), fp=int(fp), fn=int(fn), tn=int(tn)),
            accuracy=m.accuracy_score(truth, said),
            precision=m.precision_score(truth, said, zero_division=0),
            recall=m.recall_score(truth, said),
            f1=m.f1_score(truth, said),
            f2=m.fbeta_score(truth, said, beta=2),
            matthews=m.matthews_corrcoef(truth, said),
            balanced=m.balanced_accuracy_score(truth, said),
            fpr=fpr.tolist(),
            tpr=tpr.tolist(),
            auc=m.roc_auc_score(truth, scores),
            ap=m.average_precision_score(truth, scores),
        )
    )

multi = []
for n, k in [(30, 3), (80, 5)]:
    truth = rng.integers(0, k, n)
    scores = rng.normal(size=(n, k))
    scores[np.arange(n), truth] += 1
    said = scores.argmax(1)
    averages = {}
    for how in ["macro", "weighted", "micro"]:
        p, r, f, _ = m.precision_recall_fscore_support(truth, said, average=how, zero_division=0)
        averages[how] = dict(precision=p, recall=r, f1=f)
    multi.append(
        dict(
            truth=truth.tolist(),
            predicted=said.tolist(),
            scores=scores.tolist(),
            confusion=m.confusion_matrix(truth, said).tolist(),
            averages=averages,
            top2=m.top_k_accuracy_score(truth, scores, k=2),
        )
    )

wilson = []
for k, n in [(81, 263), (15, 1500), (0, 20), (29, 29), (1, 2)]:
    interval = scipy.stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
    wilson.append(dict(k=k, n=n, low=interval.low, high=interval.high))

libraries = f"scikit-learn {sklearn.__version__}, SciPy {scipy.__version__}"
out = dict(libraries=libraries, binary=binary, multi=multi, wilson=wilson)
target = pathlib.Path(__file__).parent / "metrics.json"
target.write_text(json.dumps(out, separators=(",", ":")) + "\n")
