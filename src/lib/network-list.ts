/**
 * Networks as short text: `input:32,32,3;conv:3x3,64,s2,p1;bn;relu;maxpool:2;flatten;dense:10`.
 *
 * Layers stand in a row, separated by `;` or line ends. Branches stand in brackets, separated by
 * `|`: `add(conv:3x3,64,p1;bn|)` adds what came in to what the convolution made of it; `concat(…|…)`
 * lays channels side by side. `3*(…)` repeats. Options: `s2` stride, `p1` padding (`p1x2` rows and
 * columns, `p0x1x0x1` top, bottom, left, right), `same`, `d2` dilation, `g2` groups, `m2` depth
 * multiplier, `nobias`, `ceil`.
 */
import { POINTWISE, type Layer, type LayerPadding, type Pair } from './network.ts';

export const LIST_LIMITS = {
  text: 8000,
  rows: 256,
  depth: 4,
  branches: 8,
  repeats: 64,
  size: 512,
  channels: 8192,
  units: 65536,
  kernel: 32,
  stride: 32,
  padding: 32,
  dilation: 32,
} as const;

export type ListFault =
  'layer' | 'argument' | 'range' | 'missing' | 'brackets' | 'deep' | 'long' | 'input' | 'empty';

/** Text that is no list of layers: which line, and why. */
export class ListError extends Error {
  readonly line: number;
  readonly fault: ListFault;
  readonly params: Record<string, string | number>;

  constructor(line: number, fault: ListFault, params: Record<string, string | number> = {}) {
    super(`line ${line}: ${fault} ${JSON.stringify(params)}`);
    this.line = line;
    this.fault = fault;
    this.params = params;
  }
}

export interface Network {
  /** [H, W, C], where the list says it. */
  input?: [number, number, number];
  layers: Layer[];
  /** The line each layer stands on. */
  lines: Map<Layer, number>;
}

/** The layers that take nothing after their name. */
const PLAIN = [...POINTWISE, 'bn', 'gap', 'gmp', 'flatten'] as const;

export const LAYER_NAMES = [
  ...['input', 'conv', 'depthwise', 'maxpool', 'avgpool', 'pad', 'dense', 'dropout'],
  ...PLAIN,
  ...['add(…|…)', 'concat(…|…)', '2*(…)'],
];

/**
 * Reads a list of layers.
 *
 * @throws ListError naming the line: of the text when it has several, else the layer's number.
 */
export function parseList(text: string): Network {
  const { text: most, rows, depth: deepest, repeats, branches: mostBranches } = LIST_LIMITS;
  if (text.length > most) throw new ListError(1, 'long', { max: most });
  const breaks = /\n/.test(text.trim()) ? '\n' : ';';
  const lines = new Map<Layer, number>();
  let at = 0;
  let line = 1;
  let input: Network['input'];
  let count = 0;

  const step = () => {
    if (text[at] === breaks) line++;
    at++;
  };
  const skip = (pattern: RegExp) => {
    while (at < text.length && pattern.test(text[at])) step();
  };

  function sequence(depth: number, first: boolean): Layer[] {
    if (depth > deepest) throw new ListError(line, 'deep', { max: deepest });
    const list: Layer[] = [];
    for (;;) {
      skip(/[\s;]/);
      if (at >= text.length || text[at] === '|' || text[at] === ')') return list;
      const here = line;
      let item = '';
      while (at < text.length && !/[;\n()|]/.test(text[at])) item += text[at++];
      item = item.trim();
      if (text[at] !== '(') {
        if (/^input\b/.test(item)) {
          if (!first || list.length > 0 || input) throw new ListError(here, 'input');
          input = readInput(item, here);
          continue;
        }
        const layer = readLayer(item, here);
        lines.set(layer, here);
        list.push(layer);
        count += 1;
      } else {
        const parts = brackets(depth + 1, here);
        const times = /^(\d+)\s*\*$/.exec(item);
        if (times) {
          const n = whole(times[1], here, item, item, 1, repeats);
          if (parts.length !== 1) throw new ListError(here, 'brackets');
          for (let i = 0; i < n; i++) list.push(...parts[0]);
          count += (n - 1) * parts[0].length;
        } else if (item === 'add' || item === 'concat') {
          if (parts.length < 2 || parts.length > mostBranches) {
            throw new ListError(here, 'range', {
              layer: `${item}(…)`,
              argument: '|',
              min: 2,
              max: mostBranches,
            });
          }
          const layer: Layer = { op: item, branches: parts };
          lines.set(layer, here);
          list.push(layer);
        } else {
          throw new ListError(here, 'layer', { layer: item || '(' });
        }
      }
      if (count > rows * 4) throw new ListError(here, 'long', { max: rows });
    }
  }

  function brackets(depth: number, from: number): Layer[][] {
    const parts: Layer[][] = [];
    do {
      step();
      parts.push(sequence(depth, false));
    } while (text[at] === '|');
    if (text[at] !== ')') throw new ListError(from, 'brackets');
    step();
    return parts;
  }

  const layers = sequence(0, true);
  if (at < text.length) throw new ListError(line, 'brackets');
  if (layers.length === 0) throw new ListError(1, 'empty');
  return { input, layers, lines };
}

