"""fashion-judge: a second Fashion classifier, of another architecture and seed, that only judges.

No model is chosen or tuned by it; it is not shipped to readers. It lies in tools/train/judges/.
"""
from pathlib import Path

from torch import nn
import torch.nn.functional as F

from common import Run, arguments
from exporter import Graph
from fashion_classifier import train

JUDGES = Path(__file__).resolve().parent / 'judges'


class Judge(nn.Module):
    """A 4×4 convolution of stride 2, two 3×3 ones with a pooling between, and two dense layers."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 4, 2, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 48, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(48)
        self.conv3 = nn.Conv2d(48, 48, 3, padding=1, bias=False)
        self.norm3 = nn.BatchNorm2d(48)
        self.dense1, self.dense2 = nn.Linear(49 * 48, 64), nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        x = F.relu(self.norm3(self.conv3(x)))
        x = F.relu(self.dense1(x.permute(0, 2, 3, 1).flatten(1)))
        return self.dense2(F.dropout(x, 0.4, self.training))


def export(net, folder):
    net.eval()
    graph = Graph('fashion-judge')
    x = graph.input('image', (28, 28, 1))
    x = graph.conv('conv1', x, net.conv1, 'relu', norm=net.norm1)
    x = graph.conv('conv2', x, net.conv2, 'relu', norm=net.norm2)
    x = graph.max_pool('pool2', x)
    x = graph.conv('conv3', x, net.conv3, 'relu', norm=net.norm3)
    x = graph.flatten('flatten', x)
    x = graph.dense('dense1', x, net.dense1, 'relu')
    x = graph.dense('dense2', x, net.dense2, 'softmax')
    graph.write(folder, [x])


def main():
    options = arguments(steps=1200, seed=78)
    run = Run('fashion-judge', options.steps, options.seed, options.fresh)
    net = run.keep('net', Judge())
    train(run, net)
    export(net, JUDGES / 'fashion')


if __name__ == '__main__':
    main()
