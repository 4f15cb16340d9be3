import warnings

import torch
import torch.nn.functional as F

column = torch.linspace(0, 1, 28).reshape(28, 1)
row = torch.linspace(0, 1, 28).reshape(1, 28)
print(tuple((column + row).shape))

targets = torch.arange(20) % 10 * 1.0
predictions = (targets + 0.5).reshape(20, 1)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(F.mse_loss(predictions, targets).item())
print(caught[0].category.__name__)
print(F.mse_loss(predictions.squeeze(1), targets).item())
