import copy

import torch

# #region torch
torch.manual_seed(0)
x = torch.linspace(-1, 1, 60)[:, None]
y = torch.sin(3 * x) + 0.3 * torch.randn(60, 1)
train, held = slice(0, 60, 3), slice(1, 60, 3)  # 20 points each

net = torch.nn.Sequential(
    torch.nn.Linear(1, 100), torch.nn.ReLU(),
    torch.nn.Linear(100, 100), torch.nn.ReLU(),
    torch.nn.Linear(100, 1),
)
adam = torch.optim.Adam(net.parameters(), lr=1e-2)
mse = torch.nn.MSELoss()
best, patience = {"loss": float("inf")}, 50

for epoch in range(1, 3001):
    adam.zero_grad()
    mse(net(x[train]), y[train]).backward()
    adam.step()
    with torch.no_grad():
        loss = mse(net(x[held]), y[held]).item()
    if loss < best["loss"]:
        # state_dict() alone returns references that go on changing
        best = {"loss": loss, "epoch": epoch, "weights": copy.deepcopy(net.state_dict())}
    elif epoch - best["epoch"] >= patience:
        break

print(f"stopped after epoch {epoch}, validation loss {loss:.3f}")
net.load_state_dict(best["weights"])
print(f"kept epoch {best['epoch']}, validation loss {mse(net(x[held]), y[held]).item():.3f}")
# #endregion
