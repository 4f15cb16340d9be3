"""A GAN on a ring of eight clusters, with and without a gradient penalty."""

import math

import torch
from torch import nn
from torch.nn.functional import softplus

angles = torch.arange(8) * math.pi / 4
centers = torch.stack([angles.cos(), angles.sin()], 1)


def mlp(inputs, outputs):
    return nn.Sequential(
        nn.Linear(inputs, 32), nn.LeakyReLU(0.2),
        nn.Linear(32, 32), nn.LeakyReLU(0.2),
        nn.Linear(32, outputs),
    )  # fmt: skip


def train(seed, gamma, steps=1000, batch=256):
    torch.manual_seed(seed)
    G, D = mlp(2, 2), mlp(2, 1)  # D ends in a logit, without a sigmoid
    opt_g = torch.optim.Adam(G.parameters(), 1e-3, betas=(0.5, 0.99))
    opt_d = torch.optim.Adam(D.parameters(), 1e-3, betas=(0.5, 0.99))
    # #region step
    for _ in range(steps):
        real = centers[torch.randint(8, (batch,))] + 0.05 * torch.randn(batch, 2)
        real.requires_grad_(gamma > 0)
        fake = G(torch.randn(batch, 2))

        # D: cross-entropy, real is 1 and fake is 0; softplus(-a) = -log D, softplus(a) = -log(1 - D)
        logit = D(real)
        loss_d = softplus(-logit).mean() + softplus(D(fake.detach())).mean()  # detach: G is left alone
        penalty = 0.0
        if gamma > 0:
            (slope,) = torch.autograd.grad(logit.sum(), real, create_graph=True)
            penalty = gamma / 2 * slope.square().sum(1).mean()
        opt_d.zero_grad()  # also throws away what loss_g left in D
        (loss_d + penalty).backward()
        opt_d.step()

        # G: the non-saturating loss, through the D that has just been updated
        loss_g = softplus(-D(fake)).mean()
        opt_g.zero_grad()
        loss_g.backward()
        opt_g.step()  # moves the weights of G only
    # #endregion
    samples = G(torch.randn(2000, 2)).detach()
    nearest = torch.cdist(samples, centers).min(1)
    hit = nearest.values < 0.2
    return len(set(nearest.indices[hit].tolist())), hit.float().mean().item(), loss_d.item(), D


for seed in (0, 1):
    for gamma in (0, 0.1):
        modes, share, loss_d, D = train(seed, gamma)
        print(f"seed {seed}, penalty {gamma}: {modes} of 8 clusters, {share:.0%} of the samples near one, D loss {loss_d:.2f}")
print("loss_g left gradients in D:", bool(D[0].weight.grad.abs().sum() > 0))
