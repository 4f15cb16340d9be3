"""What PyTorch stores, what zeroing sets it to, and a large batch in four small ones."""

import torch

# #region store
w = torch.tensor(3.0, requires_grad=True)
for call in range(3):
    (w**2).backward()
    print("w.grad", w.grad.item())
w.grad = None
(w**2).backward()
print("after zeroing", w.grad.item())
# #endregion

# #region none
# With a gradient of 0 momentum goes on; with None the parameter is skipped.
for set_to_none in (False, True):
    p = torch.tensor(1.0, requires_grad=True)
    optimizer = torch.optim.SGD([p], lr=0.1, momentum=0.9)
    (2 * p).backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=set_to_none)
    optimizer.step()  # no backward pass in between
    print(f"set_to_none={set_to_none}: w = {p.item():.2f}")
# #endregion

# #region batches
torch.manual_seed(0)
X, T = torch.randn(64, 10), torch.randn(64, 1)
model = torch.nn.Linear(10, 1)
loss_of = torch.nn.MSELoss()
loss_of(model(X), T).backward()
whole = model.weight.grad.clone()

model.zero_grad(set_to_none=True)
for part in range(4):
    rows = slice(16 * part, 16 * part + 16)
    (loss_of(model(X[rows]), T[rows]) / 4).backward()  # adds up
print("four parts of 16:", torch.allclose(model.weight.grad, whole, atol=1e-6))
# optimizer.step() and optimizer.zero_grad() would follow here, once
# #endregion

# #region norm
norm = torch.nn.Sequential(torch.nn.Linear(10, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 1))
loss_of(norm(X), T).backward()
whole = norm[0].weight.grad.clone()
norm.zero_grad(set_to_none=True)
for part in range(4):
    rows = slice(16 * part, 16 * part + 16)
    (loss_of(norm(X[rows]), T[rows]) / 4).backward()
print("with batch normalization:", torch.allclose(norm[0].weight.grad, whole, atol=1e-3))
# #endregion
