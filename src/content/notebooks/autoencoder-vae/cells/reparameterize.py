import torch
from torch.distributions import Normal

torch.manual_seed(0)
mu = torch.tensor(1.0, requires_grad=True)
sigma = torch.tensor(0.5, requires_grad=True)

z = Normal(mu, sigma).rsample((20_000,))  # mu + sigma * epsilon; sample() has no gradient
z.square().mean().backward()
print("slopes", round(mu.grad.item(), 4), round(sigma.grad.item(), 4), "exact 2.0 1.0")
print("sample() requires grad:", Normal(mu, sigma).sample().requires_grad)
