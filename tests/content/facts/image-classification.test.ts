/** Proves the numbers and corrections of the page image-classification. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { figures } from '../../../src/content/concepts/image-classification/figures.ts';
import {
  augment,
  forInference,
  forTraining,
  mirror,
  TWO,
} from '../../../src/content/concepts/image-classification/prepare.ts';
import {
  choose,
  EXAMPLES,
  expectedBest,
  standardError,
  TRUE_ACCURACY,
} from '../../../src/content/concepts/image-classification/selection.ts';
import { parseList } from '../../../src/lib/network-list.ts';
import { ledger } from '../../../src/lib/network.ts';
import { softmax } from '../../../src/lib/ops/activation.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/image-classification/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

describe('one picture', () => {
  test('logits ln 6, ln 3, 0 give 6, 3 and 1 tenths', () => {
    const p = softmax([Math.log(6), Math.log(3), 0]);
    [0.6, 0.3, 0.1].forEach((value, i) => expect(p[i]).toBeCloseTo(value, 12));
    expect((-Math.log(p[0])).toFixed(2)).toBe('0.51');
    expect((-Math.log(p[2])).toFixed(2)).toBe('2.30');
    const gradient = p.map((v, i) => v - Number(i === 0));
    [-0.4, 0.3, 0.1].forEach((value, i) => expect(gradient[i]).toBeCloseTo(value, 12));
  });
});

describe('preprocessing and augmentation', () => {
  test('preprocessing repeats itself, augmentation does not', () => {
    expect(forInference(TWO)).toEqual(forInference(TWO));
    const random = mulberry32(1);
    const seen = new Set(
      Array.from({ length: 20 }, () => JSON.stringify(forTraining(TWO, random))),
    );
    expect(seen.size).toBeGreaterThan(5);
    // All of them keep the whole digit, so the label stays true.
    const ink = (x: number[][]) => x.flat().filter(Boolean).length;
    for (let i = 0; i < 50; i++) expect(ink(augment(TWO, random))).toBe(ink(TWO));
    expect(Math.max(...forInference(TWO).flat())).toBe(1);
  });

  test('a mirrored 2 is no shifted 2', () => {
    const random = mulberry32(2);
    const shifted = Array.from({ length: 200 }, () => JSON.stringify(augment(TWO, random)));
    expect(new Set(shifted).size).toBe(9);
    expect(shifted).not.toContain(JSON.stringify(mirror(TWO)));
  });
});

describe('selection', () => {
  test('a score that was chosen is too good', () => {
    expect(fact('true-accuracy')).toBe(100 * TRUE_ACCURACY);
    const exact = expectedBest(20, TRUE_ACCURACY, EXAMPLES);
    expect(Number((100 * exact).toFixed(1))).toBe(fact('best-of-20'));
    expect(expectedBest(1, TRUE_ACCURACY, EXAMPLES)).toBeCloseTo(TRUE_ACCURACY, 10);
    // The figure: with 50 candidates above 94 on 200 examples, below 92 on 2,000.
    expect(expectedBest(50, TRUE_ACCURACY, EXAMPLES)).toBeGreaterThan(0.94);
    expect(expectedBest(50, TRUE_ACCURACY, 10 * EXAMPLES)).toBeLessThan(0.92);
    // Simulation agrees with the formula, and the winner is no better than the others.
    const random = mulberry32(3);
    const runs = Array.from({ length: 1000 }, () => choose(20, TRUE_ACCURACY, EXAMPLES, random));
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(Math.abs(mean(runs.map((r) => r.chosenOn)) - exact)).toBeLessThan(0.002);
    expect(Math.abs(mean(runs.map((r) => r.fresh)) - TRUE_ACCURACY)).toBeLessThan(0.003);
  });

  test('standard error of an accuracy', () => {
    expect(Number((100 * standardError(0.99, 1500)).toFixed(2))).toBe(fact('se-1500'));
    expect(Number((100 * standardError(0.99, 10000)).toFixed(2))).toBe(fact('se-10000'));
    expect([1500 * (1 - 0.99), 1500 * (1 - 0.992)].map(Math.round)).toEqual([15, 12]);
    expect(Math.round(1500 * standardError(0.99, 1500))).toBe(4);
    // 8 against 5: as far apart or farther with a fair coin, more often than not.
    const choose13 = (k: number) =>
      Array.from({ length: k }, (_, i) => (13 - i) / (i + 1)).reduce((a, b) => a * b, 1);
    const tail = [0, 1, 2, 3, 4, 5].reduce((sum, k) => sum + choose13(k), 0) / 2 ** 13;
    expect(2 * tail).toBeGreaterThan(0.5);
    expect(15 - 12).toBe(8 - 5);
  });
});

describe('the classic network', () => {
  test('two fully connected layers and 121,930 parameters', async () => {
    const { input, layers } = parseList(
      'input:28,28,1;conv:3x3,32;relu;maxpool:2;conv:3x3,64;relu;maxpool:2;flatten;dense:64;relu;dense:10;softmax',
    );
    const { rows, parameters } = ledger(input!, layers);
    expect(parameters).toBe(121930);
    const dense = rows.filter(({ op }) => op === 'dense').map((row) => row.parameters);
    expect(dense).toEqual([102464, 650]);
    expect(Number(((100 * dense[0]) / parameters).toFixed(1))).toBe(fact('hidden-share'));
    vi.spyOn(console, 'warn').mockReturnValue();
    const { build } =
      await import('../../../src/content/concepts/image-classification/mnist_tfjs.ts');
    const model = build();
    expect(model.countParams()).toBe(parameters);
    expect(model.layers.filter((layer) => layer.getClassName() === 'Dense')).toHaveLength(2);
    model.dispose();
    for (const page of PAGES) {
      for (const row of rows.filter(({ op }) => ['conv', 'dense'].includes(op))) {
        const shape = row.output.map((n) => n.toLocaleString('en')).join('×');
        expect(page).toContain(`| ${shape} | ${row.parameters.toLocaleString('en')} |`);
      }
    }
  });

  test('what the PyTorch listing printed', () => {
    const output = read('digits_torch.out.txt');
    const share = (name: string) => Number((100 * Number(output.match(`${name}:? ([0-9.]+)`)![1])).toFixed(1)); // prettier-ignore
    expect(output).toContain('parameters 121930');
    expect(output).toContain('7500 for training, 1000 for validation, 1500 for the test');
    expect(output).toContain('44 of 1500 wrong');
    expect((100 * (1 - 44 / 1500)).toFixed(1)).toBe(String(fact('digits-test')));
    expect(share('test')).toBe(fact('digits-test'));
    expect(share('inverted')).toBe(fact('digits-inverted'));
    expect(share('moved by 4 pixels')).toBe(fact('digits-moved'));
    expect(share('0 to 255')).toBe(fact('digits-255'));
  });

  test('NumPy refuses the float32 of another library', () => {
    expect(read('dtype_numpy.out.txt')).toContain(
      "TypeError: Cannot interpret 'torch.float32' as a data type",
    );
  });
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
