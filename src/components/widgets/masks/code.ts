/** The same computation as a program with the numbers of the state. Fetched on demand. */
import type { Language } from '../toolkit/kind.ts';
import { classesOf, shapesOf } from './reference.ts';
import { FIELD, type Cells, type State } from './state.ts';

/** A complete program that prints the result of the task. */
export function codeTwin(state: State, language: Language): string {
  const head = {
    tfjs: [`import * as tf from '@tensorflow/tfjs';`, ``],
    pytorch: [`import torch`, ``],
    numpy: [`import numpy as np`, ``],
  }[language];
  const body = { dice, miou, merged, panoptic, cut }[state.mode](state, language);
  return `${[...head, ...body].join('\n')}\n`;
}

/** A map as the language has it, one row a line. */
function put(name: string, cells: Cells, language: Language): string[] {
  const rows = cells.map((row) => `  [${row.join(', ')}],`);
  if (language === 'tfjs') return [`const ${name} = tf.tensor2d([`, ...rows, `]);`];
  if (language === 'numpy') return [`${name} = np.array([`, ...rows, `], float)`];
  return [`${name} = torch.tensor([`, ...rows, `], dtype=torch.float64)`];
}

function dice({ a, b }: State, language: Language): string[] {
  const start = [...put('a', a, language), ...put('b', b, language)];
  if (language === 'tfjs') {
    return [
      ...start,
      `const both = a.mul(b).sum();`,
      `const sum = a.sum().add(b.sum());`,
      `const empty = sum.dataSync()[0] === 0; // two empty masks agree`,
      `const iou = empty ? tf.scalar(1) : both.div(sum.sub(both));`,
      `const dice = empty ? tf.scalar(1) : both.mul(2).div(sum);`,
      `iou.print();`,
      `dice.print();`,
    ];
  }
  return [
    ...start,
    `both = (a * b).sum()`,
    `total = a.sum() + b.sum()`,
    `empty = bool(total == 0)  # two empty masks agree`,
    `iou = 1.0 if empty else float(both / (total - both))`,
    `dice = 1.0 if empty else float(2 * both / total)`,
    `print(iou)`,
    `print(dice)`,
  ];
}

function miou({ truth, guess }: State, language: Language): string[] {
  const start = [...put('truth', truth, language), ...put('guess', guess, language)];
  const classes = `[${classesOf(truth, guess).join(', ')}]`;
  if (language === 'tfjs') {
    return [
      ...start,
      `const classes = ${classes}; // those in either map`,
      `const planes = (map) => tf.stack(classes.map((c) => map.equal(c).toFloat().flatten()));`,
      `const confusion = tf.matMul(planes(truth), planes(guess), false, true); // row: truth`,
      `const both = confusion.mul(tf.eye(classes.length)).sum(0);`,
      `const iou = both.div(confusion.sum(0).add(confusion.sum(1)).sub(both));`,
      `iou.print();`,
      `iou.mean().print();`,
    ];
  }
  const planes = language === 'numpy' ? `np.stack([(m == c).ravel() for c in classes]).astype(float)` : `torch.stack([(m == c).flatten().double() for c in classes])`; // prettier-ignore
  return [
    ...start,
    `classes = ${classes}  # those in either map`,
    `planes = lambda m: ${planes}`,
    `confusion = planes(truth) @ planes(guess).T  # row: truth`,
    `both = confusion.diagonal()`,
    `iou = both / (confusion.sum(0) + confusion.sum(1) - both)`,
    `print(iou)`,
    `print(iou.mean())`,
  ];
}