function whole(
  text: string,
  line: number,
  layer: string,
  argument: string,
  min: number,
  max: number,
): number {
  if (!/^\d{1,7}$/.test(text)) throw new ListError(line, 'argument', { layer, argument });
  const value = Number(text);
  if (value < min || value > max) {
    throw new ListError(line, 'range', { layer, argument, min, max });
  }
  return value;
}

function readInput(item: string, line: number): [number, number, number] {
  const { size, channels } = LIST_LIMITS;
  const parts = item.slice(6).split(',');
  if (item[5] !== ':' || parts.length !== 3) {
    throw new ListError(line, 'missing', { layer: item, example: 'input:32,32,3' });
  }
  const read = (i: number, max: number) => whole(parts[i].trim(), line, item, parts[i], 1, max);
  return [read(0, size), read(1, size), read(2, channels)];
}

function readLayer(item: string, line: number): Layer {
  const { channels, units, kernel, stride, padding, dilation } = LIST_LIMITS;
  const colon = item.indexOf(':');
  const name = (colon < 0 ? item : item.slice(0, colon)).trim();
  const options =
    colon < 0
      ? []
      : item
          .slice(colon + 1)
          .split(',')
          .map((part) => part.trim());
  const bad = (argument: string): never => {
    throw new ListError(line, 'argument', { layer: item, argument });
  };
  const number = (text: string, argument: string, min: number, max: number) =>
    whole(text, line, item, argument, min, max);
  const pair = (text: string, argument: string, max: number, min = 1): Pair => {
    const parts = text.split('x').map((part) => number(part, argument, min, max));
    if (parts.length > 2) bad(argument);
    return [parts[0], parts[1] ?? parts[0]];
  };
  const sides = (text: string, argument: string): [number, number, number, number] => {
    const p = text.split('x').map((part) => number(part, argument, 0, padding));
    if (p.length === 4) return [p[0], p[1], p[2], p[3]];
    if (p.length > 2) bad(argument);
    return [p[0], p[0], p[1] ?? p[0], p[1] ?? p[0]];
  };
  const need = (example: string): string => {
    const first = options.shift();
    if (!first) throw new ListError(line, 'missing', { layer: item, example });
    return first;
  };
  const flags = { bias: true, groups: 1, multiplier: 1, ceil: false };
  let steps: Pair | undefined;
  let spread: Pair = [1, 1];
  let pad: LayerPadding = 'valid';
  /** The options after what a layer must have; `allowed` are their first letters. */
  const rest = (allowed: string) => {
    const seen = new Set<string>();
    for (const option of options) {
      const word = /^(nobias|ceil|same|valid)$/.exec(option)?.[1];
      const letter = word === 'same' || word === 'valid' ? 'p' : (word ?? option)[0];
      if (!letter || !allowed.includes(letter) || seen.has(letter)) bad(option);
      seen.add(letter);
      const value = option.slice(1);
      if (word === 'nobias') flags.bias = false;
      else if (word === 'ceil') flags.ceil = true;
      else if (word === 'same' || word === 'valid') pad = word;
      else if (letter === 's') steps = pair(value, option, stride);
      else if (letter === 'd') spread = pair(value, option, dilation);
      else if (letter === 'p') {
        const around = sides(value, option);
        pad = around.every((side) => side === 0) ? 'valid' : around;
      } else if (letter === 'g') flags.groups = number(value, option, 1, channels);
      else if (letter === 'm') flags.multiplier = number(value, option, 1, 64);
      else bad(option);
    }
  };

  if (name === 'conv') {
    const size = need('conv:3x3,64');
    const filters = number(need('conv:3x3,64'), options[0] ?? item, 1, channels);
    rest('sdpgn');
    return {
      op: 'conv',
      kernel: pair(size, size, kernel),
      filters,
      stride: steps ?? [1, 1],
      padding: pad,
      dilation: spread,
      groups: flags.groups,
      bias: flags.bias,
    };
  }
  if (name === 'depthwise') {
    const size = need('depthwise:3x3,p1');
    rest('sdpmn');
    return {
      op: 'depthwise',
      kernel: pair(size, size, kernel),
      multiplier: flags.multiplier,
      stride: steps ?? [1, 1],
      padding: pad,
      dilation: spread,
      bias: flags.bias,
    };
  }
  if (name === 'maxpool' || name === 'avgpool') {
    const size = need(`${name}:2`);
    const window = pair(size, size, kernel);
    rest('sdpc');
    return {
      op: name,
      kernel: window,
      stride: steps ?? window,
      padding: pad,
      dilation: spread,
      ...(flags.ceil && { ceil: true }),
    };
  }
  if (name === 'pad') {
    const size = need('pad:1');
    rest('');
    return { op: 'pad', padding: sides(size, size) };
  }
  if (name === 'dense') {
    const size = need('dense:10');
    rest('n');
    return { op: 'dense', units: number(size, size, 1, units), bias: flags.bias };
  }
  if (name === 'dropout') {
    const rate = options.shift() ?? '0.5';
    rest('');
    if (!/^(0?\.\d{1,6}|0)$/.test(rate)) bad(rate);
    return { op: 'dropout', rate: Number(rate) };
  }
  const plain = PLAIN.find((each) => each === name);
  if (!plain) throw new ListError(line, 'layer', { layer: item });
  if (colon >= 0) bad(options[0]);
  return { op: plain };
}

