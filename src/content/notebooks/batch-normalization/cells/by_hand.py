import torch

x = torch.tensor([1.0, 100, 3, 140, 3, 120, 9, 160]).reshape(4, 2, 1, 1)  # [N, C, H, W]
gamma, beta, eps = torch.tensor([6.0, 1.0]), torch.tensor([2.0, 0.0]), 1e-3

mean = x.mean((0, 2, 3))
variance = x.var((0, 2, 3), unbiased=False)  # divides by m; x.var() alone divides by m - 1
by_channel = lambda t: t[:, None, None]
normalized = (x - by_channel(mean)) / (by_channel(variance) + eps).sqrt()
y = by_channel(gamma) * normalized + by_channel(beta)
print("mean", mean.tolist(), "variance", variance.tolist())
for channel in range(2):
    print("channel", channel, [round(v, 3) for v in y[:, channel, 0, 0].tolist()])
