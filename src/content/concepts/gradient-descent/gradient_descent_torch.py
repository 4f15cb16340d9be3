"""The same bowl with PyTorch: the update by hand, by torch.optim.SGD, and the wrong sign."""

import torch

bowl = lambda p: (p[0] ** 2 + 4 * p[1] ** 2) / 2


# #region hand
def by_hand(rate, steps):
    p = torch.tensor([8.0, 1.0], requires_grad=True)
    for _ in range(steps):
        (g,) = torch.autograd.grad(bowl(p), p)  # computes the gradient, changes nothing
        with torch.no_grad():
            p -= rate * g  # the update is a separate line
    return p.tolist()
# #endregion


def by_optimizer(rate, steps, maximize=False):
    p = torch.tensor([8.0, 1.0], requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=rate, maximize=maximize)
    for _ in range(steps):
        optimizer.zero_grad()
        bowl(p).backward()
        optimizer.step()
    return p.tolist()


for rate in (0.25, 0.5, 1.0):
    print(f"rate {rate}: by hand {by_hand(rate, 3)}, torch.optim.SGD {by_optimizer(rate, 3)}")
print("maximize=True:", by_optimizer(0.25, 1, maximize=True))

# "SGD" is only the update rule; how many samples the gradient comes from is decided elsewhere.
samples = torch.tensor([1.0, 3.0, 8.0])
for batch in (samples, samples[2:]):
    w = torch.tensor(10.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.5)
    ((w - batch) ** 2 / 2).mean().backward()
    optimizer.step()
    print(f"{len(batch)} sample(s): gradient {w.grad.item()}, w = {w.item()}")
