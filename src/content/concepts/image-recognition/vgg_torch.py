"""Where VGG-16 turns maps into a vector, and where it makes the vector shorter."""

import torch
from torch import nn

maps = torch.zeros(1, 512, 7, 7)  # what the last pooling layer of VGG-16 hands on
flatten = nn.Flatten()
print("flatten", tuple(flatten(maps).shape), "parameters", sum(p.numel() for p in flatten.parameters()))
for layer in (nn.Linear(25088, 4096), nn.Linear(4096, 4096), nn.Linear(4096, 1000)):
    count = sum(p.numel() for p in layer.parameters())
    print(f"dense {layer.in_features} -> {layer.out_features}, parameters {count:,}")

pool = nn.MaxPool2d(2)
print("pooling parameters", sum(p.numel() for p in pool.parameters()))
