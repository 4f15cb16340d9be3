"""Self-attention with two heads in NumPy: rows sum to 1, and a shuffle passes through."""

import numpy as np

rng = np.random.default_rng(0)
n, width, heads = 5, 8, 2
d = width // heads
Wq, Wk, Wv, Wo = rng.normal(0, width**-0.5, (4, width, width))


def split(x):  # [n, width] -> [heads, n, d]
    return x.reshape(n, heads, d).transpose(1, 0, 2)


def self_attention(x):
    q, k, v = split(x @ Wq), split(x @ Wk), split(x @ Wv)
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(d)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)  # over the keys
    joined = (weights @ v).transpose(1, 0, 2).reshape(n, width)
    return joined @ Wo, weights


x = rng.normal(size=(n, width))
y, weights = self_attention(x)
print("weights:", weights.shape, " rows sum to 1:", np.allclose(weights.sum(-1), 1))
print("smallest weight > 0:", weights.min() > 0)
order = rng.permutation(n)
shuffled, _ = self_attention(x[order])
print("shuffled input, shuffled output:", np.allclose(shuffled, y[order]))
