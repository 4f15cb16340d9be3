"""digits-vae2 and digits-vae: convolutional variational autoencoders with 2 and 16 latent numbers.

Loss: Bernoulli cross-entropy of the grey values for one sample of z, plus KL(N(mu, sigma²) || N(0, 1)),
both in nats, summed over pixels and latent numbers (Kingma and Welling, 2014). At the end of
digits-vae the KL is weighted by 0.5 (a weight on it: Higgins and others, 2017, who take more than
1): some of the bound is given up for reconstructions that can be read. What is shipped is the
moving average of the weights.
"""
import math
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from card import DIGITS, write_card
from common import MODELS, Average, Run, arguments, augment, in_batches, training_split
from exporter import Graph, channels_last, run as run_file
from nets import Decoder, Encoder

BATCH = 64
PEAK = 1.5e-3

BLURRED = dict(turn=0.08, zoom=0.04, shear=0.05, shift=0.036)


def distortion(strength):
    """Small affine and elastic distortions; without them the sixteen numbers learn the training
    digits by heart: on held-out digits the loss rises while it falls on these."""
    return dict(turn=0.15 * strength, zoom=0.08 * strength, shear=0.1 * strength,
                shift=0.036 * strength, elastic=0.02 * strength, mode='bicubic')


def settling(step, first, last):
    """A learning rate that falls along half a cosine to a fiftieth of the peak, then once more,
    straight, from a third."""
    if step < first:
        return PEAK * (0.02 + 0.98 * (1 + math.cos(math.pi * step / first)) / 2)
    return PEAK / 3 * (1 - (step - first) / (last - first))


def in_cycles(step, first, last):
    """A learning rate that falls along a slow cosine, straight over the last quarter of the first
    phase, and once more, straight, from a half."""
    if step < first:
        progress = step / first
        slow = 0.02 + 0.98 * (1 + math.cos(math.pi * progress / 1.5)) / 2
        return PEAK * slow * min(1, 4 * (1 - progress))
    return PEAK / 2 * (1 - (step - first) / (last - first))


#: What the two models differ in: size of z, channels of the two convolutions, steps of the two
#: phases of training, the learning rate in them, how far the digits of a batch are distorted (None:
#: not at all), and the weight of the KL in the second phase (in the first it is 1). The functions
#: take the step, the end of the first phase and that of the second.
MODELS_OF = {
    'digits-vae2': {
        'latent': 2, 'channels': (16, 32), 'phases': (9_000, 4_000), 'weight': 1,
        'rate': in_cycles,
        'distort': lambda step, first: BLURRED if step < first and step % 2 else None,
    },
    'digits-vae': {
        'latent': 16, 'channels': (24, 40), 'phases': (26_000, 4_000), 'weight': 0.5,
        'rate': settling,
        'distort': lambda step, first: distortion(
            min(1, 4 * (1 - step / first)) if step < first else 0.5),
    },
}


class Vae(nn.Module):
    def __init__(self, latent, channels):
        super().__init__()
        self.encoder = Encoder(*channels)
        self.mu = nn.Linear(128, latent)
        self.logvar = nn.Linear(128, latent)
        self.decoder = Decoder(latent, *channels)

    def encode(self, x):
        hidden = self.encoder(x)
        return self.mu(hidden), self.logvar(hidden)

    def losses(self, x):
        """Reconstruction and KL in nats per image, [N] each, for one sample of z."""
        mu, logvar = self.encode(x)
        z = mu + torch.exp(logvar / 2) * torch.randn_like(mu)
        reconstruction = F.binary_cross_entropy_with_logits(self.decoder(z), x, reduction='none')
        divergence = (mu * mu + logvar.exp() - 1 - logvar) / 2
        return reconstruction.flatten(1).sum(1), divergence.sum(1)


def export(net, name):
    """Writes encoder/ and decoder/; gives how many numbers they hold."""
    encoder = Graph(f'{name}-encoder')
    x = net.encoder.export(encoder, encoder.input('image', (28, 28, 1)))
    mu = encoder.dense('mu', x, net.mu)
    logvar = encoder.dense('logvar', x, net.logvar)
    encoder.write(MODELS / name / 'encoder', [mu, logvar])
    decoder = Graph(f'{name}-decoder')
    z = decoder.input('z', (net.mu.out_features,))
    decoder.write(MODELS / name / 'decoder', [net.decoder.export(decoder, z)])
    return encoder.parameters() + decoder.parameters()


