"""Makes gates.json: states of PyTorch's nn.RNN, nn.LSTM and nn.GRU, and by autograd the gradient of
the last state with respect to every state before.

Run from the root of the repository: python3 tests/golden/make_gates.py
Needs PyTorch; everything is computed in float64. The GRU of the paper (reset gate before the matrix
product), which PyTorch does not have, and forced gates are written out with torch operations.
"""

import json
import pathlib
import platform

import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
torch.set_default_dtype(torch.float64)
torch.manual_seed(21)
KINDS = {"rnn": (nn.RNN, nn.RNNCell, 1), "lstm": (nn.LSTM, nn.LSTMCell, 4), "gru": (nn.GRU, nn.GRUCell, 3)}


def numbers(a):
    return [float(f"{v:.13g}") for v in a.detach().ravel().tolist()]


def by_hand(kind, cell, x, h, c, reset, keep):
    """One step with torch operations, on rows [1, n]."""
    n = h.shape[1]
    w, u = cell.weight_ih.view(-1, n, len(x)), cell.weight_hh.view(-1, n, n)
    b, r = cell.bias_ih.view(-1, n), cell.bias_hh.view(-1, n)
    s = lambda k: w[k] @ x + h @ u[k].T + b[k] + r[k]
    held = lambda gate: gate if keep is None else torch.full_like(gate, keep)
    if kind == "lstm":
        i, f, g, o = s(0).sigmoid(), held(s(1).sigmoid()), s(2).tanh(), s(3).sigmoid()
        c = f * c + i * g
        return o * c.tanh(), c
    rg, z = s(0).sigmoid(), held(s(1).sigmoid())
    past = rg * (h @ u[2].T + r[2]) if reset == "after" else (rg * h) @ u[2].T + r[2]
    new = torch.tanh(w[2] @ x + b[2] + past)
    return z * h + (1 - z) * new, c


cases = []
for i in range(60):
    kind = ["rnn", "lstm", "gru"][i % 3]
    layer, single, blocks = KINDS[kind]
    n, d, T = 1 + i % 4, 1 + (i // 3) % 3, 1 + (5 * i) % 13
    reset = "before" if kind == "gru" and i % 2 else "after"
    keep = [None, None, 0.0, 0.5, 1.0][i % 5] if kind != "rnn" else None
    net = layer(d, n)
    with torch.no_grad():
        for p in net.parameters():
            p.copy_(torch.randn_like(p) * (0.4 + (i % 7) / 4))
        if kind != "gru":  # one bias says all
            net.bias_hh_l0.zero_()
        else:
            net.bias_hh_l0[: 2 * n].zero_()
    xs = torch.randn(T, d)
    cell = single(d, n)
    cell.load_state_dict({name[:-3]: v for name, v in net.state_dict().items()})
    plain = keep is None and reset == "after"
    hs, cs = ([torch.zeros(1, n, requires_grad=True)] for _ in range(2))
    for x in xs:
        if not plain:
            h, c = by_hand(kind, cell, x, hs[-1], cs[-1], reset, keep)
        elif kind == "lstm":
            h, c = cell(x[None], (hs[-1], cs[-1]))
        else:
            h, c = cell(x[None], hs[-1]), cs[-1]
        hs.append(h)
        cs.append(c)
    if plain:
        out, _ = net(xs[:, None])
        assert torch.allclose(out, torch.stack(hs[1:]), rtol=0, atol=1e-12)

    def jacobian(of):
        rows = [torch.autograd.grad(hs[-1][0, a], of, retain_graph=True, allow_unused=True) for a in range(n)]
        return [[(g if g is not None else torch.zeros(1, n)) for g in row] for row in rows]

    jh = jacobian(hs)
    case = {
        "cell": kind, "n": n, "d": d, "reset": reset, "keep": keep, "pytorch": plain,
        "w": numbers(net.weight_ih_l0), "u": numbers(net.weight_hh_l0),
        "b": numbers(net.bias_ih_l0), "br": numbers(net.bias_hh_l0[-n:]) if kind == "gru" else None,
        "x": numbers(xs), "h": numbers(torch.stack(hs[1:])),
        "dh": numbers(torch.stack([torch.stack([jh[a][t] for a in range(n)]) for t in range(T + 1)])),
    }
    if kind == "lstm":
        jc = jacobian(cs)
        case["c"] = numbers(torch.stack(cs[1:]))
        case["dc"] = numbers(torch.stack([torch.stack([jc[a][t] for a in range(n)]) for t in range(T + 1)]))
    cases.append(case)

data = {
    "about": "PyTorch nn.RNN, nn.LSTM, nn.GRU and autograd; make_gates.py",
    "versions": {"python": platform.python_version(), "torch": torch.__version__.split("+")[0]},
    "cases": cases,
}
(HERE / "gates.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")
print(len(cases), sum(c["pytorch"] for c in cases))
