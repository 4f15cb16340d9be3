import numpy as np


def coco_ap(scores, right, truths):
    """101-point AP of one class at one IoU threshold, all pictures together."""
    order = np.argsort(-np.asarray(scores), kind="mergesort")  # stable, as in pycocotools
    hits = np.cumsum(np.asarray(right)[order])
    recall = hits / truths
    precision = hits / np.arange(1, len(hits) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]  # best from here on
    at = np.searchsorted(recall, np.arange(101) / 100, side="left")
    sampled = np.append(precision, 0)[np.minimum(at, len(precision))]
    return sampled.mean()


scores = [0.95, 0.9, 0.8, 0.6, 0.3]
right = [1, 0, 1, 1, 0]
print("AP", coco_ap(scores, right, truths=4).round(4))
print("only scores above 0.7:", coco_ap(scores[:3], right[:3], truths=4).round(4))

# The same boxes judged at ten IoU thresholds: overlap of each detection with its object.
overlap = np.array([0.92, 0.10, 0.78, 0.61, 0.30])
thresholds = np.arange(50, 100, 5) / 100
each = [coco_ap(scores, overlap >= t, truths=4) for t in thresholds]
for t, value in zip(thresholds, each):
    print(f"IoU {t:.2f}  AP {value:.3f}")
print("mean", np.mean(each).round(4))
