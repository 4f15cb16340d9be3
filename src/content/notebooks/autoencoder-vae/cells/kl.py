import torch
from torch.distributions import Normal, kl_divergence

torch.manual_seed(0)
q, p = Normal(1.0, 0.5), Normal(0.0, 1.0)
z = q.sample((10_000,))
print("closed form", round(kl_divergence(q, p).item(), 4))
print("10,000 draws", round((q.log_prob(z) - p.log_prob(z)).mean().item(), 4))
