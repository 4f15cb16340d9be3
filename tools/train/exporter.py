"""Writes a TF.js LayersModel (model.json and weights.bin) from torch modules, without TensorFlow.

    graph = Graph('digits-classifier')
    x = graph.input('image', (28, 28, 1))
    x = graph.conv('conv1', x, net.conv1, 'relu')
    x = graph.conv('conv2', x, net.conv2, 'relu', norm=net.norm2)   # BatchNorm folded in
    x = graph.max_pool('pool1', x)
    x = graph.flatten('flatten', x)
    x = graph.dense('dense1', x, net.dense1, 'softmax')
    graph.write(MODELS / 'digits-classifier', outputs=[x])

Layers are channels last, paddings `same`. Kernels are stored in 8 bits (scale and minimum per
tensor, 0 exact), biases in float32. `run` computes the written file again with torch, so that a
script can check its export and tell what the quantization costs.
"""
import gzip
import hashlib
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F


def array(tensor):
    """A torch tensor as float32 numpy array."""
    return tensor.detach().cpu().numpy().astype(np.float32)


def quantize(values):
    """8-bit steps, minimum and scale with 0 exactly among the values: value = step * scale + min."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    scale = (high - low) / 255 or 1.0
    low = -round(-low / scale) * scale
    steps = np.clip(np.round((values - low) / scale), 0, 255).astype(np.uint8)
    return steps, low, scale


class Graph:
    """A Functional model under construction. Methods add a layer and return its name."""

    def __init__(self, name):
        self.name = name
        self.layers = []
        self.shapes = {}
        self.weights = {}
        self.inputs = []

    # -- layers --------------------------------------------------------------------------------

    def _add(self, kind, name, sources, shape, config, weights=()):
        if name in self.shapes:
            raise ValueError(f'{name}: a layer of that name is there already')
        for source in sources:
            if source not in self.shapes:
                raise ValueError(f'{name} reads {source}, which does not exist')
        self.layers.append((kind, name, sources, config))
        self.shapes[name] = tuple(int(n) for n in shape)
        for weight, values in dict(weights).items():
            self.weights[f'{name}/{weight}'] = np.ascontiguousarray(values, np.float32)
        return name

    def input(self, name, shape):
        """An input without its batch axis, (H, W, C) or (N,)."""
        self.inputs.append(name)
        config = {'batch_input_shape': [None, *shape], 'dtype': 'float32', 'sparse': False}
        return self._add('InputLayer', name, [], shape, config)

    def dense(self, name, source, module, activation='linear', norm=None):
        """A fully connected layer from nn.Linear; `norm` is the BatchNorm behind it, over the units
        or, where the units are reshaped to [H, W, C], over the C channels."""
        (size,) = self.shapes[source]
        kernel, bias = array(module.weight).T, self._bias(module, module.out_features)
        if kernel.shape[0] != size:
            raise ValueError(f'{name}: {size} numbers come in, the kernel takes {kernel.shape[0]}')
        kernel, bias = fold(kernel, bias, norm)
        config = {'units': module.out_features, 'activation': activation, 'use_bias': True}
        return self._add('Dense', name, [source], (module.out_features,), config,
                         {'kernel': kernel, 'bias': bias})

    def conv(self, name, source, module, activation='linear', norm=None):
        """A convolution from nn.Conv2d; `norm` is the nn.BatchNorm2d behind it, folded in."""
        height, width, channels = self.shapes[source]
        size, stride = module.kernel_size, module.stride
        if module.groups != 1 or module.dilation != (1, 1) or module.in_channels != channels:
            raise ValueError(f'{name}: groups, dilation or {channels} channels do not fit')
        for length, window, step, pad in zip((height, width), size, stride, module.padding):
            self._same(name, length, window, step, pad)
        kernel = array(module.weight).transpose(2, 3, 1, 0)
        kernel, bias = fold(kernel, self._bias(module, module.out_channels), norm)
        shape = (-(-height // stride[0]), -(-width // stride[1]), module.out_channels)
        config = self._conv(module.out_channels, size, stride, activation)
        return self._add('Conv2D', name, [source], shape, config,
                         {'kernel': kernel, 'bias': bias})

    def transposed(self, name, source, module, activation='linear', norm=None):
        """A transposed convolution from nn.ConvTranspose2d whose output is `stride` times larger."""
        height, width, channels = self.shapes[source]
        size, stride = module.kernel_size, module.stride
        if module.groups != 1 or module.in_channels != channels:
            raise ValueError(f'{name}: groups or {channels} channels do not fit')
        for window, step, pad, extra in zip(size, stride, module.padding, module.output_padding):
            if window - step != 2 * pad or extra:
                raise ValueError(f'{name}: padding {pad} is not `same` for {window} by {step}')
        kernel = array(module.weight).transpose(2, 3, 1, 0)
        bias = self._bias(module, module.out_channels)
        if norm is not None:
            factor, shift = affine(norm)
            kernel, bias = kernel * factor[:, None], bias * factor + shift
        shape = (height * stride[0], width * stride[1], module.out_channels)
        config = self._conv(module.out_channels, size, stride, activation)
        return self._add('Conv2DTranspose', name, [source], shape, config,
                         {'kernel': kernel, 'bias': bias})

    def max_pool(self, name, source, size=2):
        """The largest value of windows that do not overlap."""
        return self._pool('MaxPooling2D', name, source, size)

    def average_pool(self, name, source, size=2):
        """The mean of windows that do not overlap."""
        return self._pool('AveragePooling2D', name, source, size)

    def upsample(self, name, source, size=2, interpolation='nearest'):
        """Repeats (`nearest`) or interpolates (`bilinear`) every value."""
        height, width, channels = self.shapes[source]
        config = {'size': [size, size], 'interpolation': interpolation,
                  'data_format': 'channels_last'}
        return self._add('UpSampling2D', name, [source], (height * size, width * size, channels),
                         config)

    def flatten(self, name, source):
        """Rows, columns, channels in one row: torch has to permute(0, 2, 3, 1) before."""
        size = int(np.prod(self.shapes[source]))
        return self._add('Flatten', name, [source], (size,), {'data_format': 'channels_last'})

    def reshape(self, name, source, shape):
        """A row of numbers as [H, W, C]: torch has to view(-1, H, W, C).permute(0, 3, 1, 2)."""
        return self._add('Reshape', name, [source], shape, {'target_shape': list(shape)})

    def concat(self, name, *sources):
        """Channels of several layers behind one another."""
        shapes = [self.shapes[source] for source in sources]
        shape = (*shapes[0][:-1], sum(shape[-1] for shape in shapes))
        return self._add('Concatenate', name, list(sources), shape, {'axis': -1})

    def add(self, name, *sources):
        """The sum of layers of one shape."""
        return self._add('Add', name, list(sources), self.shapes[sources[0]], {})

    def activation(self, name, source, activation):
        """relu, sigmoid, tanh or softmax as a layer of its own."""
        return self._add('Activation', name, [source], self.shapes[source],
                         {'activation': activation})

    def leaky_relu(self, name, source, alpha=0.2):
        return self._add('LeakyReLU', name, [source], self.shapes[source], {'alpha': alpha})

    # -- helpers -------------------------------------------------------------------------------

    @staticmethod
    def _bias(module, size):
        return np.zeros(size, np.float32) if module.bias is None else array(module.bias)

    @staticmethod
    def _conv(filters, size, stride, activation):
        return {'filters': filters, 'kernel_size': list(size), 'strides': list(stride),
                'padding': 'same', 'data_format': 'channels_last', 'dilation_rate': [1, 1],
                'activation': activation, 'use_bias': True}

    @staticmethod
    def _same(name, length, window, step, pad):
        total = max((-(-length // step) - 1) * step + window - length, 0)
        if total != 2 * pad:
            raise ValueError(f'{name}: `same` pads {total} in all, the module {pad} on each side')

    def _pool(self, kind, name, source, size):
        height, width, channels = self.shapes[source]
        config = {'pool_size': [size, size], 'strides': [size, size], 'padding': 'valid',
                  'data_format': 'channels_last'}
        return self._add(kind, name, [source], (height // size, width // size, channels), config)

    # -- files ---------------------------------------------------------------------------------

    def parameters(self):
        """How many numbers the file holds."""
        return sum(values.size for values in self.weights.values())

    def topology(self, outputs):
        layers = []
        for kind, name, sources, config in self.layers:
            inbound = [[[source, 0, 0, {}] for source in sources]] if sources else []
            layers.append({'class_name': kind, 'name': name, 'inbound_nodes': inbound,
                           'config': {'name': name, 'trainable': True, **config}})
        ends = {'input_layers': [[name, 0, 0] for name in self.inputs],
                'output_layers': [[name, 0, 0] for name in outputs]}
        return {'class_name': 'Functional', 'keras_version': '2.15.0', 'backend': 'tensorflow',
                'config': {'name': self.name.replace('/', '-'), 'layers': layers, **ends}}

    def write(self, folder, outputs, quantized=True):
        """Writes model.json and weights.bin; `outputs` are names of layers."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        entries, blob = [], b''
        for name, values in self.weights.items():
            entry = {'name': name, 'shape': list(values.shape), 'dtype': 'float32'}
            if quantized and values.ndim > 1:
                steps, low, scale = quantize(values)
                entry['quantization'] = {'dtype': 'uint8', 'min': low, 'scale': scale,
                                         'original_dtype': 'float32'}
                blob += steps.tobytes()
            else:
                blob += values.tobytes()
            entries.append(entry)
        model = {'format': 'layers-model', 'generatedBy': 'tools/train/exporter.py',
                 'convertedBy': None, 'modelTopology': self.topology(outputs),
                 'weightsManifest': [{'paths': ['weights.bin'], 'weights': entries}]}
        (folder / 'model.json').write_text(json.dumps(model, separators=(',', ':')) + '\n')
        (folder / 'weights.bin').write_bytes(blob)


