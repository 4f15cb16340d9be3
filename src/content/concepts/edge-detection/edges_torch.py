import torch
import torch.nn.functional as F

sobel = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
weight = torch.stack([sobel, sobel.T])[:, None]  # [2, 1, 3, 3]: one kernel for each direction

plane = torch.tensor([[3.0 * x + 4 * y for x in range(5)] for y in range(5)])[None, None]
gx, gy = F.conv2d(plane, weight)[0]
print("raw:", gx[0, 0].item(), gy[0, 0].item(), " slope:", (torch.hypot(gx, gy) / 8)[0, 0].item())

# #region learn
# The other way round: show pairs of image and Sobel response, and let gradient descent find the kernel.
torch.manual_seed(0)
learned = torch.zeros(1, 1, 3, 3, requires_grad=True)
optimizer = torch.optim.SGD([learned], lr=0.2)
for step in range(200):
    image = torch.randn(8, 1, 16, 16)
    loss = F.mse_loss(F.conv2d(image, learned), F.conv2d(image, weight[:1]))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"loss {loss.item():.0e}")
print(learned.detach()[0, 0].round(decimals=3).add(0.0).tolist())
# #endregion
