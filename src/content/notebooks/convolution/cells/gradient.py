import torch
import torch.nn.functional as F

x = torch.tensor([[1, 2, 0, 1, 3], [0, 1, 3, 2, 1], [2, 0, 1, 1, 0],
                  [1, 3, 2, 0, 1], [0, 1, 1, 2, 2]]).float()
w = torch.tensor([[1, 0, -1], [2, 0, -2], [1, 0, -1]]).float().requires_grad_()

F.conv2d(x[None, None], w[None, None]).sum().backward()
print(w.grad)
