import torch

torch.manual_seed(0)

# #region torch
rnn = torch.nn.RNN(input_size=8, hidden_size=16, batch_first=True)
x = torch.randn(2, 5, 8)              # (batch, time, features)
out, h = rnn(x)                       # h_0 = 0
print("out", tuple(out.shape), "h", tuple(h.shape))
print("last output is h:", torch.equal(out[:, -1], h[0]))
print("parameters", sum(p.numel() for p in rnn.parameters()))  # two biases of 16

padded = torch.cat([x, torch.zeros(2, 3, 8)], dim=1)
print("3 zeros appended, same state:", torch.allclose(rnn(padded)[1], h))

w = torch.tensor(0.5, requires_grad=True)  # the worked example
for cut in (False, True):
    h = torch.tensor(0.0)
    for t, value in enumerate([8.0, 0.0, 0.0, 4.0]):
        if cut and t == 2:
            h = h.detach()            # truncated: the gradient ends here
        h = value + w * h
    print("truncated" if cut else "full     ", torch.autograd.grad((h - 3) ** 2 / 2, w)[0].item())
# #endregion
