/** IoU and Dice of both maps on show as a program. Pure; the tests run all three. */
import { program } from '../toolkit/code.ts';
import { SIDE } from '../toolkit/composed.ts';
import type { Language } from '../toolkit/kind.ts';
import { analysisOf } from './reference.ts';
import type { State, ViewName } from './state.ts';

/** The character of each value of a map; the first one is the background. */
const SYMBOLS: Readonly<Record<ViewName, string>> = {
  semantic: '.0123456789',
  instance: '.12345678',
  click: '.#',
};

export function codeTwin(state: State, language: Language): string {
  const a = analysisOf(state);
  const symbols = SYMBOLS[state.view];
  const first = state.view === 'semantic' ? 0 : 1;
  const rows = (map: ArrayLike<number> | undefined) =>
    Array.from({ length: map ? SIDE : 0 }, (_, r) =>
      Array.from({ length: SIDE }, (_, c) => symbols[map![r * SIDE + c]]).join(''),
    ).join('\n');
  const maps = [rows(a?.truth), rows(a?.map)] as const;
  return program(language === 'tfjs' ? tfjs(...maps, symbols, first) : python(...maps, symbols, first, language === 'pytorch')); // prettier-ignore
}

function tfjs(truth: string, model: string, symbols: string, first: number): string[] {
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    `const symbols = '${symbols}'; // the first is the background`,
    `const read = (map) => [...map.replace(/\\s/g, '')].map((symbol) => symbols.indexOf(symbol));`,
    `const truth = read(\``,
    truth,
    `\`);`,
    `const model = read(\``,
    model,
    `\`);`,
    ``,
    `const confusion = tf.math.confusionMatrix(tf.tensor1d(truth, 'int32'), tf.tensor1d(model, 'int32'), symbols.length);`,
    `const table = await confusion.array(); // row: truth, column: model`,
    `const scores = [];`,
    `for (let k = ${first}; k < symbols.length; k++) {`,
    `  const both = table[k][k];`,
    `  const ofTruth = table[k].reduce((sum, n) => sum + n, 0);`,
    `  const ofModel = table.reduce((sum, row) => sum + row[k], 0);`,
    `  if (ofTruth + ofModel === 0) continue;`,
    `  scores.push([k, both / (ofTruth + ofModel - both), 2 * both / (ofTruth + ofModel)]);`,
    `}`,
    `console.log(scores); // [place in symbols, IoU, Dice]`,
    `console.log(scores.reduce((sum, [, iou]) => sum + iou, 0) / scores.length); // mean IoU`,
  ];
}

function python(
  truth: string,
  model: string,
  symbols: string,
  first: number,
  torch: boolean,
): string[] {
  const made = (name: string) =>
    torch ? `torch.tensor(read(${name}))` : `np.array(read(${name}))`;
  const count = torch ? 'torch.bincount' : 'np.bincount';
  const pad = torch ? 'minlength=n * n).reshape(n, n).double()' : 'minlength=n * n).reshape(n, n)';
  return [
    torch ? `import torch` : `import numpy as np`,
    ``,
    `symbols = '${symbols}'  # the first is the background`,
    `def read(text):`,
    `    return [symbols.index(symbol) for symbol in ''.join(text.split())]`,
    ``,
    `truth = """`,
    truth,
    `"""`,
    `model = """`,
    model,
    `"""`,
    `truth, model, n = ${made('truth')}, ${made('model')}, len(symbols)`,
    ``,
    `confusion = ${count}(truth * n + model, ${pad}  # row: truth, column: model`,
    `scores = []`,
    `for k in range(${first}, n):`,
    `    both = confusion[k, k]`,
    `    total = confusion[k].sum() + confusion[:, k].sum()`,
    `    if total > 0:`,
    `        scores.append([k, float(both / (total - both)), float(2 * both / total)])`,
    `print(scores)  # [place in symbols, IoU, Dice]`,
    `mean = sum(iou for _, iou, _ in scores) / max(1, len(scores))`,
    `print(mean)  # mean IoU`,
  ];
}
