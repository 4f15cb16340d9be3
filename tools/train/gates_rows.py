"""Trains the three tiny networks that read a digit row by row in the gates widget, and writes
src/components/widgets/gates/weights.ts with their weights and the accuracy that was measured.

Run from the root of the repository: python3 tools/train/gates_rows.py
Needs PyTorch, NumPy and Pillow; a few minutes on two cores. The same seed gives the same weights
with the same versions on the same machine.

Each network has 12 units and sees the 28 pixels of one row at each of 28 steps; a dense layer of
10 reads the last state. At the end the weights are rounded to multiples of 1/32, one byte a weight.
Accuracy is that of the rounded weights on the held-out digits, which were neither trained on nor
used to choose anything; the rate was chosen on a part of the training digits, the epochs are fixed
in advance and the same for all three.
"""

import base64
import json
import pathlib

import numpy as np
import torch
from PIL import Image
from torch import nn

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "public/data/digits"
OUT = ROOT / "src/components/widgets/gates/weights.ts"
UNITS, STEP = 12, 32
RATE, EPOCHS, SHIFT = 5e-3, 50, 1
KINDS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def sprites(name, index):
    """Tiles [n, 28, 28] from 0 to 1 and their labels."""
    entry = index["files"][name]
    sheet = np.asarray(Image.open(DATA / f"{name}.png").convert("L"), np.float32) / 255
    tiles = [
        sheet[(i // index["columns"]) * 28 :][:28, (i % index["columns"]) * 28 :][:, :28]
        for i in range(entry["count"])
    ]
    labels = [label for label, n in entry["runs"] for _ in range(n)]
    return torch.tensor(np.stack(tiles)), torch.tensor(labels)


class Reader(nn.Module):
    """A recurrent layer and a dense layer on its last state. PyTorch's second bias is kept only
    where it means something: beside the reset gate of the GRU."""

    def __init__(self, kind):
        super().__init__()
        self.kind = kind
        self.cell = KINDS[kind](28, UNITS, batch_first=True)
        self.head = nn.Linear(UNITS, 10)
        with torch.no_grad():
            self.cell.bias_hh_l0.zero_()
            if kind == "lstm":
                self.cell.bias_ih_l0[UNITS : 2 * UNITS] = 1
            if kind == "rnn":
                nn.init.orthogonal_(self.cell.weight_hh_l0)

    def quiet(self):
        """No gradient for the biases that say the same as others."""
        grad = self.cell.bias_hh_l0.grad
        if grad is not None:
            grad[: 2 * UNITS if self.kind == "gru" else None] = 0

    def forward(self, x):
        return self.head(self.cell(x)[0][:, -1])

    def round(self):
        """Multiples of 1/32 that fit one byte."""
        with torch.no_grad():
            for weight in self.parameters():
                weight.copy_((weight * STEP).round().clamp(-127, 127) / STEP)


def train(kind, x, y, rate=RATE, epochs=EPOCHS, shift=SHIFT):
    torch.manual_seed(7)
    net = Reader(kind)
    optimizer = torch.optim.Adam(net.parameters(), lr=rate)
    batches = (len(x) + 63) // 64
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * batches)
    for _ in range(epochs):
        for part in torch.randperm(len(x)).split(64):
            # A shift by a pixel or two at most, drawn anew.
            dy, dx = torch.randint(-shift, shift + 1, (2,)).tolist()
            seen = torch.roll(x[part], (dy, dx), (1, 2))
            loss = nn.functional.cross_entropy(net(seen), y[part])
            optimizer.zero_grad()
            loss.backward()
            net.quiet()
            nn.utils.clip_grad_norm_(net.parameters(), 1)
            optimizer.step()
            schedule.step()
    net.round()
    return net.eval()


def bytes_of(net):
    """Input weights [gates·n, 28], state weights [gates·n, n], biases [gates·n], for the GRU the
    bias beside its reset gate [n], dense weights [10, n] and biases [10]; gates as in PyTorch."""
    cell = net.cell
    parts = [cell.weight_ih_l0, cell.weight_hh_l0, cell.bias_ih_l0]
    if net.kind == "gru":
        parts.append(cell.bias_hh_l0[2 * UNITS :])
    parts += [net.head.weight, net.head.bias]
    flat = torch.cat([p.detach().flatten() for p in parts])
    return (flat * STEP).round().to(torch.int8).numpy().tobytes()


def main():
    index = json.loads((DATA / "index.json").read_text())
    names = sorted(name for name in index["files"] if name != "test")
    parts = [sprites(name, index) for name in names]
    x, y = torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])
    held, labels = sprites("test", index)
    lines = [
        "/** Made by tools/train/gates_rows.py; not edited by hand. Weights are bytes, in 32nds. */",
        f"export const TRAINED_ON = {len(x)};",
        "export const ROW_READERS = {",
    ]
    for kind in KINDS:
        net = train(kind, x, y)
        with torch.no_grad():
            right = int((net(held).argmax(1) == labels).sum())
            fit = float((net(x).argmax(1) == y).float().mean())
        print(kind, "held-out", right, "of", len(held), "training", fit, flush=True)
        text = base64.b64encode(bytes_of(net)).decode()
        lines.append(f"  {kind}: {{")
        lines.append(f"    right: {right},")
        lines.append("    // prettier-ignore")
        lines.append(f"    bytes: '{text}',")
        lines.append("  },")
    lines.append("};")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
