/** Every number and every measurable correction of the page on vision transformers. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  attention,
  products,
} from '../../../src/content/concepts/attention-mechanism/attention.ts';
import { costPoints, figures } from '../../../src/content/concepts/vision-transformer/figures.ts';
import {
  BASE,
  E,
  embed,
  IMAGE,
  main,
  multiplyAdds,
  parameters,
  patches,
  POSITIONS,
  resizePositions,
  tokens,
  wrongPlace,
} from '../../../src/content/concepts/vision-transformer/vit.ts';
import { SCENES } from '../../../src/components/widgets/convolution/scenes.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { fromRows, grid } from '../../../src/lib/grid.ts';
import { conv2d, CONV_DEFAULTS } from '../../../src/lib/ops/conv.ts';
import { resizeBilinear } from '../../../src/lib/ops/upsample.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/vision-transformer/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };

const random = (seed: number, rows: number, columns: number) => {
  const rng = mulberry32(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => normal(rng)));
};
const close = (mine: number[][], theirs: number[][]) => {
  expect(mine.length).toBe(theirs.length);
  mine.forEach((row, r) => row.forEach((v, c) => expect(v).toBeCloseTo(theirs[r][c], 12)));
};

describe('patches and tokens', () => {
  test('the worked example', () => {
    expect(patches(IMAGE, 2)).toEqual([[1, 1, 1, 1], [5, 7, 5, 7], [0, 4, 0, 4], [2, 2, 2, 2]]); // prettier-ignore
    const plain = [[1, 0], [6, 2], [2, 4], [2, 0]]; // prettier-ignore
    expect(embed(patches(IMAGE, 2), E)).toEqual(plain);
    expect(embed(patches(IMAGE, 2), E, POSITIONS)).toEqual([[1, 0], [6, 3], [3, 4], [3, 1]]); // prettier-ignore
    // A and D change places
    const [a, b, c, d] = patches(IMAGE, 2);
    const swapped = [d, b, c, a];
    expect(embed(swapped, E).sort()).toEqual([...plain].sort());
    expect(embed(swapped, E, POSITIONS)).toEqual([[2, 0], [6, 3], [3, 4], [2, 1]]); // prettier-ignore
    expect(() => patches(IMAGE, 3)).toThrow(RangeError);
  });

  test('the patch embedding is a convolution with stride p', () => {
    const [side, p, D] = [12, 4, 5];
    const [image, matrix] = [random(1, side, side), random(2, p * p, D)];
    const options = { ...CONV_DEFAULTS, stride: [p, p] as [number, number] };
    const conv = conv2d(fromRows(image), grid([p, p, 1, D], matrix.flat()), options);
    expect(conv.shape).toEqual([side / p, side / p, D]);
    const mine = embed(patches(image, p), matrix).flat();
    mine.forEach((v, i) => expect(v).toBeCloseTo(conv.data[i], 12));
    const numpy = read('vit_numpy.out.txt');
    expect(numpy).toContain('equal to a convolution with stride p: True');
    expect(numpy).toContain('a plain reshape gives the same patches: False');
  });

  test('without positions shuffled patches get the same results, with positions others', () => {
    const [z, places] = [random(3, 9, 4), random(4, 9, 4)];
    const order = [4, 0, 7, 2, 8, 1, 6, 3, 5];
    const [Wq, Wk, Wv] = [5, 6, 7].map((seed) => random(seed, 4, 4));
    const self = (x: number[][]) =>
      attention(products(x, Wq), products(x, Wk), products(x, Wv)).output;
    const add = (x: number[][]) => x.map((row, i) => row.map((v, d) => v + places[i][d]));
    const shuffled = order.map((i) => z[i]);
    const plain = self(z);
    close(
      self(shuffled),
      order.map((i) => plain[i]),
    );
    const placed = self(add(z));
    const moved = self(add(shuffled));
    order.forEach((i, at) => {
      const far = Math.max(...moved[at].map((v, d) => Math.abs(v - placed[i][d])));
      expect(far).toBeGreaterThan(0.01);
    });
  });

  test('the trained digits: 346 and 36 with positions, 255 and 255 without', () => {
    const [[right, moved], [bag, same]] = read('vit_torch.out.txt')
      .trim()
      .split('\n')
      .map((line) => [...line.matchAll(/\d+/g)].map(([n]) => Number(n)).filter((n) => n !== 360));
    expect(bag).toBe(same);
    for (const lang of LANGS) {
      const page = read(`${lang}.mdx`);
      for (const n of [right, moved, bag]) expect(page).toMatch(new RegExp(`(^|\\D)${n}(\\D|$)`));
    }
    expect([right, moved, bag]).toEqual([346, 36, 255]);
    expect(moved).toBe(360 / 10); // guessing among ten classes
  });
});

describe('size and cost', () => {
  test('ViT-B/16: 197 tokens, 86,567,656 parameters', () => {
    expect(tokens(BASE)).toBe(197);
    expect(16 * 16 * 3).toBe(BASE.width);
    expect(parameters(BASE)).toBe(86_567_656);
    const head = 768 * 1000 + 1000; // the paper counts without it: 86M
    expect(Math.round((parameters(BASE) - head) / 1e6)).toBe(86);
  });

  test('the quadratic part is small at 224 pixels and level near 1086', () => {
    const share = (side: number) => {
      const { linear, quadratic } = multiplyAdds({ ...BASE, side });
      return (100 * quadratic) / (linear + quadratic);
    };
    expect(share(224)).toBeCloseTo(facts['share-224'].value, 1);
    expect(share(1024)).toBeCloseTo(facts['share-1024'].value, 1);
    // 12 n D² = 2 n² D at n = 6 D
    const n = 6 * BASE.width;
    expect(12 * n * BASE.width ** 2).toBe(2 * n * n * BASE.width);
    expect(Math.round(16 * Math.sqrt(n - 1))).toBe(1086);
    expect(read('concept.yaml').match(/1086 (像素|pixels)[，.。]/g)).toHaveLength(2);
  });

  test('the figure: below at first, above at the end', () => {
    const { linear, quadratic } = costPoints();
    const cross = linear.findIndex(([, y], i) => quadratic[i][1] > y);
    expect(linear[cross][0]).toBeGreaterThan(1024);
    expect(linear[cross][0]).toBeLessThan(1152);
  });

  test('smaller patches: four times the tokens, sixteen times the matrix, parameters alike', () => {
    const fine = { ...BASE, patch: 8 };
    expect([tokens(BASE) - 1, tokens(fine) - 1]).toEqual([196, 784]);
    expect(784 ** 2 / 196 ** 2).toBe(16);
    expect(Math.abs(parameters(fine) / parameters(BASE) - 1)).toBeLessThan(0.01);
  });

  test('windows of 49 among 3,136 tokens', () => {
    expect([3136 * 49, 3136 ** 2]).toEqual([153_664, 9_834_496]);
  });
});

describe('another resolution', () => {
  test('cutting the list puts number 24 at row 1, column 10 of the old grid', () => {
    expect(wrongPlace(24, 14)).toEqual({ row: 1, column: 10 });
  });

  test('interpolation on the grid agrees with the library', () => {
    const [from, to, D] = [5, 8, 3];
    const positions = random(8, from * from, D);
    const mine = resizePositions(positions, from, to).flat();
    const theirs = resizeBilinear(grid([from, from, D], positions.flat()), [to, to], 'half-pixel');
    expect(mine.length).toBe(theirs.data.length);
    mine.forEach((v, i) => expect(v).toBeCloseTo(theirs.data[i], 12));
  });
});

test('the corrections quote the facts', () => {
  const yaml = read('concept.yaml');
  for (const id of ['deit', 'no-positions', 'positions-1d', 'share-224']) {
    expect(yaml.split(`${facts[id].value}%`).length - 1).toBeGreaterThanOrEqual(2);
  }
});

test('the listing prints its captured output', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  main();
  const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
  log.mockRestore();
  expect(`${printed}\n`).toBe(read('vit.out.txt'));
});

test('the linked scene of the convolution page exists and has stride 2', () => {
  expect(SCENES['box-stride-2'].query).toMatch(/stride=2/);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
