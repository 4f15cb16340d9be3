/**
 * Layer lists pasted as Keras, TensorFlow.js or PyTorch code. Nothing is evaluated: the text is cut
 * into tokens, and what is not a list of known layers, one after another, is refused with its line.
 */
import { ledger, type Layer, type LayerPadding, type Pair } from '../../../lib/network.ts';
import { LIST_LIMITS, type Network } from '../../../lib/network-list.ts';
import { Refusal, short } from '../toolkit/query.ts';

interface Token {
  kind: 'name' | 'number' | 'text' | 'sign';
  text: string;
  line: number;
}

type Value =
  | { kind: 'number'; number: number }
  | { kind: 'text' | 'word' | 'other'; text: string }
  | { kind: 'list'; items: Value[] };

type Arguments = Map<string, Value>;

const TOKEN =
  /(\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)|('[^'\n]*'|"[^"\n]*")|([A-Za-z_$][\w$]*(?:\s*\.\s*[A-Za-z_$][\w$]*)*)|([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([^])/giy;
const KEYWORDS =
  /^(def|class|return|for|if|else|while|lambda|function|with|async|await|yield|import|from|del|switch)$/;
/** What holds a list of layers, or comes around one. */
const AROUND =
  /^(sequential|orderedDict|modulelist|model|summary|apply|Sequential|OrderedDict|ModuleList|Model)$/;

