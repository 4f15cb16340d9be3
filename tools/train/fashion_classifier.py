"""Trains fashion-classifier: Fashion-MNIST, 28×28 grey pixels to one of ten kinds of clothing.

    python3 tools/train/fashion_classifier.py [--steps n] [--seed n] [--fresh]

The net is the one of digits-classifier with BatchNorm behind every convolution, folded into it at
export. Trained on the 60,000 training images; the 10,000 test images are not read.
"""
import torch
from torch import nn
import torch.nn.functional as F

from card import FASHION, quantization, write_card
from common import MODELS, Run, arguments, in_batches, training_split
from exporter import Graph, channels_last, run as run_file

MODEL = 'fashion-classifier'
BATCH = 128
RATE = 4e-3


class Classifier(nn.Module):
    """Two blocks of two convolutions and a pooling, then two dense layers; `width` channels."""

    def __init__(self, width=16, hidden=64):
        super().__init__()
        wide = 2 * width
        self.conv1 = nn.Conv2d(1, width, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.conv3 = nn.Conv2d(width, wide, 3, padding=1, bias=False)
        self.conv4 = nn.Conv2d(wide, wide, 3, padding=1, bias=False)
        self.norm1, self.norm2 = nn.BatchNorm2d(width), nn.BatchNorm2d(width)
        self.norm3, self.norm4 = nn.BatchNorm2d(wide), nn.BatchNorm2d(wide)
        self.dense1, self.dense2 = nn.Linear(49 * wide, hidden), nn.Linear(hidden, 10)

    def features(self, x):
        """What the first dense layer says of images [N, 1, 28, 28]."""
        x = F.relu(self.norm1(self.conv1(x)))
        x = F.max_pool2d(F.relu(self.norm2(self.conv2(x))), 2)
        x = F.relu(self.norm3(self.conv3(x)))
        x = F.max_pool2d(F.relu(self.norm4(self.conv4(x))), 2)
        return F.relu(self.dense1(x.permute(0, 2, 3, 1).flatten(1)))

    def forward(self, x):
        return self.dense2(F.dropout(self.features(x), 0.3, self.training))


def train(run, net, flips=True):
    """Trains a classifier on Fashion-MNIST; half of the images are mirrored."""
    (images, labels), (unseen, answers) = training_split('fashion', 1000)
    net.to(memory_format=torch.channels_last)  # half as fast again on a CPU
    optimizer = run.keep('optimizer', torch.optim.Adam(net.parameters()))
    schedule = run.keep('schedule', torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=run.steps, pct_start=0.25))
    for _ in run.loop():
        net.train()
        batch = torch.randint(0, len(images), (BATCH,))
        x = images[batch].to(memory_format=torch.channels_last)
        if flips:
            mirrored = torch.rand(BATCH) < 0.5
            x[mirrored] = x[mirrored].flip(3)
        loss = F.cross_entropy(net(x), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        run.log(loss=loss.item())
        if run.due(6):
            net.eval()
            right = in_batches(net, unseen).argmax(1) == answers
            run.log(validation=right.float().mean().item())


def export(net):
    """Writes the net and gives the number of parameters in the file."""
    net.eval()
    graph = Graph(MODEL)
    x = graph.input('image', (28, 28, 1))
    x = graph.conv('conv1', x, net.conv1, 'relu', norm=net.norm1)
    x = graph.conv('conv2', x, net.conv2, 'relu', norm=net.norm2)
    x = graph.max_pool('pool1', x)
    x = graph.conv('conv3', x, net.conv3, 'relu', norm=net.norm3)
    x = graph.conv('conv4', x, net.conv4, 'relu', norm=net.norm4)
    x = graph.max_pool('pool2', x)
    x = graph.flatten('flatten', x)
    x = graph.dense('dense1', x, net.dense1, 'relu')
    x = graph.dense('dense2', x, net.dense2, 'softmax')
    graph.write(MODELS / MODEL, outputs=[x])
    return graph.parameters()


CARD = {
    'task': {'zh': '把一张衣物图片分到十个类别之一', 'en': 'puts a picture of clothing into one of ten classes'},
    'architecture': {
        'zh': '两组「两个 3×3 卷积 + 2×2 最大池化」（16 与 32 个通道，批量归一化折叠进卷积），再接 64 与 10 个单元的全连接层',
        'en': 'twice two 3×3 convolutions and a 2×2 max pooling (16 and 32 channels, BatchNorm'
              ' folded into them), then dense layers of 64 and 10 units',
    },
    'input': {
        'shape': [28, 28, 1], 'range': [0, 1], 'layout': 'NHWC',
        'preprocessing': {
            'zh': '灰度值除以 255；衣物亮、背景为 0，尺寸与位置同 Fashion-MNIST',
            'en': 'grey values divided by 255; clothing bright on 0, sized and placed as in'
                  ' Fashion-MNIST',
        },
    },
    'output': {
        'shapes': {'dense2': [10]},
        'meaning': {'zh': '十个类别的概率（softmax）', 'en': 'probabilities of the ten classes (softmax)'},
        'classes': {
            'zh': ['T 恤', '裤子', '套衫', '连衣裙', '外套', '凉鞋', '衬衫', '运动鞋', '包', '短靴'],
            'en': ['T-shirt', 'trousers', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker',
                   'bag', 'ankle boot'],
        },
    },
    'data': FASHION,
    'use': {
        'zh': '展示图像分类与它的错误；给 fashion-gan 的样本评分。它分不清看起来相似的上衣，也不认识照片',
        'en': 'to show image classification and its mistakes; to judge samples of fashion-gan. It'
              ' mixes up tops that look alike, and does not know photographs',
    },
}


def main():
    options = arguments(steps=2000, seed=11)
    run = Run(MODEL, options.steps, options.seed, options.fresh)
    net = run.keep('net', Classifier())
    train(run, net)
    parameters = export(net)
    run.write_curve()
    _, (unseen, answers) = training_split('fashion', 1000)
    shipped = run_file(MODELS / MODEL, channels_last(unseen))['dense2']
    before, after = ((scores.argmax(1) == answers).float().mean().item()
                     for scores in (in_batches(net, unseen), shipped))
    cost = quantization({'zh': '准确率', 'en': 'accuracy'}, before, after)
    write_card(MODEL, run, {**CARD, 'parameters': parameters, 'quantization': cost})


if __name__ == '__main__':
    main()
