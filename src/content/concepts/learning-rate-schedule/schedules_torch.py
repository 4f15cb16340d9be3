"""Cosine annealing in PyTorch: its values, what happens after T_max, warmup, and plateaus."""

import warnings

import torch
from torch.optim import lr_scheduler as ls

warnings.filterwarnings("ignore")


def rates(make, steps):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = make(optimizer)
    values = []
    for _ in range(steps):
        values.append(round(optimizer.param_groups[0]["lr"], 4))
        optimizer.step()  # first the optimizer,
        scheduler.step()  # then the schedule
    return values


# #region cosine
print("cosine, T_max=6:", rates(lambda o: ls.CosineAnnealingLR(o, T_max=6), 7))
# Counted in epochs but stepped once a batch: the rate comes back up.
print("after T_max:    ", rates(lambda o: ls.CosineAnnealingLR(o, T_max=6), 13)[6:])
# #endregion

# #region warmup
def warm_then_cosine(o):
    warm = ls.LinearLR(o, start_factor=1 / 4, total_iters=3)
    return ls.SequentialLR(o, [warm, ls.CosineAnnealingLR(o, T_max=6)], milestones=[3])


print("warmup + cosine:", rates(warm_then_cosine, 10))
# #endregion

# #region plateau
optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
plateau = ls.ReduceLROnPlateau(optimizer, factor=0.1, patience=2)
for loss in [1.0, 0.9, 0.9, 0.9, 0.9, 0.8]:  # validation losses, one for each epoch
    plateau.step(loss)
    print(f"{loss} -> {optimizer.param_groups[0]['lr']:g}", end="  ")
print()
# #endregion