const pairText = ([a, b]: Pair) => (a === b ? `${a}` : `${a}x${b}`);

function paddingText(padding: LayerPadding): string {
  if (padding === 'valid') return '';
  if (padding === 'same') return ',same';
  const [top, bottom, left, right] = padding;
  if (padding.every((p) => p === 0)) return '';
  if (top !== bottom || left !== right) return `,p${padding.join('x')}`;
  return `,p${pairText([top, left])}`;
}

/** A layer as `parseList` reads it. */
export function layerText(layer: Layer): string {
  switch (layer.op) {
    case 'conv':
    case 'depthwise': {
      const { kernel, stride, dilation } = layer;
      return (
        `${layer.op}:${kernel.join('x')}${layer.op === 'conv' ? `,${layer.filters}` : ''}` +
        `${stride.some((s) => s > 1) ? `,s${pairText(stride)}` : ''}${paddingText(layer.padding)}` +
        `${dilation.some((d) => d > 1) ? `,d${pairText(dilation)}` : ''}` +
        `${layer.op === 'conv' && layer.groups > 1 ? `,g${layer.groups}` : ''}` +
        `${layer.op === 'depthwise' && layer.multiplier > 1 ? `,m${layer.multiplier}` : ''}` +
        `${layer.bias ? '' : ',nobias'}`
      );
    }
    case 'maxpool':
    case 'avgpool': {
      const { kernel, stride, dilation } = layer;
      return (
        `${layer.op}:${pairText(kernel)}${stride.join() === kernel.join() ? '' : `,s${pairText(stride)}`}` +
        `${paddingText(layer.padding)}${dilation.some((d) => d > 1) ? `,d${pairText(dilation)}` : ''}` +
        `${layer.ceil ? ',ceil' : ''}`
      );
    }
    case 'pad':
      return `pad:${paddingText(layer.padding).slice(2) || '0'}`;
    case 'dense':
      return `dense:${layer.units}${layer.bias ? '' : ',nobias'}`;
    case 'dropout':
      return `dropout:${layer.rate}`;
    case 'add':
    case 'concat':
      return `${layer.op}(${layer.branches.map((branch) => branch.map(layerText).join(';')).join('|')})`;
    default:
      return layer.op;
  }
}

