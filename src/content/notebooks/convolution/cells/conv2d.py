import torch
import torch.nn.functional as F

x = torch.tensor([[1, 2, 0, 1, 3], [0, 1, 3, 2, 1], [2, 0, 1, 1, 0],
                  [1, 3, 2, 0, 1], [0, 1, 1, 2, 2]]).float()
w = torch.tensor([[1, 0, -1], [2, 0, -2], [1, 0, -1]]).float()

# PyTorch: pictures [N, C, H, W], kernels [F, C, kH, kW].
for stride, padding in [(1, 0), (1, 1), (2, 0), (2, 1), (3, 1)]:
    y = F.conv2d(x[None, None], w[None, None], stride=stride, padding=padding)
    print(stride, padding, tuple(y.shape[2:]), y.flatten().int().tolist()[:6])
