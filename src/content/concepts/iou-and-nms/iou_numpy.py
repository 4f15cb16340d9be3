import numpy as np


def iou_matrix(a, b):
    """IoU of every box in a [n, 4] with every box in b [m, 4]."""
    corner = np.maximum(a[:, None, :2], b[None, :, :2])
    far = np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = np.clip(far - corner, 0, None).prod(axis=-1)
    area = lambda boxes: (boxes[:, 2:] - boxes[:, :2]).prod(axis=-1)
    return both / (area(a)[:, None] + area(b)[None, :] - both)


def nms(boxes, scores, threshold):
    near = iou_matrix(boxes, boxes) > threshold
    alive = np.ones(len(boxes), dtype=bool)
    kept = []
    for i in np.argsort(-scores, kind="stable"):
        if alive[i]:
            kept.append(int(i))
            alive &= ~near[i]
    return kept


boxes = np.array([[0, 0, 10, 10], [2, 0, 12, 10], [5, 0, 15, 10]], dtype=float)
scores = np.array([0.9, 0.8, 0.7])
print(iou_matrix(boxes, boxes).round(3))
for threshold in (0.5, 0.3, 0.7):
    print(threshold, nms(boxes, scores, threshold))
