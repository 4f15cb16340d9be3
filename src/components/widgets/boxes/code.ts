/** The same computation as a program with the numbers of the state. Fetched on demand. */
import type { Box } from '../../../lib/boxes.ts';
import type { ScoredBox } from '../../../lib/box-ranking.ts';
import type { Language } from '../toolkit/kind.ts';
import type { State } from './state.ts';

/** A complete program that prints the result of the task. */
export function codeTwin(state: State, language: Language): string {
  const head = {
    tfjs: [`import * as tf from '@tensorflow/tfjs';`, ``],
    pytorch: [`import torch`, ``],
    numpy: [`import numpy as np`, ``],
  }[language];
  const body = { iou: two, nms: many, ap: ranked }[state.mode](state, language);
  return `${[...head, ...body].join('\n')}\n`;
}

const list = (values: readonly number[]) => `[${values.join(', ')}]`;
const rows = (boxes: readonly Box[]) => `[${boxes.map(list).join(', ')}]`;
const bare = (found: readonly ScoredBox[]) => rows(found.map(({ box }) => box));
const scores = (found: readonly ScoredBox[]) => list(found.map(({ score }) => score));

// ---- two boxes ------------------------------------------------------------------------------

function two({ a, b }: State, language: Language): string[] {
  if (language === 'tfjs') {
    return [
      `const a = tf.tensor1d(${list(a)}); // left, top, right, bottom`,
      `const b = tf.tensor1d(${list(b)});`,
      `const low = (box) => box.slice(0, 2);`,
      `const high = (box) => box.slice(2, 2);`,
      `const area = (from, to) => to.sub(from).relu().prod();`,
      `const both = area(tf.maximum(low(a), low(b)), tf.minimum(high(a), high(b)));`,
      `const union = area(low(a), high(a)).add(area(low(b), high(b))).sub(both);`,
      `const hull = area(tf.minimum(low(a), low(b)), tf.maximum(high(a), high(b)));`,
      `const iou = both.div(union);`,
      `const giou = iou.sub(hull.sub(union).div(hull));`,
      `iou.print();`,
      `giou.print();`,
    ];
  }
  if (language === 'pytorch') {
    return [
      `a = torch.tensor(${list(a)}, dtype=torch.float64)  # left, top, right, bottom`,
      `b = torch.tensor(${list(b)}, dtype=torch.float64, requires_grad=True)`,
      `relu = lambda x: (x + x.abs()) / 2  # half a slope at 0`,
      `area = lambda low, high: relu(high - low).prod()`,
      `both = area(torch.maximum(a[:2], b[:2]), torch.minimum(a[2:], b[2:]))`,
      `union = area(a[:2], a[2:]) + area(b[:2], b[2:]) - both`,
      `hull = area(torch.minimum(a[:2], b[:2]), torch.maximum(a[2:], b[2:]))`,
      `iou = both / union`,
      `giou = iou - (hull - union) / hull`,
      `gradient, = torch.autograd.grad(1 - giou, b)`,
      `print(iou.item())`,
      `print(giou.item())`,
      `print(gradient)  # left, top, right, bottom of b`,
    ];
  }
  return [
    `a = np.array(${list(a)}, float)  # left, top, right, bottom`,
    `b = np.array(${list(b)}, float)`,
    `area = lambda low, high: np.clip(high - low, 0, None).prod()`,
    `both = area(np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:]))`,
    `union = area(a[:2], a[2:]) + area(b[:2], b[2:]) - both`,
    `hull = area(np.minimum(a[:2], b[:2]), np.maximum(a[2:], b[2:]))`,
    `iou = both / union`,
    `giou = iou - (hull - union) / hull`,
    `print(iou)`,
    `print(giou)`,
  ];
}

// ---- overlaps of many -----------------------------------------------------------------------

