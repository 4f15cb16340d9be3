"""The convolutional encoder and decoder that the autoencoders share, and how they are exported."""
import torch.nn as nn
import torch.nn.functional as F


class Encoder(nn.Module):
    """Two 4×4 convolutions of stride 2 and a dense layer: [N, 1, 28, 28] to [N, hidden]."""

    def __init__(self, first=16, second=32, hidden=128):
        super().__init__()
        self.conv1 = nn.Conv2d(1, first, 4, 2, 1)
        self.conv2 = nn.Conv2d(first, second, 4, 2, 1)
        self.dense1 = nn.Linear(second * 49, hidden)

    def forward(self, x):
        x = F.relu(self.conv2(F.relu(self.conv1(x))))
        # Channels last before flattening, so that the dense kernel fits the exported model.
        return F.relu(self.dense1(x.permute(0, 2, 3, 1).flatten(1)))

    def export(self, graph, x):
        x = graph.conv('conv1', x, self.conv1, 'relu')
        x = graph.conv('conv2', x, self.conv2, 'relu')
        x = graph.flatten('flatten', x)
        return graph.dense('dense1', x, self.dense1, 'relu')


class Decoder(nn.Module):
    """Two dense layers and two transposed convolutions: [N, size] to logits [N, 1, 28, 28]."""

    def __init__(self, size, first=16, second=32, hidden=128):
        super().__init__()
        self.second = second
        self.dense1 = nn.Linear(size, hidden)
        self.dense2 = nn.Linear(hidden, second * 49)
        self.deconv1 = nn.ConvTranspose2d(second, first, 4, 2, 1)
        self.deconv2 = nn.ConvTranspose2d(first, 1, 4, 2, 1)

    def forward(self, z):
        x = F.relu(self.dense2(F.relu(self.dense1(z))))
        x = x.view(-1, 7, 7, self.second).permute(0, 3, 1, 2)
        return self.deconv2(F.relu(self.deconv1(x)))

    def export(self, graph, z, prefix=''):
        x = graph.dense(f'{prefix}dense1', z, self.dense1, 'relu')
        x = graph.dense(f'{prefix}dense2', x, self.dense2, 'relu')
        x = graph.reshape('reshape', x, (7, 7, self.second))
        x = graph.transposed('deconv1', x, self.deconv1, 'relu')
        return graph.transposed('image', x, self.deconv2, 'sigmoid')
