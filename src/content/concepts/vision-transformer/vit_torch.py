"""A small vision transformer on 8×8 digits, with and without position embeddings, in PyTorch."""

import torch
from sklearn.datasets import load_digits
from torch import nn

digits = load_digits()
x = torch.tensor(digits.images, dtype=torch.float32).unsqueeze(1) / 16
y = torch.tensor(digits.target)
order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
train, test = order[:1437], order[1437:]


# #region vit
class ViT(nn.Module):
    def __init__(self, width=32, patch=2, patches=16, positions=True):
        super().__init__()
        self.embed = nn.Conv2d(1, width, patch, stride=patch)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.positions = nn.Parameter(0.02 * torch.randn(1, patches, width)) if positions else 0
        block = nn.TransformerEncoderLayer(
            width, 4, 2 * width, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.blocks = nn.TransformerEncoder(block, 2)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, x, shuffle=None):
        z = self.embed(x).flatten(2).transpose(1, 2)  # [batch, patches, width]
        if shuffle is not None:
            z = z[:, shuffle]
        z = torch.cat([self.token.expand(len(z), -1, -1), z + self.positions], 1)
        return self.head(self.norm(self.blocks(z)[:, 0]))  # the class token
# #endregion


shuffle = torch.randperm(16, generator=torch.Generator().manual_seed(1))
for positions in (True, False):
    torch.manual_seed(0)
    net = ViT(positions=positions)
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3, total_steps=20 * 23)
    for _ in range(20):
        for b in train[torch.randperm(len(train))].split(64):
            loss = nn.functional.cross_entropy(net(x[b]), y[b])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    net.eval()
    with torch.no_grad():
        right, moved = ((net(x[test], s).argmax(1) == y[test]).sum().item() for s in (None, shuffle))
    name = "with positions:   " if positions else "without positions:"
    print(f"{name} {right} of {len(test)} right; patches shuffled: {moved}")
