"""The same numbers by NumPy and by scikit-learn."""

import numpy as np
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support


# #region sklearn
def labels_from(matrix):
    """Lists of true and predicted classes that have this confusion matrix."""
    rows, columns = np.indices(matrix.shape)
    return np.repeat(rows, matrix.ravel()), np.repeat(columns, matrix.ravel())


animals = np.array([[54, 6, 0], [6, 24, 0], [0, 6, 4]])  # rows: truth, columns: prediction
precision = animals.diagonal() / animals.sum(axis=0)
recall = animals.diagonal() / animals.sum(axis=1)
f1 = 2 * precision * recall / (precision + recall)
print("per class  P", precision.round(4), "R", recall.round(4))
print("mean of F1     ", f1.mean().round(4))
P, R = precision.mean(), recall.mean()
print("F1 of the means", (2 * P * R / (P + R)).round(4))

truth, predicted = labels_from(animals)
assert (confusion_matrix(truth, predicted) == animals).all()
for how in ["macro", "weighted", "micro"]:
    p, r, f, _ = precision_recall_fscore_support(truth, predicted, average=how)
    print(f"{how:9} P {p:.4f}  R {r:.4f}  F1 {f:.4f}")
# #endregion

parts = np.array([[930, 10], [20, 40]])  # class 1 is the defect
truth, predicted = labels_from(parts)
print("F1 of the defects   ", f1_score(truth, predicted, pos_label=1).round(4))
print("F1 of the good parts", f1_score(truth, predicted, pos_label=0).round(4))
