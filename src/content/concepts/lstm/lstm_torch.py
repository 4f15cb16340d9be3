import torch

torch.manual_seed(0)

# #region torch
for cell in (torch.nn.RNN, torch.nn.GRU, torch.nn.LSTM):
    net = cell(8, 16)
    print(cell.__name__.ljust(5), sum(p.numel() for p in net.parameters()), "parameters")

lstm = torch.nn.LSTM(8, 16)                 # order of the gates: i, f, g, o
with torch.no_grad():
    lstm.bias_ih_l0[16:32] = 3.0            # forget gates start open …
    lstm.bias_hh_l0[16:32] = 0.0            # … and both biases are added
out, (h, c) = lstm(torch.randn(5, 1, 8))
print("out", tuple(out.shape), "h", tuple(h.shape), "c", tuple(c.shape))

gru = torch.nn.GRU(8, 16)
x, h = torch.randn(1, 1, 8), torch.randn(1, 1, 16)
a = (x @ gru.weight_ih_l0.T + gru.bias_ih_l0).chunk(3, -1)   # r, z, n
u = (h @ gru.weight_hh_l0.T + gru.bias_hh_l0).chunk(3, -1)
r, z = torch.sigmoid(a[0] + u[0]), torch.sigmoid(a[1] + u[1])
n = torch.tanh(a[2] + r * u[2])             # reset after the matrix product
print("(1-z)n + zh:", torch.allclose((1 - z) * n + z * h, gru(x, h)[1], atol=1e-6))
Un, bn = gru.weight_hh_l0[32:], gru.bias_hh_l0[32:]
paper = torch.tanh(a[2] + (r * h) @ Un.T + bn)  # reset before it, as in the paper
print("reset before:", torch.allclose((1 - z) * paper + z * h, gru(x, h)[1], atol=1e-6))
# #endregion
