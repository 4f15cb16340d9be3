import numpy as np

rng = np.random.default_rng(18)


# #region numpy
def crop_and_flip(images, pad, rng):
    """Random crops of the padded images [N, H, W, C], half of them mirrored."""
    n, h, w, _ = images.shape
    padded = np.pad(images, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    out = np.empty_like(images)
    for i, (top, left) in enumerate(rng.integers(0, 2 * pad + 1, size=(n, 2))):
        crop = padded[i, top : top + h, left : left + w]
        out[i] = crop[:, ::-1] if rng.random() < 0.5 else crop
    return out


def mixup(images, labels, alpha, rng):
    """Each example mixed with another one of the batch, the one-hot labels [N, K] as well."""
    lam = rng.beta(alpha, alpha)
    other = rng.permutation(len(images))
    return lam * images + (1 - lam) * images[other], lam * labels + (1 - lam) * labels[other]


images, labels = rng.random((4, 32, 32, 3)), np.eye(10)[[3, 1, 4, 1]]
x = crop_and_flip(images, 4, rng)  # new ones in every epoch, for training only
x, y = mixup(x, labels, 0.2, rng)
print(x.shape, "label of the first image", y[0].round(2))
print("every label still sums to", y.sum(axis=1))
# #endregion
