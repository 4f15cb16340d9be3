/** Non-maximum suppression of the boxes on show as a program. Pure; the tests run all three. */
import { program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { analysisOf } from './reference.ts';
import type { State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  const a = analysisOf(state);
  const found = a?.nms.order.map((index) => a.found[index]) ?? [];
  const { iou, threshold, perClass } = state;
  const hash = language === 'tfjs' ? '//' : '#';
  // TensorFlow has top, left, bottom, right; the programs in Python what is on screen.
  const rows = found.map(({ box: [left, top, right, bottom], score, label }) => {
    const box = language === 'tfjs' ? [top, left, bottom, right] : [left, top, right, bottom];
    return `  [${box.map(digits).join(', ')}, ${digits(score)}, ${label}],`;
  });
  const sides = language === 'tfjs' ? 'top, left, bottom, right' : 'left, top, right, bottom';
  const boxes = [`${hash} ${sides}, score, class: best first`, `const found = [`, ...rows, `];`];
  if (language !== 'tfjs') {
    boxes[1] = 'found = [';
    boxes[boxes.length - 1] = ']';
  }
  if (language === 'tfjs') return program([...tfjs(boxes, iou, threshold, perClass)]);
  return program(python(boxes, iou, threshold, perClass, language === 'pytorch'));
}

/** Single precision keeps seven digits. */
const digits = (value: number) => `${+value.toPrecision(9)}`;

function tfjs(boxes: string[], iou: number, threshold: number, perClass: boolean): string[] {
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...boxes,
    perClass
      ? `// Each class is moved to a place of its own, so that only boxes of one class meet.`
      : ``,
    `const boxes = found.map((f) => f.slice(0, 4)${perClass ? '.map((side) => side + 1000 * f[5])' : ''});`, // prettier-ignore
    `const scores = found.map((f) => f[4]);`,
    ``,
    `if (found.length === 0) console.log([]);`,
    `else {`,
    `  const kept = tf.image.nonMaxSuppression(`,
    `    tf.tensor2d(boxes), scores, boxes.length, ${iou}, ${threshold},`,
    `  ); // TensorFlow.js also drops a box whose IoU is exactly ${iou}`,
    `  console.log([...kept.dataSync()]); // places in the list, from 0`,
    `}`,
  ];
}

function python(
  boxes: string[],
  iou: number,
  threshold: number,
  perClass: boolean,
  torch: boolean,
): string[] {
  const m = torch ? 'torch' : 'np';
  const dtype = torch ? 'dtype=torch.float64' : 'dtype=float';
  const clip = torch ? '.clamp(min=0)' : '.clip(min=0)';
  const both = (f: string, a: string, b: string) => `${m}.${f}(${a}, ${b})`;
  return [
    torch ? `import torch` : `import numpy as np`,
    ``,
    ...boxes,
    torch
      ? `data = torch.tensor(found, ${dtype}).reshape(-1, 6)`
      : `data = np.array(found, ${dtype}).reshape(-1, 6)`,
    `data = data[data[:, 4] > ${threshold}]`,
    `boxes, scores, labels = data[:, :4], data[:, 4], data[:, 5]`,
    ``,
    `def iou_with(box, others):`,
    `    size = (${both('minimum', 'box[2:]', 'others[:, 2:]')} - ${both('maximum', 'box[:2]', 'others[:, :2]')})${clip}`,
    `    inter = size[:, 0] * size[:, 1]`,
    `    area = lambda b: (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])`,
    `    return inter / (area(box) + area(others) - inter)`,
    ``,
    `left = ${torch ? 'torch.argsort(-scores)' : 'np.argsort(-scores)'}`,
    `kept = []`,
    `while len(left):`,
    `    best, left = left[0], left[1:]`,
    `    kept.append(int(best))`,
    `    near = iou_with(boxes[best], boxes[left]) > ${iou}`,
    ...(perClass
      ? [`    near &= labels[left] == labels[best]  # only boxes of the same class`]
      : []),
    `    left = left[~near]`,
    torch
      ? `print(kept)  # as torchvision.ops.${perClass ? 'batched_nms(boxes, scores, labels' : 'nms(boxes, scores'}, ${iou})`
      : `print(kept)  # places in the list, from 0`,
  ];
}
