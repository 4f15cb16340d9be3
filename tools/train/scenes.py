"""What the segmenter and the detector share: scenes, targets, simulated clicks and the trunk."""
import subprocess

import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from common import ROOT

SIDE = 64
DIGITS = 5
FOLDER = ROOT / '.cache' / 'scenes'


class Scenes:
    """Composed scenes in 8 bits: images and instances [n, 64, 64], labels [n, 5] (255: none)."""

    def __init__(self, part):
        if not (FOLDER / f'{part}-labels.u8').exists():
            subprocess.run(['node', str(ROOT / 'tools' / 'train' / 'scenes-data.ts')], check=True)

        def read(kind, *shape):
            file = FOLDER / f'{part}-{kind}.u8'
            return torch.from_numpy(np.fromfile(file, np.uint8).reshape(-1, *shape))

        self.images = read('images', SIDE, SIDE)
        self.instances = read('instances', SIDE, SIDE)
        self.labels = read('labels', DIGITS)
        self.boxes = boxes(self.instances)

    def __len__(self):
        return len(self.images)

    def picture(self, chosen):
        """Images [N, 1, 64, 64] in [0, 1]."""
        return self.images[chosen].unsqueeze(1).float() / 255

    def semantic(self, chosen):
        """Classes [N, 64, 64]: 0 background, 1 + d a digit d."""
        table = F.pad(self.labels[chosen].long() + 1, (1, 0))
        return table.gather(1, self.instances[chosen].long().flatten(1)).view(-1, SIDE, SIDE)


def boxes(instances):
    """Boxes [n, 5, 4] (left, top, right, bottom; right and bottom outside) of instances."""
    found = torch.zeros(len(instances), DIGITS, 4)
    for digit in range(DIGITS):
        mask = instances == digit + 1
        for axis, low in ((1, 0), (2, 1)):
            line = mask.any(axis).float()  # along x (axis 1 gone), along y (axis 2 gone)
            first = line.argmax(1)
            last = SIDE - line.flip(1).argmax(1)
            found[:, digit, low] = first.float()
            found[:, digit, low + 2] = torch.where(line.any(1), last, first).float()
    return found


class Clicks:
    """Simulated clicks: discs of radius 2 in two maps, on the digit wanted and elsewhere."""

    def __init__(self):
        reach = torch.arange(-2, 3)
        self.disc = ((reach[:, None] ** 2 + reach ** 2) <= 4).float()[None, None]

    def maps(self, points):
        """Discs [N, 1, 64, 64] around points [N, 64, 64] (True where a click is)."""
        return F.conv2d(points.unsqueeze(1).float(), self.disc, padding=2).clamp(max=1)

    @staticmethod
    def place(weights, count):
        """`count` random points per scene, drawn with the weights [N, 64, 64]; none where all
        weights are 0."""
        flat = weights.flatten(1).float()
        drawn = (flat + 1e-12).multinomial(count, replacement=True)
        points = torch.zeros_like(flat, dtype=torch.bool).scatter_(1, drawn, True)
        return (points & (flat > 0)).view(weights.shape)

    def simulate(self, instances, share=0.75):
        """Maps [N, 2, 64, 64] and the masks wanted [N, 1, 64, 64]; a share of the scenes has
        clicks: 1 to 3 on a random digit and 0 to 2 on other digits or on the background."""
        n = len(instances)
        number = 1 + (torch.rand(n) * instances.flatten(1).max(1)[0]).long()
        wanted = instances == number[:, None, None]
        wanted &= (torch.rand(n) < share)[:, None, None]
        other = (instances > 0) & ~wanted & wanted.flatten(1).any(1)[:, None, None]
        # The background is drawn as often as all other digits together.
        nothing = (instances == 0) & wanted.flatten(1).any(1)[:, None, None]
        outside = other / other.flatten(1).sum(1).clamp(min=1)[:, None, None]
        outside = outside + nothing / nothing.flatten(1).sum(1).clamp(min=1)[:, None, None]

        def some(weights, chances):
            points = self.place(weights, 1)
            for chance in chances:
                more = self.place(weights, 1)
                points |= more & (torch.rand(n) < chance)[:, None, None]
            return points

        positive = some(wanted, (0.4, 0.3))
        negative = some(outside, (0.4,)) & (torch.rand(n) < 0.5)[:, None, None]
        maps = torch.cat([self.maps(positive), self.maps(negative)], 1)
        return maps, wanted.unsqueeze(1).float()


class Block(nn.Module):
    """A 3×3 convolution, BatchNorm and ReLU."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)))

    def export(self, graph, name, source):
        return graph.conv(name, source, self.conv, 'relu', norm=self.norm)


class Trunk(nn.Module):
    """Scenes [N, C, 64, 64] to features at 1/2, 1/4 and 1/8 of their size."""

    WIDTHS = (24, 48, 96)

    def __init__(self, inputs=1):
        super().__init__()
        half, quarter, eighth = self.WIDTHS
        self.conv1 = nn.Conv2d(inputs, 16, 4, 2, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(16)
        self.conv2 = Block(16, half)
        self.conv3, self.conv4 = Block(half, quarter), Block(quarter, quarter)
        self.conv5, self.conv6 = Block(quarter, eighth), Block(eighth, eighth)
        self.conv7 = Block(eighth, eighth)

    def forward(self, x):
        half = self.conv2(F.relu(self.norm1(self.conv1(x))))
        quarter = self.conv4(self.conv3(F.max_pool2d(half, 2)))
        eighth = self.conv7(self.conv6(self.conv5(F.max_pool2d(quarter, 2))))
        return half, quarter, eighth

    def export(self, graph, x):
        x = graph.conv('conv1', x, self.conv1, 'relu', norm=self.norm1)
        half = self.conv2.export(graph, 'conv2', x)
        x = self.conv3.export(graph, 'conv3', graph.max_pool('pool1', half))
        quarter = self.conv4.export(graph, 'conv4', x)
        x = self.conv5.export(graph, 'conv5', graph.max_pool('pool2', quarter))
        eighth = self.conv7.export(graph, 'conv7', self.conv6.export(graph, 'conv6', x))
        return half, quarter, eighth
