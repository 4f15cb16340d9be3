"""What every training script shares: data, seeds, augmentation, runs that resume, loss curves.

A script makes its nets and optimizers, hands them to a Run and loops over its steps:

    run = Run('digits-classifier', steps=6000, seed=1)
    net = run.keep('net', Net())
    optimizer = run.keep('optimizer', torch.optim.Adam(net.parameters()))
    for step in run.loop():
        ...
        run.log(loss=loss.item())

Everything is deterministic for one version of torch: one thread, one seeded generator whose state
is part of the checkpoint. The exporter is in exporter.py, the card in card.py.
"""
import os

os.environ.setdefault('OMP_NUM_THREADS', '1')
os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')

import argparse
import json
import random
import resource
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_flush_denormal(True)

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / '.cache' / 'data'
WORK = ROOT / '.cache' / 'train'
MODELS = ROOT / 'public' / 'models'
PIXELS = 28


def load(dataset, part):
    """Images [N, 1, 28, 28] in [0, 1] and labels [N] of 'digits' or 'fashion', 'train' or 'test'."""
    folder = DATA / dataset
    if not (folder / f'{part}-images.u8').exists():
        raise SystemExit('The data are missing: run `npm run data` first.')
    images = np.fromfile(folder / f'{part}-images.u8', np.uint8).reshape(-1, 1, PIXELS, PIXELS)
    labels = np.fromfile(folder / f'{part}-labels.u8', np.uint8).astype(np.int64)
    return torch.from_numpy(images.astype(np.float32) / 255), torch.from_numpy(labels)