/** A function `overlaps(p, q)` [n, m]. */
function overlaps(language: Language): string[] {
  if (language === 'tfjs') {
    return [
      `function overlaps(p, q) {`,
      `  const cut = (x, from) => x.slice([0, from], [-1, 2]);`,
      `  const low = tf.maximum(cut(p, 0).expandDims(1), cut(q, 0).expandDims(0));`,
      `  const high = tf.minimum(cut(p, 2).expandDims(1), cut(q, 2).expandDims(0));`,
      `  const both = high.sub(low).relu().prod(2);`,
      `  const area = (x) => cut(x, 2).sub(cut(x, 0)).prod(1);`,
      `  return both.div(area(p).expandDims(1).add(area(q).expandDims(0)).sub(both));`,
      `}`,
    ];
  }
  const [max, min, clip] = language === 'pytorch' ? ['torch.maximum', 'torch.minimum', '(high - low).clamp(min=0)'] : ['np.maximum', 'np.minimum', 'np.clip(high - low, 0, None)']; // prettier-ignore
  return [
    `def overlaps(p, q):`,
    `    low = ${max}(p[:, None, :2], q[None, :, :2])`,
    `    high = ${min}(p[:, None, 2:], q[None, :, 2:])`,
    `    both = ${clip}.prod(2)`,
    `    area = lambda x: (x[:, 2:] - x[:, :2]).prod(1)`,
    `    return both / (area(p)[:, None] + area(q)[None] - both)`,
  ];
}

/** A matrix as the language has it. */
const matrix = (name: string, text: string, language: Language) =>
  ({
    tfjs: `const ${name} = tf.tensor2d(${text});`,
    pytorch: `${name} = torch.tensor(${text}, dtype=torch.float64)`,
    numpy: `${name} = np.array(${text}, float)`,
  })[language];

// ---- suppression ----------------------------------------------------------------------------

function many({ boxes, rule, iou, score, sigma }: State, language: Language): string[] {
  if (language === 'tfjs') {
    const start = [
      matrix('boxes', bare(boxes), language),
      `const scores = ${scores(boxes)};`,
      ``,
      ...overlaps(language),
      ``,
      `const iou = overlaps(boxes, boxes).arraySync();`,
      `const order = scores.map((_, i) => i).filter((i) => scores[i] > ${score}).sort((i, j) => scores[j] - scores[i] || i - j);`,
    ];
    if (rule === 'fast') {
      return [
        ...start,
        `const kept = order.filter((i, rank) => order.slice(0, rank).every((j) => iou[i][j] <= ${iou}));`,
        `console.log(kept);`,
      ];
    }
    return [
      ...start,
      `const kept = [];`,
      `let left = order;`,
      `while (left.length > 0) {`,
      `  const [best, ...others] = left;`,
      `  kept.push(best);`,
      ...(rule === 'soft'
        ? [
            `  for (const i of others) scores[i] *= Math.exp(-(iou[best][i] ** 2) / ${sigma});`,
            `  left = others.filter((i) => scores[i] > ${score}).sort((i, j) => scores[j] - scores[i] || i - j);`,
          ]
        : [`  left = others.filter((i) => iou[best][i] <= ${iou});`]),
      `}`,
      `console.log(kept);`,
    ];
  }
  const start = [
    matrix('boxes', bare(boxes), language),
    `scores = ${scores(boxes)}`,
    ``,
    ...overlaps(language),
    ``,
    `iou = overlaps(boxes, boxes).tolist()`,
    `left = sorted((i for i in range(len(scores)) if scores[i] > ${score}), key=lambda i: -scores[i])`,
  ];
  if (rule === 'fast') {
    return [
      ...start,
      `kept = [i for rank, i in enumerate(left) if all(iou[i][j] <= ${iou} for j in left[:rank])]`,
      `print(kept)`,
    ];
  }
  const math = language === 'pytorch' ? 'torch.exp(torch.tensor' : 'np.exp(np.array';
  return [
    ...start,
    `kept = []`,
    `while left:`,
    `    best, *others = left`,
    `    kept.append(best)`,
    ...(rule === 'soft'
      ? [
          `    for i in others:`,
          `        scores[i] *= ${math}(-iou[best][i] ** 2 / ${sigma})).item()`,
          `    left = sorted((i for i in others if scores[i] > ${score}), key=lambda i: -scores[i])`,
        ]
      : [`    left = [i for i in others if iou[best][i] <= ${iou}]`]),
    `print(kept)`,
  ];
}

