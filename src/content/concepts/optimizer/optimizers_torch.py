"""The same six rules in torch.optim: 60 steps in the ravine, and the solution each one finds."""

import torch

optim = torch.optim
rules = {
    "sgd": (optim.SGD, {}, 0.035),
    "momentum": (optim.SGD, {"momentum": 0.9}, 0.01),
    "nesterov": (optim.SGD, {"momentum": 0.9, "nesterov": True}, 0.01),
    "adagrad": (optim.Adagrad, {}, 0.6),
    "rmsprop": (optim.RMSprop, {}, 0.1),
    "adam": (optim.Adam, {}, 0.3),
}


def walk(rule, options, rate, loss, start, steps):
    p = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = rule([p], lr=rate, **options)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(p).backward()
        optimizer.step()
    return p.tolist()


ravine = lambda p: (p[0] ** 2 + 25 * p[1] ** 2) / 2
for name, (rule, options, rate) in rules.items():
    end = walk(rule, options, rate, ravine, [-4, 1], 60)
    print(f"{name:9} {end[0]:.5f} {end[1]:.5f}")

# The learning rate changes on the way: PyTorch keeps it outside the velocity.
p = torch.tensor([0.0], requires_grad=True)
optimizer = optim.SGD([p], lr=1.0, momentum=0.5)
for rate in (1.0, 0.0):
    optimizer.param_groups[0]["lr"] = rate
    optimizer.zero_grad()
    (4 * p).sum().backward()
    optimizer.step()
print("rate 1, then rate 0:", p.item())
