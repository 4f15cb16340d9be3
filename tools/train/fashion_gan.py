"""Trains fashion-gan: a conditional GAN on the 10,000 Fashion-MNIST images the site ships.

    python3 tools/train/fashion_gan.py [--steps n] [--seed n] [--fresh]

Generator, loss and rates are those of digits-gan (conditional_gan.py). The discriminator has one
head more, which names the class (Odena and others, 2017): tops that look alike otherwise mix. That
head learns from real images alone, and the judges of `npm run evaluate` take no part.
"""
import torch
from torch import nn
import torch.nn.functional as F

from card import FASHION, write_card
from common import MODELS, Average, Run, arguments, first_of_each_class, load
from conditional_gan import BATCH, CLASSES, LATENT, RATE, Discriminator, Generator, codes
from exporter import Graph

MODEL = 'fashion-gan'
PER_CLASS = 1000
NAMING = 0.2


class NamingDiscriminator(Discriminator):
    """Logits [N, 1] of how real images look, and class scores [N, 10]."""

    def __init__(self, channels=32):
        super().__init__(channels)
        self.name = nn.Linear(49 * 2 * channels, CLASSES)

    def forward(self, x, label):
        x = F.leaky_relu(self.conv2(F.leaky_relu(self.conv1(x), 0.2)), 0.2).flatten(1)
        x = F.dropout(x, self.drop, self.training)
        real = self.dense(x) + 0.1 * (self.classes(label) * x).sum(1, keepdim=True)
        return real, self.name(x)


def bfloat16():
    """Products in bfloat16 take two thirds of the time; weights and losses stay in float32."""
    return torch.autocast('cpu', dtype=torch.bfloat16)


def train(run, images, labels):
    """Trains on images in [0, 1] and gives the averaged generator."""
    generator = run.keep('generator', Generator())
    discriminator = run.keep('discriminator', NamingDiscriminator())
    average = run.keep('average', Average(generator, 0.998))
    adam = dict(lr=RATE, betas=(0.5, 0.99), eps=1e-8)
    step_g = run.keep('step_g', torch.optim.Adam(generator.parameters(), **adam))
    step_d = run.keep('step_d', torch.optim.Adam(discriminator.parameters(), **adam))
    judge = F.binary_cross_entropy_with_logits

    def looks_at(x, label):
        with bfloat16():
            real, name = discriminator(x, label)
        return real.float(), name.float()

    one, zero = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)
    for _ in run.loop():
        rate = RATE * min(1, 1 - 0.95 * (run.progress - 0.5) * 2)
        run.set_rate(step_g, rate)
        run.set_rate(step_d, rate)
        chosen = torch.randint(0, len(images), (BATCH,))
        real, label = images[chosen] * 2 - 1, labels[chosen]
        with bfloat16():
            fake = generator(codes(label)).float()

        real_looks, real_name = looks_at(real, label)
        fake_looks, _ = looks_at(fake.detach(), label)
        naming = F.cross_entropy(real_name, label)
        loss_d = judge(real_looks, 0.9 * one) + judge(fake_looks, zero)
        step_d.zero_grad()
        (loss_d + naming).backward()
        step_d.step()

        for parameter in discriminator.parameters():
            parameter.requires_grad_(False)
        looks, name = looks_at(fake, label)
        loss_g = judge(looks, one)
        step_g.zero_grad()
        (loss_g + NAMING * F.cross_entropy(name, label)).backward()
        step_g.step()
        for parameter in discriminator.parameters():
            parameter.requires_grad_(True)

        average.update(generator)
        run.log(discriminator=loss_d.item(), generator=loss_g.item(), naming=naming.item())
    return average.net


def export(net):
    """Writes the generator and gives the number of parameters in the file."""
    net.eval()
    graph = Graph(MODEL)
    graph.write(MODELS / MODEL, outputs=[net.export(graph)])
    return graph.parameters()


CARD = {
    'task': {'zh': '条件 GAN：按类别生成衣物图片',
             'en': 'conditional GAN: generates pictures of clothing of a given class'},
    'architecture': {
        'zh': '生成器：全连接 3136（变形为 7×7×64），步幅 2 的 4×4 转置卷积 32、1，批量归一化已折叠；判别器（不随站发布）：4×4 卷积 32、64，'
              '类别投影，外加一个说出类别的头',
        'en': 'generator: dense 3136 (reshaped to 7×7×64), 4×4 transposed convolutions 32, 1 of'
              ' stride 2, BatchNorm folded in; discriminator (not shipped): 4×4 convolutions 32, 64,'
              ' a projection of the class, and a head that names the class',
    },
    'input': {
        'shape': [LATENT + CLASSES], 'range': 'normal(0, 1) and one-hot', 'layout': 'NC',
        'preprocessing': {
            'zh': f'前 {LATENT} 个数服从标准正态分布，后 {CLASSES} 个数为类别的 one-hot 编码',
            'en': f'{LATENT} standard normal numbers, then the class as {CLASSES} one-hot numbers',
        },
    },
    'output': {
        'shapes': {'image': [28, 28, 1]},
        'meaning': {'zh': '[0, 1] 内的像素，衣物亮、背景为 0',
                    'en': 'pixels in [0, 1], clothing bright on 0'},
    },
    'data': {
        **FASHION,
        'split': {
            'zh': '训练集每类的前 1,000 张，共 10,000 张，即本站 public/data/fashion/train-*.png 中的那些；测试集没有用于训练',
            'en': 'the first 1,000 images of each class of the training set, 10,000 in all, those in'
                  ' public/data/fashion/train-*.png; the test images were not trained on',
        },
    },
    'use': {'zh': '讲解生成对抗网络；样本不是真实商品，凉鞋与花纹常常破碎',
            'en': 'to explain generative adversarial networks; its samples are no real goods,'
                  ' and sandals and patterns often fall apart'},
    'more': {'latent': {'size': LATENT, 'distribution': 'normal(0, 1)', 'classes': CLASSES}},
}


def main():
    options = arguments(steps=5000, seed=23)
    images, labels = first_of_each_class(*load('fashion', 'train'), PER_CLASS)
    run = Run(MODEL, options.steps, options.seed, options.fresh)
    net = train(run, images, labels)
    parameters = export(net)
    run.write_curve()
    write_card(MODEL, run, {**CARD, 'parameters': parameters})


if __name__ == '__main__':
    main()
