/** Proves the numbers and corrections of the page fully-connected-layer. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { STRINGS } from '../../../src/components/widgets/ledger/strings.ts';
import {
  B,
  MAPS,
  W,
  averages,
  dense,
  denseAsConvolution,
  flatten,
  flattenChannelsFirst,
  parameters,
} from '../../../src/content/concepts/fully-connected-layer/dense.ts';
import { totals } from '../../../src/content/concepts/fully-connected-layer/figures.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { grid } from '../../../src/lib/grid.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';
import { ledger } from '../../../src/lib/network.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/fully-connected-layer/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts, corrections } = parse(read('concept.yaml')) as {
  facts: Record<string, { value: number }>;
  corrections: { truth: { zh: string; en: string } }[];
};
const fact = (id: string) => facts[id].value;
const built = (name: 'vgg16' | 'resnet50', side = 224) =>
  ledger([side, side, 3], parseList(NETWORKS[name]).layers);
const denseRows = (name: 'vgg16' | 'resnet50', side = 224) =>
  built(name, side).rows.filter(({ op }) => op === 'dense');
const noise = (shape: number[], seed: number) => {
  const random = mulberry32(seed);
  return grid(
    shape,
    grid(shape).data.map(() => normal(random)),
  );
};

describe('the worked example', () => {
  const x = [1, 2, 3, 4, 0, 1, 1, 0];

  test('flatten, dense, another order, averages', () => {
    expect(flattenChannelsFirst(MAPS)).toEqual(x);
    expect(dense(W, B, x)).toEqual([5, 1]);
    expect(flatten(MAPS)).toEqual([1, 0, 2, 1, 3, 1, 4, 0]);
    expect(dense(W, B, flatten(MAPS))).toEqual([2, 7]);
    expect(averages(MAPS)).toEqual([5 / 2, 1 / 2]);
    expect([parameters(8, 2), parameters(2, 2)]).toEqual([18, 6]);
  });

  test('a dense layer is a convolution whose kernel covers the map', () => {
    const maps = noise([3, 4, 5], 1);
    const weights = Array.from({ length: 6 }, (_, k) => [...noise([60], k + 2).data]);
    const bias = [...noise([6], 9).data];
    const y = dense(weights, bias, flatten(maps));
    const z = denseAsConvolution(weights, bias, [3, 4, 5], maps);
    expect(z.shape).toEqual([1, 1, 6]);
    y.forEach((v, k) => expect(z.data[k]).toBeCloseTo(v, 12));
    // one cell more along each axis: four answers, the first as before
    const larger = grid([4, 5, 5]);
    for (let r = 0; r < 3; r++)
      for (let c = 0; c < 4; c++)
        for (let k = 0; k < 5; k++)
          larger.data[(r * 5 + c) * 5 + k] = maps.data[(r * 4 + c) * 5 + k];
    const four = denseAsConvolution(weights, bias, [3, 4, 5], larger);
    expect(four.shape).toEqual([2, 2, 6]);
    y.forEach((v, k) => expect(four.data[k]).toBeCloseTo(v, 12));
  });
});

test('flattening has no parameters, and VGG-16 has three dense layers', () => {
  const rows = denseRows('vgg16');
  expect(rows.map(({ output }) => output)).toEqual([[4096], [4096], [1000]]);
  expect(rows.map(({ parameters: count }) => count)).toEqual([
    parameters(7 * 7 * 512, 4096),
    parameters(4096, 4096),
    parameters(4096, 1000),
  ]);
  const { parameters: before } = ledger([7, 7, 512], parseList('flatten').layers);
  expect(before).toBe(0);
});

test('a flattened head takes one size, an averaged head any', () => {
  const weights = Array.from({ length: 3 }, () => Array<number>(2 * 2 * 4).fill(1));
  expect(dense(weights, [0, 0, 0], flatten(noise([2, 2, 4], 1)))).toHaveLength(3);
  expect(() => dense(weights, [0, 0, 0], flatten(noise([3, 3, 4], 1)))).toThrow('16 columns');
  for (const side of [2, 3, 7]) expect(averages(noise([side, side, 4], side))).toHaveLength(4);
  const out = read('dense_torch.out.txt');
  for (const side of [28, 32, 57]) expect(out).toContain(`${side}: averages (1, 10)`);
  expect(out.match(/cannot be multiplied/g)).toHaveLength(2);
  expect(out).toContain('7x7 map: equal True   8x8 map: (1, 10, 2, 2)');
});

test('VGG-16: nine tenths of the parameters are fully connected', () => {
  const { parameters: all, macs } = built('vgg16');
  const rows = denseRows('vgg16');
  const share = rows.reduce((sum, row) => sum + row.parameters, 0) / all;
  expect(all).toBe(138357544);
  expect(rows.reduce((sum, row) => sum + row.parameters, 0)).toBe(123642856);
  expect(Number((100 * share).toFixed(1))).toBe(fact('vgg-share'));
  expect(Number(((100 * rows[0].parameters) / all).toFixed(1))).toBe(fact('vgg-first'));
  const work = rows.reduce((sum, row) => sum + row.macs, 0) / macs;
  expect(Number((100 * work).toFixed(1))).toBe(fact('vgg-work'));
  expect(built('resnet50').parameters).toBe(25557032);
  expect(25557032 / all).toBeLessThan(1 / 5);
  expect(fact('resnet-accuracy')).toBeGreaterThan(fact('vgg-accuracy'));
  const { truth } = corrections[2];
  for (const lang of LANGS) {
    for (const id of ['vgg-share', 'resnet-accuracy', 'vgg-accuracy']) {
      expect(truth[lang]).toContain(`${fact(id)}%`);
    }
  }
});

test('the widget: what happens at 256 pixels', () => {
  const shown = (value: number) => value.toLocaleString('en-US');
  const [at224, at256] = [224, 256].map((side) => denseRows('vgg16', side)[0].parameters);
  const convolutions = (side: number) =>
    built('vgg16', side).rows.filter(({ op }) => op === 'conv').map((row) => row.parameters); // prettier-ignore
  expect(convolutions(256)).toEqual(convolutions(224));
  expect(convolutions(224)).toHaveLength(13); // and three dense layers
  const resnet = [224, 256].map((side) => denseRows('resnet50', side));
  expect(resnet.map((rows) => rows.map((row) => row.parameters))).toEqual([[2049000], [2049000]]);
  for (const page of PAGES) {
    for (const number of [at224, at256, 2049000, 25557032]) expect(page).toContain(shown(number));
  }
  LANGS.forEach((lang, i) => {
    for (const label of [STRINGS[lang].size, STRINGS[lang].read]) expect(PAGES[i]).toContain(label);
  });
});

test('the figure: one head grows, the other does not', () => {
  expect(Math.round(totals(224).flatten)).toBe(138);
  expect(Math.round(totals(384).flatten)).toBe(338);
  expect(Math.round(totals(96).flatten)).toBe(54);
  for (const side of [96, 224, 384]) expect(Math.round(totals(side).averages)).toBe(15);
});

test('a typed number of features mixes the images of a batch', () => {
  const [right, typed] = [256, 224].map((side) => built('vgg16', side).rows.find(({ op }) => op === 'flatten')!.output[0]); // prettier-ignore
  expect([right, typed]).toEqual([32768, 25088]);
  expect((49 * right) / typed).toBe(64);
  // only multiples of 49 divide
  const silent = Array.from({ length: 200 }, (_, i) => i + 1).filter((n) => (n * right) % typed === 0); // prettier-ignore
  expect(silent).toEqual([49, 98, 147, 196]);
  const [last] = denseRows('resnet50');
  expect(parameters(last.input[0], 5)).toBe(10245);
  const maps = built('vgg16').rows.find(({ op }) => op === 'flatten')!.input;
  expect(parameters(maps.at(-1)!, 1)).toBe(513);
  const out = read('dense_torch.out.txt');
  expect(out).toContain('view(-1, 25088): (64, 25088)');
  expect(out).toContain('Linear(8, 3) on [2, 5, 6, 8]: (2, 5, 6, 3)');
});
