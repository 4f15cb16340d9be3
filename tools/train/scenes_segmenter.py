"""Trains scenes-segmenter: the class of every pixel of a scene, and the digit a reader clicked.

    python3 tools/train/scenes_segmenter.py [--steps n] [--seed n] [--fresh]

A small U-Net. Its trunk starts from the weights of scenes-detector (trained before), whose first
convolution gets two more channels for the clicks. Trained on scenes composed from training digits.
"""
import torch
from torch import nn
import torch.nn.functional as F

from card import quantization, write_card
from common import MODELS, WORK, Run, arguments
from exporter import Graph, channels_last, run as run_file
from scenes import Block, Clicks, Scenes, Trunk
from scenes_detector import SCENES

MODEL = 'scenes-segmenter'
CLASSES = 11
BATCH = 24
RATE = 2.5e-3


class Reduce(nn.Module):
    """A 1×1 convolution with BatchNorm and ReLU, then every pixel four times."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x):
        return F.interpolate(F.relu(self.norm(self.conv(x))), scale_factor=2)

    def export(self, graph, number, source):
        x = graph.conv(f'reduce{number}', source, self.conv, 'relu', norm=self.norm)
        return graph.upsample(f'up{number}', x)


class Segmenter(nn.Module):
    """Scenes and clicks [N, 3, 64, 64] to class scores [N, 11, …] and mask scores [N, 1, …]."""

    def __init__(self):
        super().__init__()
        half, quarter, eighth = Trunk.WIDTHS
        self.trunk = Trunk(3)
        self.reduce1, self.join1 = Reduce(eighth, quarter), Block(2 * quarter, quarter)
        self.reduce2, self.join2 = Reduce(quarter, half), Block(2 * half, half)
        self.reduce3, self.join3 = Reduce(half, 16), Block(16 + 3, 24)
        self.semantic = nn.Conv2d(24, CLASSES, 1)
        self.mask = nn.Conv2d(24, 1, 1)

    def forward(self, x):
        half, quarter, eighth = self.trunk(x)
        y = self.join1(torch.cat([self.reduce1(eighth), quarter], 1))
        y = self.join2(torch.cat([self.reduce2(y), half], 1))
        y = self.join3(torch.cat([self.reduce3(y), x], 1))
        return self.semantic(y), self.mask(y)

    def export(self, graph):
        x = graph.input('scene', (64, 64, 3))
        half, quarter, eighth = self.trunk.export(graph, x)
        y = graph.concat('concat1', self.reduce1.export(graph, 1, eighth), quarter)
        y = self.join1.export(graph, 'join1', y)
        y = graph.concat('concat2', self.reduce2.export(graph, 2, y), half)
        y = self.join2.export(graph, 'join2', y)
        y = graph.concat('concat3', self.reduce3.export(graph, 3, y), x)
        y = self.join3.export(graph, 'join3', y)
        return [graph.conv('semantic', y, self.semantic, 'softmax'),
                graph.conv('mask', y, self.mask, 'sigmoid')]


def start_from_detector(trunk):
    """Copies the detector's trunk; the clicks enter the first convolution with small weights."""
    file = WORK / 'scenes-detector' / 'checkpoint.pt'
    if not file.exists():
        raise SystemExit('Train the detector first: npm run train -- scenes-detector')
    state = {name.removeprefix('trunk.'): value
             for name, value in torch.load(file)['parts']['net'].items()
             if name.startswith('trunk.')}
    first = trunk.conv1.weight.detach().clone()
    first[:, :1] = state['conv1.weight']
    state['conv1.weight'] = first
    trunk.load_state_dict(state)


def losses(scores, mask, classes, wanted):
    """Cross-entropy of the classes, and cross-entropy plus 1 − Dice of the mask."""
    semantic = F.cross_entropy(scores, classes)
    inside = torch.sigmoid(mask)
    both = (inside * wanted).sum((1, 2, 3))
    size = (inside + wanted).sum((1, 2, 3))
    asked = wanted.flatten(1).any(1)
    overlap = ((1 - (2 * both + 1) / (size + 1)) * asked).sum() / asked.sum().clamp(min=1)
    # Ink is a tenth of the picture: its pixels count three times.
    mask = F.binary_cross_entropy_with_logits(mask, wanted, weight=1 + 2 * wanted)
    return {'semantic': semantic, 'mask': mask, 'dice': overlap}


def validate(outputs_of, scenes, clicks):
    """Mean IoU of the 11 classes, and the mean IoU of masks after random clicks."""
    confusion = torch.zeros(CLASSES * CLASSES)
    ious = []
    with torch.no_grad():
        for start in range(0, len(scenes), 100):
            chosen = torch.arange(start, min(start + 100, len(scenes)))
            maps, wanted = clicks.simulate(scenes.instances[chosen], share=1.0)
            scores, mask = outputs_of(torch.cat([scenes.picture(chosen), maps], 1))
            pairs = scenes.semantic(chosen) * CLASSES + scores.argmax(1)
            confusion += torch.bincount(pairs.flatten(), minlength=CLASSES * CLASSES).float()
            found, wanted = mask > 0, wanted > 0
            ious.append((found & wanted).sum((1, 2, 3)) / (found | wanted).sum((1, 2, 3)))
    confusion = confusion.view(CLASSES, CLASSES)
    both = confusion.diag()
    iou = both / (confusion.sum(0) + confusion.sum(1) - both)
    return {'validation_iou': iou.mean().item(), 'validation_mask': torch.cat(ious).mean().item()}


