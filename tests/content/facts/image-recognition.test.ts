/** Every number and every measurable correction of the concept page on image recognition. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  bar,
  classify,
  distance,
  features,
  gradient,
  update,
  type Weights,
} from '../../../src/content/concepts/image-recognition/recognizer.ts';
import { digits, total } from '../../../src/content/concepts/pooling/parameters.ts';
import { ledger } from '../../../src/lib/network.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';

const folder = new URL('../../../src/content/concepts/image-recognition/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const [a, b, c] = [bar('vertical', 1), bar('vertical', 2), bar('horizontal', 1)];
/** Without the sign of zero. */
const plainZeros = (m: Weights) => m.map((row) => row.map((value) => value + 0));
const zero = (): Weights => [
  [0, 0],
  [0, 0],
];

describe('three bars', () => {
  it('in pixels a is closer to c, in features equal to b', () => {
    expect([distance(a, b), distance(a, c)]).toEqual([8, 6]);
    expect([features(a), features(b), features(c)]).toEqual([
      [2, 0],
      [2, 0],
      [0, 2],
    ]);
  });

  it('backpropagation computes, the update changes', () => {
    const W = zero();
    expect(classify(W, a)).toEqual([0.5, 0.5]);
    const g = gradient(W, a, 0);
    expect(W).toEqual(zero()); // nothing has moved
    expect(plainZeros(g)).toEqual([
      [-1, 0],
      [1, 0],
    ]);
    const h = 1e-6;
    g.forEach((row, k) =>
      row.forEach((value, i) => {
        const loss = (by: number) => {
          const moved = zero();
          moved[k][i] += by;
          return -Math.log(classify(moved, a)[0]);
        };
        expect(value).toBeCloseTo((loss(h) - loss(-h)) / (2 * h), 6);
      }),
    );
    expect(plainZeros(update(W, g, 1))).toEqual([
      [1, 0],
      [-1, 0],
    ]);
  });

  it('two steps and all three bars are right', () => {
    let W = update(zero(), gradient(zero(), a, 0), 1);
    const g = gradient(W, c, 1);
    expect(plainZeros(g)).toEqual([
      [0, 1],
      [0, -1],
    ]);
    W = update(W, g, 1);
    expect(plainZeros(W)).toEqual([
      [1, -1],
      [-1, 1],
    ]);
    const share = classify(W, b)[0];
    expect(share).toBeCloseTo(1 / (1 + Math.exp(-4)), 12);
    expect(Number(share.toFixed(2))).toBe(facts.probability.value);
    expect(classify(W, c)[1]).toBeGreaterThan(0.9);
  });
});

describe('parameters', () => {
  it('pooling changes the parameters of the dense layer only', () => {
    const [pooled, plain] = [digits(true), digits(false)];
    expect([total(pooled, 'parameters'), total(plain, 'parameters')]).toEqual([121_930, 2_378_826]);
    for (const lines of [pooled, plain]) {
      const convolutions = lines.filter(({ layer }) => layer === 'conv');
      expect(convolutions.map(({ parameters }) => parameters)).toEqual([320, 18_496]);
      for (const { layer, parameters } of lines)
        if (layer === 'pool' || layer === 'flatten') expect(parameters).toBe(0);
    }
    expect(total(digits(true, 'gap'), 'parameters')).toBe(
      total(digits(false, 'gap'), 'parameters'),
    );
    expect(total(pooled, 'macs')).toBeLessThan(total(plain, 'macs') / 4); // what it does save
  });

  it('flattening makes the vector of VGG-16, dense layers shorten it', () => {
    const { input, layers } = parseList(NETWORKS.vgg16);
    const { rows } = ledger(input!, layers);
    const flatten = rows.find(({ op }) => op === 'flatten')!;
    expect([flatten.input, flatten.output, flatten.parameters]).toEqual([[7, 7, 512], [25_088], 0]);
    const dense = rows.filter(({ op }) => op === 'dense');
    expect(dense.map(({ output }) => output[0])).toEqual([4096, 4096, 1000]);
    const printed = read('vgg_torch.out.txt');
    for (const { input, output, parameters } of dense)
      expect(printed).toContain(
        `dense ${input[0]} -> ${output[0]}, parameters ${parameters.toLocaleString('en')}`,
      );
    expect(printed).toContain('flatten (1, 25088) parameters 0');
    expect(printed).toContain('pooling parameters 0');
  });

  it('pixels straight into 4,096 units take over six hundred million weights', () => {
    const { rows } = ledger([224, 224, 3], parseList('flatten;dense:4096').layers);
    const [flattened, dense] = ['flatten', 'dense'].map((name) => rows.find(({ op }) => op === name)!); // prettier-ignore
    expect(flattened.output).toEqual([150_528]);
    expect(dense.parameters).toBeGreaterThan(600e6);
    for (const lang of ['zh', 'en']) expect(read(`${lang}.mdx`)).toContain('150,528');
  });

  it('AlexNet has eight layers with weights', () => {
    const { input, layers } = parseList(NETWORKS.alexnet);
    expect(ledger(input!, layers).rows.filter(({ parameters }) => parameters > 0)).toHaveLength(8);
  });
});
