/**
 * The chosen cell as a program: TensorFlow.js, Keras, NumPy (the second language of the frame). Each
 * stands on its own: the window, the weights and the bias are written out. Pure; the tests run them.
 */
import { explain, mapsOf, type Explained } from '../../../lib/nn/explain.ts';
import type { GraphNode } from '../../../lib/nn/graph.ts';
import { flatList, list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import {
  baseOf,
  camOf,
  chosenOf,
  isReady,
  occlusionOf,
  pictureFor,
  type Base,
} from './reference.ts';
import { layerOf, type State } from './state.ts';

/** Five digits: what stands in the page has four. */
const short = (value: number) => +value.toPrecision(5);
const flat = (values: readonly number[], perLine = 8) => flatList(values.map(short), perLine);

export function codeTwin(state: State, language: Language): string {
  const base = known(state);
  if (!base) return `${language === 'tfjs' ? '//' : '#'} …\n`; // its numbers are on their way
  if (state.view === 'maps') return cell(state, base, language);
  if (state.view === 'grad-cam') return cam(state, base, language);
  return occluded(state, base, language);
}

/** What has been worked out of a state; undefined while its files have not come. */
function known(state: State): Base | undefined {
  try {
    const base = baseOf(state, pictureFor(state));
    return isReady(state, base) ? base : undefined;
  } catch {
    return undefined;
  }
}

type Lines = (string | undefined)[];

const imports: Record<Language, Lines> = {
  tfjs: [`import * as tf from '@tensorflow/tfjs';`, ``],
  pytorch: [`import numpy as np`, `import keras`, ``],
  numpy: [`import numpy as np`, ``],
};
const remark = (language: Language, text: string) => `${language === 'tfjs' ? '//' : '#'} ${text}`;

/** Declares an array of a shape. */
function array(
  language: Language,
  name: string,
  values: readonly number[],
  shape: number[],
  note = '',
): string {
  // prettier-ignore
  const size = `[${shape.join(', ')}]`;
  const numbers = flat(values, shape.at(-1)! > 1 && shape.at(-1)! <= 16 ? shape.at(-1)! : 8);
  const after = note && ` ${remark(language, note)}`;
  if (language === 'tfjs') return `const ${name} = tf.tensor(${numbers}, ${size});${after}`;
  const type = language === 'pytorch' ? ', dtype="float32"' : '';
  return `${name} = np.array(${numbers}${type}).reshape(${size})${language === 'pytorch' || note ? after : ''}`;
}

// ---- one cell ---------------------------------------------------------------------------------

function cell(state: State, base: Base, language: Language): string {
  const { map, row, col } = chosenOf(state, base);
  const { bare, weights } = base.net;
  const node = bare.nodes.find(({ name }) => name === state.layer)!;
  const found = explain(bare, weights, base.results, state.layer, [map, row, col]);
  const [H] = mapsOf({ shape: [...layerOf(state).shape] });
  const place = H > 1 ? `, row ${row}, column ${col}` : '';
  const title = remark(language, `${state.layer}, map ${map}${place} (counted from 0)`);
  const soft = state.layer === base.net.output && base.net.soft;
  const lines: Lines = !found
    ? [title]
    : found.kind === 'sum'
      ? sumLines(found, node, language, soft ? { base, map } : undefined)
      : poolLines(found, language);
  return program([...imports[language], found ? title : undefined, ...lines]);
}

/** The window [h, w, C] and the kernel, with zeros where there is padding. */
function windowOf({ shares }: Explained): { x: number[]; w: number[]; shape: number[] } {
  const [h, w] = [shares[0].x.length, shares[0].x[0].length];
  const [x, k]: [number[], number[]] = [[], []];
  for (let i = 0; i < h; i++) {
    for (let j = 0; j < w; j++) {
      for (const share of shares) {
        x.push(share.x[i][j] ?? 0);
        k.push(share.w[i]?.[j] ?? 1);
      }
    }
  }
  return { x, w: k, shape: [h, w, shares.length] };
}

/** The scores before the softmax of all classes but one. */
const others = ({ base, map }: { base: Base; map: number }) =>
  list(Array.from(base.logits.data, short).filter((_, n) => n !== map));

/** More numbers than this are written without those where x is 0. */
const LONG = 300;

function sumLines(
  found: Explained,
  node: GraphNode,
  language: Language,
  soft?: { base: Base; map: number },
): Lines {
  // prettier-ignore
  let { x, w, shape } = windowOf(found);
  const bias = short(found.bias);
  const activation = soft || !('activation' in node) ? 'linear' : node.activation;
  const dense = node.op === 'dense' || x.length > LONG;
  let note = `${found.from}: window × map, channels last`;
  if (x.length > LONG) {
    const used = [...x.keys()].filter((i) => x[i] !== 0);
    const all = used.length > 0 ? used : [0];
    note = `${found.from}: ${all.length} of ${x.length} inputs, the others are 0`;
    [x, w] = [all.map((i) => x[i]), all.map((i) => w[i])];
  }
  if (dense) shape = [x.length];
  const lines: Lines = [];
  const alpha = 'alpha' in node ? node.alpha : 0;
  if (language === 'tfjs') {
    const named: Record<string, string> = { relu: 'relu', sigmoid: 'sigmoid', tanh: 'tanh' };
    const end =
      activation === 'leaky-relu'
        ? `tf.leakyRelu(z, ${alpha})`
        : named[activation]
          ? `tf.${named[activation]}(z)`
          : 'z';
    if (dense) {
      lines.push(
        array(language, 'x', x, [1, x.length], note),
        array(language, 'kernel', w, [x.length, 1]),
        `const z = tf.add(tf.matMul(x, kernel), ${bias}); // bias`,
      );
    } else {
      const [h, v, c] = shape;
      lines.push(
        array(language, 'x', x, [1, h, v, c], note),
        array(language, 'kernel', w, [h, v, c, 1]),
        `const z = tf.add(tf.conv2d(x, kernel, 1, 'valid'), ${bias}); // bias`,
      );
    }
    if (soft) {
      lines.push(
        `const others = tf.tensor1d([${others(soft)}]); // the other scores before the softmax`,
        `const y = tf.div(tf.exp(z), tf.add(tf.exp(z), tf.sum(tf.exp(others))));`,
      );
    } else lines.push(`const y = ${end};`);
    return [...lines, `y.print(); // ≈ ${short(found.y)}`];
  }
  if (language === 'pytorch') {
    const name =
      activation === 'leaky-relu' ? `keras.layers.LeakyReLU(${alpha})` : `"${activation}"`;
    const layer = dense
      ? `keras.layers.Dense(1, activation=${name})`
      : `keras.layers.Conv2D(1, (${shape[0]}, ${shape[1]}), activation=${name})`;
    const full = dense ? [1, x.length] : [1, ...shape];
    lines.push(
      array(language, 'x', x, full, note),
      array(language, 'kernel', w, dense ? [x.length, 1] : [...shape, 1]),
      `layer = ${layer}`,
      `layer.build(x.shape)`,
      `layer.set_weights([kernel, np.array([${bias}], dtype="float32")])`,
    );
    if (soft) {
      lines.push(
        `others = np.array([${others(soft)}])  # the other scores before the softmax`,
        `z = np.array(layer(x))`,
        `y = np.exp(z) / (np.exp(z) + np.exp(others).sum())`,
      );
    } else lines.push(`y = np.array(layer(x))`);
    return [...lines, `print(y)  # about ${short(found.y)}`];
  }
  lines.push(
    array(language, 'x', x, shape, note),
    array(language, 'kernel', w, shape),
    `z = (x * kernel).sum() + ${bias}  # bias`,
  );
  const end: Record<string, string> = {
    relu: 'np.maximum(z, 0)',
    sigmoid: '1 / (1 + np.exp(-z))',
    tanh: 'np.tanh(z)',
    'leaky-relu': `np.where(z > 0, z, ${alpha} * z)`,
  };
  if (soft) {
    lines.push(
      `others = np.array([${others(soft)}])  # the other scores before the softmax`,
      `y = np.exp(z) / (np.exp(z) + np.exp(others).sum())`,
    );
  } else lines.push(`y = ${end[activation] ?? 'z'}`);
  return [...lines, `print(y)  # about ${short(found.y)}`];
}

function poolLines({ kind, shares, from, y }: Explained, language: Language): Lines {
  const rows = shares[0].x;
  const [h, w] = [rows.length, rows[0].length];
  // Padding takes no part.
  const values = rows.flat().filter((value): value is number => value !== undefined);
  const whole = values.length === h * w;
  const max = kind === 'max';
  const note = `the window in ${from}`;
  if (language === 'tfjs') {
    if (!whole) {
      return [
        `const x = tf.tensor1d([${list(values.map(short))}]); // ${note}`,
        `const y = ${max ? 'x.max()' : 'x.mean()'};`,
        `y.print(); // ≈ ${short(y)}`,
      ];
    }
    return [
      array(language, 'x', values, [1, h, w, 1], note),
      `const y = tf.${max ? 'maxPool' : 'avgPool'}(x, [${h}, ${w}], 1, 'valid');`,
      `y.print(); // ≈ ${short(y)}`,
    ];
  }
  if (language === 'pytorch' && whole) {
    return [
      array(language, 'x', values, [1, h, w, 1], note),
      `layer = keras.layers.${max ? 'MaxPooling2D' : 'AveragePooling2D'}((${h}, ${w}))`,
      `y = np.array(layer(x))`,
      `print(y)  # about ${short(y)}`,
    ];
  }
  return [
    `x = np.array([${list(values.map(short))}])  # ${note}`,
    `y = x.${max ? 'max' : 'mean'}()`,
    `print(y)  # about ${short(y)}`,
  ];
}

// ---- Grad-CAM and occlusion -------------------------------------------------------------------

/** One cell of the map: the weights times the values of all maps there. */
function cam(state: State, base: Base, language: Language): string {
  const { row, col, label } = chosenOf(state, base);
  const { target } = base.net.tail!;
  const { map, weights } = camOf(state, base);
  const [, W, K] = target.shape;
  const at = (row * W + col) * K;
  const values = Array.from(base.results[target.name].data.subarray(at, at + K));
  const y = short(map.data[row * W + col]);
  const title = `Grad-CAM of class ${label}, row ${row}, column ${col} of ${target.name} (counted from 0)`;
  const declared = [
    array(language, 'alpha', Array.from(weights.data), [K], 'mean gradient of the score'),
    array(language, 'maps', values, [K], `the cell in all maps of ${target.name}`),
  ];
  const end: Record<Language, Lines> = {
    tfjs: [`const y = tf.relu(tf.sum(tf.mul(alpha, maps)));`, `y.print(); // ≈ ${y}`],
    pytorch: [
      `y = np.array(keras.activations.relu(np.sum(alpha * maps)))`,
      `print(y)  # about ${y}`,
    ],
    numpy: [`y = np.maximum((alpha * maps).sum(), 0)`, `print(y)  # about ${y}`],
  };
  return program([...imports[language], remark(language, title), ...declared, ...end[language]]);
}

/** The fall of the score from the scores of the network without and with the square. */
function occluded(state: State, base: Base, language: Language): string {
  const { row, col, label } = chosenOf(state, base);
  const map = occlusionOf(state, base);
  const drop = map.data[row * map.shape[1] + col];
  const before = base.results[base.net.output].data[label];
  const title = `score of class ${label}: without the square, with it at row ${row}, column ${col} (counted from 0)`;
  const numbers = `[${short(before)}, ${short(before - drop)}]`;
  if (language === 'tfjs') {
    return program([
      ...imports.tfjs,
      `// ${title}`,
      `const [before, after] = tf.split(tf.tensor1d(${numbers}), 2);`,
      `const y = tf.sub(before, after);`,
      `y.print(); // ≈ ${short(drop)}`,
    ]);
  }
  return program([
    `import numpy as np`,
    ``,
    `# ${title}`,
    `before, after = np.array(${numbers})`,
    `y = before - after`,
    `print(y)  # about ${short(drop)}`,
  ]);
}
