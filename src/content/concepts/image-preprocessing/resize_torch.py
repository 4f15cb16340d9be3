"""Shrinking 8 pixels to 2, with and without antialiasing; and why masks are not blended."""

import torch
from torch.nn.functional import interpolate

line = torch.tensor([0.0, 0, 0, 0, 240, 0, 0, 0]).expand(1, 1, 8, 8)  # a bright column
for antialias in (False, True):
    small = interpolate(line, (2, 2), mode="bilinear", antialias=antialias)
    print(f"antialias={antialias}:", [round(v, 1) for v in small[0, 0, 0].tolist()])

mask = torch.tensor([0.0, 0, 2, 2]).expand(1, 1, 4, 4)  # 0 background, 1 cat, 2 dog
print("mask, bilinear:", interpolate(mask, (4, 3), mode="bilinear")[0, 0, 0].round().tolist())
print("mask, nearest: ", interpolate(mask, (4, 3), mode="nearest")[0, 0, 0].tolist())
