import torch


def overlaps(a, b):
    """IoU and GIoU of two boxes [left, top, right, bottom]."""
    area = lambda box: (box[2:] - box[:2]).clamp(min=0).prod()
    both = area(torch.cat([torch.maximum(a[:2], b[:2]), torch.minimum(a[2:], b[2:])]))
    union = area(a) + area(b) - both
    around = area(torch.cat([torch.minimum(a[:2], b[:2]), torch.maximum(a[2:], b[2:])]))
    iou = both / union
    return iou, iou - (around - union) / around


truth = torch.tensor([0.0, 0.0, 10.0, 10.0])
for left in (5.0, 20.0):
    for name, which in (("IoU ", 0), ("GIoU", 1)):
        box = torch.tensor([left, 0.0, left + 10, 10.0], requires_grad=True)
        loss = 1 - overlaps(box, truth)[which]
        loss.backward()
        grad = [round(g, 4) + 0.0 for g in box.grad.tolist()]
        print(f"left {left:4.0f}  {name} loss {loss.item():.3f}  gradient {grad}")
