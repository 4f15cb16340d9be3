import torch


# #region decay
def step(optimizer, gradient, **options):
    """The weight 1 after one step with this gradient."""
    w = torch.nn.Parameter(torch.ones(1))
    w.grad = torch.full((1,), gradient)
    optimizer([w], **options).step()
    return w.item()


for decay in [0.0, 0.5]:
    sgd, adam, adamw = (
        step(kind, 2.0, lr=0.1, weight_decay=decay)
        for kind in [torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW]
    )
    print(f"weight_decay {decay}: SGD {sgd:.2f}, Adam {adam:.2f}, AdamW {adamw:.2f}")
# #endregion
