import numpy as np


def anchors(rows, cols, stride, scales, ratios):
    """Boxes around the center of every cell: one for each scale and ratio height / width."""
    sizes = np.array([(s / np.sqrt(r), s * np.sqrt(r)) for s in scales for r in ratios])
    y, x = np.meshgrid(np.arange(rows), np.arange(cols), indexing="ij")
    centers = (np.stack([x, y], axis=-1).reshape(-1, 1, 2) + 0.5) * stride
    return np.concatenate([centers - sizes / 2, centers + sizes / 2], axis=-1).reshape(-1, 4)


def iou(a, b):
    both = np.clip(np.minimum(a[:, None, 2:], b[None, :, 2:])
                   - np.maximum(a[:, None, :2], b[None, :, :2]), 0, None).prod(-1)
    area = lambda boxes: (boxes[:, 2:] - boxes[:, :2]).prod(-1)
    return both / (area(a)[:, None] + area(b) - both)


def assign(boxes, truths, high=0.7, low=0.3):
    """1 = positive, 0 = negative, -1 = ignored, as in the region proposal network."""
    overlap = iou(boxes, truths)
    label = np.full(len(boxes), -1)
    label[overlap.max(axis=1) < low] = 0
    label[overlap.max(axis=1) >= high] = 1
    label[overlap.argmax(axis=0)] = 1  # no object goes without an anchor
    return label


boxes = anchors(16, 16, stride=8, scales=(16, 32, 64), ratios=(0.5, 1, 2))
truths = np.array([[20, 24, 52, 56], [70, 30, 92, 110]], dtype=float)
label = assign(boxes, truths)
print("anchors", len(boxes))
for value, name in ((1, "positive"), (0, "negative"), (-1, "ignored")):
    print(name, (label == value).sum())
print("best IoU with each object", iou(boxes, truths).max(axis=0).round(3))
