import numpy as np

# #region numpy
def clip_loss(images, texts, temperature):
    """images, texts: (n, d); row i of one belongs to row i of the other."""
    a = images / np.linalg.norm(images, axis=1, keepdims=True)
    b = texts / np.linalg.norm(texts, axis=1, keepdims=True)
    logits = a @ b.T / temperature
    def cross_entropy(z):
        z = z - z.max(axis=1, keepdims=True)
        return -np.mean(np.diag(z - np.log(np.exp(z).sum(axis=1, keepdims=True))))
    return (cross_entropy(logits) + cross_entropy(logits.T)) / 2
# #endregion

rng = np.random.default_rng(0)
for n in (2, 8, 64):
    same = np.ones((n, 4))
    print(n, "pairs, all vectors equal: loss %.3f = ln n = %.3f" % (clip_loss(same, same, 0.07), np.log(n)))
x = rng.normal(size=(64, 16))
for t in (1.0, 0.07):
    print("perfect pairs, temperature %.2f: loss %.3f" % (t, clip_loss(x, x, t)))
