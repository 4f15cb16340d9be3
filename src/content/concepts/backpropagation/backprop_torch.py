"""The same network in PyTorch: backward() fills .grad and changes no weight, step() does."""

import torch

W = torch.tensor([[2.0, 1], [1, 1]], requires_grad=True)
b = torch.tensor([-1.0, -1], requires_grad=True)
v = torch.tensor([2.0, -1], requires_grad=True)
c = torch.tensor(0.0, requires_grad=True)
x = torch.tensor([1.0, 2], requires_grad=True)

optimizer = torch.optim.SGD([W, b, v, c], lr=0.01)
loss = (torch.relu(W @ x + b) @ v + c - 2) ** 2 / 2
print("loss", loss.item())

loss.backward()  # backpropagation: gradients, nothing else
print("W.grad", W.grad.tolist(), " v.grad", v.grad.tolist(), " x.grad", x.grad.tolist())
print("W after backward", W.tolist())

optimizer.step()  # the update
print("W after step    ", [[round(w, 2) for w in row] for row in W.tolist()])
