"""The same with scikit-learn: groups, and a pipeline inside the folds."""

import numpy as np

# #region sklearn
from sklearn.feature_selection import SelectKBest
from sklearn.model_selection import GroupKFold, LeaveOneOut, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline

brightness = np.array([[10], [11], [20], [21], [30], [31], [40], [41]])
sick = np.array([1, 1, 0, 0, 1, 1, 0, 0])
patient = list("AABBCCDD")
knn = KNeighborsClassifier(1)
print("images  ", cross_val_score(knn, brightness, sick, cv=LeaveOneOut()).mean())
print("patients", cross_val_score(knn, brightness, sick, groups=patient, cv=GroupKFold(4)).mean())

# Pure noise. Selection belongs into the pipeline, so that each fold selects for itself.
rng = np.random.default_rng(0)
x, y = rng.normal(size=(50, 2000)), np.arange(50) % 2
chosen = SelectKBest(k=50).fit_transform(x, y)
print("selected before", cross_val_score(knn, chosen, y).mean().round(2))
pipe = make_pipeline(SelectKBest(k=50), knn)
print("selected inside", cross_val_score(pipe, x, y).mean().round(2))
# #endregion
