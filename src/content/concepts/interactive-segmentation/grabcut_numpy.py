import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

SIZE, SCALE, LAMBDA = 24, 1000, 4


def min_cut(to_object, to_background, image):
    """Labels [S, S] of least cost; costs [S, S] are rounded to whole numbers for the flow."""
    n = SIZE * SIZE
    ids = np.arange(n).reshape(SIZE, SIZE)
    heads, tails, room = [], [], []

    def join(i, j, weight):
        heads.append(i.ravel()), tails.append(j.ravel()), room.append(weight.ravel())

    for a, b in [((slice(1, None),), (slice(None, -1),)), ((slice(None), slice(1, None)), (slice(None), slice(None, -1)))]:
        weight = LAMBDA * np.exp(-((image[a] - image[b]) ** 2) / (2 * 0.3**2))
        join(ids[a], ids[b], weight), join(ids[b], ids[a], weight)
    join(np.full(n, n), ids, to_background)  # cut when a pixel is background
    join(ids, np.full(n, n + 1), to_object)  # cut when it is object
    capacity = np.round(SCALE * np.concatenate(room)).astype(np.int32)
    graph = coo_matrix((capacity, (np.concatenate(heads), np.concatenate(tails))), (n + 2, n + 2)).tocsr()
    result = maximum_flow(graph, n, n + 1)
    left = graph - result.flow
    left.data[left.data < 0] = 0
    left.eliminate_zeros()
    return np.isin(ids, breadth_first_order(left, n)[0])


def iou(a, b):
    return (a & b).sum() / (a | b).sum()


rng = np.random.default_rng(0)
y, x = np.mgrid[:SIZE, :SIZE]
truth = (x - 10) ** 2 + (y - 11) ** 2 < 36
image = np.where(truth, 0.8, 0.2) + rng.normal(0, 0.3, truth.shape)

box = (x >= 2) & (x < 19) & (y >= 3) & (y < 20)  # all that the user gives: outside is background
mask = box
for step in range(3):
    # the mean brightness of both sides, then the cut, then again
    means = [image[side].mean() for side in (mask, ~mask)]
    cost = [20 * (image - mean) ** 2 for mean in means]
    alone = box & (cost[0] < cost[1])
    mask = min_cut(np.where(box, cost[0], 1e4), cost[1], image)
    shown = " ".join(f"{mean:.2f}" for mean in means)
    print(f"step {step + 1}: means {shown}, IoU pixel by pixel {iou(alone, truth):.2f}, with the cut {iou(mask, truth):.2f}")