def affine(norm):
    """A BatchNorm in evaluation as factor and shift for every channel."""
    factor = array(norm.weight) / np.sqrt(array(norm.running_var) + norm.eps)
    return factor, array(norm.bias) - array(norm.running_mean) * factor


def fold(kernel, bias, norm):
    """Kernel [..., out] and bias with a BatchNorm behind them folded in."""
    if norm is None:
        return kernel, bias
    factor, shift = affine(norm)
    repeats = kernel.shape[-1] // len(factor)
    factor, shift = np.tile(factor, repeats), np.tile(shift, repeats)
    return kernel * factor, bias * factor + shift


def read(folder):
    """The topology of a written model and its weights, dequantized as TF.js does."""
    folder = Path(folder)
    model = json.loads((folder / 'model.json').read_text())
    blob, at, weights = (folder / 'weights.bin').read_bytes(), 0, {}
    for entry in model['weightsManifest'][0]['weights']:
        count = int(np.prod(entry['shape']))
        step = entry.get('quantization')
        if step:
            values = np.frombuffer(blob, np.uint8, count, at) * step['scale'] + step['min']
            at += count
        else:
            values = np.frombuffer(blob, np.float32, count, at)
            at += 4 * count
        values = values.astype(np.float32).reshape(entry['shape'])
        weights[entry['name']] = torch.from_numpy(np.array(values))
    return model['modelTopology'], weights


