import torch

curvature = torch.tensor([1.0, 25.0])
optimizers = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.035),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
    "Nesterov": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, nesterov=True),
    "RMSProp": lambda p: torch.optim.RMSprop(p, lr=0.1, alpha=0.9, eps=1e-8),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.3, eps=1e-8),
}
for name, make in optimizers.items():
    v = torch.tensor([-4.0, 1.0], requires_grad=True)
    optimizer = make([v])
    for _ in range(60):
        optimizer.zero_grad()
        ((curvature * v ** 2).sum() / 2).backward()
        optimizer.step()
    x, y = v.tolist()
    print(f"{name:9} {x:9.5f} {y:9.5f}")
