import torch


def descend(zeroing):
    w = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for _ in range(60):
        if zeroing:
            optimizer.zero_grad()
        (w ** 2 / 2).backward()
        optimizer.step()
    return w.item()


print(f"zeroed {descend(True):.4f}, never zeroed {descend(False):.4f}")
