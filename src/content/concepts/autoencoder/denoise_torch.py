"""One network, three lessons: what it is given and what it should return."""

import torch
from torch import nn

torch.manual_seed(0)
grid = torch.stack(torch.meshgrid(torch.arange(16.0), torch.arange(16.0), indexing="ij"))


def bumps(n):
    """Pictures 16×16 with one bright bump each: two numbers, its place, describe all 256."""
    center = 4 + 8 * torch.rand(n, 2)
    distance = (grid - center[:, :, None, None]).square().sum(1)
    return torch.exp(-distance / 8).flatten(1)


def psnr(output, clean):
    return (-10 * (output - clean).square().mean().log10()).item()


# #region train
def autoencoder(code, given, target, sigma=0.4, steps=600):
    net = nn.Sequential(
        nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, code),  # encoder
        nn.Linear(code, 256), nn.ReLU(), nn.Linear(256, 256),  # decoder
    )  # fmt: skip
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(steps):
        clean = bumps(128)
        batch = {"clean": clean, "noisy": clean + sigma * torch.randn_like(clean)}
        loss = (net(batch[given]) - batch[target]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net
# #endregion


clean = bumps(500)
noisy = clean + 0.4 * torch.randn_like(clean)
print(f"noisy input: {psnr(noisy, clean):.1f} dB")
for code in (256, 2):
    for given, target in (("clean", "clean"), ("noisy", "noisy"), ("noisy", "clean")):
        torch.manual_seed(1)
        net = autoencoder(code, given, target)
        with torch.no_grad():
            results = f"clean {psnr(net(clean), clean):4.1f} dB, noisy {psnr(net(noisy), clean):4.1f} dB"
        print(f"code {code:3}, trained {given} -> {target}: {results}")
