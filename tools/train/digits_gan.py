"""digits-gan: a conditional GAN on the digits (see conditional_gan.py)."""
import torch

from card import DIGITS, write_card
from common import MODELS, Run, arguments, parameter_count, training_split
from conditional_gan import CLASSES, LATENT, codes, train
from exporter import Graph, run as run_file


def export(net, folder):
    graph = Graph('digits-gan')
    graph.write(folder, [net.export(graph)])


def opinion(folder, count=2000):
    """How the shipped classifier reads samples of an exported file: the share read as asked."""
    labels = torch.arange(count) % CLASSES
    image = run_file(folder, codes(labels))['image']
    scores = run_file(MODELS / 'digits-classifier', image)['dense2']
    return (scores.argmax(1) == labels).float().mean().item()


def main():
    options = arguments(steps=9000, seed=3)
    (images, labels), _ = training_split('digits')
    run = Run('digits-gan', options.steps, options.seed, options.fresh)

    def between(net):
        """What the classifier thinks on the way."""
        export(net, run.folder)
        with run.apart():
            run.log(validation_read=opinion(run.folder, 500))

    net = train(run, images, labels, between)
    folder = MODELS / run.name
    export(net, folder)
    print(f'samples read as asked by the classifier: {opinion(folder):.4f}')
    run.write_curve()
    write_card(run.name, run, card(net))


def card(net):
    return {
        'task': {'zh': '条件 GAN：按类别生成手写数字',
                 'en': 'conditional GAN: generates handwritten digits of a given class'},
        'architecture': {
            'zh': '生成器：全连接 3136（reshape 为 7×7×64），步幅 2 的 4×4 转置卷积 32、1；批量归一化已并入；'
                  '判别器（不随站发布）：4×4 卷积 32、64，类别投影，外加一个说出类别的头',
            'en': 'generator: dense 3136 (reshaped to 7×7×64), 4×4 transposed convolutions 32, 1 of'
                  ' stride 2, batch normalization folded in; discriminator (not shipped): 4×4'
                  ' convolutions 32, 64, a projection of the class, and a head that names it',
        },
        'parameters': parameter_count(net),
        'input': {
            'shape': [LATENT + CLASSES], 'range': 'normal(0, 1) and one-hot', 'layout': 'NC',
            'preprocessing': {
                'zh': f'前 {LATENT} 个数为标准正态，后 {CLASSES} 个数为类别的 one-hot 编码',
                'en': f'{LATENT} standard normal numbers, then the class as {CLASSES} one-hot numbers',
            },
        },
        'output': {
            'shapes': {'image': [28, 28, 1]},
            'meaning': {'zh': '[0, 1] 内的像素，黑底白字', 'en': 'pixels in [0, 1], bright on black'},
        },
        'data': DIGITS,
        'use': {'zh': '讲解生成对抗网络；样本不是真实笔迹',
                'en': 'to explain generative adversarial networks; its samples are nobody’s'
                      ' handwriting'},
        'more': {'latent': {'size': LATENT, 'distribution': 'normal(0, 1)', 'classes': CLASSES}},
    }


if __name__ == '__main__':
    main()
