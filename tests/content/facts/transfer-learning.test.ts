/** Proves the numbers and corrections of the page transfer-learning. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures, way } from '../../../src/content/concepts/transfer-learning/figures.ts';
import {
  averageHead,
  bytes,
  CHANNELS,
  flattenHead,
  inputRange,
  lastSide,
} from '../../../src/content/concepts/transfer-learning/heads.ts';
import {
  predict,
  RESULTS,
  SEEN,
  START,
  train,
  UNSEEN,
} from '../../../src/content/concepts/transfer-learning/two_stage.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';
import { ledger } from '../../../src/lib/network.ts';

const folder = new URL('../../../src/content/concepts/transfer-learning/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

describe('two stages', () => {
  test('a random head spoils a perfect feature', () => {
    const [head, all, both] = Object.values(RESULTS);
    const close = (net: typeof head, b1: number, v: number, unseen: number) => {
      expect(net.b[0]).toBeCloseTo(b1, 7);
      expect(net.b[1]).toBe(1); // no gradient ever reached it
      expect(net.v).toBeCloseTo(v, 7);
      expect(predict(net, SEEN)).toBeCloseTo(4, 7);
      expect(predict(net, UNSEEN)).toBeCloseTo(unseen, 7);
    };
    close(head, 1, 4, 4);
    close(all, 2, 2, 2);
    close(both, 1, 4, 4);
  });

  test('any head that starts at 1 spoils it, a head that fits does not', () => {
    for (const target of [2, 9]) {
      const net = train(START, SEEN, target, false);
      expect(net.v).toBeCloseTo(Math.sqrt(target), 6);
      expect(predict(net, UNSEEN)).toBeCloseTo(Math.sqrt(target), 6);
    }
    const ready = train({ b: [1, 1], v: 4 }, SEEN, 4, false);
    expect(ready).toEqual({ b: [1, 1], v: 4 });
  });

  test('the ways of the figure end where the text says', () => {
    const [head, all] = [way(START, true), way(START, false)].map((points) => points.at(-1)!);
    expect(head[0]).toBe(1);
    expect(head[1]).toBeCloseTo(4, 1);
    expect(all[0]).toBeCloseTo(2, 1);
    expect(all[1]).toBeCloseTo(2, 1);
  });

  test('the error reaches the features as Wᵀ(p − y)', () => {
    const W = tf.tensor2d([[1, -2, 0.5], [0.3, 0.7, -1]]); // prettier-ignore
    const y = tf.tensor2d([[0, 1]]);
    const f = tf.tensor2d([[0.2, -0.4, 1.5]]);
    const z = (x: tf.Tensor) => x.matMul(W, false, true);
    const gradient = tf.grad((x: tf.Tensor) => tf.losses.softmaxCrossEntropy(y, z(x)).sum())(f);
    const expected = tf.softmax(z(f)).sub(y).matMul(W);
    const [a, b] = [gradient.dataSync(), expected.dataSync()];
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 5));
  });
});

describe('the program', () => {
  test('what the heads cost', () => {
    expect(lastSide(224) ** 2 * CHANNELS).toBe(25088);
    expect([25088 * 256 + 256, 256 * 10 + 10]).toEqual([6422784, 2570]);
    expect(flattenHead(224)).toBe(6425354);
    expect(averageHead).toBe(5130);
    expect(Number((bytes(50_000, 224) / 1e9).toFixed(1))).toBe(fact('memory'));
    for (const page of PAGES) {
      expect(page).toContain('6,425,354');
      expect(page).toContain('5,130');
    }
    expect(read('concept.yaml')).toContain('6,422,784');
  });

  test('VGG16 leaves 7×7×512 of 224 and 1×1×512 of 32', () => {
    const { layers } = parseList(NETWORKS.vgg16);
    const trunk = layers.slice(
      0,
      layers.findIndex(({ op }) => op === 'flatten' || op === 'dense'),
    );
    for (const side of [224, 32]) {
      const { rows } = ledger([side, side, 3], trunk);
      expect(rows.at(-1)!.output).toEqual([lastSide(side), lastSide(side), CHANNELS]);
    }
    expect([lastSide(224), lastSide(32), lastSide(31)]).toEqual([7, 1, 0]);
  });

  test('ResNet-50 ends in 2,048 features and has 25 million parameters', () => {
    const { input, layers } = parseList(NETWORKS.resnet50);
    const { rows, parameters } = ledger(input!, layers);
    const dense = rows.find(({ op }) => op === 'dense')!;
    expect(dense.input.at(-1)).toBe(2048);
    expect(Math.floor(parameters / 1e6)).toBe(25);
    expect(2048 * 2 + 2).toBe(4098);
  });

  test('a picture of 32×32 does not fit an input of 224×224', () => {
    const base = tf.sequential({
      layers: [tf.layers.globalAveragePooling2d({ inputShape: [224, 224, 3] })],
    });
    expect(() => base.predict(tf.zeros([1, 32, 32, 3]))).toThrow(/224,224,3.*32,32,3/);
    const resized = tf.image.resizeBilinear(tf.zeros([1, 32, 32, 3]) as tf.Tensor4D, [224, 224]);
    expect((base.predict(resized) as tf.Tensor).shape).toEqual([1, 3]);
    base.dispose();
  });

  test('inputs of VGG16 run from −124 to 151', () => {
    expect(inputRange().map(Math.round)).toEqual([-124, 151]);
    for (const page of PAGES) expect(page).toMatch(/−124 .{1,4}151/);
  });
});

describe('what was run', () => {
  test('what the notebook recorded', () => {
    const recorded = readFileSync(
      new URL('../../notebooks/transfer-learning/recorded.json', folder),
      'utf8',
    );
    const { cells } = JSON.parse(recorded) as {
      cells: Record<string, { outputs: { rows?: string[][] }[] }>;
    };
    const rows = cells['compare.ts'].outputs.find((output) => output.rows)!.rows!;
    const means = Object.fromEntries(rows.map(([name, mean]) => [name, (100 * +mean).toFixed(1)]));
    for (const [id, name] of Object.entries({
      'nb-pixels': 'pixels',
      'nb-random': 'random conv',
      'nb-clothes': 'clothes conv',
      'nb-late': 'clothes, last hidden layer',
      'nb-scratch': 'from scratch',
    })) {
      expect(means[name]).toBe(fact(id).toFixed(1));
    }
  });

  test('what the PyTorch listing printed', () => {
    const output = read('digits_torch.out.txt');
    const column = output.split('\n')[0].trim().split(/\s+/).slice(3).indexOf('2');
    expect(column).toBe(1);
    const at = (name: string) => {
      const line = output.split('\n').find((each) => each.startsWith(name))!;
      return Number(line.slice(26).trim().split(/\s+/)[column]);
    };
    expect(at('pixels')).toBe(fact('two-pixels'));
    expect(at('frozen, random weights')).toBe(fact('two-random'));
    expect(at('frozen, digits 0 to 4')).toBe(fact('two-frozen'));
    expect(at('fine-tuned, digits 0 to 4')).toBe(fact('two-tuned'));
    expect(at('frozen, shuffled labels')).toBe(fact('two-shuffled'));
    expect(at('from scratch')).toBe(fact('two-scratch'));
    // Negative transfer: worse with the shuffled source than without any.
    expect(fact('two-shuffled')).toBeLessThan(fact('two-random'));
    expect(fact('two-shuffled')).toBeLessThan(fact('two-pixels'));
    expect(fact('two-shuffled')).toBeLessThan(fact('two-frozen'));
  });

  test('running statistics move although nothing is to be trained', () => {
    const output = read('freeze_torch.out.txt');
    expect(output).toContain('weights to train: 0');
    expect(output).toContain('train running mean has moved: True');
    expect(output).toContain('eval running mean has moved: False');
  });
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
