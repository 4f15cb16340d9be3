"""The same score in NumPy: labels as a table of 0 and 1, one row per picture, one column per class."""

import numpy as np

CLASSES = ["desk", "monitor", "laptop", "notebook", "ox", "quill", "feather boa", "water jug", "cup"]
index = {name: i for i, name in enumerate(CLASSES)}
label = np.array([index[n] for n in ["desk", "laptop", "ox", "quill", "water jug"]])
predicted = np.array([index[n] for n in ["monitor", "notebook", "ox", "quill", "cup"]])
accepted = np.zeros((5, len(CLASSES)), dtype=bool)
for row, names in enumerate([["desk", "monitor"], ["laptop", "notebook"], ["ox"], ["feather boa"], []]):
    accepted[row, [index[n] for n in names]] = True

# #region labels
one_label = (predicted == label).mean()
some = accepted.any(axis=1)  # pictures with at least one accepted class
any_label = accepted[some, predicted[some]].mean()
# #endregion

print(f"one label {one_label:.2f}, any accepted label {any_label:.2f}, pictures {some.sum()} of {len(label)}")
