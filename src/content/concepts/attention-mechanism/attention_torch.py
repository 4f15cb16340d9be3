"""nn.MultiheadAttention by hand, and the meaning of its masks, in PyTorch."""

import torch
from torch import nn

torch.manual_seed(0)
n, width, heads = 5, 8, 2
layer = nn.MultiheadAttention(width, heads, batch_first=True)
x = torch.randn(1, n, width)
y, weights = layer(x, x, x, average_attn_weights=False)
print("weights:", tuple(weights.shape))

q, k, v = (x @ layer.in_proj_weight.T + layer.in_proj_bias).chunk(3, dim=-1)
q, k, v = (t.view(n, heads, -1).transpose(0, 1) for t in (q, k, v))
mine = (q @ k.transpose(1, 2) / (width // heads) ** 0.5).softmax(-1)
joined = (mine @ v).transpose(0, 1).reshape(1, n, width)
print("by hand:", torch.allclose(layer.out_proj(joined), y, atol=1e-6))

# True means: do not look there.
mask = torch.tensor([[False, False, False, True, True]])
_, weights = layer(x, x, x, key_padding_mask=mask)
print("masked columns:", weights[0, :, 3:].abs().max().item())
print("rows sum to 1:", torch.allclose(weights.sum(-1), torch.ones(1, n)))
