import torch
from torch.nn import functional as F


def roi_align(features, box, stride, bins):
    """Features [C, H, W], box (left, top, right, bottom) in pixels -> [C, bins, bins], one sample a bin."""
    left, top, right, bottom = [v / stride for v in box]
    middle = (torch.arange(bins) + 0.5) / bins
    x, y = left + middle * (right - left), top + middle * (bottom - top)
    height, width = features.shape[1:]
    # grid_sample counts from -1 to 1 between the outer edges of the map (align_corners=False)
    gy, gx = torch.meshgrid(2 * y / height - 1, 2 * x / width - 1, indexing="ij")
    return F.grid_sample(features[None], torch.stack([gx, gy], -1)[None], align_corners=False)[0]


ramp = torch.tensor([0.0, 10, 20, 30, 40, 50]).expand(1, 6, 6)  # grows to the right
for left in (5, 6, 7):
    print(f"box {left} to {left + 8}:", roi_align(ramp, (left, 6, left + 8, 14), 4, 2)[0, 0].tolist())

# The gradient flows back to four cells around each sample, so the layer can be trained.
ramp = ramp.clone().requires_grad_()
roi_align(ramp, (6, 6, 14, 14), 4, 2)[0, 0, 0].backward()
print("cells with a gradient:", int((ramp.grad != 0).sum()), "sum", float(ramp.grad.sum()))

# Identical objects look the same to every convolution, wherever they are.
torch.manual_seed(0)
net = torch.nn.Sequential(
    torch.nn.Conv2d(1, 8, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(8, 8, 3, padding=1)
)
picture = torch.zeros(1, 1, 16, 32)
picture[..., 6:10, 6:10] = picture[..., 6:10, 20:24] = 1
with torch.no_grad():
    out = net(picture)
print("same output at both squares:", torch.equal(out[..., 4:12, 4:12], out[..., 4:12, 18:26]))