def shipped_outputs(x):
    """Classes and mask as the written file gives them, the mask before the sigmoid again."""
    results = run_file(MODELS / MODEL, channels_last(x))
    semantic, mask = (results[name].permute(0, 3, 1, 2) for name in ('semantic', 'mask'))
    return semantic, torch.logit(mask, 1e-6)


def train(run):
    train_scenes, validation, clicks = Scenes('train'), Scenes('validation'), Clicks()
    net = Segmenter()
    start_from_detector(net.trunk)
    run.keep('net', net)
    net.to(memory_format=torch.channels_last)
    optimizer = run.keep('optimizer', torch.optim.Adam(net.parameters()))
    schedule = run.keep('schedule', torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=run.steps, pct_start=0.15))
    net.train()
    for _ in run.loop():
        chosen = torch.randint(0, len(train_scenes), (BATCH,))
        maps, wanted = clicks.simulate(train_scenes.instances[chosen])
        x = torch.cat([train_scenes.picture(chosen), maps], 1)
        # Products in bfloat16 take two thirds of the time; weights and losses stay in float32.
        with torch.autocast('cpu', dtype=torch.bfloat16):
            scores, mask = net(x.to(memory_format=torch.channels_last))
        parts = losses(scores.float(), mask.float(), train_scenes.semantic(chosen), wanted)
        loss = 3 * parts['semantic'] + 2 * parts['mask'] + 0.3 * parts['dice']
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        run.log(**{name: part.item() for name, part in parts.items()})
        if run.due(8):
            net.eval()
            run.log(**validate(net, validation, clicks))
            net.train()
    net.eval()
    return net


CARD = {
    'task': {
        'zh': '给合成的数字场景的每个像素一个类别；点击一个数字，给出它的实例掩码',
        'en': 'gives every pixel of a composed digit scene a class; click a digit and it gives the'
              ' mask of that instance',
    },
    'architecture': {
        'zh': '小型 U-Net：与 scenes-detector 相同的主干（1/2、1/4、1/8 分辨率），'
              '三次 1×1 卷积、最近邻上采样、与主干或输入拼接、3×3 卷积，最后两个 1×1 卷积头；主干从 scenes-detector 的权重开始训练',
        'en': 'a small U-Net: the trunk of scenes-detector (at 1/2, 1/4 and 1/8 of the size), three'
              ' times a 1×1 convolution, nearest upsampling, concatenation with the trunk or the'
              ' input and a 3×3 convolution, then two heads of 1×1; the trunk starts from the'
              ' weights of scenes-detector',
    },
    'input': {
        'shape': [64, 64, 3], 'range': [0, 1], 'layout': 'NHWC',
        'preprocessing': {
            'zh': '通道 0：灰度场景；通道 1：正点击；通道 2：负点击。每次点击是半径 2 的圆盘（dx² + dy² ≤ 4 的 13 个像素为 1），'
                  '没有点击时两个通道全为 0',
            'en': 'channel 0: the grey scene; channel 1: positive clicks; channel 2: negative'
                  ' clicks. A click is a disc of radius 2 (the 13 pixels with dx² + dy² ≤ 4 are 1);'
                  ' without clicks both channels are 0',
        },
    },
    'output': {
        'shapes': {'semantic': [64, 64, 11], 'mask': [64, 64, 1]},
        'meaning': {
            'zh': 'semantic：softmax 概率，类别 0 为背景，1 + d 为数字 d；mask：点中的实例的概率（sigmoid，以 0.5 为界），'
                  '没有点击时接近 0',
            'en': 'semantic: softmax probabilities, class 0 is the background, 1 + d the digit d;'
                  ' mask: probability of the instance clicked (sigmoid, cut at 0.5), near 0 without'
                  ' clicks',
        },
    },
    'data': SCENES,
    'use': {
        'zh': '演示语义分割与实例分割的差别、点击修正、IoU 与 Dice；只认识这样的合成场景，数字相碰处常分错',
        'en': 'to show how semantic and instance segmentation differ, correction by clicks, IoU and'
              ' Dice; it knows only scenes composed like these, and errs where digits touch',
    },
}


def main():
    options = arguments(steps=1800, seed=22)
    run = Run(MODEL, options.steps, options.seed, options.fresh)
    net = train(run)
    graph = Graph(MODEL)
    graph.write(MODELS / MODEL, outputs=net.export(graph))
    run.write_curve()
    before, after = (validate(outputs_of, Scenes('validation'), Clicks())['validation_iou']
                     for outputs_of in (net, shipped_outputs))
    cost = quantization({'zh': ' mIoU ', 'en': 'mIoU'}, before, after)
    write_card(MODEL, run, {**CARD, 'parameters': graph.parameters(), 'quantization': cost})


if __name__ == '__main__':
    main()