ACTIVATIONS = {'linear': lambda x: x, 'relu': F.relu, 'sigmoid': torch.sigmoid,
               'tanh': torch.tanh, 'softmax': lambda x: torch.softmax(x, -1)}


def run(folder, *inputs):
    """Computes a written model with torch: channels-last inputs in, the outputs by name out."""
    topology, weights = read(folder)
    config = topology['config']
    values = {name: x for (name, _, _), x in zip(config['input_layers'], inputs)}
    with torch.no_grad():
        for layer in config['layers']:
            if layer['name'] not in values:
                sources = [values[call[0]] for call in layer['inbound_nodes'][0]]
                values[layer['name']] = _compute(layer, sources, weights)
    return {name: values[name] for name, _, _ in config['output_layers']}


def _compute(layer, sources, weights):
    kind, name, config, x = layer['class_name'], layer['name'], layer['config'], sources[0]
    act = ACTIVATIONS.get(config.get('activation', 'linear'))
    kernel, bias = weights.get(f'{name}/kernel'), weights.get(f'{name}/bias')
    if kind == 'Dense':
        return act(x @ kernel + bias)
    if kind == 'Flatten':
        return x.reshape(len(x), -1)
    if kind == 'Reshape':
        return x.reshape(len(x), *config['target_shape'])
    if kind == 'Concatenate':
        return torch.cat(sources, -1)
    if kind == 'Add':
        return sum(sources[1:], x)
    if kind == 'Activation':
        return act(x)
    if kind == 'LeakyReLU':
        return F.leaky_relu(x, config['alpha'])
    planes = x.permute(0, 3, 1, 2)
    if kind == 'Conv2D':
        (window, step), length = (kernel.shape[0], config['strides'][0]), planes.shape[2]
        total = max((-(-length // step) - 1) * step + window - length, 0)
        planes = F.conv2d(planes, kernel.permute(3, 2, 0, 1), bias, step, total // 2)
    elif kind == 'Conv2DTranspose':
        window, step = kernel.shape[0], config['strides'][0]
        planes = F.conv_transpose2d(planes, kernel.permute(3, 2, 0, 1), bias, step,
                                    (window - step) // 2)
    elif kind == 'MaxPooling2D':
        planes = F.max_pool2d(planes, config['pool_size'][0])
    elif kind == 'AveragePooling2D':
        planes = F.avg_pool2d(planes, config['pool_size'][0])
    elif kind == 'UpSampling2D':
        mode = config['interpolation']
        align = {} if mode == 'nearest' else {'align_corners': False}
        planes = F.interpolate(planes, scale_factor=config['size'][0], mode=mode, **align)
    else:
        raise ValueError(f'{name}: {kind} is not known')
    return act(planes.permute(0, 2, 3, 1))


def channels_last(images):
    """[N, C, H, W] as [N, H, W, C]."""
    return images.permute(0, 2, 3, 1).contiguous()


def sizes(folder):
    """Bytes and sha256 of every model.json and weights.bin below a folder: {path: {…}}."""
    found = {}
    for file in sorted(Path(folder).rglob('*')):
        if file.name in ('model.json', 'weights.bin'):
            data = file.read_bytes()
            found[file.relative_to(folder).as_posix()] = {
                'bytes': len(data),
                'gzip': len(gzip.compress(data, 9, mtime=0)),
                'sha256': hashlib.sha256(data).hexdigest(),
            }
    return found
