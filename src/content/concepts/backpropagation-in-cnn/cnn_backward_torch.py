"""The same network by autograd, and its two convolution gradients as convolutions."""

import torch
import torch.nn.functional as F

show = lambda a: " | ".join(" ".join(f"{v:g}" for v in row) for row in a.detach().squeeze().tolist())

x = torch.tensor([[1.0, 2, 0], [1, 1, 3], [3, 1, 2]])[None, None].requires_grad_()
w = torch.tensor([[1.0, 0], [-1, 1]])[None, None].requires_grad_()
b = torch.zeros(1, requires_grad=True)
v = torch.tensor([[2.0, -1], [3, 1]], requires_grad=True)

z = F.conv2d(x, w, b)
z.retain_grad()
loss = ((v * F.relu(z)).sum() - 2) ** 2 / 2
loss.backward()
print("delta", show(z.grad))
print("dw   ", show(w.grad), "  db", b.grad.item())
print("dx   ", show(x.grad))

# #region convolutions
delta = z.grad
print("dw as a convolution: ", show(F.conv2d(x, delta)))
print("dx as a convolution: ", show(F.conv2d(F.pad(delta, (1, 1, 1, 1)), w.flip(2, 3))))
print("dx as conv_transpose:", show(F.conv_transpose2d(delta, w)))
# #endregion

# A batch: shared weights collect from every position of every image.
images, kernels = torch.randn(8, 3, 9, 9), torch.randn(4, 3, 3, 3, requires_grad=True)
F.conv2d(images, kernels).sum().backward()
whole = kernels.grad.clone()
parts = []
for image in images:
    kernels.grad = None
    F.conv2d(image[None], kernels).sum().backward()
    parts.append(kernels.grad)
print("batch = sum over images:", torch.allclose(whole, sum(parts), atol=1e-3))
