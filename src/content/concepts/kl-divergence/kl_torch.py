"""Three ways to a KL divergence in PyTorch, and two ways to a wrong number."""

import torch
import torch.nn.functional as F
from torch.distributions import Normal, kl_divergence

p = torch.tensor([[1 / 2, 1 / 4, 1 / 8, 1 / 8]])
q = torch.tensor([[1 / 8, 1 / 2, 1 / 4, 1 / 8]])
bits = 1 / torch.log(torch.tensor(2.0))


def show(name, value):
    print(f"{name:34s}{value.item():.4f}")


show("KL(p||q) by hand, bits", (p * (p / q).log()).sum() * bits)
show("kl_div(q.log(), p, batchmean)", F.kl_div(q.log(), p, reduction="batchmean") * bits)
show("kl_div(p.log(), q, batchmean)", F.kl_div(p.log(), q, reduction="batchmean") * bits)
show("kl_div(q.log(), p, mean)", F.kl_div(q.log(), p, reduction="mean") * bits)
show("kl_div(p, q, batchmean): no log", F.kl_div(p, q, reduction="batchmean") * bits)

narrow, standard = Normal(1.0, 0.5), Normal(0.0, 1.0)
show("Gaussians, first to second, nats", kl_divergence(narrow, standard))
show("Gaussians, second to first, nats", kl_divergence(standard, narrow))
