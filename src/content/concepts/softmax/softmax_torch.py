"""Gradient p − y, the wrong axis and the wrong loss, in PyTorch."""

import torch
import torch.nn.functional as F

z = torch.log(torch.tensor([[9.0, 4.0, 1.0]])).requires_grad_()
F.cross_entropy(z, torch.tensor([1])).backward()
print("p     ", *(f"{v:.4f}" for v in z.detach().softmax(1)[0].tolist()))
print("p - y ", *(f"{v:.4f}" for v in z.grad[0].tolist()))

batch = torch.tensor([[2.0, 0.0], [2.0, 0.0]])
print("dim=1:", batch.softmax(1)[0].tolist())  # classes of one sample
print("dim=0:", batch.softmax(0)[0].tolist())  # samples of one class: always looks harmless

# A confident mistake: cross-entropy pushes, squared error hardly does.
for name in ("cross-entropy", "squared error"):
    z = torch.tensor([[-8.0, 8.0]], dtype=torch.float64, requires_grad=True)
    y = torch.tensor([[1.0, 0.0]], dtype=torch.float64)
    loss = F.cross_entropy(z, y) if name == "cross-entropy" else ((z.softmax(1) - y) ** 2).sum()
    loss.backward()
    print(f"{name}: gradient {z.grad[0, 0].item():.1e}")
