import torch
import torch.nn.functional as F

x = torch.tensor([[1, 3, -2, -5], [2, 0, -1, -4], [6, 5, 0, 0], [7, 8, 0, 4]]).float()
x = x[None, None].requires_grad_()

print(F.max_pool2d(x, 2)[0, 0].tolist())
print(F.avg_pool2d(x, 2)[0, 0].tolist())

F.max_pool2d(x, 2).sum().backward()
print(x.grad[0, 0].int().tolist())

line = torch.zeros(1, 1, 8, 8)
print(F.max_pool2d(line, 3, 2).shape[-1], F.max_pool2d(line, 3, 2, ceil_mode=True).shape[-1])
