"""digits-classifier: two blocks of two 3×3 convolutions, and two dense layers; softmax over 0 to 9.

Trained on affinely and elastically distorted digits with Adam and one cycle of the learning rate.
BatchNorm stands behind every convolution and is folded into it at export.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from card import DIGITS, write_card
from common import MODELS, Run, arguments, augment, in_batches, training_split
from exporter import Graph, channels_last, run as run_file

BATCH = 64


class Classifier(nn.Module):
    """Logits of 10 classes for images [N, 1, 28, 28]."""

    def __init__(self, first=16, second=32, hidden=64, drop=0.3):
        super().__init__()
        self.conv1 = nn.Conv2d(1, first, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(first)
        self.conv2 = nn.Conv2d(first, first, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(first)
        self.conv3 = nn.Conv2d(first, second, 3, padding=1)
        self.norm3 = nn.BatchNorm2d(second)
        self.conv4 = nn.Conv2d(second, second, 3, padding=1)
        self.norm4 = nn.BatchNorm2d(second)
        self.dense1 = nn.Linear(second * 49, hidden)
        self.dense2 = nn.Linear(hidden, 10)
        self.drop = drop

    def features(self, x):
        x = F.relu(self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x))))))
        x = F.max_pool2d(x, 2)
        x = F.relu(self.norm4(self.conv4(F.relu(self.norm3(self.conv3(x))))))
        x = F.max_pool2d(x, 2)
        # Channels last before flattening, so that the dense kernel fits the exported model.
        return F.relu(self.dense1(x.permute(0, 2, 3, 1).flatten(1)))

    def forward(self, x):
        return self.dense2(F.dropout(self.features(x), self.drop, self.training))


def train(run, net, images, labels, validation, peak=4e-3):
    """Cross-entropy on distorted digits; the learning rate rises for 30 % and falls to nothing."""
    net.to(memory_format=torch.channels_last)
    optimizer = run.keep('optimizer', torch.optim.Adam(net.parameters(), eps=1e-8))
    schedule = run.keep('schedule', torch.optim.lr_scheduler.OneCycleLR(
        optimizer, peak, total_steps=run.steps + 1))
    run.keep('net', net)
    for _ in run.loop():
        chosen = torch.randint(0, len(images), (BATCH,))
        x = augment(images[chosen], elastic=0.05).contiguous(memory_format=torch.channels_last)
        loss = F.cross_entropy(net(x), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        run.log(loss=loss.item())
        if run.due(20):
            net.eval()
            right = in_batches(net, validation[0]).argmax(1) == validation[1]
            run.log(validation_accuracy=right.float().mean().item())
            net.train()
    net.eval()


def export(net, folder, name):
    """Writes the classifier with softmax; BatchNorm goes into the convolution before it."""
    graph = Graph(name)
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
    graph.write(folder, [x])
    return graph


def main():
    options = arguments(steps=4000, seed=1)
    (images, labels), validation = training_split('digits')
    run = Run('digits-classifier', options.steps, options.seed, options.fresh)
    net = Classifier()
    train(run, net, images, labels, validation)
    folder = MODELS / run.name
    graph = export(net, folder, run.name)
    exported = run_file(folder, channels_last(validation[0]))['dense2']
    right = (exported.argmax(1) == validation[1]).float().mean().item()
    print(f'validation accuracy of the exported file: {right:.4f}')
    run.write_curve()
    write_card(run.name, run, {
        'task': {'zh': '手写数字分类', 'en': 'classification of handwritten digits'},
        'architecture': {
            'zh': '3×3 卷积 16、16，最大池化，3×3 卷积 32、32，最大池化，全连接 64、10；'
                  '批量归一化已并入卷积',
            'en': '3×3 convolutions 16, 16, max pooling, 3×3 convolutions 32, 32, max pooling,'
                  ' dense 64, 10; batch normalization folded into the convolutions',
        },
        'parameters': graph.parameters(),
        'input': {
            'shape': [28, 28, 1], 'range': [0, 1], 'layout': 'NHWC',
            'preprocessing': {
                'zh': '黑底白字；笔迹缩放进 20×20 的方框，质心置于 28×28 的中心',
                'en': 'bright ink on black, scaled into a box of 20×20, centre of mass in the middle'
                      ' of 28×28',
            },
        },
        'output': {
            'shapes': {'dense2': [10]},
            'meaning': {'zh': '数字 0 到 9 的 softmax 概率',
                        'en': 'softmax probabilities of the digits 0 to 9'},
        },
        'data': DIGITS,
        'use': {
            'zh': '讲解卷积网络，并评判本站的生成模型；不用于读取真实单据',
            'en': 'to explain convolutional networks and to judge the generators of this site;'
                  ' not to read real documents',
        },
    })


if __name__ == '__main__':
    main()
