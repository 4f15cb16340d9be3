import torch

w = torch.tensor(3.0, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)

for call in range(1, 5):
    if call == 4:
        optimizer.zero_grad()
    (w ** 2).backward()
    print(call, w.grad.item())
