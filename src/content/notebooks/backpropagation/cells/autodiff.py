import torch
import torch.nn.functional as F

X = torch.tensor([[0.5, 1.0], [-1.0, 0.8], [0.9, -0.7], [-0.6, -1.1], [1.2, 0.3], [-0.2, 0.4]])
classes = torch.tensor([0, 1, 2, 1, 2, 0])
W1 = torch.tensor([[0.4, -0.3, 0.8, 0.1], [-0.5, 0.6, 0.2, -0.9]], requires_grad=True)
b1 = torch.tensor([0.1, 0, -0.2, 0.3], requires_grad=True)
W2 = torch.tensor([[0.7, -0.4, 0.1], [-0.2, 0.5, 0.3], [0.6, 0.2, -0.8], [-0.1, 0.9, 0.4]],
                  requires_grad=True)
b2 = torch.tensor([0, 0.1, -0.1], requires_grad=True)

loss = F.cross_entropy(torch.tanh(X @ W1 + b1) @ W2 + b2, classes)
loss.backward()
print(f"loss {loss.item():.6f}")
for name, p in {"W1": W1, "b1": b1, "W2": W2, "b2": b2}.items():
    print(name, f"{p.grad.flatten()[0]:.6f}")
