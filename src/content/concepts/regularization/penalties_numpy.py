import numpy as np

# #region penalties
kernels = [np.array([[6.0, 2.0], [-1.0, 0.0]]), np.array([3.0, -4.0])]
lam = 1e-2  # `lambda` is a keyword of Python

l1 = lam * sum(np.abs(w).sum() for w in kernels)  # every weight array, no biases
l2 = lam * sum(np.square(w).sum() for w in kernels)
print(f"L1 {l1:.2f}, L2 {l2:.2f}")

try:
    compile("loss += lambda * np.sum(np.abs(w))", "answer", "exec")
except SyntaxError:
    print("lambda * np.sum(...): SyntaxError")
# #endregion
