"""torch.optim.Adam: equal first steps for unequal gradients, L2 against AdamW, the effect of eps."""

import torch


def moved(optimizer, start, slopes, steps=1, **options):
    w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    rule = optimizer([w], **options)
    for _ in range(steps):
        rule.zero_grad()
        (w * torch.tensor(slopes, dtype=torch.float64)).sum().backward()
        rule.step()
    return [round(v, 6) for v in w.tolist()]


Adam, AdamW = torch.optim.Adam, torch.optim.AdamW

# #region first
print("slopes 100, 1, 0.01:", moved(Adam, [0, 0, 0], [100, 1, 0.01], lr=0.1))
print("slopes 1e-6, 1e-8:  ", moved(Adam, [0, 0], [1e-6, 1e-8], lr=0.1))
# #endregion

# #region decay
slopes = [5.0, 0.05]  # two weights of 1, one with steep slopes, one with gentle ones
for name, rule in (("Adam ", Adam), ("AdamW", AdamW)):
    print(name, [moved(rule, [1, 1], slopes, lr=0.1, weight_decay=d) for d in (0, 0.5)])
# #endregion
