import numpy as np
from scipy.ndimage import find_objects, label

SKY, ROAD, CAR = 0, 1, 2


def encode(rows):
    """One number a pixel: class · 100 + instance, 0 for stuff."""
    stuff = {"s": SKY * 100, "r": ROAD * 100}
    return np.array([[stuff[c] if c in stuff else CAR * 100 + int(c) for c in row.split()] for row in rows])


def pq(predicted, truth, cls):
    """Panoptic quality of one class; both maps hold class · 100 + instance."""
    ids_p = [i for i in np.unique(predicted) if i // 100 == cls]
    ids_t = [i for i in np.unique(truth) if i // 100 == cls]
    iou = np.array([
        [((predicted == p) & (truth == t)).sum() / ((predicted == p) | (truth == t)).sum() for p in ids_p]
        for t in ids_t
    ])
    tp = int((iou > 0.5).sum())
    return iou[iou > 0.5].sum() / (tp + (len(ids_p) - tp) / 2 + (len(ids_t) - tp) / 2)


truth = encode(["s s s s s s", "s 1 1 2 2 s", "r 1 1 2 2 r", "r r r r r r"])
shifted = encode(["s s s s s s", "s 1 1 1 2 s", "r 1 1 2 2 r", "r r r r r r"])
merged = encode(["s s s s s s", "s 1 1 1 1 s", "r 1 1 1 1 r", "r r r r r r"])

semantic, number = truth // 100, truth % 100
print("connected regions of class car:", label(semantic == CAR)[1], "| instances:", number.max())
print("boxes as [rows, columns]:", [(s[0].start, s[0].stop, s[1].start, s[1].stop) for s in find_objects(number)])
for name, map_ in [("shifted", shifted), ("merged", merged)]:
    classes = [float(round(pq(map_, truth, c), 3)) for c in (SKY, ROAD, CAR)]
    same = bool(((map_ // 100) == semantic).all())
    print(name, "semantic map right:", same, "PQ", classes, "mean", float(round(np.mean(classes), 3)))
