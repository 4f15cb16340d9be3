import torch
from torch import nn

bn = nn.BatchNorm2d(2, eps=1e-3, momentum=0.1)  # PyTorch: momentum is the share of the NEW value
with torch.no_grad():
    bn.weight.copy_(torch.tensor([6.0, 1.0]))
    bn.bias.copy_(torch.tensor([2.0, 0.0]))
x = torch.tensor([1.0, 100, 3, 140, 3, 120, 9, 160]).reshape(4, 2, 1, 1)

y = bn.train()(x)
print("training ", [round(v, 3) for v in y[:, 0, 0, 0].tolist()])
print("moved to ", round(bn.running_mean[0].item(), 3), round(bn.running_var[0].item(), 3))
# The variance that entered is the unbiased one: 9 * 4 / 3 = 12, so 0.9 * 1 + 0.1 * 12.
print("inference", [round(v, 3) for v in bn.eval()(x)[:, 0, 0, 0].tolist()])
