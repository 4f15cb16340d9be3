/** Every number and every measurable correction of the page on large models. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { costs, figures } from '../../../src/content/concepts/large-models/figures.ts';
import {
  decode,
  encode,
  integerOnly,
  main as printInt8,
  weightOnly,
} from '../../../src/content/concepts/large-models/int8.ts';
import {
  add,
  ERROR,
  gradients,
  main as printLeak,
  PICTURE,
  restore,
} from '../../../src/content/concepts/large-models/leak.ts';
import {
  days,
  GPT3,
  main as printScale,
  parameters,
  trainingOperations,
  VITS,
  weightBytes,
  work,
} from '../../../src/content/concepts/large-models/scale.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { ledger } from '../../../src/lib/network.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/large-models/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const pages = LANGS.map((lang) => read(`${lang}.mdx`));
const grouped = (value: number) => value.toLocaleString('en-US');
const near = (actual: number[], expected: number[], digits = 12) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
};

test.each([
  ['scale', printScale],
  ['leak', printLeak],
  ['int8', printInt8],
])('%s prints its captured output', (name, main) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  main();
  const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
  log.mockRestore();
  expect(`${printed}\n`).toBe(read(`${name}.out.txt`));
});

describe('size and work', () => {
  test('parameters and work of vision transformers', () => {
    expect(parameters(VITS['ViT-B/16'])).toBe(86_567_656); // as torchvision counts vit_b_16
    expect(Math.round(parameters(VITS['ViT-B/16']) / 1e6)).toBe(fact('b16-params'));
    const [resnet, , large, huge] = costs();
    expect(Math.round(large.parameters)).toBe(304);
    expect(Math.round(huge.parameters)).toBe(632);
    expect(resnet.parameters).toBeCloseTo(25.557032, 6);
    expect(huge.work.toFixed(1)).toBe('167.3');
    expect(Math.round(huge.work / resnet.work)).toBe(41);
    expect(costs().map((row) => row.work.toFixed(1))).toEqual(['4.1', '17.6', '81.0', '167.3']);
    const { width, layers } = VITS['ViT-H/14'];
    expect((12 * width * width * layers).toExponential(2)).toBe('6.29e+8');
  });

  test('the rough formulas are within 3% of the exact counts', () => {
    for (const vit of Object.values(VITS)) {
      const n = (224 / vit.patch) ** 2 + 1;
      const rough = 12 * vit.width ** 2 * vit.layers;
      expect(Math.abs(rough / parameters(vit) - 1)).toBeLessThan(0.03);
      expect(
        Math.abs((rough * n + 2 * vit.width * vit.layers * n * n) / work(vit) - 1),
      ).toBeLessThan(0.03);
    }
  });

  test('VGG-16 has more parameters than ViT-B/16 and less work', () => {
    const { input, layers } = parseList(NETWORKS.vgg16);
    const vgg = ledger(input!, layers);
    expect(Math.round(vgg.parameters / 1e6)).toBe(138);
    expect(vgg.parameters).toBeGreaterThan(parameters(VITS['ViT-B/16']));
    expect(vgg.macs).toBeLessThan(work(VITS['ViT-B/16']));
  });

  test('bytes of the weights', () => {
    const gigabytes = (bits: number) =>
      Number((weightBytes(parameters(VITS['ViT-H/14']), bits) / 1e9).toFixed(2));
    expect([32, 16, 8].map(gigabytes)).toEqual([
      fact('h14-gb32'),
      fact('h14-gb16'),
      fact('h14-gb8'),
    ]);
  });

  test('the digit classifier of this site', () => {
    const card = parse(
      readFileSync(
        new URL('../../../public/models/digits-classifier/card.yaml', import.meta.url),
        'utf8',
      ),
    ) as { parameters: number; bytes: { sent: number } };
    for (const page of pages) {
      expect(page).toContain(grouped(card.parameters));
      expect(page).toContain(grouped(weightBytes(card.parameters, 32)));
    }
    expect(card.bytes.sent).toBeLessThan(1.05 * weightBytes(card.parameters, 8));
  });
});

test('many devices share the work', () => {
  const operations = trainingOperations(GPT3.parameters, GPT3.tokens);
  expect(operations.toExponential(2)).toBe('3.15e+23');
  expect(Math.abs(operations / 3.14e23 - 1)).toBeLessThan(0.01); // table D.1
  const one = days(operations, 1e14, 1);
  expect(grouped(Math.round(one))).toBe('36,458');
  expect(Math.round(one / 365.25)).toBe(100);
  expect(days(operations, 1e14, 1000)).toBeCloseTo(36.5, 1);
  expect(days(operations, 1e14, 1000) * 1000).toBeCloseTo(one, 6);
  expect(Number(((592 * 18) / 365.25).toFixed(1))).toBe(fact('clip-years'));
  for (const page of pages) expect(page).toContain('592\\times18=10{,}656');
  expect(592 * 18).toBe(10_656);
});

test('ViT-L loses to ViT-B on little data and wins on much', () => {
  expect(fact('l16-imagenet')).toBeLessThan(fact('b16-imagenet'));
  expect(fact('l16-jft')).toBeGreaterThan(fact('b16-jft'));
});

describe('quantization', () => {
  test('eight bits, decoded or multiplied as integers', () => {
    const rng = mulberry32(5);
    for (let run = 0; run < 10; run++) {
      const [w, x] = [0, 1].map(() => Array.from({ length: 50 }, () => normal(rng)));
      const [cw, cx] = [encode(w), encode(x)];
      expect([...cw.q, ...cx.q].every((q) => Number.isInteger(q) && q >= 0 && q <= 255)).toBe(true);
      near(
        decode(cw).map((r, i) => Math.max(0, Math.abs(r - w[i]) - cw.S / 2)),
        w.map(() => 0),
      );
      // Both ways give the same number, which is close to the float one.
      expect(integerOnly(cw, cx)).toBeCloseTo(weightOnly(cw, decode(cx)), 9);
      const exact = w.reduce((sum, value, i) => sum + value * x[i], 0);
      expect(Math.abs(weightOnly(cw, x) - exact)).toBeLessThan(0.2);
    }
    expect(encode([-1, 0, 3]).Z).toBe(64);
    expect(decode(encode([-1, 0, 3]))[1]).toBe(0); // zero stays zero
  });
});

describe('leak', () => {
  test('the gradient of one picture contains the picture', () => {
    near(restore(gradients(PICTURE, ERROR)), PICTURE);
    const rng = mulberry32(6);
    for (let run = 0; run < 10; run++) {
      const x = Array.from({ length: 30 }, () => normal(rng));
      const error = Array.from({ length: 4 }, () => normal(rng));
      near(restore(gradients(x, error)), x, 9);
    }
    expect(read('leak_torch.out.txt')).toMatch(/one picture:\s+largest difference \de-0[678]/);
  });

  test('a sum over several pictures is a mixture', () => {
    const other = PICTURE.map((v) => 9 - v);
    const mixed = restore(add([gradients(PICTURE, ERROR), gradients(other, [0.3, 0.2, -0.4])]));
    const off = (picture: number[]) => Math.max(...mixed.map((v, i) => Math.abs(v - picture[i])));
    expect(off(PICTURE)).toBeGreaterThan(1);
    expect(off(other)).toBeGreaterThan(1);
    near(restore(add([gradients(PICTURE, ERROR)])), PICTURE);
    const [, difference] = /nearest picture (\d\.\d+)/.exec(read('leak_torch.out.txt'))!;
    expect(Number(difference)).toBeGreaterThan(0.1);
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
