"""Writes gradcam.json: a small network with random weights, and Grad-CAM of its classes by PyTorch's
autograd in float64. Run in this folder: python3 make_gradcam.py"""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)

H, W, CLASSES = 8, 10, 4


def numbers(t):
    return {"shape": list(t.shape), "data": [float(v) for v in t.reshape(-1)]}


def layer(class_name, **config):
    return {"class_name": class_name, "config": config}


conv = {"kernel_size": [3, 3], "padding": "same", "activation": "relu"}
topology = {
    "class_name": "Sequential",
    "config": {
        "layers": [
            layer("InputLayer", name="image", batch_input_shape=[None, H, W, 1]),
            layer("Conv2D", name="conv1", filters=3, **conv),
            layer("Conv2D", name="conv2", filters=4, **conv),
            layer("MaxPooling2D", name="pool", pool_size=[2, 2]),
            layer("Flatten", name="flatten"),
            layer("Dense", name="dense1", units=6, activation="relu"),
            layer("Dense", name="dense2", units=CLASSES, activation="softmax"),
        ]
    },
}
k1, b1 = torch.randn(3, 3, 1, 3) * 0.6, torch.randn(3) * 0.2
k2, b2 = torch.randn(3, 3, 3, 4) * 0.4, torch.randn(4) * 0.2
w1, c1 = torch.randn(4 * 5 * 4, 6) * 0.3, torch.randn(6) * 0.2
w2, c2 = torch.randn(6, CLASSES) * 0.5, torch.randn(CLASSES) * 0.2
x = torch.rand(H, W, 1)

# NHWC and [h, w, in, out] are TensorFlow's; PyTorch has the channels first.
z = F.relu(F.conv2d(x.permute(2, 0, 1)[None], k1.permute(3, 2, 0, 1), b1, padding=1))
A = F.relu(F.conv2d(z, k2.permute(3, 2, 0, 1), b2, padding=1)).requires_grad_()
flat = F.max_pool2d(A, 2)[0].permute(1, 2, 0).reshape(-1)
scores = F.relu(flat @ w1 + c1) @ w2 + c2
cases = []
for label in range(CLASSES):
    (gradient,) = torch.autograd.grad(scores[label], A, retain_graph=True)
    alpha = gradient.mean(dim=(0, 2, 3))
    cam = F.relu((alpha[None, :, None, None] * A).sum(dim=1))[0]
    cases.append(
        {
            "label": label,
            "gradient": numbers(gradient[0].permute(1, 2, 0))["data"],
            "alpha": numbers(alpha)["data"],
            "map": numbers(cam.detach())["data"],
        }
    )
weights = {
    "conv1/kernel": k1, "conv1/bias": b1, "conv2/kernel": k2, "conv2/bias": b2,
    "dense1/kernel": w1, "dense1/bias": c1, "dense2/kernel": w2, "dense2/bias": c2,
}  # fmt: skip
with open("gradcam.json", "w") as file:
    json.dump(
        {
            "topology": topology,
            "input": numbers(x),
            "weights": {name: numbers(w) for name, w in weights.items()},
            "cases": cases,
        },
        file,
    )
    file.write("\n")
