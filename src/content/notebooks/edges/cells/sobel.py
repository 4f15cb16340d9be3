import torch
import torch.nn.functional as F

y, x = torch.meshgrid(torch.arange(64.0), torch.arange(64.0), indexing="ij")
disc = 0.5 * (((x - 20) ** 2 + (y - 20) ** 2).sqrt() < 12.5)
square = 0.3 * ((x >= 38) & (x < 56) & (y >= 10) & (y < 28))
blob = 0.5 * torch.exp(-((x - 32) ** 2 + (y - 46) ** 2) / 49)
scene = 0.2 + 0.1 * (x + y) / 64 + disc + square + blob

sobel_x = torch.tensor([[-1.0, 0, 1], [-2, 0, 2], [-1, 0, 1]])
kernels = torch.stack([sobel_x, sobel_x.T])[:, None]
padded = F.pad(scene[None, None], (1, 1, 1, 1), mode="replicate")
gx, gy = F.conv2d(padded, kernels)[0]

print(f"gx from {gx.min():.3f} to {gx.max():.3f}")
print(f"gy from {gy.min():.3f} to {gy.max():.3f}")
print(f"magnitude at most {torch.hypot(gx, gy).max():.3f}")
