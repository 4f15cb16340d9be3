"""Writes exporter.json: a small torch net of every kind of layer, as the exporter of tools/train
writes it (in float32 and in 8 bits), and what torch itself computes. Run: python3 make_exporter.py
"""
import base64
import json
import sys
import tempfile
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / 'tools' / 'train'))
from exporter import Graph, channels_last, run  # noqa: E402


class Net(nn.Module):
    """Two paths through [N, 2, 8, 8], with BatchNorm behind every kind of layer that has weights."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3, padding=1, bias=False)
        self.conv_norm = nn.BatchNorm2d(3)
        self.stride = nn.Conv2d(3, 4, 4, 2, 1)
        self.dense = nn.Linear(16, 32, bias=False)
        self.dense_norm = nn.BatchNorm2d(8)
        self.transposed = nn.ConvTranspose2d(8, 3, 4, 2, 1, bias=False)
        self.transposed_norm = nn.BatchNorm2d(3)
        self.last = nn.Conv2d(6, 3, 1)
        self.class_norm = nn.BatchNorm1d(5)
        self.classes = nn.Linear(16, 5)

    def forward(self, x):
        narrow = F.relu(self.conv_norm(self.conv(x)))
        pooled = F.max_pool2d(F.leaky_relu(self.stride(narrow), 0.2), 2)
        row = pooled.permute(0, 2, 3, 1).flatten(1)
        classes = torch.softmax(self.class_norm(self.classes(row)), 1)
        wide = F.relu(self.dense_norm(self.dense(row).view(-1, 2, 2, 8).permute(0, 3, 1, 2)))
        wide = torch.tanh(self.transposed_norm(self.transposed(wide)))
        wide = F.interpolate(wide, scale_factor=2, mode='nearest')
        both = self.last(torch.cat([wide, narrow], 1))
        return torch.sigmoid(both + narrow), classes


def export(net, folder, quantized):
    graph = Graph('exporter-test')
    x = graph.input('image', (8, 8, 2))
    narrow = graph.conv('conv', x, net.conv, 'relu', norm=net.conv_norm)
    x = graph.leaky_relu('leaky', graph.conv('stride', narrow, net.stride))
    row = graph.flatten('flatten', graph.max_pool('pool', x))
    classes = graph.dense('classes', row, net.classes, 'softmax', norm=net.class_norm)
    x = graph.dense('dense', row, net.dense, norm=net.dense_norm)
    x = graph.reshape('reshape', graph.activation('relu', x, 'relu'), (2, 2, 8))
    x = graph.transposed('transposed', x, net.transposed, 'tanh', norm=net.transposed_norm)
    x = graph.concat('concat', graph.upsample('upsample', x), narrow)
    x = graph.add('add', graph.conv('last', x, net.last), narrow)
    graph.write(folder, [graph.activation('picture', x, 'sigmoid'), classes], quantized)


def rounded(tensor):
    return {'shape': list(tensor.shape), 'data': [float(f'{v:.7g}') for v in tensor.flatten()]}


def main():
    torch.manual_seed(11)
    net = Net()
    for module in net.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0, 0.5)
            module.running_mean.normal_(0, 0.5)
            module.running_var.uniform_(0.3, 2)
    net.eval()
    image = torch.rand(1, 2, 8, 8)
    with torch.no_grad():
        picture, classes = net(image)
    golden = {'input': rounded(channels_last(image)[0]),
              'picture': rounded(channels_last(picture)[0]), 'classes': rounded(classes[0])}
    for name, quantized in (('float32', False), ('uint8', True)):
        with tempfile.TemporaryDirectory() as folder:
            export(net, folder, quantized)
            model = json.loads((Path(folder) / 'model.json').read_text())
            weights = (Path(folder) / 'weights.bin').read_bytes()
            outputs = run(folder, channels_last(image))
            print(name, (outputs['picture'] - channels_last(picture)).abs().max().item(),
                  (outputs['classes'] - classes).abs().max().item())
        golden[name] = {'model': model, 'weights': base64.b64encode(weights).decode()}
    (HERE / 'exporter.json').write_text(json.dumps(golden, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
