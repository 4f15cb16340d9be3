"""The same ten examples by scikit-learn, and what goes wrong with hard labels and trapezoids."""

import numpy as np

# #region sklearn
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_auc_score

truth = np.array([1, 1, 0, 1, 1, 0, 1, 0, 0, 0])
scores = np.arange(10, 0, -1)
print("ROC AUC          ", roc_auc_score(truth, scores).round(4))
print("average precision", average_precision_score(truth, scores).round(4))

# Any function that keeps the order keeps the area.
print("of the logarithms", roc_auc_score(truth, np.log(scores)).round(4))

# Answers instead of scores: one corner is left of the curve.
answers = (scores >= 6).astype(int)
print("of the answers   ", roc_auc_score(truth, answers).round(4))

# Trapezoids under precision-recall points that lie far apart.
truth = np.array([1] * 10 + [0] * 90)
scores = np.array([2] * 5 + [1] * 95)
precision, recall, _ = precision_recall_curve(truth, scores)
print("trapezoids", auc(recall, precision).round(4), " AP", average_precision_score(truth, scores).round(4))
# #endregion

# Three classes: one against the rest, and every pair of classes (Hand and Till).
rng = np.random.default_rng(0)
y = rng.integers(0, 3, 300)
z = rng.normal(size=(300, 3))
z[np.arange(300), y] += 1
p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
for how in ["ovr", "ovo"]:
    print(how, roc_auc_score(y, p, multi_class=how, average="macro").round(4))
