import numpy as np

index = np.array([[0, 0, 1, 1],
                  [0, 2, 1, 1],
                  [2, 2, 0, 1],
                  [2, 2, 0, 0]])

one_hot = index == np.arange(3)[:, None, None]  # [3, 4, 4], True and False
print("one-hot", one_hot.shape, "pixels", one_hot.sum(axis=(1, 2)))
print("one class a pixel", (one_hot.sum(axis=0) == 1).all())
print("back", (one_hot.argmax(axis=0) == index).all())


def runs(mask):
    """Run lengths of 0, 1, 0, … down the columns, as in COCO files."""
    flat = np.concatenate([[0], mask.ravel(order="F").astype(int), [-1]])
    edges = np.flatnonzero(np.diff(flat))
    return np.diff(np.concatenate([[0], edges]))


print("class 1, down the columns", runs(one_hot[1]))
print("class 1, along the rows  ", runs(one_hot[1].T))

picture = np.arange(16).reshape(4, 4)
print("cut out", np.where(one_hot[1], picture, 0)[0], "mean inside", picture[one_hot[1]].mean())

uint8 = (one_hot[1] * 255).astype(np.uint8)
print("0/255 times a pixel of 3:", (uint8 * np.uint8(3)).max(), "instead of 3")
