import torch
import torch.nn.functional as F
from torch import nn

scores = torch.log(torch.tensor([1.0, 2.0, 1.0]))
keep = torch.tensor([True, True, False])
rounded = lambda t: [round(v, 3) for v in t.tolist()]
print("open  ", rounded(scores.softmax(0)))
print("masked", rounded(scores.masked_fill(~keep, float("-inf")).softmax(0)))

causal = torch.ones(3, 3).tril().bool()  # row t may look at columns 0 … t
weights = torch.zeros(3, 3).masked_fill(~causal, float("-inf")).softmax(-1)
print("causal", [rounded(row) for row in weights])

torch.manual_seed(0)
attention = nn.MultiheadAttention(4, 1, batch_first=True).eval()
x = torch.randn(1, 3, 4)
for name, padding in (("True = padding", ~keep), ("inverted", keep), ("all padding", keep | True)):
    with torch.no_grad():
        _, seen = attention(x, x, x, key_padding_mask=padding[None])
    print(name, rounded(seen[0, 0]))

target = torch.tensor([[0, 1, 255]])  # 255: unlabeled
logits = torch.zeros(1, 2, 3)
print("ignored", F.cross_entropy(logits, target, ignore_index=255).item(), "= ln 2")
