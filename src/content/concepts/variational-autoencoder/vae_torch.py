"""A small VAE in PyTorch, on 8×8 pictures of one bright spot at a random place."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
torch.set_num_threads(1)
centers = 1 + 5 * torch.rand(2000, 2, 1, 1)
rows, cols = torch.meshgrid(torch.arange(8.0), torch.arange(8.0), indexing="ij")
spots = torch.exp(-((rows - centers[:, :1, 0]) ** 2 + (cols - centers[:, 1:, 0]) ** 2) / 2)
data = torch.bernoulli(spots.reshape(2000, 64))  # black and white: 0 or 1


# #region vae
class VAE(nn.Module):
    def __init__(self, pixels=64, hidden=64, latent=4):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(pixels, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent))
        self.decoder = nn.Sequential(nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, pixels))

    def forward(self, x):
        mu, logvar = self.encoder(x).chunk(2, dim=1)
        z = mu + (0.5 * logvar).exp() * torch.randn_like(mu)  # sampled here, before the decoder
        return self.decoder(z), mu, logvar  # logits of p(x|z)


def negative_elbo(logits, x, mu, logvar, beta=1.0):
    """In nats: summed over pixels and dimensions, averaged over the batch."""
    reconstruction = F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)  # [batch, latent]
    return (reconstruction + beta * kl.sum(1)).mean(), kl.mean(0)
# #endregion


# #region wrong-mean
def wrong_loss(logits, x, mu, logvar):
    """Mean over pixels but sum over dimensions: the KL term counts 64 times too much."""
    reconstruction = F.binary_cross_entropy_with_logits(logits, x)
    kl = 0.5 * (mu**2 + logvar.exp() - 1 - logvar)
    return reconstruction + kl.sum(1).mean(), kl.mean(0)
# #endregion


for loss_function in (negative_elbo, wrong_loss):
    torch.manual_seed(1)
    model = VAE()
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    for step in range(3000):
        batch = data[torch.randint(0, 1800, (100,))]
        logits, mu, logvar = model(batch)
        loss, _ = loss_function(logits, batch, mu, logvar)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        held_out = data[1800:]
        logits, mu, logvar = model(held_out)
        loss, kl = negative_elbo(logits, held_out, mu, logvar)
    per_dimension = " ".join(f"{v:.2f}" for v in sorted(kl.tolist(), reverse=True))
    print(f"{loss_function.__name__:14s} -ELBO {loss.item():.1f} nats, KL per dimension {per_dimension}")
