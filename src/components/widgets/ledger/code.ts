/** The network as a program that builds it and prints its parameters, in three frameworks. */
import type { Layer, Row } from '../../../lib/network.ts';
import { samePadding } from '../../../lib/ops/conv.ts';
import type { Language } from '../toolkit/kind.ts';
import { thousands } from '../toolkit/text.ts';
import type { State } from './state.ts';

/** The code of a state; `numpy`, the third tab, is Keras here. */
export function codeTwin(state: State, language: Language): string {
  return (language === 'pytorch' ? pytorch(state) : functional(state, language === 'numpy')).join(
    '\n',
  );
}

type Value = number | boolean | string | readonly Value[];
type Sides = readonly [top: number, bottom: number, left: number, right: number];

/** The rows of the layers in the order in which the ledger has them: branches before their meeting. */
function rowsInOrder(state: State): () => Row {
  let next = 1;
  return () => state.ledger.rows[next++];
}

/** What the numbers of a row's window say: padding on four sides, and what a ceil needs besides. */
function sidesOf({ reach, input, cells, layer }: Row): Sides {
  const ceil = layer && 'ceil' in layer && layer.ceil;
  const side = (a: 0 | 1) => {
    const span = reach!.dilation[a] * (reach!.kernel[a] - 1) + 1;
    const needed = (cells[a] - 1) * reach!.stride[a] + span - input[a] - reach!.before[a];
    return [reach!.before[a], ceil ? Math.max(0, needed) : reach!.after[a]];
  };
  const [top, bottom] = side(0);
  const [left, right] = side(1);
  return [top, bottom, left, right];
}

const totals = ({ ledger }: State) =>
  `${thousands(ledger.parameters)} trained${ledger.statistics ? ` + ${thousands(ledger.statistics)} moving statistics` : ''}`;

// ---- TensorFlow.js and Keras: layers applied to a tensor ----------------------------------------

const GROUPED = `
class GroupConv2d extends tf.layers.Layer { // tf.layers has no groups
  static className = 'GroupConv2d';
  constructor(args) { super({}); this.args = args; }
  build([, , , channels]) {
    const { filters, groups, kernelSize: [h, w], useBias } = this.args;
    const init = tf.initializers.glorotUniform({});
    this.kernel = this.addWeight('kernel', [h, w, channels / groups, filters], 'float32', init);
    if (useBias) this.bias = this.addWeight('bias', [filters], 'float32', tf.initializers.zeros());
    super.build([]);
  }
  call(inputs) {
    return tf.tidy(() => {
      const { groups, strides, padding, dilationRate } = this.args;
      const kernels = this.kernel.read().split(groups, 3);
      const parts = (inputs[0] ?? inputs).split(groups, 3);
      const y = tf.concat(parts.map((x, g) => tf.conv2d(x, kernels[g], strides, padding, 'NHWC', dilationRate)), 3);
      return this.bias ? y.add(this.bias.read()) : y;
    });
  }
  computeOutputShape([n, h, w]) {
    const { filters, kernelSize, strides, padding, dilationRate } = this.args;
    const size = (n, a) => padding === 'same' ? Math.ceil(n / strides[a])
      : Math.floor((n - dilationRate[a] * (kernelSize[a] - 1) - 1) / strides[a]) + 1;
    return [n, size(h, 0), size(w, 1), filters];
  }
}`.trim();

const APPLY = `
class Apply extends tf.layers.Layer { // any function of one tensor
  static className = 'Apply';
  constructor(f) { super({}); this.f = f; }
  call(inputs) { return tf.tidy(() => this.f(inputs[0] ?? inputs)); }
  computeOutputShape(shape) { return shape; }
}`.trim();

