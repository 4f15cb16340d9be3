"""Three ways to write one loss, and what class weights do to the mean, in PyTorch."""

import torch
from torch.nn import functional as F

z = torch.tensor([[2.0, 0.0, -1.0], [0.0, 1.0, 3.0]])
labels = torch.tensor([0, 1])
one_hot = F.one_hot(labels, 3).float()
print("class numbers  ", round(F.cross_entropy(z, labels).item(), 4))
print("probabilities  ", round(F.cross_entropy(z, one_hot).item(), 4))
print("NLL of log-softmax", round(F.nll_loss(F.log_softmax(z, dim=1), labels).item(), 4))
print("softmax twice  ", round(F.cross_entropy(z.softmax(dim=1), labels).item(), 4), "(wrong)")

# #region weights
weight = torch.tensor([1.0, 9.0, 1.0])
one = (z[1:], labels[1:])  # a single sample, of the class with weight 9
print("one sample: ", round(F.cross_entropy(*one).item(), 4),
      "weighted:", round(F.cross_entropy(*one, weight=weight).item(), 4),
      "sum:", round(F.cross_entropy(*one, weight=weight, reduction="sum").item(), 4))
# #endregion

smooth = F.cross_entropy(z, labels, label_smoothing=0.1)
by_hand = F.cross_entropy(z, 0.9 * one_hot + 0.1 / 3)
print("label smoothing", round(smooth.item(), 4), round(by_hand.item(), 4))
