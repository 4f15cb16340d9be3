"""The same intervals by SciPy, and a bootstrap in three lines of NumPy."""

import numpy as np
from scipy.stats import binomtest

# #region numpy
count = np.array([150, 169, 149, 155, 147, 129, 152, 160, 142, 147])
errors = np.array([1, 1, 4, 1, 1, 2, 0, 1, 4, 0])
n = count.sum()
interval = binomtest(int(n - errors.sum()), int(n)).proportion_ci(0.95, method="wilson")
print(f"accuracy {1 - errors.sum() / n:.4f}, {interval.low:.4f} to {interval.high:.4f}")

right = np.ones(n, dtype=int)
right[: errors.sum()] = 0
rng = np.random.default_rng(0)
draws = right[rng.integers(0, n, size=(2000, n))].mean(axis=1)
print("bootstrap       ", np.quantile(draws, [0.025, 0.975]).round(4))

for digit in (2, 8):
    low, high = binomtest(int(count[digit] - errors[digit]), int(count[digit])).proportion_ci(method="wilson")
    print(f"recall of {digit}: {1 - errors[digit] / count[digit]:.3f}, {low:.3f} to {high:.3f}")

# McNemar: of 25 examples that only one of two models got right, 16 went to the first.
print("16 of 25: p =", round(binomtest(16, 25).pvalue, 3))
# #endregion
