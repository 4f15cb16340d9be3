import torch
import torch.nn.functional as F

functions = {
    "ReLU": F.relu,
    "leaky ReLU": lambda x: F.leaky_relu(x, 0.1),
    "ELU": F.elu,
}
for name, f in functions.items():
    x = torch.tensor([-1.0, 0.0, 1.0], requires_grad=True)
    f(x).sum().backward()
    print(name, [round(v, 4) for v in x.grad.tolist()])
