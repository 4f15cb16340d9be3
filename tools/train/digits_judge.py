"""digits-judge: a second classifier, of another architecture and seed, that only ever judges.

No model is chosen or tuned by it; it is not shipped to readers. It lies in tools/train/judges/.
"""
from pathlib import Path

import torch.nn as nn
import torch.nn.functional as F

from common import Run, arguments, training_split
from digits_classifier import train
from exporter import Graph, channels_last, run as run_file

JUDGES = Path(__file__).resolve().parent / 'judges'


class Judge(nn.Module):
    """A 5×5 and two 3×3 convolutions, each with BatchNorm, and two dense layers."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 5, padding=2)
        self.norm1 = nn.BatchNorm2d(16)
        self.conv2 = nn.Conv2d(16, 32, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(32)
        self.conv3 = nn.Conv2d(32, 48, 3, padding=1)
        self.norm3 = nn.BatchNorm2d(48)
        self.dense1 = nn.Linear(48 * 49, 64)
        self.dense2 = nn.Linear(64, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        x = F.relu(self.norm3(self.conv3(x)))
        x = F.relu(self.dense1(x.permute(0, 2, 3, 1).flatten(1)))
        return self.dense2(F.dropout(x, 0.4, self.training))


def export(net, folder):
    graph = Graph('digits-judge')
    x = graph.input('image', (28, 28, 1))
    x = graph.conv('conv1', x, net.conv1, 'relu', norm=net.norm1)
    x = graph.max_pool('pool1', x)
    x = graph.conv('conv2', x, net.conv2, 'relu', norm=net.norm2)
    x = graph.max_pool('pool2', x)
    x = graph.conv('conv3', x, net.conv3, 'relu', norm=net.norm3)
    x = graph.flatten('flatten', x)
    x = graph.dense('dense1', x, net.dense1, 'relu')
    x = graph.dense('dense2', x, net.dense2, 'softmax')
    graph.write(folder, [x])


def main():
    options = arguments(steps=1600, seed=77)
    (images, labels), validation = training_split('digits')
    run = Run('digits-judge', options.steps, options.seed, options.fresh)
    net = Judge()
    train(run, net, images, labels, validation)
    export(net, JUDGES / 'digits')
    exported = run_file(JUDGES / 'digits', channels_last(validation[0]))['dense2']
    right = (exported.argmax(1) == validation[1]).float().mean().item()
    print(f'validation accuracy of the exported judge: {right:.4f}')


if __name__ == '__main__':
    main()
