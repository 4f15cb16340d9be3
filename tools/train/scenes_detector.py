"""Trains scenes-detector: digits in scenes of 64×64 pixels, one look, boxes and classes.

    python3 tools/train/scenes_detector.py [--steps n] [--seed n] [--fresh]

One prediction per cell of 8×8 pixels: whether the centre of a digit lies in it, where in the cell,
how wide and high its box is, and its class. Trained on scenes composed from training digits only.
"""
import torch
from torch import nn
import torch.nn.functional as F

from card import DIGITS as DIGIT_DATA, quantization, write_card
from common import MODELS, Run, arguments
from exporter import Graph, channels_last, run as run_file
from scenes import DIGITS, Scenes, Trunk

MODEL = 'scenes-detector'
CELL, CELLS, ANCHOR = 8, 8, 16.0
BATCH = 32
RATE = 3e-3


class Detector(nn.Module):
    """Heads [N, 15, 8, 8] before sigmoid: objectness, dx, dy, log w/16, log h/16, class scores."""

    def __init__(self):
        super().__init__()
        self.trunk = Trunk(1)
        self.head = nn.Conv2d(Trunk.WIDTHS[2], 15, 1)
        nn.init.constant_(self.head.bias[0], -3.0)  # most cells are empty

    def forward(self, x):
        return self.head(self.trunk(x)[2])

    def export(self, graph):
        x = self.trunk.export(graph, graph.input('scene', (64, 64, 1)))[2]

        def part(name, channels, activation):
            conv = nn.Conv2d(self.head.in_channels, len(channels), 1)
            conv.weight.data = self.head.weight.data[channels]
            conv.bias.data = self.head.bias.data[channels]
            return graph.conv(name, x, conv, activation)

        return graph.concat('heads', part('place', [0, 1, 2], 'sigmoid'),
                            part('extent', [3, 4], 'linear'),
                            part('classes', list(range(5, 15)), 'linear'))


def targets(boxes, labels):
    """Per cell: objectness [N, 8, 8], (dx, dy, log w/16, log h/16) [N, 4, 8, 8], class [N, 8, 8]."""
    n = len(boxes)
    there, label = torch.zeros(n, CELLS, CELLS), torch.zeros(n, CELLS, CELLS, dtype=torch.long)
    place = torch.zeros(n, 4, CELLS, CELLS)
    for digit in range(DIGITS):
        left, top, right, bottom = boxes[:, digit].unbind(1)
        index = torch.nonzero(labels[:, digit] < 10)[:, 0]
        x, y = (left + right)[index] / 2 / CELL, (top + bottom)[index] / 2 / CELL
        col, row = x.long().clamp(max=CELLS - 1), y.long().clamp(max=CELLS - 1)
        there[index, row, col] = 1
        label[index, row, col] = labels[index, digit].long()
        place[index, :, row, col] = torch.stack([
            x - col, y - row, torch.log((right - left)[index] / ANCHOR),
            torch.log((bottom - top)[index] / ANCHOR)], 1)
    return there, place, label


def losses(heads, there, place, label):
    """Objectness everywhere; place, extent and class where there is a digit."""
    objectness = F.binary_cross_entropy_with_logits(heads[:, 0], there, reduction='sum')
    full = there > 0
    found = heads.permute(0, 2, 3, 1)[full]
    wanted = place.permute(0, 2, 3, 1)[full]
    centre = F.mse_loss(torch.sigmoid(found[:, 1:3]), wanted[:, :2], reduction='sum')
    extent = F.smooth_l1_loss(found[:, 3:5], wanted[:, 2:], beta=0.2, reduction='sum')
    kind = F.cross_entropy(found[:, 5:], label[full], reduction='sum')
    count = full.sum().clamp(min=1)
    return {'objectness': objectness / count, 'centre': centre / count, 'extent': extent / count,
            'class': kind / count}


def validate(heads_of, scenes):
    """Share of the digits whose cell is sure of them and calls them right."""
    right = total = 0
    with torch.no_grad():
        for start in range(0, len(scenes), 100):
            chosen = torch.arange(start, min(start + 100, len(scenes)))
            heads = heads_of(scenes.picture(chosen))
            there, _, label = targets(scenes.boxes[chosen], scenes.labels[chosen])
            full = there > 0
            sure = (heads[:, 0] > 0)[full]
            right += (sure & (heads[:, 5:].argmax(1)[full] == label[full])).sum().item()
            total += full.sum().item()
    return right / total


def shipped_heads(x):
    """The heads as the written file gives them, objectness before the sigmoid again."""
    heads = run_file(MODELS / MODEL, channels_last(x))['heads'].permute(0, 3, 1, 2).clone()
    heads[:, 0] = torch.logit(heads[:, 0], 1e-6)
    return heads


