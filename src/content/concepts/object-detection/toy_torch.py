import torch
import torch.nn.functional as F
from torch import nn


def pictures(n, side=24):
    """One rectangle a picture: class 0 filled, class 1 an outline; boxes (center, size) / side."""
    x, boxes, labels = torch.zeros(n, 1, side, side), torch.zeros(n, 4), torch.randint(2, (n,))
    for i in range(n):
        w, h = torch.randint(6, 15, (2,)).tolist()
        left, top = torch.randint(0, side - w + 1, (1,)).item(), torch.randint(0, side - h + 1, (1,)).item()
        x[i, 0, top:top + h, left:left + w] = 1
        if labels[i] == 1:
            x[i, 0, top + 1:top + h - 1, left + 1:left + w - 1] = 0
        boxes[i] = torch.tensor([left + w / 2, top + h / 2, w, h]) / side
    return x + 0.1 * torch.randn(n, 1, side, side), boxes, labels


def iou(a, b):
    corners = lambda t: (t[:, :2] - t[:, 2:] / 2, t[:, :2] + t[:, 2:] / 2)
    (a0, a1), (b0, b1) = corners(a), corners(b)
    both = (torch.minimum(a1, b1) - torch.maximum(a0, b0)).clamp(min=0).prod(1)
    return both / (a[:, 2:].prod(1) + b[:, 2:].prod(1) - both)


def train(weight):
    torch.manual_seed(0)
    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(32 * 36, 64), nn.ReLU(), nn.Linear(64, 6))
    optimizer = torch.optim.Adam(net.parameters(), 2e-3)
    x, boxes, labels = pictures(1500)
    for step in range(500):
        batch = torch.randint(len(x), (64,))
        out = net(x[batch])
        loss = F.cross_entropy(out[:, :2], labels[batch])
        loss = loss + weight * F.smooth_l1_loss(out[:, 2:], boxes[batch], beta=0.1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    x, boxes, labels = pictures(500)
    with torch.no_grad():
        out = net(x)
    right = (out[:, :2].argmax(1) == labels).float().mean()
    overlap = iou(out[:, 2:].clamp(min=0), boxes)
    return right.item(), overlap.mean().item(), (overlap > 0.5).float().mean().item()


for weight in (0, 10):
    right, mean, hits = train(weight)
    print(f"box loss × {weight:2d}: class right {right:.1%}, mean IoU {mean:.2f}, IoU > 0.5 {hits:.1%}")
