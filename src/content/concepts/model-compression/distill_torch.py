"""A small student learns from the digit classifier of this site; run it from the root of the project."""
import os
import sys

import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(os.path.dirname(__file__))
from prune_torch import digits, load, logits

torch.set_num_threads(1)


# #region loss
def distillation(student, teacher, labels, temperature=4.0, soft=0.9):
    """soft · T² · KL(teacher ‖ student), both at temperature T, + (1 − soft) · cross-entropy."""
    q = F.log_softmax(student / temperature, dim=1)
    p = F.softmax(teacher / temperature, dim=1)
    kl = F.kl_div(q, p, reduction="batchmean")
    return soft * temperature**2 * kl + (1 - soft) * F.cross_entropy(student, labels)
# #endregion


# #region run
def student(x, y, teacher, seed, **options):
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = torch.optim.Adam(net.parameters(), 3e-3)
    for _ in range(300):
        optimizer.zero_grad()
        distillation(net(x), teacher, y, **options).backward()
        optimizer.step()
    return net


weights = load("public/models/digits-classifier")
parts = [digits(f"train-{digit}") for digit in range(10)]
few = [torch.cat([part[i][:30] for part in parts]) for i in (0, 1)]  # 300 labeled pictures
many = torch.cat([pictures[:300] for pictures, _ in parts])  # 3,000, labels not used
x_test, y_test = digits("test")


def compare(name, x, y, **options):
    with torch.no_grad():
        teacher = logits(weights, x)
    some = y != 3
    right, threes = 0.0, 0.0
    for seed in range(3):
        net = student(x, y, teacher, seed, **options)
        right += (net(x_test).argmax(1) == y_test).float().mean().item() / 3
        net = student(x[some], y[some], teacher[some], seed, **options)  # never sees a 3
        threes += (net(x_test).argmax(1)[y_test == 3] == 3).float().mean().item() / 3
    print(f"{name.ljust(34)} {100 * right:5.1f} {100 * threes:10.1f}")


print("teacher", sum(w.numel() for w in weights.values()), "weights, student", 784 * 32 + 32 + 330)
print("% right".rjust(40), "of the 3s, if none was seen".rjust(10))
compare("300 pictures, hard labels", *few, soft=0.0)
compare("300 pictures, soft targets, T = 1", *few, temperature=1.0, soft=1.0)
compare("300 pictures, soft targets, T = 8", *few, temperature=8.0, soft=1.0)
guess = logits(weights, many).argmax(1)  # only to leave out what the teacher takes for a 3
compare("3,000 unlabeled, soft, T = 8", many, guess, temperature=8.0, soft=1.0)
# #endregion
