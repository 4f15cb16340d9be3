"""Makes metric-bench.json: scikit-learn's metrics with weighted negatives, and reports of matrices.

Run from the root of the repository: python3 tests/golden/make_metric_bench.py
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
import sklearn.metrics as m

warnings.filterwarnings("ignore")
rng = np.random.default_rng(11)
scored = []
for p, n, times, digits, threshold in [
    (5, 5, 1, 0, 5),
    (40, 40, 9, 2, 1.2),
    (12, 30, 100, 1, 0.5),
    (20, 20, 3, 0, 1),
    (1, 1, 1, 2, 0),
    (30, 10, 2, 1, 9),
    (30, 10, 2, 1, -9),
]:
    positives = np.round(rng.normal(size=p) * (3 if p == 5 else 1) + 1.5, digits) + 0.0
    negatives = np.round(rng.normal(size=n) * (3 if p == 5 else 1), digits) + 0.0
    truth = np.r_[np.ones(p), np.zeros(n)]
    scores = np.r_[positives, negatives]
    weight = np.r_[np.ones(p), np.full(n, times)]
    said = scores >= threshold
    (tn, fp), (fn, tp) = m.confusion_matrix(truth, said, labels=[0, 1], sample_weight=weight)
    binary = dict(sample_weight=weight, zero_division=0)
    specificity = m.recall_score(truth, said, pos_label=0, **binary)
    metrics = [
        m.accuracy_score(truth, said, sample_weight=weight),
        m.precision_score(truth, said, **binary),
        m.recall_score(truth, said, **binary),
        m.f1_score(truth, said, **binary),
        specificity,
        1 - specificity,
        m.balanced_accuracy_score(truth, said, sample_weight=weight),
        m.matthews_corrcoef(truth, said, sample_weight=weight),
    ]
    fpr, tpr, at = m.roc_curve(truth, scores, drop_intermediate=False, sample_weight=weight)
    precision, _, _ = m.precision_recall_curve(truth, scores, sample_weight=weight)
    scored.append(
        dict(
            positives=positives.tolist(),
            negatives=negatives.tolist(),
            times=times,
            threshold=threshold,
            counts=dict(tp=tp, fp=fp, fn=fn, tn=tn),
            metrics=metrics,
            thresholds=at[1:].tolist(),
            fpr=fpr[1:].tolist(),
            recall=tpr[1:].tolist(),
            # From the laxest threshold on, with a point (1, 0) at the end that nothing was asked for.
            precision=precision[-2::-1].tolist(),
            auc=m.roc_auc_score(truth, scores, sample_weight=weight),
            ap=m.average_precision_score(truth, scores, sample_weight=weight),
        )
    )

reports = []
for matrix in [
    [[54, 6, 0], [6, 24, 0], [0, 6, 4]],
    [[480, 15, 5], [12, 285, 3], [1, 1, 18]],
    [[3, 0], [0, 7]],
    [[5, 2, 0, 0], [1, 4, 0, 0], [0, 3, 0, 1], [0, 0, 0, 0]],
]:
    k = len(matrix)
    cells = [(i, j) for i in range(k) for j in range(k) for _ in range(matrix[i][j])]
    truth, said = zip(*cells)
    of = lambda how: m.precision_recall_fscore_support(
        truth, said, labels=range(k), average=how, zero_division=0
    )[:3]
    reports.append(
        dict(
            matrix=matrix,
            perClass=np.array(of(None)).T.tolist(),
            **{how: list(of(how)) for how in ["macro", "micro", "weighted"]},
            accuracy=m.accuracy_score(truth, said),
        )
    )

out = dict(libraries=f"scikit-learn {sklearn.__version__}", scored=scored, reports=reports)
target = pathlib.Path(__file__).parent / "metric-bench.json"
target.write_text(json.dumps(out, separators=(",", ":"), default=float) + "\n")
