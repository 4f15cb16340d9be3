"""digits-denoiser: an autoencoder that gives the clean digit for a noisy one.

Noise: normal, its standard deviation drawn for every image between 0 and 0.8, nothing clipped.
Loss: squared error. What is shipped is the moving average of the weights.
"""
import math

import torch
import torch.nn as nn

from card import DIGITS, write_card
from common import MODELS, Average, Run, arguments, augment, training_split
from exporter import Graph, channels_last, run as run_file
from nets import Decoder, Encoder

BATCH = 64
PEAK = 2e-3
CODE = 32
NOISE = 0.8


class Denoiser(nn.Module):
    """Logits of the clean image for a noisy one, through `CODE` numbers."""

    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.code = nn.Linear(128, CODE)
        self.decoder = Decoder(CODE)

    def forward(self, x):
        return self.decoder(self.code(self.encoder(x)))


def export(net, name):
    graph = Graph(name)
    x = net.encoder.export(graph, graph.input('noisy', (28, 28, 1)))
    x = graph.dense('code', x, net.code)
    graph.write(MODELS / name, [net.decoder.export(graph, x, 'decoder_')])
    return graph.parameters()


def decibels(error):
    """Peak signal-to-noise ratio of a mean squared error, for values in [0, 1]."""
    return -10 * math.log10(error)


def main():
    options = arguments(steps=1800, seed=1)
    (images, _), (validation, _) = training_split('digits')
    run = Run('digits-denoiser', options.steps, options.seed, options.fresh)
    net = run.keep('net', Denoiser())
    average = run.keep('average', Average(net))
    optimizer = run.keep('optimizer', torch.optim.Adam(net.parameters(), eps=1e-8))
    noisy = validation + 0.4 * torch.randn(
        validation.shape, generator=torch.Generator().manual_seed(run.seed))
    for _ in run.loop():
        run.set_rate(optimizer, PEAK * (0.02 + 0.98 * (1 + math.cos(math.pi * run.progress)) / 2))
        x = images[torch.randint(0, len(images), (BATCH,))]
        if run.step % 2:
            x = augment(x, turn=0.15, zoom=0.08, shear=0.1, shift=0.1)
        sigma = torch.rand(BATCH, 1, 1, 1) * NOISE
        loss = (torch.sigmoid(net(x + sigma * torch.randn_like(x))) - x).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        average.update(net)
        run.log(loss=loss.item())
        if run.due(20):
            with torch.no_grad():
                error = (torch.sigmoid(average.net(noisy)) - validation).square().mean().item()
            run.log(validation_psnr=decibels(error))
    parameters = export(average.net, run.name)
    image = run_file(MODELS / run.name, channels_last(noisy))['image']
    error = (image - channels_last(validation)).square().mean().item()
    print(f'validation PSNR of the exported file at sigma 0.4: {decibels(error):.2f} dB')
    run.write_curve()
    write_card(run.name, run, {
        'task': {'zh': '去噪自编码器：从带噪数字恢复干净数字',
                 'en': 'denoising autoencoder: the clean digit from a noisy one'},
        'architecture': {
            'zh': f'步幅 2 的 4×4 卷积 16、32，全连接 128，{CODE} 维编码，全连接 128、1568，'
                  '步幅 2 的 4×4 转置卷积 16、1',
            'en': f'4×4 convolutions 16, 32 of stride 2, dense 128, a code of {CODE} numbers,'
                  ' dense 128, 1568, 4×4 transposed convolutions 16, 1 of stride 2',
        },
        'parameters': parameters,
        'input': {
            'shape': [28, 28, 1], 'range': 'unbounded', 'layout': 'NHWC',
            'preprocessing': {
                'zh': '[0, 1] 内的图像加 σ 倍的标准正态噪声，不截断；训练时 σ 在 0 到 0.8 之间均匀分布',
                'en': 'an image in [0, 1] plus σ times standard normal noise, not clipped; in'
                      ' training σ was uniform between 0 and 0.8',
            },
        },
        'output': {
            'shapes': {'image': [28, 28, 1]},
            'meaning': {'zh': f'[0, 1] 内的干净图像；名为 code 的层是 {CODE} 维编码',
                        'en': f'the clean image in [0, 1]; the layer named code holds the {CODE}'
                              ' numbers in the middle'},
        },
        'data': DIGITS,
        'use': {'zh': '讲解自编码器与去噪；只认识数字，任何输入都会被画成数字的样子',
                'en': 'to explain autoencoders and denoising; it knows digits only, and makes'
                      ' something like a digit of any input'},
    })


if __name__ == '__main__':
    main()