/** A network as `parseList` reads it. */
export function listText(network: Pick<Network, 'input' | 'layers'>): string {
  const first = network.input ? [`input:${network.input.join(',')}`] : [];
  return [...first, ...network.layers.map(layerText)].join(';');
}

const block = (mid: number, out: number, stride: string, shortcut: string) =>
  `add(conv:1x1,${mid},nobias;bn;relu;conv:3x3,${mid}${stride},p1,nobias;bn;relu;conv:1x1,${out},nobias;bn|${shortcut});relu`;
const stage = (mid: number, stride: string, rest: number) => {
  const out = 4 * mid;
  const first = block(mid, out, stride, `conv:1x1,${out}${stride},nobias;bn`);
  return `${first};${rest}*(${block(mid, out, '', '')})`;
};
const separable = (filters: number, stride = '') =>
  `depthwise:3x3${stride},same,nobias;bn;relu6;conv:1x1,${filters},nobias;bn;relu6`;
const head = (drop: string) => `flatten;${drop}dense:4096;relu;${drop}dense:4096;relu;dense:1000`;
const alexnet = (groups: string) =>
  `input:227,227,3;conv:11x11,96,s4;relu;lrn;maxpool:3,s2;conv:5x5,256,p2${groups};relu;lrn;maxpool:3,s2;` +
  `conv:3x3,384,p1;relu;conv:3x3,384,p1${groups};relu;conv:3x3,256,p1${groups};relu;maxpool:3,s2;` +
  `flatten;dense:4096;relu;dropout:0.5;dense:4096;relu;dropout:0.5;dense:1000;softmax`;
const convs = (n: number, filters: number) => {
  const one = `conv:3x3,${filters},p1;relu`;
  return `${n}*(${one});maxpool:2`;
};

/** Networks of the literature as their papers (or the framework named) have them. */
export const NETWORKS = {
  /** LeCun, Bottou, Bengio, Haffner 1998, with a full C3 and pools that have no parameters. */
  lenet5:
    'input:32,32,1;conv:5x5,6;tanh;avgpool:2;conv:5x5,16;tanh;avgpool:2;conv:5x5,120;tanh;flatten;dense:84;tanh;dense:10',
  /** Krizhevsky, Sutskever, Hinton 2012: two groups in C2, C4 and C5. */
  alexnet: alexnet(',g2'),
  'alexnet-ungrouped': alexnet(''),
  /** Krizhevsky 2014, the form without groups that torchvision ships. */
  'alexnet-torchvision':
    'input:224,224,3;conv:11x11,64,s4,p2;relu;maxpool:3,s2;conv:5x5,192,p2;relu;maxpool:3,s2;' +
    'conv:3x3,384,p1;relu;conv:3x3,256,p1;relu;conv:3x3,256,p1;relu;maxpool:3,s2;' +
    'flatten;dropout:0.5;dense:4096;relu;dropout:0.5;dense:4096;relu;dense:1000',
  /** Simonyan, Zisserman 2015, configuration D. */
  vgg16: `input:224,224,3;${convs(2, 64)};${convs(2, 128)};${convs(3, 256)};${convs(3, 512)};${convs(3, 512)};${head('')}`,
  /** He, Zhang, Ren, Sun 2016, with the stride on the 3×3 as torchvision has it. */
  resnet50:
    `input:224,224,3;conv:7x7,64,s2,p3,nobias;bn;relu;maxpool:3,s2,p1;` +
    `${stage(64, '', 2)};${stage(128, ',s2', 3)};${stage(256, ',s2', 5)};${stage(512, ',s2', 2)};gap;dense:1000`,
  /** Howard et al. 2017, width 1. */
  mobilenet:
    `input:224,224,3;conv:3x3,32,s2,same,nobias;bn;relu6;${separable(64)};${separable(128, ',s2')};${separable(128)};` +
    `${separable(256, ',s2')};${separable(256)};${separable(512, ',s2')};5*(${separable(512)});` +
    `${separable(1024, ',s2')};${separable(1024)};gap;dense:1000;softmax`,
} as const;
export type NetworkName = keyof typeof NETWORKS;
export const NETWORK_NAMES = Object.keys(NETWORKS) as NetworkName[];
