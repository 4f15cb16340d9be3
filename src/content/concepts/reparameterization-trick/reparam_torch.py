"""Four ways to draw z ~ N(3, 1) in PyTorch; the gradient gets through two of them."""

import torch
from torch.distributions import Normal, kl_divergence

draws = {
    "mu + sigma * randn": lambda m, s: m + s * torch.randn(1),
    "Normal.rsample()": lambda m, s: Normal(m, s).rsample(),
    "Normal.sample()": lambda m, s: Normal(m, s).sample(),
    "torch.normal(mu, sigma)": lambda m, s: torch.normal(m, s),
}
for name, draw in draws.items():
    torch.manual_seed(0)  # the same z each time
    mu, sigma = (torch.tensor([v], requires_grad=True) for v in (3.0, 1.0))
    z = draw(mu, sigma)
    try:
        (z**2).sum().backward()
        grads = f"{mu.grad.item():.2f} {sigma.grad.item():.2f}"
    except RuntimeError as error:
        grads = str(error)[:45] + "..."
    print(f"{name:24s} z = {z.item():.2f}, gradient {grads}")

# With a second term that reaches mu, sample() raises nothing: only the KL term trains the encoder.
for name in ("rsample", "sample"):
    torch.manual_seed(0)
    mu, sigma = (torch.tensor([v], requires_grad=True) for v in (3.0, 1.0))
    q = Normal(mu, sigma)
    loss = (getattr(q, name)() ** 2 + kl_divergence(q, Normal(0.0, 1.0))).sum()
    loss.backward()
    print(f"loss with {name:14s} gradient {mu.grad.item():.2f} {sigma.grad.item():.2f}")
