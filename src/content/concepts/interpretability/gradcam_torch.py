import torch
from torch import nn

torch.manual_seed(0)


# #region grad-cam
def grad_cam(net, layer, image, target):
    """Heat map of the size of the layer's maps, for one class."""
    kept = []
    hook = layer.register_forward_hook(lambda module, inputs, output: kept.append(output))
    score = net(image)[0, target]  # a logit, not a probability
    hook.remove()
    (gradients,) = torch.autograd.grad(score, kept[0])
    alpha = gradients.mean((2, 3), keepdim=True)  # one number per map
    return torch.relu((alpha * kept[0]).sum(1))[0], kept[0][0]


net = nn.Sequential(
    nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(),
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10),
).double()
image = torch.rand(1, 1, 28, 28, dtype=torch.float64)
heat, maps = grad_cam(net, net[4], image, target=3)
cam = torch.relu(torch.einsum("k,khw->hw", net[-1].weight[3], maps))
print("heat map", list(heat.shape))  # not 28 by 28
print("Grad-CAM times 196 equals CAM:", torch.allclose(196 * heat, cam))
# #endregion

# #region wrong-softmax
z = torch.tensor([12.0, 2.0, 2.0], dtype=torch.float64, requires_grad=True)
p = torch.softmax(z, 0)
(through_softmax,) = torch.autograd.grad(p[0], z)
print(f"p = {p[0]:.5f}, gradient {through_softmax[0]:.5f} of 1")  # almost nothing is left
# #endregion
