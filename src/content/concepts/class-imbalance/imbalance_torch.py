"""20 defects among 1,000 parts: weights, oversampling and a threshold in PyTorch."""

import torch
import torch.nn.functional as F
from torch.utils.data import WeightedRandomSampler

torch.manual_seed(0)


# #region torch
# A spot is seen on 15 of 20 defective parts and on 98 of 980 good ones.
spot = torch.tensor([1.0] * 15 + [0.0] * 5 + [1.0] * 98 + [0.0] * 882)
defect = torch.tensor([1.0] * 20 + [0.0] * 980)


def fit(pos_weight):
    """Logistic regression on the spot; returns P(defect) for a part with a spot."""
    w = torch.zeros(2, requires_grad=True)
    loss = torch.nn.BCEWithLogitsLoss(pos_weight=torch.tensor(pos_weight))
    optimizer = torch.optim.LBFGS([w], max_iter=100, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        value = loss(w[0] * spot + w[1], defect)
        value.backward()
        return value

    optimizer.step(closure)
    return torch.sigmoid(w.sum()).item()


print(f"as it is  {fit(1.0):.4f}   (15/113 = {15 / 113:.4f})")
print(f"weight 49 {fit(49.0):.4f}   (15/17  = {15 / 17:.4f})")

# Random oversampling as a sampler: both classes are drawn equally often.
weights = torch.where(defect == 1, 1 / 20, 1 / 980)
drawn = list(WeightedRandomSampler(weights, num_samples=10_000, replacement=True))
print(f"share of defects drawn {defect[drawn].mean():.3f}")
# #endregion

# With class weights, the mean of cross_entropy divides by the weights that occur in the batch.
logits = torch.tensor([[2.0, 0.0], [0.0, 0.0]])
labels = torch.tensor([0, 1])
w = torch.tensor([1.0, 49.0])
per_example = F.cross_entropy(logits, labels, weight=w, reduction="none")
mean = F.cross_entropy(logits, labels, weight=w)
print(f"mean {mean:.4f}, sum / 50 {per_example.sum() / 50:.4f}, sum / 2 {per_example.sum() / 2:.4f}")
