"""The same pictures and filters in PyTorch: automatic differentiation, L-BFGS on the pixels."""
import torch
from torch.nn import functional as F

torch.manual_seed(0)
torch.set_num_threads(1)

# #region network
half = torch.tensor([
    [-1, 0, 1, -1, 0, 1, -1, 0, 1],
    [-1, -1, -1, 0, 0, 0, 1, 1, 1],
    [0, 1, 1, -1, 0, 1, -1, -1, 0],
    [1, 1, 0, 1, 0, -1, 0, -1, -1],
]).float() / 3
kernels = torch.cat([half, -half]).reshape(8, 1, 3, 3)  # fixed: nothing here is trained


def features(image):
    return F.relu(F.conv2d(image, kernels, padding=1)).flatten(2)[0]  # 8 channels × positions


def style_loss(maps, wanted):
    n, m = maps.shape
    return (maps @ maps.T - wanted).square().sum() / (4 * n**2 * m**2)
# #endregion

# #region transfer
r, c = torch.meshgrid(torch.arange(16), torch.arange(16), indexing="ij")
disc = (((r - 7.5) ** 2 + (c - 7.5) ** 2).sqrt() < 5.5).float()[None, None]
stripes = ((r + c) % 6 < 3).float()[None, None]
content, painting = features(disc), features(stripes)
style = painting @ painting.T

image = (0.4 + 0.2 * torch.rand(1, 1, 16, 16)).requires_grad_()  # the only thing that is learned
optimizer = torch.optim.LBFGS([image], max_iter=100)


def closure():
    optimizer.zero_grad()
    maps = features(image)
    near = (maps - content).square().sum() / 2
    loss = near + 1e5 * style_loss(maps, style)
    loss.backward()
    closure.parts = near.item(), 1000 * style_loss(maps, style).item()
    return loss


before = [kernels.clone()]
for name, picture in {"the disc": disc, "the stripes": stripes}.items():
    maps = features(picture)
    print(f"{name}: content {(maps - content).square().sum() / 2:.1f}, "
          f"style {1000 * style_loss(maps, style):.2f}")
optimizer.step(closure)
print(f"both: content {closure.parts[0]:.1f}, style {closure.parts[1]:.2f}")
print("filters changed:", not torch.equal(kernels, before[0]))
# #endregion