def train(run):
    train_scenes, validation = Scenes('train'), Scenes('validation')
    net = run.keep('net', Detector())
    net.to(memory_format=torch.channels_last)
    optimizer = run.keep('optimizer', torch.optim.Adam(net.parameters()))
    schedule = run.keep('schedule', torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=run.steps, pct_start=0.2))
    net.train()
    for _ in run.loop():
        chosen = torch.randint(0, len(train_scenes), (BATCH,))
        x = train_scenes.picture(chosen).to(memory_format=torch.channels_last)
        parts = losses(net(x), *targets(train_scenes.boxes[chosen], train_scenes.labels[chosen]))
        loss = sum(parts.values()) + 4 * parts['centre'] + parts['extent']
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        run.log(**{name: part.item() for name, part in parts.items()})
        if run.due(8):
            net.eval()
            run.log(validation=validate(net, validation))
            net.train()
    net.eval()
    return net


SCENES = {
    **DIGIT_DATA,
    'split': {
        'zh': '每个类别文件的最后 15% 留出（1,500 张），不参与训练与选择；训练与验证场景由其余 8,500 张合成',
        'en': 'the last 15% of each class file are held out (1,500 images), never trained or'
              ' selected on; scenes to train on and to validate with are composed from the other'
              ' 8,500',
    },
    'composed': {
        'zh': '由 src/lib/scenes.ts 把 1 到 5 个数字（0.7 到 1.3 倍大小，可重叠）与淡淡的线条、噪声合成为 64×64 的场景；'
              '训练只用训练数字（每个场景 2 到 5 个，噪声、线条与重叠变化更大），评测用留出数字与没见过的种子',
        'en': 'scenes of 64×64 composed by src/lib/scenes.ts: 1 to 5 digits at 0.7 to 1.3 of their'
              ' size, overlaps, faint lines and noise; trained on training digits only (2 to 5 a'
              ' scene, more varied in noise, lines and overlap), measured on held-out digits and'
              ' unseen seeds',
    },
}

CARD = {
    'task': {'zh': '在合成的数字场景里找出每个数字的框与类别',
             'en': 'finds the box and the class of every digit in a composed scene'},
    'architecture': {
        'zh': '单阶段、无锚框集合：步幅 2 的 4×4 卷积与六个 3×3 卷积（批量归一化已折叠），两次 2×2 最大池化，'
              '最后用 1×1 卷积为 8×8 个单元格各给出 15 个数',
        'en': 'one stage, one prediction per cell: a 4×4 convolution of stride 2, six 3×3'
              ' convolutions (BatchNorm folded in), two 2×2 max poolings, and 1×1 convolutions'
              ' that give 15 numbers for each of 8×8 cells',
    },
    'input': {
        'shape': [64, 64, 1], 'range': [0, 1], 'layout': 'NHWC',
        'preprocessing': {'zh': '灰度，墨迹亮、背景为 0；不做标准化',
                          'en': 'grey, bright ink on 0; not standardized'},
    },
    'output': {
        'shapes': {'heads': [8, 8, 15]},
        'meaning': {
            'zh': '第 r 行第 c 列的单元格（8×8 像素）：通道 0 = 物体性 o（已过 sigmoid），1、2 = dx、dy（已过 sigmoid），'
                  '3、4 = tw、th（线性），5 到 14 = 十个类别的得分（要再做 softmax）。解码：中心 x = 8(c + dx)、'
                  'y = 8(r + dy)，宽 16·e^tw、高 16·e^th；类别取 softmax 概率 p 最大者，得分 = o·p。'
                  '之后按得分做非极大值抑制（不分类别，IoU 大于 0.45 的被抑制）',
            'en': 'cell in row r and column c (8×8 pixels): channel 0 = objectness o (after the'
                  ' sigmoid), 1 and 2 = dx and dy (after the sigmoid), 3 and 4 = tw and th (linear),'
                  ' 5 to 14 = scores of the ten classes (softmax still to be applied). Decode:'
                  ' centre x = 8(c + dx), y = 8(r + dy), width 16·e^tw, height 16·e^th; the class'
                  ' with the greatest softmax probability p, score = o·p. Then non-maximum'
                  ' suppression by score, across classes, at an IoU above 0.45',
        },
    },
    'data': SCENES,
    'use': {
        'zh': '演示检测头的解码、非极大值抑制与平均精度；只认识这样的合成场景，数字互相盖住或细小时常认错',
        'en': 'to show how heads are decoded, non-maximum suppression and average precision; it'
              ' knows only scenes composed like these, and errs where digits cover one another or are'
              ' small',
    },
}


def main():
    options = arguments(steps=3200, seed=21)
    run = Run(MODEL, options.steps, options.seed, options.fresh)
    net = train(run)
    graph = Graph(MODEL)
    graph.write(MODELS / MODEL, outputs=[net.export(graph)])
    run.write_curve()
    validation = Scenes('validation')
    cost = quantization({'zh': '认对的数字的比例', 'en': 'the share of digits found and read right'},
                        validate(net, validation), validate(shipped_heads, validation))
    write_card(MODEL, run, {**CARD, 'parameters': graph.parameters(), 'quantization': cost})


if __name__ == '__main__':
    main()