// ---- average precision ----------------------------------------------------------------------

function ranked({ detections, truths, at, points, matching }: State, language: Language): string[] {
  const voc = matching === 'voc';
  const count = points === 'area' ? 0 : Number(points);
  if (language === 'tfjs') {
    return [
      matrix('found', bare(detections), language),
      matrix('objects', rows(truths), language),
      `const scores = ${scores(detections)};`,
      ``,
      ...overlaps(language),
      ``,
      `const iou = overlaps(found, objects).arraySync();`,
      `const order = scores.map((_, i) => i).sort((i, j) => scores[j] - scores[i] || i - j);`,
      `const free = new Set(objects.arraySync().keys());`,
      `const right = order.map((d) => {`,
      `  const among = ${voc ? '[...iou[d].keys()]' : '[...free]'};`,
      `  const g = among.reduce((g, other) => (iou[d][other] > (iou[d][g] ?? -1) ? other : g), -1);`,
      `  return g >= 0 && iou[d][g] ${voc ? '>' : '>='} ${at} && free.delete(g);`,
      `});`,
      `let hits = 0;`,
      `const curve = right.map((hit, i) => {`,
      `  hits += Number(hit);`,
      `  return { precision: hits / (i + 1), recall: hits / ${truths.length} };`,
      `});`,
      `const raised = (r) => Math.max(0, ...curve.filter((p) => p.recall >= r).map((p) => p.precision));`,
      ...(count > 0
        ? [
            `let ap = 0;`,
            `for (let j = 0; j < ${count}; j++) ap += raised(j / ${count - 1}) / ${count};`,
          ]
        : [`const ap = curve.reduce((sum, { recall }, i) => sum + (recall - (curve[i - 1]?.recall ?? 0)) * raised(recall), 0);`]), // prettier-ignore
      `console.log(ap);`,
    ];
  }
  const torch = language === 'pytorch';
  const m = truths.length;
  return [
    matrix('found', bare(detections), language),
    matrix('objects', rows(truths), language),
    `scores = ${scores(detections)}`,
    ``,
    ...overlaps(language),
    ``,
    `iou = overlaps(found, objects).tolist()`,
    `free, right = set(range(${m})), []`,
    `for d in sorted(range(len(scores)), key=lambda d: -scores[d]):`,
    `    among = ${voc ? `range(${m})` : 'free'}`,
    `    g = max(among, key=lambda g: (iou[d][g], -g), default=None)`,
    `    hit = g is not None and g in free and iou[d][g] ${voc ? '>' : '>='} ${at}`,
    `    right.append(float(hit))`,
    `    if hit:`,
    `        free.remove(g)`,
    ...(torch
      ? [
          `hits = torch.tensor(right, dtype=torch.float64).cumsum(0)`,
          `precision = hits / torch.arange(1, len(right) + 1)`,
          `recall = hits / ${m}`,
          `raised = precision.flip(0).cummax(0).values.flip(0)`,
        ]
      : [
          `hits = np.cumsum(right)`,
          `precision = hits / np.arange(1, len(right) + 1)`,
          `recall = hits / ${m}`,
          `raised = np.maximum.accumulate(precision[::-1])[::-1]`,
        ]),
    ...(count > 0
      ? [
          `beyond = lambda r: max([float(p) for p, x in zip(precision, recall) if x >= r], default=0)`,
          `ap = sum(beyond(j / ${count - 1}) for j in range(${count})) / ${count}`,
        ]
      : [`before = [0, *recall[:-1]]`, `ap = float(sum((r - b) * p for r, b, p in zip(recall, before, raised)))`]), // prettier-ignore
    `print(ap)`,
  ];
}
