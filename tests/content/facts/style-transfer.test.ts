/** Proves the numbers and corrections of the page style-transfer. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures, MAPS, transfers } from '../../../src/content/concepts/style-transfer/figures.ts';
import {
  CONTENT,
  DISC,
  features,
  gram,
  losses,
  rows,
  STRIPES,
  STYLE,
  styleLoss,
  transfer,
  type Targets,
} from '../../../src/content/concepts/style-transfer/style.ts';
import { grid } from '../../../src/lib/grid.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/style-transfer/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const targets = (alpha: number, beta: number): Targets => ({
  content: CONTENT,
  style: STYLE,
  alpha,
  beta,
});

describe('the Gram matrix', () => {
  test('the worked example: the same for shuffled positions, and a loss of 1/32', () => {
    expect(gram(MAPS.first)).toEqual([[2, 0], [0, 2]]); // prettier-ignore
    expect(gram(MAPS.shuffled)).toEqual(gram(MAPS.first));
    expect(gram(MAPS.together)).toEqual([[2, 2], [2, 2]]); // prettier-ignore
    expect(styleLoss(gram(MAPS.together), gram(MAPS.first), 4)).toBeCloseTo(1 / 32, 12);
  });

  test('any shuffle of the positions leaves it as it is', () => {
    const F = rows(features(DISC));
    const random = mulberry32(1);
    const order = F[0].map((_, i) => [random(), i]).sort(([a], [b]) => a - b);
    const shuffled = F.map((row) => order.map(([, i]) => row[i]));
    const [G, H] = [gram(F), gram(shuffled)];
    G.forEach((row, i) => row.forEach((g, j) => expect(H[i][j]).toBeCloseTo(g, 9)));
    expect(shuffled).not.toEqual(F);
  });

  test('it grows with the number of positions, divided by it it does not', () => {
    const twice = MAPS.first.map((row) => [...row, ...row]);
    expect(gram(twice)).toEqual([[4, 0], [0, 4]]); // prettier-ignore
    expect(gram(twice)[0][0] / 8).toBe(gram(MAPS.first)[0][0] / 4);
  });
});

describe('the transfer', () => {
  test('the gradient equals finite differences', () => {
    const random = mulberry32(3);
    const image = grid(
      DISC.shape,
      DISC.data.map(() => random()),
    );
    const both = targets(0.5, 2e4);
    const { gradient } = losses(image, both);
    const total = (at: number, d: number) => {
      const moved = grid(
        image.shape,
        image.data.map((v, i) => (i === at ? v + d : v)),
      );
      const { content, style } = losses(moved, both);
      return both.alpha * content + both.beta * style;
    };
    for (const at of [0, 17, 100, 137, 255]) {
      const h = 1e-6;
      expect(gradient.data[at]).toBeCloseTo((total(at, h) - total(at, -h)) / (2 * h), 4);
    }
  });

  test('what the mixture reaches', { timeout: 180_000 }, () => {
    const show = (image: typeof DISC) => losses(image, targets(1, 1));
    const [content, both, style] = transfers().map(show);
    expect(Number(both.content.toFixed(1))).toBe(fact('both-content'));
    expect(Number((1000 * both.style).toFixed(2))).toBe(fact('both-style'));
    expect(Number(show(STRIPES).content.toFixed(1))).toBe(fact('stripes-content'));
    expect(Number((1000 * show(DISC).style).toFixed(2))).toBe(fact('disc-style'));
    // Each wish alone is met better than in the mixture.
    expect(content.content).toBeLessThan(0.05);
    expect(style.style).toBeLessThan(both.style / 3);
    // The PyTorch version gets lower in both.
    const [, c, s] = /^both: content ([\d.]+), style ([\d.]+)$/m.exec(read('style_torch.out.txt'))!;
    expect(Number(c)).toBeLessThan(both.content);
    expect(Number(s)).toBeLessThan(1000 * both.style);
  });

  test('a weight of 10,000 hardly shows, ten times as much does', { timeout: 180_000 }, () => {
    const disc = losses(DISC, targets(1, 1)).style;
    const little = losses(transfer(targets(1, 1e4)), targets(1, 1));
    expect(little.style / disc).toBeGreaterThan(0.99);
    expect(little.content).toBeLessThan(0.1);
    expect(losses(transfers()[1], targets(1, 1)).style / disc).toBeLessThan(1 / 3);
  });

  test('pixels change, filters do not, and both losses fall', { timeout: 180_000 }, () => {
    const random = mulberry32(1);
    const noise = grid(
      DISC.shape,
      DISC.data.map(() => 0.4 + 0.2 * random()),
    );
    const before = losses(noise, targets(1, 1));
    const maps = [...features(DISC).data];
    const result = transfers()[1];
    const after = losses(result, targets(1, 1));
    expect(after.content).toBeLessThan(before.content);
    expect(after.style).toBeLessThan(before.style / 2);
    expect([...result.data]).not.toEqual([...noise.data]);
    expect([...features(DISC).data]).toEqual(maps);
    expect(read('style_torch.out.txt')).toContain('filters changed: False');
  });

  test('style does not fix places: another noise, other stripes', { timeout: 180_000 }, () => {
    const [a, b] = [1, 2].map((seed) => transfer(targets(0, 1e5), 200, seed));
    const apart = a.data.reduce((sum, v, i) => sum + Math.abs(v - b.data[i]), 0) / a.data.length;
    expect(apart).toBeGreaterThan(0.2);
    const original = a.data.reduce((sum, v, i) => sum + Math.abs(v - STRIPES.data[i]), 0);
    expect(original / a.data.length).toBeGreaterThan(0.2);
    for (const image of [a, b]) {
      expect(losses(image, targets(1, 1)).style).toBeLessThan(
        losses(DISC, targets(1, 1)).style / 5,
      );
    }
  });
});

test('every figure is drawn in both languages', { timeout: 180_000 }, () => {
  for (const draw of Object.values(figures)) {
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
