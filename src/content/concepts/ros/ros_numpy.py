import numpy as np

rng = np.random.default_rng(0)
# #region numpy
rare = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]])
common = rng.normal(8, 1, size=(9, 2))
missing = len(common) - len(rare)


def oversample():
    """Row numbers: every rare row once, then draws with replacement."""
    return np.concatenate([np.arange(3), rng.integers(3, size=missing)])


def smote():
    """Points between a rare row and another one (k = 2 neighbors)."""
    a = rng.integers(3, size=missing)
    b = (a + rng.integers(1, 3, size=missing)) % 3
    return rare[a] + rng.random((missing, 1)) * (rare[b] - rare[a])


def show(name, r, c):
    new = len(np.unique(r, axis=0))
    print(f"{name:14} {len(r)} + {len(c)} rows, distinct {new} + {len(c)}")


show("as it is", rare, common)
show("oversampled", rare[oversample()], common)
show("undersampled", rare, common[rng.permutation(9)[:3]])
show("SMOTE", np.vstack([rare, smote()]), common)

copies = np.array([np.bincount(oversample())[0] for _ in range(100_000)])
print("class weight  ", len(common) / len(rare))
print("copies of row 0: mean %.2f, variance %.2f" % (copies.mean(), copies.var()))
# #endregion
