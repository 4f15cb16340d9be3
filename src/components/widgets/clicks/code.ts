/** The costs, and with SciPy the cut, as a program. Pure; the tests run all three. */
import { decimal, list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { normalLines } from '../toolkit/random-code.ts';
import { analysisOf } from './reference.ts';
import { SHAPES, type State } from './state.ts';

/** The composed picture `I` [H, W, C] made again from its seed. */
function composed({ gray, soft, noise, seed }: State, language: Language): string[] {
  const js = language === 'tfjs';
  const random = normalLines(seed, js);
  if (js) {
    const edge =
      soft > 0 ? `far < ${soft} ? 9 + (${gray} - 9) * far / ${soft} : ${gray}` : `${gray}`;
    return [
      `// a bright disc with an arm, a gray neighbor, noise; brightness from 0 to 10, one decimal`,
      ...random,
      `function brightness(x, y) {`,
      `  const arm = Math.max(Math.abs(x - 12.5) - 1, 2 - y, y - 17);`,
      `  const far = Math.min(Math.hypot(x - 13, y - 17) - 8, arm);`,
      `  if (far <= 0) return 9;`,
      `  return ((x - 26) / 8) ** 2 + ((y - 18) / 6.5) ** 2 > 1 ? 1 : ${edge};`,
      `}`,
      `const pixel = (x, y) => Math.min(10, Math.max(0, brightness(x, y) + ${noise} * normal()));`,
      `const rows = Array.from({ length: 30 }, (_, y) =>`,
      `  Array.from({ length: 40 }, (_, x) => [Math.round(10 * pixel(x, y)) / 10]));`,
      `const I = tf.tensor(rows);`,
    ];
  }
  const edge = soft > 0 ? `9 + (${gray} - 9) * far / ${soft} if far < ${soft} else ${gray}` : `${gray}`; // prettier-ignore
  return [
    `# a bright disc with an arm, a gray neighbor, noise; brightness from 0 to 10, one decimal`,
    ...random,
    `def brightness(x, y):`,
    `    arm = max(abs(x - 12.5) - 1, 2 - y, y - 17)`,
    `    far = min(math.hypot(x - 13, y - 17) - 8, arm)`,
    `    if far <= 0:`,
    `        return 9`,
    `    if ((x - 26) / 8) ** 2 + ((y - 18) / 6.5) ** 2 > 1:`,
    `        return 1`,
    `    return ${edge}`,
    ``,
    `def pixel(x, y):`,
    `    return min(10, max(0, brightness(x, y) + ${noise} * normal()))`,
    ``,
    `rows = [[[math.floor(10 * pixel(x, y) + 0.5) / 10] for x in range(40)] for y in range(30)]`,
    language === 'numpy' ? `I = np.array(rows)` : `I = torch.tensor(rows, dtype=torch.float64)`,
  ];
}

/** `I` [H, W, C], made again or written out. */
function pictureLines(state: State, language: Language): string[] {
  if (state.image === SHAPES) return composed(state, language);
  const { width, channels, image } = analysisOf(state).scene;
  const written = tenths(image, width, channels);
  const note = `brightness from 0 to 10, in tenths`;
  const more = channels === 1;
  if (language === 'tfjs') return [`// ${note}`, `const I = tf.tensor(${written}).div(10)${more ? '.expandDims(-1)' : ''};`]; // prettier-ignore
  const made = language === 'numpy' ? `I = np.array(${written}) / 10` : `I = torch.tensor(${written}, dtype=torch.float64) / 10`; // prettier-ignore
  return [`# ${note}`, made, ...(more ? [`I = I[..., None]`] : [])];
}

/** The picture in tenths, a row a line; colors of a pixel in brackets. */
function tenths(image: ArrayLike<number>, width: number, channels: number): string {
  const whole = Array.from(image, (v) => Math.round(10 * v));
  const rows: string[] = [];
  for (let i = 0; i < whole.length; i += width * channels) {
    const row = whole.slice(i, i + width * channels);
    rows.push(`  [${channels === 1 ? row : row.map((v, k) => (k % channels === 0 ? '[' : '') + v + (k % channels === channels - 1 ? ']' : '')).join()}],`); // prettier-ignore
  }
  return `[\n${rows.join('\n')}\n]`;
}

export function codeTwin(state: State, language: Language): string {
  const { steps } = analysisOf(state);
  const { last, cut, clicks } = steps[steps.length - 1];
  const { lambda, sigma } = state;
  const colors = last.colors.map((side) => `[${side.map((color) => `[${language === 'tfjs' ? list(color) : color.map(decimal).join(', ')}]`).join(', ')}]`); // prettier-ignore
  const two = 2 * sigma ** 2;
  if (language === 'tfjs') {
    const own = (name: string, k: 0 | 1) => last.colors[k].length > 0 ? `const ${name} = cost(${colors[k]});` : `const ${name} = tf.zeros([H, W]); // no click yet`; // prettier-ignore
    return program([
      `import * as tf from '@tensorflow/tfjs';`,
      ``,
      ...pictureLines(state, language),
      `const [H, W, C] = I.shape;`,
      ``,
      `// D: squared distance to the nearest color of a side`,
      `const cost = (colors) => I.expandDims(2).sub(tf.tensor2d(colors)).square().sum(-1).min(-1);`,
      own('object', 0),
      own('background', 1),
      ``,
      `// λw between neighbors`,
      `const weight = (a, b) => a.sub(b).square().sum(-1).div(${-two}).exp().mul(${lambda});`,
      `const right = weight(I.slice([0, 0], [H, W - 1]), I.slice([0, 1], [H, W - 1]));`,
      `const down = weight(I.slice([0, 0], [H - 1, W]), I.slice([1, 0], [H - 1, W]));`,
      ``,
      `// the energy of calling each pixel what it resembles; the cut, which is cheaper, takes a maximum flow`,
      `const x = object.less(background).toFloat();`,
      `const apart = (a, b) => a.sub(b).abs();`,
      `const E = tf.where(x.toBool(), object, background).sum()`,
      `  .add(right.mul(apart(x.slice([0, 0], [H, W - 1]), x.slice([0, 1], [H, W - 1]))).sum())`,
      `  .add(down.mul(apart(x.slice([0, 0], [H - 1, W]), x.slice([1, 0], [H - 1, W]))).sum());`,
      `E.print();`,
    ]);
  }
  if (language === 'pytorch') {
    const own = (name: string, k: 0 | 1) => last.colors[k].length > 0 ? `${name} = cost(${colors[k]})` : `${name} = torch.zeros(I.shape[:2], dtype=torch.float64)  # no click yet`; // prettier-ignore
    return program([
      state.image === SHAPES ? `import math` : undefined,
      `import torch`,
      ``,
      ...pictureLines(state, language),
      ``,
      `def cost(colors):  # D: squared distance to the nearest color of a side`,
      `    return ((I[:, :, None] - torch.tensor(colors, dtype=torch.float64)) ** 2).sum(-1).amin(-1)`,
      ``,
      own('object', 0),
      own('background', 1),
      ``,
      `def weight(a, b):  # λw between neighbors`,
      `    return ${lambda} * torch.exp(-((a - b) ** 2).sum(-1) / ${two})`,
      ``,
      `right, down = weight(I[:, :-1], I[:, 1:]), weight(I[:-1], I[1:])`,
      ``,
      `# the energy of calling each pixel what it resembles; the cut, which is cheaper, takes a maximum flow`,
      `x = object < background`,
      `E = torch.where(x, object, background).sum()`,
      `E = E + right[x[:, :-1] != x[:, 1:]].sum() + down[x[:-1] != x[1:]].sum()`,
      `print(E)`,
    ]);
  }
  const own = (name: string, k: 0 | 1) => last.colors[k].length > 0 ? `${name} = cost(${colors[k]})` : `${name} = np.zeros(I.shape[:2])  # no click yet`; // prettier-ignore
  const held = clicks.map(({ inside, at }) => `${inside ? 'object' : 'background'}[${at.join(', ')}], ${inside ? 'background' : 'object'}[${at.join(', ')}] = 0, FORBIDDEN`); // prettier-ignore
  const start = [
    state.image === SHAPES ? `import math` : undefined,
    `import numpy as np`,
    cut ? `from scipy.sparse import coo_matrix` : undefined,
    cut ? `from scipy.sparse.csgraph import breadth_first_order, maximum_flow` : undefined,
    ``,
    ...pictureLines(state, language),
    `H, W, C = I.shape`,
    ``,
    `def cost(colors):  # D: squared distance to the nearest color of a side`,
    `    return ((I[:, :, None] - np.array(colors)) ** 2).sum(-1).min(-1)`,
    ``,
    own('object', 0),
    own('background', 1),
    ``,
    `def weight(a, b):  # λw between neighbors`,
    `    return ${lambda} * np.exp(-((a - b) ** 2).sum(-1) / ${two})`,
    ``,
    `right, down = weight(I[:, :-1], I[:, 1:]), weight(I[:-1], I[1:])`,
  ];
  if (!cut) return program([...start, `print(object, background)  # a cut needs clicks of both signs`]); // prettier-ignore
  return program([
    ...start,
    `FORBIDDEN = 1e5`,
    ...held,
    ``,
    `n = H * W`,
    `ids = np.arange(n).reshape(H, W)`,
    `edges = [`,
    `    (np.full(n, n), ids, background),  # from the source: cut when a pixel is background`,
    `    (ids, np.full(n, n + 1), object),  # to the sink: cut when it is object`,
    `    (ids[:, :-1], ids[:, 1:], right), (ids[:, 1:], ids[:, :-1], right),`,
    `    (ids[:-1], ids[1:], down), (ids[1:], ids[:-1], down),`,
    `]`,
    `heads, tails, room = (np.concatenate([np.ravel(e[k]) for e in edges]) for k in range(3))`,
    `room = np.round(1000 * room).astype(np.int32)  # SciPy's flow takes whole numbers`,
    `graph = coo_matrix((room, (heads, tails)), (n + 2, n + 2)).tocsr()`,
    `left = graph - maximum_flow(graph, n, n + 1).flow`,
    `left.data[left.data < 0] = 0`,
    `left.eliminate_zeros()`,
    `x = np.isin(ids, breadth_first_order(left, n)[0])`,
    `E = np.where(x, object, background).sum()`,
    `E += right[x[:, :-1] != x[:, 1:]].sum() + down[x[:-1] != x[1:]].sum()`,
    `print(x.astype(int), E)`,
  ]);
}