def exported_loss(name, images):
    """The negative ELBO of the files that were written, in nats."""
    encoded = run_file(MODELS / name / 'encoder', channels_last(images))
    mu, logvar = encoded['mu'], encoded['logvar']
    z = mu + torch.exp(logvar / 2) * torch.randn_like(mu)
    image = run_file(MODELS / name / 'decoder', z)['image']
    reconstruction = F.binary_cross_entropy(image, channels_last(images), reduction='sum')
    divergence = ((mu * mu + logvar.exp() - 1 - logvar) / 2).sum()
    return ((reconstruction + divergence) / len(images)).item()


def main():
    name = sys.argv.pop(1)
    recipe = MODELS_OF[name]
    phases = recipe['phases']
    options = arguments(steps=sum(phases), seed=1)
    first, last = options.steps * phases[0] // sum(phases), options.steps
    (images, _), (validation, _) = training_split('digits')
    run = Run(name, options.steps, options.seed, options.fresh)
    net = run.keep('net', Vae(recipe['latent'], recipe['channels']))
    average = run.keep('average', Average(net))
    optimizer = run.keep('optimizer', torch.optim.Adam(net.parameters(), eps=1e-8))
    for _ in run.loop():
        run.set_rate(optimizer, recipe['rate'](run.step, first, last))
        x = images[torch.randint(0, len(images), (BATCH,))]
        how = recipe['distort'](run.step, first)
        if how:
            x = augment(x, **how)
        reconstruction, divergence = (loss.mean() for loss in net.losses(x))
        optimizer.zero_grad()
        weight = 1 if run.step < first else recipe['weight']
        (reconstruction + weight * divergence).backward()
        optimizer.step()
        average.update(net)
        run.log(reconstruction=reconstruction.item(), kl=divergence.item())
        if run.due(20):
            with run.apart():
                losses = in_batches(average.net.losses, validation)
            run.log(validation=sum(losses).mean().item())
    parameters = export(average.net, name)
    print(f'validation loss of the exported files: {exported_loss(name, validation):.2f} nats')
    run.write_curve()
    write_card(name, run, card(recipe, parameters))


def card(recipe, parameters):
    latent = recipe['latent']
    first, second = recipe['channels']
    dense = second * 49
    weight = recipe['weight']
    return {
        'task': {
            'zh': f'变分自编码器，{latent} 个潜变量：编码、重建、采样手写数字',
            'en': f'variational autoencoder with {latent} latent numbers: encodes, reconstructs and'
                  ' samples handwritten digits',
        },
        'architecture': {
            'zh': f'编码器：步幅 2 的 4×4 卷积 {first}、{second}，全连接 128，两个全连接输出 μ 与 log σ²'
                  f'（各 {latent}）；解码器：全连接 128、{dense}，步幅 2 的 4×4 转置卷积 {first}、1'
                  + (f'；训练末段 KL 项乘以 {weight}' if weight != 1 else ''),
            'en': f'encoder: 4×4 convolutions {first}, {second} of stride 2, dense 128, two dense outputs'
                  f' μ and log σ² ({latent} each); decoder: dense 128, {dense}, 4×4 transposed'
                  f' convolutions {first}, 1 of stride 2'
                  + (f'; at the end of training the KL is weighted by {weight}' if weight != 1 else ''),
        },
        'parameters': parameters,
        'input': {
            'encoder': {'image': [28, 28, 1]}, 'decoder': {'z': [latent]},
            'range': [0, 1], 'layout': 'NHWC',
            'preprocessing': {'zh': '与训练数字相同：黑底白字，质心居中',
                              'en': 'as the training digits: bright on black, centred by mass'},
        },
        'output': {
            'encoder': {'mu': [latent], 'logvar': [latent]}, 'decoder': {'image': [28, 28, 1]},
            'meaning': {
                'zh': '编码器给出 q(z|x) 的均值与对数方差（自然对数）；解码器把 z（先验为标准正态）变成 [0, 1] 内的像素',
                'en': 'the encoder gives mean and log variance (natural) of q(z|x); the decoder turns'
                      ' z (prior: standard normal) into pixels in [0, 1]',
            },
        },
        'data': DIGITS,
        'use': {
            'zh': '讲解变分自编码器；样本不是真实笔迹',
            'en': 'to explain variational autoencoders; its samples are nobody’s handwriting',
        },
        'more': {'latent': {'size': latent, 'distribution': 'normal(0, 1)'}},
    }


if __name__ == '__main__':
    main()