function merged(state: State, language: Language): string[] {
  const { semantic } = shapesOf(state);
  const { rows, columns } = FIELD;
  const cells = Array.from({ length: rows }, (_, r) => semantic.slice(r * columns, (r + 1) * columns)); // prettier-ignore
  const start = put('mask', cells, language);
  const corners = state.neighbors === '8';
  if (language === 'tfjs') {
    return [
      ...start,
      `// Every cell starts with a number of its own; the greatest number of a region wins.`,
      `let labels = tf.range(1, ${rows * columns + 1}).reshape(mask.shape).mul(mask);`,
      `const pool = (x, size) => tf.maxPool(x.expandDims(2), size, 1, 'same').squeeze([2]);`,
      corners
        ? `const spread = (x) => pool(x, [3, 3]);`
        : `const spread = (x) => tf.maximum(pool(x, [1, 3]), pool(x, [3, 1]));`,
      `for (let before; before?.dataSync().join() !== labels.dataSync().join(); ) {`,
      `  before = labels;`,
      `  labels = spread(labels).mul(mask);`,
      `}`,
      `const count = new Set(labels.dataSync()).size - 1; // 0 is the background`,
      `console.log(count);`,
    ];
  }
  if (language === 'pytorch') {
    return [
      `import torch.nn.functional as F`,
      ``,
      ...start,
      `# Every cell starts with a number of its own; the greatest number of a region wins.`,
      `labels = torch.arange(1, ${rows * columns + 1}, dtype=torch.float64).view(mask.shape) * mask`,
      `pool = lambda x, size: F.max_pool2d(x[None], size, 1, [n // 2 for n in size])[0]`,
      corners
        ? `spread = lambda x: pool(x, [3, 3])`
        : `spread = lambda x: torch.maximum(pool(x, [1, 3]), pool(x, [3, 1]))`,
      `before = None`,
      `while before is None or not torch.equal(before, labels):`,
      `    before, labels = labels, spread(labels) * mask`,
      `count = len(labels.unique()) - 1  # 0 is the background`,
      `print(count)`,
    ];
  }
  return [
    ...start,
    `# Every cell starts with a number of its own; the greatest number of a region wins.`,
    `labels = np.arange(1, ${rows * columns + 1}).reshape(mask.shape) * mask`,
    `def spread(x):`,
    `    p = np.pad(x, 1)`,
    `    n, m = x.shape`,
    corners
      ? `    return np.max([p[r:r + n, c:c + m] for r in range(3) for c in range(3)], axis=0)`
      : `    return np.max([x, p[:n, 1:-1], p[2:, 1:-1], p[1:-1, :m], p[1:-1, 2:]], axis=0)`,
    `before = None`,
    `while before is None or not np.array_equal(before, labels):`,
    `    before, labels = labels, spread(labels) * mask`,
    `count = len(np.unique(labels)) - 1  # 0 is the background`,
    `print(count)`,
  ];
}

function panoptic({ said, street }: State, language: Language): string[] {
  const start = [...put('said', said, language), ...put('truth', street, language)];
  if (language === 'tfjs') {
    return [
      ...start,
      `// 0 is sky, 1 road, from 2 on each car has a number of its own.`,
      `const kind = (code) => Math.min(code, 2);`,
      `const [p, t] = [said, truth].map((map) => [...map.dataSync()]);`,
      `const [mine, theirs] = [p, t].map((cells) => [...new Set(cells)]);`,
      `const kinds = [...new Set([...mine, ...theirs].map(kind))];`,
      `const each = kinds.map((k) => {`,
      `  const of = (codes) => codes.filter((code) => kind(code) === k);`,
      `  const matched = of(mine).flatMap((a) => of(theirs).map((b) => {`,
      `    const both = p.filter((code, i) => code === a && t[i] === b).length;`,
      `    return both / (p.filter((code) => code === a).length + t.filter((code) => code === b).length - both);`,
      `  })).filter((iou) => iou > 0.5);`,
      `  // TP + FP/2 + FN/2 is half of all segments of the class`,
      `  return matched.reduce((sum, iou) => sum + iou, 0) / ((of(mine).length + of(theirs).length) / 2);`,
      `});`,
      `const pq = tf.mean(each);`,
      `pq.print();`,
    ];
  }
  const torch = language === 'pytorch';
  return [
    ...start,
    `# 0 is sky, 1 road, from 2 on each car has a number of its own.`,
    `kind = lambda code: min(code, 2)`,
    `mine, theirs = ([float(c) for c in ${torch ? 'm.unique()' : 'np.unique(m)'}] for m in (said, truth))`,
    `each = []`,
    `for k in sorted({kind(code) for code in mine + theirs}):`,
    `    P = [said == code for code in mine if kind(code) == k]`,
    `    T = [truth == code for code in theirs if kind(code) == k]`,
    `    iou = [int((p & t).sum()) / int((p | t).sum()) for p in P for t in T]`,
    `    # TP + FP/2 + FN/2 is half of all segments of the class`,
    `    each.append(sum(v for v in iou if v > 0.5) / ((len(P) + len(T)) / 2))`,
    `pq = sum(each) / len(each)`,
    `print(pq)`,
  ];
}

function cut({ mask, picture, ground }: State, language: Language): string[] {
  const start = [...put('m', mask, language), ...put('a', picture, language), ...put('b', ground, language)]; // prettier-ignore
  return language === 'tfjs'
    ? [...start, `const y = m.mul(a).add(tf.sub(1, m).mul(b));`, `y.print();`]
    : [...start, `y = m * a + (1 - m) * b`, `print(y)`];
}