def training_split(dataset, validation=500):
    """Training images and labels, and validation images and labels: every n-th image of the
    training part. The held-out test images are never read by a training script."""
    images, labels = load(dataset, 'train')
    chosen = torch.zeros(len(images), dtype=torch.bool)
    chosen[(torch.arange(validation) * len(images)) // validation] = True
    return (images[~chosen], labels[~chosen]), (images[chosen], labels[chosen])


def first_of_each_class(images, labels, count):
    """The first `count` images of each class, in the order of the classes (as the sprites)."""
    chosen = torch.cat([torch.nonzero(labels == c)[:count, 0] for c in range(10)])
    return images[chosen], labels[chosen]


def augment(images, turn=0.22, zoom=0.12, shear=0.15, shift=0.14, elastic=0.0, mode='bilinear'):
    """Random affine distortions: at most `turn` radians, ± `zoom` in scale, ± `shear`, ± `shift`
    halves of the width (0.14 is two pixels); and a smooth random field of displacements whose
    standard deviation at its 5×5 knots is `elastic` halves of the width. `mode` 'bicubic' blurs
    less than 'bilinear'."""
    def uniform(limit):
        return (torch.rand(len(images)) * 2 - 1) * limit

    angle, scale, slant = uniform(turn), 1 + uniform(zoom), uniform(shear)
    cos, sin = torch.cos(angle) / scale, torch.sin(angle) / scale
    theta = torch.stack([
        torch.stack([cos, slant - sin, uniform(shift)], 1),
        torch.stack([sin, cos, uniform(shift)], 1),
    ], 1)
    grid = F.affine_grid(theta, images.shape, align_corners=False)
    if elastic:
        knots = elastic * torch.randn(len(images), 2, 5, 5)
        field = F.interpolate(knots, images.shape[2:], mode='bicubic', align_corners=True)
        grid = grid + field.permute(0, 2, 3, 1)
    distorted = F.grid_sample(images, grid, mode=mode, align_corners=False)
    return distorted.clamp(0, 1) if mode == 'bicubic' else distorted


def in_batches(function, *tensors, size=500):
    """Applies a function to slices of tensors without gradients and joins the results."""
    with torch.no_grad():
        parts = [function(*(tensor[i:i + size] for tensor in tensors))
                 for i in range(0, len(tensors[0]), size)]
    if isinstance(parts[0], tuple):
        return tuple(torch.cat(each) for each in zip(*parts))
    return torch.cat(parts)


def parameter_count(*nets):
    """How many numbers the nets have learned."""
    return sum(p.numel() for net in nets for p in net.parameters())


class Average:
    """An exponential moving average of a net's parameters; its buffers are copied."""

    def __init__(self, net, decay=0.999):
        import copy
        self.net = copy.deepcopy(net).eval()
        for parameter in self.net.parameters():
            parameter.requires_grad_(False)
        self.decay = decay
        self.count = 0

    def update(self, net):
        self.count += 1
        decay = min(self.decay, (1 + self.count) / (10 + self.count))
        with torch.no_grad():
            for mean, value in zip(self.net.parameters(), net.parameters()):
                mean.lerp_(value, 1 - decay)
            for mean, value in zip(self.net.buffers(), net.buffers()):
                mean.copy_(value)

    def state_dict(self):
        return {'net': self.net.state_dict(), 'count': self.count}

    def load_state_dict(self, state):
        self.net.load_state_dict(state['net'])
        self.count = state['count']


def arguments(steps, seed, **more):
    """The command line: --steps and --seed (with these defaults), --fresh, and further options."""
    parser = argparse.ArgumentParser()
    parser.add_argument('--steps', type=int, default=steps, help='how long to train')
    parser.add_argument('--seed', type=int, default=seed)
    parser.add_argument('--fresh', action='store_true', help='forget a checkpoint, start again')
    for name, default in more.items():
        parser.add_argument(f'--{name}', type=type(default), default=default)
    return parser.parse_args()


class Run:
    """A training run: seeds everything, resumes where it was stopped, prints progress, keeps the
    curve. The checkpoint is .cache/train/<name>/checkpoint.pt."""

    POINTS = 100

    def __init__(self, name, steps, seed, fresh=False, save_every=60, print_every=20):
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)
        self.name, self.steps, self.seed = name, steps, seed
        self.save_every, self.print_every = save_every, print_every
        self.folder = WORK / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.file = self.folder / 'checkpoint.pt'
        if fresh and self.file.exists():
            self.file.unlink()
        self.parts = {}
        self.step = 0
        self.seconds_before = 0.0
        self.sums, self.latest = {}, {}
        self.curve = {'steps': [], 'series': {}}
        self.started = self._cpu()
        self.stopping = False

    def _stop(self, *_):
        self.stopping = True

    def keep(self, name, part):
        """Makes a net, an optimizer or anything with state_dict part of the checkpoint."""
        self.parts[name] = part
        return part

    @staticmethod
    def _cpu():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        return usage.ru_utime + usage.ru_stime

    @property
    def seconds(self):
        """CPU seconds spent on this run, those before a resumption included."""
        return self.seconds_before + self._cpu() - self.started

    @property
    def progress(self):
        """The share of the steps already done, 0 to 1."""
        return self.step / self.steps

    def set_rate(self, optimizer, rate):
        """Sets the learning rate of every group of an optimizer."""
        for group in optimizer.param_groups:
            group['lr'] = rate

    def loop(self):
        """Yields the steps still to do."""
        self._resume()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        every = max(1, self.steps // self.POINTS)
        saved = printed = time.monotonic()
        while self.step < self.steps:
            yield self.step
            self.step += 1
            if self.step % every == 0:
                self._point()
            now = time.monotonic()
            if now - printed > self.print_every:
                self._print()
                printed = now
            if now - saved > self.save_every or self.stopping:
                self._save()
                saved = now
            if self.stopping:
                sys.exit(f'{self.name}: stopped at step {self.step}; the same command goes on')
        self._print()
        self._save()

    def due(self, times):
        """True at `times` evenly spaced steps, the last one included: when to validate."""
        every = max(1, self.steps // times)
        return (self.step + 1) % every == 0 or self.step + 1 == self.steps

    @staticmethod
    @contextmanager
    def apart():
        """Leaves the random numbers of the training as they are, whatever is drawn inside."""
        state = torch.get_rng_state()
        yield
        torch.set_rng_state(state)

    def log(self, **values):
        """Adds values of this step to the curve, which holds their means over an interval."""
        for name, value in values.items():
            total, count = self.sums.get(name, (0.0, 0))
            self.sums[name] = (total + float(value), count + 1)
            self.latest[name] = float(value)

    def _point(self):
        self.curve['steps'].append(self.step)
        for name in self.sums:
            self.curve['series'].setdefault(name, [None] * (len(self.curve['steps']) - 1))
        for name, series in self.curve['series'].items():
            total, count = self.sums.get(name, (0.0, 0))
            series.append(float(f'{total / count:.5g}') if count else None)
        self.sums = {}

    def _print(self):
        values = '  '.join(f'{name} {value:.4f}' for name, value in self.latest.items())
        print(f'{self.name}  step {self.step}/{self.steps}  {self.seconds:.0f} CPU s  {values}',
              flush=True)

    def _save(self):
        state = {
            'parts': {name: part.state_dict() for name, part in self.parts.items()},
            'step': self.step, 'steps': self.steps, 'seed': self.seed,
            'seconds': self.seconds, 'curve': self.curve,
            'sums': self.sums, 'latest': self.latest,
            'random': (random.getstate(), np.random.get_state(), torch.get_rng_state()),
        }
        torch.save(state, self.file.with_suffix('.part'))
        os.replace(self.file.with_suffix('.part'), self.file)

    def _resume(self):
        if not self.file.exists():
            return
        state = torch.load(self.file)
        if (state['steps'], state['seed']) != (self.steps, self.seed):
            print(f'{self.name}: the checkpoint is of another run (steps or seed), starting anew')
            return
        for name, part in self.parts.items():
            part.load_state_dict(state['parts'][name])
        self.step, self.curve = state['step'], state['curve']
        self.sums, self.latest = state['sums'], state['latest']
        self.seconds_before = state['seconds']
        python, numpy, generator = state['random']
        random.setstate(python)
        np.random.set_state(numpy)
        torch.set_rng_state(generator)
        print(f'{self.name}: resumed at step {self.step} of {self.steps}', flush=True)

    def write_curve(self):
        """Writes curve.json into the model's folder: {steps, series}."""
        folder = MODELS / self.name
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.curve, separators=(',', ':'))
        (folder / 'curve.json').write_text(text + '\n')