function functional(state: State, keras: boolean): string[] {
  const nextRow = rowsInOrder(state);
  const lines: string[] = [];
  const extras = new Set<string>();
  let blocks = 0;

  const value = (v: Value): string => {
    if (typeof v === 'string') return keras ? `"${v}"` : `'${v}'`;
    if (typeof v === 'boolean') return keras ? (v ? 'True' : 'False') : String(v);
    if (typeof v === 'number') return String(v);
    const inner = v.map(value).join(', ');
    return keras ? `(${inner})` : `[${inner}]`;
  };
  const snake = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  const assign = (call: string) => lines.push(keras ? `x = ${call}(x)` : `x = ${call}.apply(x);`);
  const apply = (name: string, args: Record<string, Value> = {}, made = '') => {
    const entries = Object.entries(args);
    if (keras) {
      const known = { elu: 'ELU', leakyReLU: 'LeakyReLU' }[name];
      const upper = known ?? name[0].toUpperCase() + name.slice(1).replace('2d', '2D');
      const list = entries.map(([key, v]) => `${snake(key)}=${value(v)}`).join(', ');
      assign(`layers.${upper}(${list})`);
    } else {
      const list = entries.map(([key, v]) => `${key}: ${value(v)}`).join(', ');
      assign(`${made || `tf.layers.${name}`}(${list ? `{ ${list} }` : '{}'})`);
    }
  };

  /** `same` and `valid` where TensorFlow says so, else zeros around. */
  const padded = (row: Row, unstrided = false): 'same' | 'valid' => {
    const sides = sidesOf(row);
    const { kernel, stride, dilation } = row.reach!;
    const tf = [0, 1].flatMap((a) =>
      samePadding(row.input[a], kernel[a], unstrided ? 1 : stride[a], dilation[a]),
    );
    if (sides.every((side) => side === 0)) return 'valid';
    if (sides.join() === tf.join()) return 'same';
    const [top, bottom, left, right] = sides;
    apply('zeroPadding2d', { padding: [[top, bottom], [left, right]] }); // prettier-ignore
    return 'valid';
  };

  const put = (layer: Layer): void => {
    if ('branches' in layer) {
      const n = ++blocks;
      const word = keras ? '' : 'const ';
      const end = keras ? '' : ';';
      lines.push(`${word}from${n} = x${end}`);
      const ends = layer.branches.map((branch, b) => {
        if (b > 0) lines.push(`x = from${n}${end}`);
        branch.forEach(put);
        lines.push(`${word}branch${n}_${b + 1} = x${end}`);
        return `branch${n}_${b + 1}`;
      });
      nextRow();
      const join = layer.op === 'add' ? ['add', 'Add'] : ['concatenate', 'Concatenate'];
      const list = `[${ends.join(', ')}]`;
      lines.push(keras ? `x = layers.${join[1]}()(${list})` : `x = tf.layers.${join[0]}().apply(${list});`); // prettier-ignore
      return;
    }
    const row = nextRow();
    switch (layer.op) {
      case 'conv':
      case 'depthwise': {
        const { kernel, stride, dilation, bias } = layer;
        // Neither framework strides and dilates at once: the stride comes after, as a 1×1 pool.
        const dilated = dilation.some((d) => d > 1);
        const both = stride.some((s) => s > 1) && dilated;
        const padding = padded(row, both);
        const how = {
          kernelSize: kernel,
          strides: both ? [1, 1] : stride,
          padding,
          ...((dilated || (layer.op === 'conv' && layer.groups > 1)) && {
            dilationRate: dilation,
          }),
          useBias: bias,
        };
        if (layer.op === 'depthwise' && dilated && !keras) {
          // tf.layers.depthwiseConv2d forgets the dilation when it works out its shape.
          extras.add(GROUPED);
          const channels = row.input[2];
          const filters = channels * layer.multiplier;
          apply('conv2d', { filters, ...how, groups: channels }, 'new GroupConv2d');
        } else if (layer.op === 'depthwise') {
          apply('depthwiseConv2d', { ...how, depthMultiplier: layer.multiplier });
        } else if (layer.groups > 1) {
          extras.add(GROUPED);
          const { filters, groups } = layer;
          apply('conv2d', { filters, ...how, groups }, 'new GroupConv2d');
        } else apply('conv2d', { filters: layer.filters, ...how });
        if (both) apply('maxPooling2d', { poolSize: [1, 1], strides: stride });
        break;
      }
      case 'maxpool':
      case 'avgpool': {
        const name = layer.op === 'maxpool' ? 'maxPooling2d' : 'averagePooling2d';
        const padding = padded(row);
        apply(name, { poolSize: layer.kernel, strides: layer.stride, padding });
        break;
      }
      case 'pad': {
        const [top, bottom, left, right] = layer.padding;
        apply('zeroPadding2d', { padding: [[top, bottom], [left, right]] }); // prettier-ignore
        break;
      }
      case 'dense':
        apply('dense', { units: layer.units, useBias: layer.bias });
        break;
      case 'bn':
        apply('batchNormalization');
        break;
      case 'dropout':
        apply('dropout', { rate: layer.rate });
        break;
      case 'gap':
        apply('globalAveragePooling2d');
        break;
      case 'gmp':
        apply('globalMaxPooling2d');
        break;
      case 'flatten':
        apply('flatten');
        break;
      case 'relu':
        apply('reLU');
        break;
      case 'relu6':
        apply('reLU', { maxValue: 6 });
        break;
      case 'leaky-relu':
        if (keras) assign('layers.LeakyReLU(negative_slope=0.01)');
        else apply('leakyReLU', { alpha: 0.01 });
        break;
      case 'lrn':
        extras.add(APPLY);
        if (keras)
          assign('layers.Lambda(lambda t: tf.nn.local_response_normalization(t, 2, 2.0, 1e-4, 0.75))'); // prettier-ignore
        else assign('new Apply((t) => tf.localResponseNormalization(t, 2, 2, 1e-4, 0.75))');
        break;
      case 'hard-swish':
        extras.add(APPLY);
        if (keras) assign('layers.Activation("hard_swish")');
        else assign('new Apply((t) => t.mul(t.div(6).add(0.5).clipByValue(0, 1)))');
        break;
      default:
        apply('activation', { activation: layer.op });
    }
  };
  state.layers.forEach(put);

  const shape = state.input;
  const out = state.ledger.rows.at(-1)!.output;
  if (keras) {
    return [
      ...(lines.some((line) => line.includes('tf.nn')) ? ['import tensorflow as tf'] : []),
      'import keras',
      'from keras import layers',
      '',
      `x = inputs = keras.Input(shape=(${shape.join(', ')}))`,
      ...lines,
      'model = keras.Model(inputs, x)',
      `print(model.count_params())  # ${totals(state)}`,
      `print(x.shape)  # (None, ${out.join(', ')})`,
    ];
  }
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    '',
    ...[...extras].flatMap((extra) => [extra, '']),
    `const input = tf.input({ shape: [${shape.join(', ')}] });`,
    'let x = input;',
    ...lines,
    'const model = tf.model({ inputs: input, outputs: x });',
    `console.log(model.countParams()); // ${totals(state)}`,
    `console.log(x.shape); // [null, ${out.join(', ')}]`,
  ];
}

