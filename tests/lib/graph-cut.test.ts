/** The cut against SciPy's maximum flow and all labelings, costs against NumPy, scenes and clicks. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clickScene, CLICK_SCENE, shrink } from '@lib/click-scene.ts';
import {
  borderWeights,
  colorAround,
  colorCosts,
  cutEnergy,
  minimumCut,
  nearest,
  nextClick,
  relearn,
  type GridCosts,
} from '@lib/graph-cut.ts';
import { mulberry32 } from '@lib/random.ts';

interface Costs {
  height: number;
  width: number;
  object: number[];
  background: number[];
  right: number[];
  down: number[];
}
const golden = JSON.parse(
  readFileSync(new URL('../golden/clicks.json', import.meta.url), 'utf8'),
) as {
  flows: (Costs & { flow: number })[];
  brute: (Costs & { energy: number; mask: number[] })[];
  pictures: (Costs & {
    channels: number;
    sigma: number;
    image: number[];
    colors: number[][];
    costs: number[];
    mask: number[];
    data: number;
    border: number;
    means: number[][];
    around: number[];
  })[];
  clicks: { height: number; width: number; mask: number[]; truth: number[]; at: [number, number]; inside: boolean }[]; // prettier-ignore
};
const typed = ({ height, width, object, background, right, down }: Costs): GridCosts => ({
  height,
  width,
  object: Float64Array.from(object),
  background: Float64Array.from(background),
  right: Float64Array.from(right),
  down: Float64Array.from(down),
});
const near = (got: ArrayLike<number>, want: readonly number[]) => {
  expect(got.length).toBe(want.length);
  want.forEach((v, i) => expect(Math.abs(got[i] - v)).toBeLessThan(1e-9));
};

describe('the minimum cut', () => {
  test.each(golden.flows)(
    '$height×$width: SciPy’s maximum flow, and the cut costs as much',
    (one) => {
      const costs = typed(one);
      const { mask, flow } = minimumCut(costs);
      expect(flow).toBe(one.flow);
      expect(cutEnergy(costs, mask).total).toBe(one.flow);
      // 10⁶ stands for ∞ in SciPy's whole numbers
      const infinite = (values: Float64Array) => values.map((v) => (v === 1e6 ? Infinity : v));
      const held = {
        ...costs,
        object: infinite(costs.object),
        background: infinite(costs.background),
      };
      expect(minimumCut(held)).toEqual({ mask, flow });
    },
  );

  test('the best of all labelings, in floating point', () => {
    for (const one of golden.brute) {
      const { mask, flow } = minimumCut(typed(one));
      expect([...mask]).toEqual(one.mask);
      expect(Math.abs(flow - one.energy)).toBeLessThan(1e-9);
    }
  });

  test('a clicked pixel has its way, whatever the costs; a tie is background', () => {
    const n = 9;
    const zero = new Float64Array(n);
    const [object, background] = [zero.slice(), zero.slice()];
    [object[0], background[8]] = [Infinity, Infinity];
    const edges = { right: new Float64Array(n).fill(1e6), down: new Float64Array(n).fill(1e6) };
    const { mask, flow } = minimumCut({ height: 3, width: 3, object, background, ...edges });
    expect([mask[0], mask[8]]).toEqual([0, 1]);
    expect(flow).toBe(2e6); // around a corner
    const even = { height: 3, width: 3, object: zero, background: zero, right: zero, down: zero };
    expect([...minimumCut(even).mask]).toEqual([...zero]);
  });

  test('nothing impossible: negative costs, a pixel that may be neither', () => {
    const costs = typed(golden.brute[0]);
    const with1 = (key: 'object' | 'right', value: number) => ({ ...costs, [key]: costs[key].map((v, i) => (i === 0 ? value : v)) }); // prettier-ignore
    expect(() => minimumCut(with1('object', -1))).toThrow(RangeError);
    expect(() => minimumCut(with1('right', -1))).toThrow(RangeError);
    const neither = {
      ...with1('object', Infinity),
      background: costs.background.map(() => Infinity),
    };
    expect(() => minimumCut(neither)).toThrow(RangeError);
  });

  test('64×64 with real costs: the flow is the cut, and it takes a moment', () => {
    const random = mulberry32(5);
    const n = 64 * 64;
    const image = Float64Array.from({ length: n }, (_, i) => Math.min(10, Math.max(0, (Math.hypot(i % 64 - 30, i / 64 - 30) < 18 ? 6 : 4) + 4 * (random() - 0.5)))); // prettier-ignore
    const picture = { height: 64, width: 64, channels: 1, image };
    const edges = borderWeights(picture, 1.5);
    const object = colorCosts(picture, [[6]]);
    const background = colorCosts(picture, [[4]]);
    [background[30 * 64 + 30], object[0]] = [Infinity, Infinity];
    const started = performance.now();
    for (const lambda of [0, 1, 5, 20, 100]) {
      const costs = { height: 64, width: 64, object, background, right: edges.right.map((w) => lambda * w), down: edges.down.map((w) => lambda * w) }; // prettier-ignore
      const { mask, flow } = minimumCut(costs);
      const { total } = cutEnergy(costs, mask);
      expect(Math.abs(flow - total)).toBeLessThan(1e-9 * total);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test('costs of colors, edges, energies and learned colors are NumPy’s', () => {
  for (const one of golden.pictures) {
    const { height, width, channels, sigma, colors, mask } = one;
    const picture = { height, width, channels, image: Float64Array.from(one.image) };
    near(colorCosts(picture, colors), one.costs);
    const { right, down } = borderWeights(picture, sigma);
    near(right, one.right);
    near(down, one.down);
    const costs = typed({ ...one, object: one.costs });
    const { data, border, total } = cutEnergy(costs, mask);
    near([data, border, total], [one.data, one.border, one.data + one.border]);
    near(relearn(picture, mask, 1, colors, new Set()).flat(), one.means.flat());
    near(colorAround(picture, 2, 2), one.around.map((v) => Math.round(10 * v) / 10)); // prettier-ignore
  }
});

test('learning colors again never costs more; what was clicked counts for nothing', () => {
  const random = mulberry32(3);
  for (let run = 0; run < 30; run++) {
    const image = Float64Array.from({ length: 48 }, () => 10 * random());
    const picture = { height: 6, width: 8, channels: 1, image };
    const mask = Float64Array.from({ length: 48 }, () => Math.round(random()));
    const left = new Set([0, 13]);
    const before = [[2], [5], [9]];
    const after = relearn(picture, mask, 1, before, left);
    const paid = (colors: number[][]) => mask.reduce((sum, v, i) => sum + (v && !left.has(i) ? nearest(picture, i, colors)[1] : 0), 0); // prettier-ignore
    expect(paid(after)).toBeLessThanOrEqual(paid(before) + 1e-9);
  }
});

test('the simulated user clicks where SciPy’s distances are greatest', () => {
  for (const { height, width, mask, truth, at, inside } of golden.clicks) {
    expect(nextClick(mask, truth, height, width)).toEqual({ inside, at });
    expect(nextClick(truth, truth, height, width)).toBeUndefined();
  }
});

describe('pictures', () => {
  test('the composed one: brightness, noise, a soft edge, the same for the same seed', () => {
    const plain = clickScene({ gray: 5, soft: 0, noise: 0, seed: 1 });
    const { width, bright, dark } = CLICK_SCENE;
    const values = (which: Uint8Array) => new Set([...plain.image].filter((_, i) => which[i]));
    expect(values(plain.truth)).toEqual(new Set([bright]));
    expect(values(plain.neighbor)).toEqual(new Set([5]));
    expect(plain.image[0]).toBe(dark);
    expect(plain.truth[17 * width + 12]).toBe(1);
    const soft = clickScene({ gray: 5, soft: 6, noise: 0, seed: 1 });
    const row = [...soft.image].slice(18 * width + 20, 18 * width + 34);
    expect(row.every((v, i) => i === 0 || v <= row[i - 1])).toBe(true);
    expect(new Set(row).size).toBeGreaterThan(5);
    const noisy = clickScene({ gray: 5, soft: 0, noise: 1, seed: 4 });
    expect(clickScene({ gray: 5, soft: 0, noise: 1, seed: 4 }).image).toEqual(noisy.image);
    expect(clickScene({ gray: 5, soft: 0, noise: 1, seed: 5 }).image).not.toEqual(noisy.image);
    const inside = [...noisy.image].filter((_, i) => noisy.neighbor[i]);
    const mean = inside.reduce((a, b) => a + b) / inside.length;
    expect(Math.abs(mean - 5)).toBeLessThan(0.3);
    expect(noisy.image.every((v) => v >= 0 && v <= 10 && Math.round(10 * v) / 10 === v)).toBe(true);
  });

  test('scaled down by areas: means of blocks, shares where they do not fit', () => {
    expect(shrink([0, 255, 255, 0], [2, 2, 1], 1)).toMatchObject({ height: 1, width: 1, image: Float64Array.of(5) }); // prettier-ignore
    expect([...shrink([0, 0, 255], [1, 3, 1], 2).image]).toEqual([0, 6.7]); // 1½ old ones each
    const color = shrink([255, 0, 51, 255, 0, 153], [1, 2, 3], 1);
    expect([...color.image]).toEqual([10, 0, 4]);
    expect([...shrink([0, 51, 102, 255], [2, 2, 1], 9).image]).toEqual([0, 2, 4, 10]); // never larger
  });
});
