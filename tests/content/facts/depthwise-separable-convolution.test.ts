/** Every number and every measurable correction of the page on depthwise separable convolution. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import {
  DRAWN,
  figures,
  SIZES,
} from '../../../src/content/concepts/depthwise-separable-convolution/figures.ts';
import {
  depthwise,
  intensity,
  KERNELS,
  LAYER,
  merged,
  MIX,
  pointwise,
  ratio,
  standard,
  weights,
  WINDOWS,
} from '../../../src/content/concepts/depthwise-separable-convolution/separable.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { grid } from '../../../src/lib/grid.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';
import { ledger } from '../../../src/lib/network.ts';
import { CONV_DEFAULTS, conv2d } from '../../../src/lib/ops/conv.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL(
  '../../../src/content/concepts/depthwise-separable-convolution/',
  import.meta.url,
);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const PAGES = LANGS.map((lang) => read(`${lang}.mdx`));
const shown = (...texts: (string | number)[]) =>
  texts.forEach((text) => PAGES.forEach((page) => expect(page).toContain(String(text))));
const grouped = (n: number) => n.toLocaleString('en-US');

const random = (seed: number, ...shape: number[]) => {
  const rng = mulberry32(seed);
  return grid(shape, Float64Array.from({ length: shape.reduce((a, b) => a * b) }, () => normal(rng))); // prettier-ignore
};

describe('the two steps', () => {
  test('the worked example: (2,4), then (6,0,12), the same as merged kernels', () => {
    const between = depthwise(WINDOWS, KERNELS);
    expect(between).toEqual([2, 4]);
    expect(pointwise(between, MIX)).toEqual([6, 0, 12]);
    expect(merged(KERNELS, MIX).map((kernel) => standard(WINDOWS, kernel))).toEqual([6, 0, 12]);
    const count = weights({ k: 2, cin: 2, cout: 3 });
    expect([count.depthwise, count.pointwise, count.standard]).toEqual([8, 6, 24]);
    shown('(6,0,12)', '8+6=14');
  });

  test('the second step reads the result of the first', () => {
    // on whole maps: depthwise, then 1×1, is one convolution with K = D·P
    const [C, F] = [3, 4];
    const x = random(1, 6, 6, C);
    const D = random(2, 3, 3, 1, C);
    const P = random(3, 1, 1, C, F);
    const z = conv2d(x, D, { ...CONV_DEFAULTS, groups: C });
    const y = conv2d(z, P, CONV_DEFAULTS);
    const K = grid([3, 3, C, F]);
    for (let tap = 0; tap < 9; tap++) {
      for (let c = 0; c < C; c++) {
        for (let f = 0; f < F; f++) {
          K.data[(tap * C + c) * F + f] = D.data[tap * C + c] * P.data[c * F + f];
        }
      }
    }
    const whole = conv2d(x, K, CONV_DEFAULTS);
    whole.data.forEach((v, i) => expect(y.data[i]).toBeCloseTo(v, 10));
    // the pointwise step alone, on the input, gives something else
    const alone = conv2d(x, P, CONV_DEFAULTS);
    expect(alone.data.slice(0, 4)).not.toEqual(y.data.slice(0, 4));
    expect(read('separable_torch.out.txt')).toContain('one standard convolution: True');
  });

  test('one kernel per channel, shared by all positions', () => {
    const x = random(4, 6, 6, 2);
    const D = random(5, 3, 3, 1, 2);
    const z = conv2d(x, D, { ...CONV_DEFAULTS, groups: 2 });
    const cell = (r: number, c: number, channel: number) => {
      let sum = 0;
      for (let u = 0; u < 3; u++)
        for (let v = 0; v < 3; v++)
          sum += x.data[((r + u) * 6 + c + v) * 2 + channel] * D.data[(u * 3 + v) * 2 + channel];
      return sum;
    };
    for (const [r, c] of [
      [0, 0],
      [1, 3],
      [3, 2],
    ])
      for (const channel of [0, 1])
        expect(z.data[(r * 4 + c) * 2 + channel]).toBeCloseTo(cell(r, c, channel), 12);
    const torch = read('separable_torch.out.txt');
    expect(torch).toContain('depthwise: channels that change: [5]');
    expect(torch).toContain('pointwise: channels that change: 128');
    expect(torch).toContain('per channel, kernels: 2');
  });
});

describe('cost', () => {
  test('3×3, 64 to 128: 73,728 weights against 8,768', () => {
    const count = weights(LAYER);
    expect([count.standard, count.depthwise, count.pointwise]).toEqual([73728, 576, 8192]);
    shown('73,728', '576', '8,192', '8,768');
    const wide = weights({ ...LAYER, cout: 1143 });
    expect(wide.depthwise + wide.pointwise).toBe(count.standard);
    shown('1,143');
    expect(100 * ratio(LAYER)).toBeCloseTo(facts.ratio.value, 1);
    expect(1 / ratio(LAYER)).toBeCloseTo(facts.times.value, 2);
    expect(ratio(LAYER)).toBeCloseTo(1 / 128 + 1 / 9, 12);
    const torch = read('separable_torch.out.txt');
    expect(torch).toMatch(
      /depthwise .* 576 weights\npointwise .* 8192 weights\nstandard .* 73728 /,
    );
  });

  test('the ratio falls toward 1/k², and 72 outputs give an eighth', () => {
    expect(ratio({ k: 3, cin: 10, cout: 72 })).toBeCloseTo(1 / 8, 12);
    for (const k of SIZES) {
      const at = [4, 64, 4096].map((cout) => ratio({ k, cin: 64, cout }));
      expect(at[0]).toBeGreaterThan(at[1]);
      expect(at[1]).toBeGreaterThan(at[2]);
      expect(at[2]).toBeGreaterThan(1 / k ** 2);
    }
    expect(weights({ k: 3, cin: 3, cout: 32 }).standard).toBe(864);
    shown('864');
  });

  test('MobileNet with depthwise separable and with full convolutions', () => {
    const text = NETWORKS.mobilenet;
    const full = text.replace(
      /depthwise:3x3(,s2)?,same,nobias;bn;relu6;conv:1x1,(\d+)/g,
      (_, stride: string | undefined, filters: string) => `conv:3x3,${filters}${stride ?? ''},same`,
    );
    const [a, b] = [text, full].map((each) => ledger([224, 224, 3], parseList(each).layers));
    const million = (n: number) => n / 1e6;
    expect(Math.round(million(a.macs))).toBe(569);
    expect(Math.abs(million(b.macs) - 4866)).toBeLessThan(2);
    expect(million(a.parameters)).toBeCloseTo(4.2, 1);
    expect(million(b.parameters)).toBeCloseTo(29.3, 1);
    shown('4,866', '569');
    const part = (chosen: (row: (typeof a.rows)[number]) => boolean, of: 'macs' | 'parameters') =>
      (100 * a.rows.filter(chosen).reduce((sum, row) => sum + row[of], 0)) / a[of];
    const one = part((row) => row.op === 'conv' && row.reach!.kernel[0] === 1, 'macs');
    expect(Math.round(one)).toBe(facts['pointwise-share'].value);
    expect(Math.round(part(({ op }) => op === 'depthwise', 'macs'))).toBe(facts['depthwise-share'].value); // prettier-ignore
    expect(Math.round(part(({ op }) => op === 'depthwise', 'parameters'))).toBe(1);
  });

  test('the depthwise step moves as many numbers as it computes with', () => {
    const { k, cin } = LAYER;
    const step = intensity(56, { k, cin, cout: cin }, cin);
    expect(step).toBeCloseTo(facts['intensity-depthwise'].value, 1);
    expect(Math.round(intensity(56, LAYER))).toBe(342);
    expect(Math.round(intensity(56, { ...LAYER, k: 1 }))).toBe(42);
    shown('342', '42');
    const cells = 56 * 56;
    expect(step).toBeCloseTo((cells * 9 * 64) / (cells * 128 + 576), 12);
  });
});

test('a separable layer has rank 1 in every channel', () => {
  // the 9×F slice of a merged kernel: all its 2×2 minors are 0
  const slice = merged(KERNELS, MIX).map((kernel) => kernel[1].flat());
  for (let f = 1; f < slice.length; f++)
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < i; j++)
        expect(slice[0][i] * slice[f][j] - slice[0][j] * slice[f][i]).toBeCloseTo(0, 12);
  const numpy = read('rank_numpy.out.txt');
  expect(numpy).toMatch(/x, 2x, -x: +rank 1\nx, y: +rank 2/);
  const kept = (m: number) =>
    Number(new RegExp(`^${m} kernel.* keep (\\d+) `, 'm').exec(numpy)![1]);
  expect(kept(1)).toBe(facts['kept-one'].value);
  expect(kept(4)).toBe(facts['kept-four'].value);
  expect(kept(9)).toBe(100);
});

describe('figures', () => {
  test('216 weights against 60', () => {
    const count = weights(DRAWN);
    expect([count.standard, count.depthwise + count.pointwise]).toEqual([216, 60]);
    for (const lang of LANGS) expect(figures.steps(lang)).toContain(grouped(216));
    shown('216', '60');
  });

  test.each(Object.keys(figures))('%s is drawn in both languages', (name) => {
    for (const lang of LANGS) expect(figures[name](lang)).not.toMatch(/NaN|undefined|style=/);
  });
});