// ---- PyTorch ------------------------------------------------------------------------------------

const TORCH: Readonly<Record<string, string>> = {
  relu: 'nn.ReLU()',
  relu6: 'nn.ReLU6()',
  'leaky-relu': 'nn.LeakyReLU(0.01)',
  elu: 'nn.ELU()',
  selu: 'nn.SELU()',
  sigmoid: 'nn.Sigmoid()',
  tanh: 'nn.Tanh()',
  gelu: 'nn.GELU()',
  swish: 'nn.SiLU()',
  'hard-swish': 'nn.Hardswish()',
  softplus: 'nn.Softplus()',
  softmax: 'nn.Softmax(dim=1)',
  lrn: 'nn.LocalResponseNorm(5, 1e-4, 0.75, 2)',
  flatten: 'nn.Flatten()',
};

function pytorch(state: State): string[] {
  const nextRow = rowsInOrder(state);
  const kinds = new Set<'add' | 'concat'>();
  const pair = (p: readonly number[]) => (p[0] === p[1] ? `${p[0]}` : `(${p[0]}, ${p[1]})`);
  const options = (all: Record<string, string | false>) =>
    Object.entries(all)
      .filter(([, text]) => text)
      .map(([key, text]) => `, ${key}=${text}`)
      .join('');

  const put = (layer: Layer, indent: string): string[] => {
    if ('branches' in layer) {
      kinds.add(layer.op);
      const inner = layer.branches.flatMap((branch) => {
        if (branch.length === 0) return [`${indent}    nn.Identity(),`];
        const lines = branch.flatMap((each) => put(each, `${indent}        `));
        return [`${indent}    nn.Sequential(`, ...lines, `${indent}    ),`];
      });
      nextRow();
      return [`${indent}${layer.op === 'add' ? 'Add' : 'Concat'}(`, ...inner, `${indent}),`];
    }
    const row = nextRow();
    const from = row.input[row.input.length - 1];
    const line = (text: string) => `${indent}${text},`;
    switch (layer.op) {
      case 'conv':
      case 'depthwise':
      case 'maxpool':
      case 'avgpool': {
        const { kernel, stride, dilation } = layer;
        const pool = layer.op === 'maxpool' || layer.op === 'avgpool';
        const ceil = 'ceil' in layer && layer.ceil;
        const [top, bottom, left, right] = ceil
          ? [row.reach!.before[0], row.reach!.after[0], row.reach!.before[1], row.reach!.after[1]]
          : sidesOf(row);
        const floored = sidesOf(row);
        // Pools pad by half a window at most, convolutions the same on both sides.
        const even = top === bottom && left === right;
        const fits = even && (!pool || (top <= kernel[0] / 2 && left <= kernel[1] / 2));
        const dilated = dilation.some((d) => d > 1);
        const [t, b, l, r] = fits ? [0, 0, 0, 0] : ceil ? floored : [top, bottom, left, right];
        const before = fits ? [] : [line(`nn.ZeroPad2d((${l}, ${r}, ${t}, ${b}))`)];
        const padding = fits && (top || left) ? pair([top, left]) : false;
        if (!('bias' in layer)) {
          const name = layer.op === 'maxpool' ? 'MaxPool2d' : 'AvgPool2d';
          return [
            ...before,
            line(
              `nn.${name}(${pair(kernel)}${options({
                stride: pair(stride),
                padding,
                dilation: dilated && layer.op === 'maxpool' && pair(dilation),
                ceil_mode: Boolean(ceil && fits) && 'True',
              })})`,
            ),
          ];
        }
        const deep = layer.op === 'depthwise';
        const out = deep ? from * layer.multiplier : layer.filters;
        const groups = deep ? from : layer.groups;
        return [
          ...before,
          line(
            `nn.Conv2d(${from}, ${out}, ${pair(kernel)}${options({
              stride: stride.some((s) => s > 1) && pair(stride),
              padding,
              dilation: dilated && pair(dilation),
              groups: groups > 1 && String(groups),
              bias: !layer.bias && 'False',
            })})`,
          ),
        ];
      }
      case 'pad': {
        const [top, bottom, left, right] = layer.padding;
        return [line(`nn.ZeroPad2d((${left}, ${right}, ${top}, ${bottom}))`)];
      }
      case 'dense':
        return [line(`nn.Linear(${from}, ${layer.units}${layer.bias ? '' : ', bias=False'})`)];
      case 'bn':
        return [line(`nn.BatchNorm${row.input.length === 3 ? 2 : 1}d(${from})`)];
      case 'dropout':
        return [line(`nn.Dropout(${layer.rate})`)];
      case 'gap':
      case 'gmp':
        return [
          line(`nn.Adaptive${layer.op === 'gap' ? 'Avg' : 'Max'}Pool2d(1)`),
          line('nn.Flatten()'),
        ];
      default:
        return [line(TORCH[layer.op])];
    }
  };
  const body = state.layers.flatMap((layer) => put(layer, '    '));
  const join = (name: string, result: string) => [
    `class ${name}(nn.Module):`,
    `    def __init__(self, *branches):`,
    `        super().__init__()`,
    `        self.branches = nn.ModuleList(branches)`,
    ``,
    `    def forward(self, x):`,
    `        return ${result}`,
    ``,
    ``,
  ];
  const [h, w, c] = state.input;
  const out = state.ledger.rows.at(-1)!.output;
  const shape = out.length === 3 ? [out[2], out[0], out[1]] : out;
  return [
    'import torch',
    'from torch import nn',
    '',
    ...(kinds.size ? [''] : []),
    ...(kinds.has('add') ? join('Add', 'sum(branch(x) for branch in self.branches)') : []),
    ...(kinds.has('concat')
      ? join('Concat', 'torch.cat([branch(x) for branch in self.branches], dim=1)')
      : []),
    'net = nn.Sequential(',
    ...body,
    ')',
    `print(sum(p.numel() for p in net.parameters()))  # ${totals(state)}`,
    `print(net.eval()(torch.zeros(1, ${c}, ${h}, ${w})).shape)  # [1, ${shape.join(', ')}]`,
  ];
}
