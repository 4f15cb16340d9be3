import numpy as np

# #region numpy
def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def step(x, h, c, W, b):
    """One LSTM step; W has 4n rows in the order i, f, g, o over [x, h]."""
    i, f, g, o = np.split(W @ np.concatenate([x, h]) + b, 4)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c

def keep(gates):
    """Worked example: gates (i, f, g) given, c[0] = 0."""
    c, cs = 0.0, []
    for i, f, g in gates:
        c = f * c + i * g
        cs.append(c)
    return cs
# #endregion

print(keep([(1, 0, 0.5), (0, 1, 0), (0.5, 0.5, 1), (0.5, 1, -1)]))
rng = np.random.default_rng(0)
d, n = 8, 16
W, b = rng.normal(0, 0.1, (4 * n, d + n)), np.zeros(4 * n)
h = c = np.zeros(n)
for x in rng.normal(size=(5, d)):
    h, c = step(x, h, c, W, b)
print(h.shape, c.shape, "parameters", W.size + b.size)
for bias in (0, 1, 3):
    print("forget bias", bias, "gate %.2f" % sigmoid(bias), "after 40 steps %.0e" % sigmoid(bias) ** 40)