/** Whether a text is meant as code: a name stands right before a bracket. */
export function isCode(text: string): boolean {
  return /[A-Za-z_]\w*\s*\(/.test(text.replace(/(^|[\s;(|])(add|concat)\s*\(/g, ''));
}

const fail = (line: number, code: string, value = '', argument = ''): never => {
  throw new Refusal('layers', `code${code}`, {
    line,
    value: short(value),
    argument: short(argument),
  });
};

function tokens(text: string): Token[] {
  // Whole lines that only fetch names.
  const source = text.replace(/^[ \t]*(import|from)\b.*$/gm, '');
  const found: Token[] = [];
  let line = 1;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) {
    const [all, blank, quoted, name, number] = match;
    if (quoted) found.push({ kind: 'text', text: quoted.slice(1, -1), line });
    else if (name) found.push({ kind: 'name', text: name.replace(/\s/g, ''), line });
    else if (number) found.push({ kind: 'number', text: number, line });
    else if (!blank) found.push({ kind: 'sign', text: all, line });
    line += all.split('\n').length - 1;
  }
  return found;
}

/**
 * Reads code as a network.
 *
 * @param size height and width where the code does not say them (PyTorch never does)
 * @param lines filled with the line of each layer
 * @throws Refusal naming the line; NetworkError when layers do not fit each other.
 */
export function parseCode(
  text: string,
  size: Pair = [32, 32],
  lines = new Map<Layer, number>(),
): Network {
  const all = tokens(text);
  const layers: Layer[] = [];
  let input: Network['input'];
  let at = 0;
  let targets: string[] = [];
  let current: string[] | undefined;

  const is = (text: string, ahead = 0) =>
    all[at + ahead]?.kind === 'sign' && all[at + ahead].text === text;
  const expect = (sign: string, line: number) => {
    if (!is(sign)) fail(all[at]?.line ?? line, '', all[at]?.text ?? '…');
    at++;
  };

  function value(line: number): Value {
    const token = all[at++];
    if (!token) return fail(line, '', '…');
    if (token.kind === 'number') return { kind: 'number', number: Number(token.text) };
    if (token.kind === 'text') return { kind: 'text', text: token.text };
    if (token.kind === 'name') {
      const word = token.text.split('.').pop()!;
      if (!is('(')) return { kind: 'word', text: word };
      at++;
      parsed(')', line); // what it is called with does not count
      return { kind: 'other', text: word };
    }
    if (token.text === '(' || token.text === '[') {
      const items: Value[] = [];
      const close = token.text === '(' ? ')' : ']';
      while (!is(close)) {
        items.push(value(line));
        if (!is(close)) expect(',', line);
      }
      at++;
      return { kind: 'list', items };
    }
    return fail(token.line, '', token.text);
  }

  /** Arguments up to the closing sign: positional ones by number, others by name in snake case. */
  function parsed(close: string, line: number): Arguments {
    const given: Arguments = new Map();
    let position = 0;
    while (!is(close)) {
      if (is('{')) {
        at++;
        for (const [key, each] of parsed('}', line)) given.set(key, each);
      } else if (all[at]?.kind === 'name' && (is('=', 1) || is(':', 1))) {
        const key = all[at].text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
        if (given.has(key)) fail(all[at].line, '-argument', all[at].text, all[at].text);
        at += 2;
        given.set(key, value(line));
      } else given.set(String(position++), value(line));
      if (!is(close)) expect(',', line);
    }
    at++;
    return given;
  }

  const put = (layer: Layer, line: number) => {
    lines.set(layer, line);
    layers.push(layer);
    if (layers.length > LIST_LIMITS.rows) fail(line, '-long', String(LIST_LIMITS.rows));
  };

  while (at < all.length) {
    const { kind, text: word, line } = all[at++];
    const base = word.split('.').pop()!;
    if (kind === 'name' && KEYWORDS.test(word)) fail(line, '', word);
    else if (kind === 'name' && is('(')) {
      const list = /(^|\.)(model|net|features|classifier|modules)\.add$/.test(word);
      if (list || AROUND.test(base)) continue;
      at++;
      const given = parsed(')', line);
      const reader = new Reader(base, given, line);
      const where = () => ledger(input ?? [...size, reads(layers)], layers).rows.at(-1)!.output;
      const shape = readLayer(reader, (layer) => put(layer, line), where);
      if (shape && (input || layers.length > 0) && reader.isInput) fail(line, '-input', base);
      if (shape) input ??= shape;
      // Keras and TensorFlow.js may hand the result on by name: then it has to be the last one.
      const call = is('.') ? (all[at + 1]?.text === 'apply' ? 2 : -1) : 0;
      const applied = call >= 0 && is('(', call) && all[at + call + 1]?.kind === 'name';
      if (applied && is(')', call + 2)) {
        const from = all[at + call + 1].text;
        if (current?.length && !current.includes(from)) fail(line, '-branch', from);
        at += call + 3;
      }
      if (targets.length > 0) current = targets;
      targets = [];
    } else if (kind === 'name') {
      if (is('=') && word !== 'name' && word !== 'layers') targets.push(word);
      else if (targets.length > 0 && current?.includes(word)) {
        current = [...current, ...targets]; // another name for the same tensor
        targets = [];
      }
    } else if (kind === 'number' || (kind === 'sign' && !/[=()[\]{},;:.]/.test(word))) {
      fail(line, '', word);
    }
  }
  if (layers.length === 0) fail(1, '-empty');
  const known = input ?? [...size, reads(layers)];
  ledger(known as [number, number, number], layers); // in the words of the code: `reads`, lines
  return { input: known as [number, number, number], layers, lines };
}

/** How many channels the first layer that says so reads. */
function reads(layers: readonly Layer[]): number {
  for (const layer of layers) {
    if ((layer.op === 'conv' || layer.op === 'bn') && layer.reads) return layer.reads;
  }
  return 3;
}

const IGNORED =
  /^(name|dtype|trainable|inplace|eps|epsilon|momentum|track_running_stats|device|dim|axis|start_dim|end_dim|size|alpha|beta|k|negative_slope|max_value|threshold|seed|count_include_pad|batch_size|approximate|.*_(initializer|regularizer|constraint))$/;

/** The arguments of one layer; each is taken once, and what is left must not matter. */
class Reader {
  readonly base: string;
  readonly line: number;
  isInput = false;
  private readonly given: Arguments;

  constructor(base: string, given: Arguments, line: number) {
    this.base = base;
    this.given = given;
    this.line = line;
  }

  /** Gives positional arguments their names. */
  order(names: string): void {
    names.split(' ').forEach((name, i) => {
      const each = this.given.get(String(i));
      if (!each) return;
      if (this.given.has(name)) fail(this.line, '-argument', this.base, name);
      this.given.delete(String(i));
      this.given.set(name, each);
    });
  }

  take(...names: string[]): Value | undefined {
    for (const name of names) {
      const each = this.given.get(name);
      this.given.delete(name);
      if (each && !('text' in each && /^(None|null|undefined)$/.test(each.text))) return each;
    }
    return undefined;
  }

  bad(name: string): never {
    return fail(this.line, '-value', this.base, name);
  }

  number(names: string, max: number, min = 1): number | undefined {
    const [first, ...more] = names.split(' ');
    const each = this.take(first, ...more);
    if (!each) return undefined;
    return this.whole(each, first, max, min);
  }

  need(names: string, max: number): number {
    return this.number(names, max) ?? fail(this.line, '-missing', this.base, names.split(' ')[0]);
  }

  private whole(each: Value, name: string, max: number, min: number): number {
    if (each.kind !== 'number' || !Number.isInteger(each.number)) this.bad(name);
    const { number } = each as { number: number };
    if (number < min || number > max) {
      throw new Refusal('layers', 'line-range', {
        line: this.line,
        layer: this.base,
        argument: name,
        min,
        max,
      });
    }
    return number;
  }

  pair(names: string, max: number, min = 1): Pair | undefined {
    const [first, ...more] = names.split(' ');
    const each = this.take(first, ...more);
    if (!each) return undefined;
    const items = each.kind === 'list' ? each.items : [each, each];
    const [a, b] = items.map((item) => this.whole(item, first, max, min));
    if (items.length > 2 || items.length < 1) this.bad(first);
    return [a, b ?? a];
  }

  flag(names: string, otherwise: boolean): boolean {
    const [first, ...more] = names.split(' ');
    const each = this.take(first, ...more);
    if (!each) return otherwise;
    if (!('text' in each) || !/^(True|False|true|false)$/.test(each.text)) this.bad(first);
    return /^true$/i.test((each as { text: string }).text);
  }

  word(name: string): string | undefined {
    const each = this.take(name);
    if (!each) return undefined;
    return 'text' in each ? each.text : this.bad(name);
  }

  /** Refuses what would change the geometry or the counts and was not understood. */
  end(): void {
    const format = this.word('data_format');
    if (format && !/channels_?last/i.test(format)) this.bad('data_format');
    const mode = this.word('padding_mode');
    if (mode && mode !== 'zeros') this.bad('padding_mode');
    if (this.flag('return_indices', false)) this.bad('return_indices');
    for (const name of ['center', 'scale', 'affine']) if (!this.flag(name, true)) this.bad(name);
    for (const name of this.given.keys()) {
      if (!IGNORED.test(name)) fail(this.line, '-argument', this.base, name);
    }
  }
}

const ACTIVATIONS: Readonly<Record<string, Layer['op']>> = {
  relu: 'relu',
  relu6: 'relu6',
  leakyrelu: 'leaky-relu',
  elu: 'elu',
  selu: 'selu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
  gelu: 'gelu',
  swish: 'swish',
  silu: 'swish',
  hardswish: 'hard-swish',
  hardsilu: 'hard-swish',
  softplus: 'softplus',
  softmax: 'softmax',
  localresponsenorm: 'lrn',
};
const activation = (word: string): Layer['op'] | undefined => {
  const plain = word.toLowerCase().replace(/_/g, '');
  return Object.hasOwn(ACTIVATIONS, plain) ? ACTIVATIONS[plain] : undefined;
};

/** One layer; returns the shape of the input where the layer says it. */
function readLayer(
  r: Reader,
  put: (layer: Layer) => void,
  shapeHere: () => readonly number[],
): [number, number, number] | undefined {
  const { channels, units, kernel, stride, padding, dilation, size } = LIST_LIMITS;
  const torch = /^(Conv2d|Linear|(Max|Avg|AdaptiveAvg|AdaptiveMax)Pool2d|ZeroPad2d)$/.test(r.base);
  const name = r.base.toLowerCase();
  const one: Pair = [1, 1];
  const two: Pair = [2, 2];

  const inputShape = (names: string): [number, number, number] | undefined => {
    const each = r.take(...names.split(' '));
    if (!each) return undefined;
    const items = each.kind === 'list' ? each.items : [];
    const numbers = items.map((item) => (item.kind === 'number' ? item.number : NaN));
    const fits =
      numbers.length === 3 &&
      numbers.every((n, i) => Number.isInteger(n) && n > 0 && n <= (i < 2 ? size : channels));
    return fits ? [numbers[0], numbers[1], numbers[2]] : r.bad(names.split(' ')[0]);
  };
  const sides = (): LayerPadding => {
    const each = r.take('padding');
    if (!each) return 'valid';
    if ('text' in each) {
      if (each.text !== 'valid' && each.text !== 'same') r.bad('padding');
      return each.text as LayerPadding;
    }
    const items = each.kind === 'list' ? each.items : [each, each];
    const flat = items.flatMap((item) => (item.kind === 'list' ? item.items : [item]));
    const p = flat.map((item) => {
      if (item.kind !== 'number' || !Number.isInteger(item.number)) return r.bad('padding');
      if (item.number < 0 || item.number > padding) return r.bad('padding');
      return item.number;
    });
    // PyTorch's ZeroPad2d counts left, right, top, bottom; Keras nests (top, bottom), (left, right).
    if (p.length === 4 && torch) return [p[2], p[3], p[0], p[1]];
    if (p.length === 4) return [p[0], p[1], p[2], p[3]];
    if (p.length !== 2) return r.bad('padding');
    return p[0] + p[1] === 0 ? 'valid' : [p[0], p[0], p[1], p[1]];
  };
  const after = () => {
    const word = r.word('activation');
    if (word === undefined || word === 'linear') return undefined;
    return activation(word) ?? r.bad('activation');
  };
  const finish = (layer: Layer | undefined, then?: Layer['op']) => {
    r.end();
    if (layer) put(layer);
    if (then) put({ op: then } as Layer);
  };
  const window = () => ({
    kernel:
      r.pair('kernel_size pool_size', kernel) ??
      // Keras pools 2×2 where nothing is said.
      (/pooling/.test(name) ? two : fail(r.line, '-missing', r.base, 'kernel_size')),
    stride: r.pair('strides stride', stride),
    padding: sides(),
    dilation: r.pair('dilation_rate dilation', dilation) ?? one,
  });

  if (name === 'input' || name === 'inputlayer') {
    r.isInput = true;
    r.order('shape');
    const shape = inputShape('shape input_shape batch_input_shape');
    r.end();
    return shape ?? fail(r.line, '-missing', r.base, 'shape');
  }
  if (name === 'conv2d' || name === 'separableconv2d') {
    r.order(
      torch
        ? 'in_channels out_channels kernel_size stride padding dilation groups bias padding_mode'
        : 'filters kernel_size strides padding',
    );
    const given = torch ? r.need('in_channels', channels) : undefined;
    const shape = inputShape('input_shape');
    const filters = r.need('filters out_channels', channels);
    const multiplier = r.number('depth_multiplier', 64) ?? 1;
    const groups = r.number('groups', channels) ?? 1;
    const bias = r.flag('use_bias bias', true);
    const how = window();
    const then = after();
    const steps = how.stride ?? one;
    if (name === 'separableconv2d') {
      r.end();
      put({ op: 'depthwise', multiplier, bias: false, ...how, stride: steps });
      put({
        op: 'conv',
        ...{ filters, groups: 1, bias, kernel: one, stride: one },
        ...{ padding: 'valid', dilation: one },
      });
      finish(undefined, then);
    } else {
      if (multiplier > 1) r.bad('depth_multiplier');
      const reads = given === undefined ? {} : { reads: given };
      finish({ op: 'conv', filters, groups, bias, ...reads, ...how, stride: steps }, then);
    }
    return shape;
  }
  if (name === 'depthwiseconv2d') {
    r.order('kernel_size strides padding');
    const shape = inputShape('input_shape');
    const multiplier = r.number('depth_multiplier', 64) ?? 1;
    const bias = r.flag('use_bias', true);
    const how = window();
    const then = after();
    finish({ op: 'depthwise', multiplier, bias, ...how, stride: how.stride ?? one }, then);
    return shape;
  }
  const pool = /^(max|average|avg)pool(ing)?2d$/.exec(name);
  if (pool) {
    const max = pool[1] === 'max';
    if (!torch) r.order('pool_size strides padding');
    else if (max) r.order('kernel_size stride padding dilation return_indices ceil_mode');
    else r.order('kernel_size stride padding ceil_mode count_include_pad');
    const how = window();
    const ceil = r.flag('ceil_mode', false);
    finish({
      op: max ? 'maxpool' : 'avgpool',
      ...how,
      stride: how.stride ?? how.kernel,
      ...(ceil && { ceil }),
    });
  } else if (/^global(max|average|avg)pool(ing)?2d$/.test(name)) {
    if (r.flag('keepdims', false)) r.bad('keepdims');
    finish({ op: name.includes('max') ? 'gmp' : 'gap' });
  } else if (/^adaptive(avg|max)pool2d$/.test(name)) {
    r.order('output_size');
    const to = r.pair('output_size', size) ?? fail(r.line, '-missing', r.base, 'output_size');
    const [h, w] = shapeHere();
    const max = name.includes('max');
    if (to[0] === 1 && to[1] === 1) finish({ op: max ? 'gmp' : 'gap' });
    else if (h % to[0] !== 0 || w % to[1] !== 0)
      fail(r.line, '-adaptive', `${h}×${w}`, to.join('×'));
    else if (h === to[0] && w === to[1]) finish(undefined);
    else {
      const over: Pair = [h / to[0], w / to[1]];
      finish({
        op: max ? 'maxpool' : 'avgpool',
        ...{ kernel: over, stride: over, padding: 'valid', dilation: one },
      });
    }
  } else if (name === 'zeropadding2d' || name === 'zeropad2d') {
    r.order('padding');
    const around = sides();
    if (around === 'same') r.bad('padding');
    finish(around === 'valid' ? undefined : { op: 'pad', padding: around as [number, number, number, number] }); // prettier-ignore
  } else if (name === 'dense' || name === 'linear') {
    r.order(torch ? 'in_features out_features bias' : 'units activation use_bias');
    const given = torch ? { reads: r.need('in_features', 2 ** 31) } : {};
    r.take('input_shape', 'input_dim');
    const bias = r.flag('use_bias bias', true);
    const wide = r.need('units out_features', units);
    finish({ op: 'dense', units: wide, bias, ...given }, after());
  } else if (/^batchnorm(alization|[12]d)$/.test(name)) {
    const given = /2d|1d/.test(name);
    if (given) r.order('num_features eps momentum affine track_running_stats');
    finish({ op: 'bn', ...(given && { reads: r.need('num_features', 2 ** 31) }) });
  } else if (/^(spatial)?dropout(2d)?$/.test(name)) {
    r.order('rate inplace');
    const each = r.take('rate', 'p');
    const rate = each?.kind === 'number' ? each.number : 0.5;
    if (!(rate >= 0 && rate < 1)) r.bad('rate');
    finish({ op: 'dropout', rate: Number(rate.toFixed(6)) });
  } else if (name === 'flatten') {
    r.order('start_dim end_dim');
    const shape = inputShape('input_shape');
    finish({ op: 'flatten' });
    return shape;
  } else if (name === 'identity') {
    r.end();
  } else if (name === 'activation') {
    r.order('activation');
    const then = after();
    finish(undefined, then);
  } else if (activation(r.base)) {
    r.order('inplace eps alpha beta');
    finish({ op: activation(r.base) } as Layer);
  } else fail(r.line, '-layer', r.base);
  return undefined;
}
