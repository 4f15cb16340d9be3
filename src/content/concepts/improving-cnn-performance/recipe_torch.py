import math

import torch
from torch import nn

torch.manual_seed(0)


# #region torch
def block(i, o):  # no bias: batch normalization would cancel it
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())


net = nn.Sequential(
    block(3, 16), nn.MaxPool2d(2), block(16, 32),
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(32, 10),
)

# Decay the kernels, not the biases nor γ and β: those are vectors.
kernels = [p for p in net.parameters() if p.ndim > 1]
vectors = [p for p in net.parameters() if p.ndim <= 1]
groups = [{"params": kernels, "weight_decay": 5e-4}, {"params": vectors, "weight_decay": 0.0}]
sgd = torch.optim.SGD(groups, lr=0.1, momentum=0.9, nesterov=True)

steps, warmup = 100, 10
schedule = torch.optim.lr_scheduler.LambdaLR(
    sgd,
    lambda t: (t + 1) / warmup if t < warmup
    else 0.5 * (1 + math.cos(math.pi * (t - warmup) / (steps - warmup))),
)
loss = nn.CrossEntropyLoss(label_smoothing=0.1)

x, y = torch.randn(64, 3, 16, 16), torch.randint(10, (64,))
for step in range(steps):
    net.train()
    sgd.zero_grad()
    loss(net(x), y).backward()
    if step in (0, 9, 10, 55, 99):
        print(f"step {step:2d}  rate {sgd.param_groups[0]['lr']:.4f}")
    sgd.step()
    schedule.step()

count = [sum(p.numel() for p in group) for group in (kernels, vectors)]
print("decayed", count[0], "not decayed", count[1])
# #endregion
