import torch

torch.manual_seed(0)
X = torch.randn(6, 2, dtype=torch.double)
classes = torch.tensor([0, 1, 2, 1, 2, 0])


def loss(W1, b1, W2, b2):
    logits = torch.tanh(X @ W1 + b1) @ W2 + b2
    return torch.nn.functional.cross_entropy(logits, classes)


shapes = [(2, 4), (4,), (4, 3), (3,)]
inputs = [torch.randn(s, dtype=torch.double, requires_grad=True) for s in shapes]
print(torch.autograd.gradcheck(loss, inputs))
