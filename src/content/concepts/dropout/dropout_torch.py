import torch

# #region torch
torch.manual_seed(0)
dropout = torch.nn.Dropout(p=0.5)  # p is the share that is dropped
x = torch.ones(8, requires_grad=True)

y = dropout(x)
y.sum().backward()
print("training ", y.int().tolist())
print("gradient ", x.grad.int().tolist())
print("inference", dropout.eval()(x).int().tolist())

maps = torch.ones(1, 4, 2, 2)  # batch, channels, height, width
print("channels ", torch.nn.Dropout2d(0.5)(maps)[0, :, :, :].flatten(1).int().tolist())
# #endregion
