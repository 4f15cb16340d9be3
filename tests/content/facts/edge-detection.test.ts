/** Every number the edge-detection page states, recomputed. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCENES } from '../../../src/components/widgets/edges/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/edges/state.ts';
import { reference } from '../../../src/components/widgets/edges/reference.ts';
import { fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import { CONV_DEFAULTS, conv2d } from '../../../src/lib/ops/conv.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';
import {
  blur,
  canny,
  count,
  gaussian,
  hysteresis,
  picture,
  SETTINGS,
  SIZE,
  thin,
  wrongThin,
} from '../../../src/content/concepts/edge-detection/canny.ts';
import {
  first,
  gradient,
  laplacian,
  magnitude,
  OPERATORS,
  PLANE,
  ROW,
  second,
  type Image,
} from '../../../src/content/concepts/edge-detection/edges.ts';
import { figures, slopes, stages } from '../../../src/content/concepts/edge-detection/figures.ts';

const folder = new URL('../../../src/content/concepts/edge-detection/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));

const image = (n: number, f: (r: number, c: number) => number): Image =>
  Array.from({ length: n }, (_, r) => Array.from({ length: n }, (_, c) => f(r, c)));
const names = ['prewitt', 'sobel', 'scharr'] as const;

/** The 3×3 kernel of an operator, undivided: rows of weights. */
const kernel = (smooth: number[]) => smooth.map((a) => [-a, 0, a]);
const LAPLACE = [
  [0, 1, 0],
  [1, -4, 1],
  [0, 1, 0],
];
const norm = (k: number[][]) => Math.hypot(...k.flat());

/** Rank of a small matrix by elimination. */
function rank(matrix: number[][]): number {
  const rows = matrix.map((row) => [...row]);
  let found = 0;
  for (let c = 0; c < rows[0].length; c++) {
    const pivot = rows.findIndex((row, r) => r >= found && Math.abs(row[c]) > 1e-9);
    if (pivot < 0) continue;
    [rows[found], rows[pivot]] = [rows[pivot], rows[found]];
    for (let r = found + 1; r < rows.length; r++) {
      const times = rows[r][c] / rows[found][c];
      rows[r] = rows[r].map((v, i) => v - times * rows[found][i]);
    }
    found++;
  }
  return found;
}

describe('the widget', () => {
  it('does what the page says when thresholds and σ change', async () => {
    const { data, info } = await sharp('public/pictures/coins.png')
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const coins = grid([info.height, info.width, 1], Float64Array.from(data));
    const edges = async (scene: keyof typeof SCENES, more: Record<string, string> = {}) => {
      const query = { ...Object.fromEntries(new URLSearchParams(SCENES[scene].query)), ...more };
      const { state } = parseState(query);
      const result = await reference(state!, coins, async () => true);
      return [...result!.y.data];
    };
    const size = (y: number[]) => y.reduce((s, v) => s + v, 0);
    const { high } = parseState({ op: 'canny', sigma: '1.4' }).state!;
    const before = await edges('canny');
    const broken = await edges('canny', { low: `${high}` });
    expect(size(broken)).toBeLessThan(0.9 * size(before));
    expect(broken.every((v, i) => v <= before[i])).toBe(true);
    for (const low of ['20', '10', '0']) expect(await edges('canny', { low })).toEqual(before);
    const wider = await Promise.all(
      ['2', '2.5', '3', '3.5', '4'].map((sigma) => edges('canny', { sigma })),
    );
    const sizes = [before, ...wider].map(size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes.at(-1)).toBe(0);
    // the outlines that broke (three coins of the top row) have gone when others still stand
    const top = (y: number[]) => size(y.slice(0, 38 * info.width));
    expect(top(wider[1])).toBe(0);
    expect(size(wider[1])).toBeGreaterThan(500);
    expect(size(await edges('canny-low'))).toBeGreaterThan(1.5 * size(before));
  });
});

describe('worked examples', () => {
  it('the first difference peaks where the second crosses zero', () => {
    expect(ROW).toEqual([0, 0, 1, 4, 7, 8, 8]);
    expect(first(ROW)).toEqual([1, 4, 6, 4, 1]);
    expect(second(ROW)).toEqual([1, 2, 0, -2, -1]);
    expect(first(ROW).indexOf(Math.max(...first(ROW)))).toBe(second(ROW).indexOf(0));
    expect(wrongThin(first(ROW))).toEqual([0, 0, 6, 0, 0]); // and thinning keeps that pixel alone
  });

  it('a plane of slope 5: raw 30, 40 and 160, divided 5', () => {
    expect(PLANE).toEqual([
      [0, 3, 6],
      [4, 7, 10],
      [8, 11, 14],
    ]);
    const raw = names.map((name) => {
      const { smooth, divisor } = OPERATORS[name];
      const { gx, gy } = gradient(PLANE, OPERATORS[name]);
      expect(Math.hypot(gx[1][1], gy[1][1])).toBeCloseTo(5, 12);
      expect(divisor).toBe(2 * smooth.reduce((s, v) => s + v, 0));
      return [gx[1][1] * divisor, gy[1][1] * divisor].map((v) => rounded(v));
    });
    expect(raw).toEqual([
      [18, 24],
      [24, 32],
      [96, 128],
    ]);
    expect(raw.map(([x, y]) => Math.hypot(x, y))).toEqual([30, 40, 160]);
  });

  it('the listing agrees with src/lib away from the border', () => {
    const random = mulberry32(1);
    const f = image(9, () => random());
    const compare = (ours: Image, k: number[][], divisor: number) => {
      const theirs = toRows(conv2d(fromRows(f), grid([3, 3, 1, 1], k.flat()), CONV_DEFAULTS));
      theirs.forEach((row, r) =>
        row.forEach((v, c) => expect(ours[r + 1][c + 1]).toBeCloseTo(v / divisor, 12)),
      );
    };
    for (const name of names) {
      const { smooth, divisor } = OPERATORS[name];
      const { gx, gy } = gradient(f, OPERATORS[name]);
      compare(gx, kernel(smooth), divisor);
      compare(gy, [smooth.map((a) => -a), [0, 0, 0], smooth], divisor);
    }
    compare(laplacian(f), LAPLACE, 1);
  });
});

describe('operators', () => {
  it('what each kernel makes of noise', () => {
    for (const name of names) {
      const { smooth, divisor } = OPERATORS[name];
      expect(fact(`noise-${name}`)).toBe(rounded(norm(kernel(smooth)) / divisor));
    }
    expect(fact('noise-laplacian')).toBe(rounded(norm(LAPLACE)));
    // measured
    const random = mulberry32(2);
    const f = image(200, () => normal(random));
    const deviation = (g: Image) =>
      Math.sqrt(g.flat().reduce((s, v) => s + v * v, 0) / g.flat().length);
    expect(deviation(gradient(f).gx)).toBeCloseTo(fact('noise-sobel'), 1);
    expect(deviation(laplacian(f)) / fact('noise-laplacian')).toBeCloseTo(1, 1);
  });

  it('Scharr gets the direction right', () => {
    // a grating cos(w · position) with a period of 6 pixels, in all directions
    const omega = (2 * Math.PI) / 6;
    for (const name of names) {
      let worst = 0;
      for (let degrees = 0; degrees <= 90; degrees += 0.05) {
        const angle = (degrees * Math.PI) / 180;
        const [wx, wy] = [omega * Math.cos(angle), omega * Math.sin(angle)];
        // on the 3×3 pixels around a zero of the sine, the answer does not depend on the phase
        const f = image(3, (r, c) => Math.sin(wx * (c - 1) + wy * (r - 1)));
        const { gx, gy } = gradient(f, OPERATORS[name]);
        const found = (Math.atan2(gy[1][1], gx[1][1]) * 180) / Math.PI;
        worst = Math.max(worst, Math.abs(found - degrees));
      }
      expect(fact(`angle-${name}`)).toBe(rounded(worst));
    }
  });

  it('pure noise is full of zero crossings', () => {
    // neighbors of a Laplacian of independent noise have the correlation -8/20
    const overlap = LAPLACE.flatMap((row) => row.slice(1).map((v, c) => v * row[c]));
    const correlation = overlap.reduce((s, v) => s + v, 0) / norm(LAPLACE) ** 2;
    expect(correlation).toBeCloseTo(-0.4, 12);
    const share = Math.acos(correlation) / Math.PI;
    expect(fact('zero-crossings')).toBe(rounded(100 * share, 1));
    const random = mulberry32(3);
    const rows = laplacian(image(300, () => normal(random)));
    const changes = rows.flatMap((row) => row.slice(1).map((v, c) => Number(v * row[c] < 0)));
    expect(changes.reduce((s, v) => s + v, 0) / changes.length).toBeCloseTo(share, 2);
  });

  it('Sobel and Gaussian kernels are separable, the Laplacian is not', () => {
    for (const name of names) expect(rank(kernel(OPERATORS[name].smooth))).toBe(1);
    expect(rank(LAPLACE)).toBe(2);
    const g = gaussian(1);
    expect(rank(g.map((a) => g.map((b) => a * b)))).toBe(1);
    const numpy = read('edges_numpy.out.txt');
    expect(numpy).toContain('rank of Sobel: 1');
    expect(numpy).toContain('rank of the Laplacian: 2');
  });

  it('the LoG changes sign at the radius √2 σ', () => {
    const log = (x: number, y: number, s: number) =>
      ((x * x + y * y - 2 * s * s) / s ** 4) * Math.exp(-(x * x + y * y) / (2 * s * s));
    for (const s of [1, 2, 3]) {
      expect(log(0, 0, s)).toBeLessThan(0);
      expect(log(Math.SQRT2 * s, 0, s)).toBeCloseTo(0, 12);
      expect(log(1.5 * s, 0, s)).toBeGreaterThan(0);
      // second differences of a Gaussian approach the formula
      const [h, at] = [1e-3, 0.7];
      const G = (x: number, y: number) => Math.exp(-(x * x + y * y) / (2 * s * s));
      const numeric = (G(at + h, 0) + G(at - h, 0) + G(at, h) + G(at, -h) - 4 * G(at, 0)) / h ** 2;
      expect(log(at, 0, s)).toBeCloseTo(numeric, 4);
    }
  });
});

describe('scale', () => {
  it('an edge stands out in proportion to σ', () => {
    const n = 65;
    const step = image(n, (_, c) => (c >= 32 ? 1 : 0));
    const dot = image(n, (r, c) => (r === 32 && c === 32 ? 1 : 0));
    for (const sigma of [2, 4, 6]) {
      const { gx } = gradient(blur(step, sigma));
      const peak = Math.max(...gx[32]);
      const noise = norm(gradient(blur(dot, sigma)).gx); // response to one pixel, squared and summed
      expect(peak * Math.sqrt(2 * Math.PI) * sigma).toBeGreaterThan(0.9);
      expect(peak * Math.sqrt(2 * Math.PI) * sigma).toBeLessThan(1.02);
      expect(noise * Math.sqrt(8 * Math.PI) * sigma ** 2).toBeGreaterThan(0.9);
      expect(noise * Math.sqrt(8 * Math.PI) * sigma ** 2).toBeLessThan(1.02);
      expect(peak / noise / (2 * sigma)).toBeGreaterThan(0.95);
      expect(peak / noise / (2 * sigma)).toBeLessThan(1.06);
    }
  });

  it('on a single row the noise falls as σ to the power −3/2', () => {
    const row = (sigma: number) => {
      const g = [0, 0, ...gaussian(sigma), 0, 0];
      return Math.hypot(...g.slice(2).map((v, i) => (v - g[i]) / 2));
    };
    expect(row(4) / row(16)).toBeCloseTo(4 ** 1.5, 0);
  });

  it('smoothing moves the two sides of a narrow bar apart', () => {
    const sigma = 2;
    const slope = (x: number) =>
      Math.exp(-((x + 1) ** 2) / (2 * sigma ** 2)) - Math.exp(-((x - 1) ** 2) / (2 * sigma ** 2));
    let at = 0;
    for (let x = 0; x > -8; x -= 1e-4) if (slope(x) > slope(at)) at = x;
    expect(fact('bar-apparent')).toBe(rounded(-2 * at, 1));
  });

  it('in the figure the step shows only after smoothing', () => {
    const largest = (values: number[]) => {
      const sizes = values.map(Math.abs);
      return sizes.indexOf(Math.max(...sizes));
    };
    expect(Math.abs(largest(slopes(0)) - 39.5)).toBeGreaterThan(5);
    expect(Math.abs(largest(slopes(3)) - 39.5)).toBeLessThan(1);
    const far = slopes(3).filter((_, i) => Math.abs(i - 39.5) > 8);
    expect(Math.max(...far.map(Math.abs))).toBeLessThan(0.5 * Math.max(...slopes(3)));
  });

  it('scikit-image finds the square once σ is large enough', () => {
    const found = [...read('edges_numpy.out.txt').matchAll(/: (\d+) pixels, (\d+) at/g)];
    const counts = found.map(([, all, near]) => [Number(all), Number(near)]);
    expect(counts).toHaveLength(4);
    expect(counts[0][0]).toBeGreaterThan(10 * counts[0][1]);
    expect(counts[2][0]).toBe(counts[2][1]);
  });
});

describe('Canny', () => {
  const { sigma, low, high } = SETTINGS;
  const f = picture();

  it('16 pixels with both thresholds, 11 with the high one, 27 with the low one', () => {
    expect(count(canny(f, sigma, low, high))).toBe(16);
    expect(count(canny(f, sigma, high, high))).toBe(11);
    expect(count(canny(f, sigma, low, low))).toBe(27);
    expect(count(canny(f, 0, low, high))).toBeGreaterThan(3 * 16);
    expect(high / low).toBeGreaterThanOrEqual(2);
    expect(high / low).toBeLessThanOrEqual(3);
  });

  it('finds one pixel in every row, at most one away from the true border', () => {
    const { edge } = stages();
    edge.forEach((row, r) => {
      const columns = row.flatMap((on, c) => (on ? [c] : []));
      expect(columns).toHaveLength(1);
      expect(Math.abs(columns[0] - (9.5 - r / 3))).toBeLessThanOrEqual(1);
    });
    expect(edge).toHaveLength(SIZE);
  });

  it('a lower low threshold only adds pixels that hang on the others', () => {
    const before = canny(f, sigma, high, high);
    const after = canny(f, sigma, low, high);
    let added = 0;
    after.forEach((row, r) =>
      row.forEach((on, c) => {
        if (before[r][c]) expect(on).toBe(true);
        if (!on || before[r][c]) return;
        added++;
        const near = [-1, 0, 1].some((dr) =>
          [-1, 0, 1].some((dc) => (dr || dc) && after[r + dr]?.[c + dc]),
        );
        expect(near).toBe(true);
      }),
    );
    expect(added).toBe(16 - 11);
    // a weak island stays out, a weak tail comes in
    const m = [
      [9, 4, 4, 0, 4, 4],
      [0, 0, 0, 0, 0, 0],
    ];
    expect(hysteresis(m, 3, 8)[0]).toEqual([true, true, true, false, false, false]);
  });

  it('an ideal step: one pixel wide, two with ≥ on both sides, none with > on both', () => {
    const step = [0, 0, 8, 8];
    const m = step.map((_, i) => (step[i + 1] ?? 8) - (step[i - 1] ?? 0));
    expect(m).toEqual([0, 8, 8, 0]);
    expect(wrongThin(m)).toEqual([0, 8, 8, 0]);
    expect(m.map((v, i) => v > (m[i - 1] ?? 0) && v > (m[i + 1] ?? 0))).not.toContain(true);
    for (const f of [
      image(10, (_, c) => (c >= 5 ? 8 : 0)),
      image(10, (_, c) => (c >= 5 ? 0 : 8)),
      image(10, (r) => (r >= 5 ? 8 : 0)),
    ]) {
      const { gx, gy } = gradient(f);
      expect(
        magnitude(gx, gy)
          .flat()
          .filter((v) => v > 0),
      ).toHaveLength(20);
      expect(
        thin(gx, gy)
          .flat()
          .filter((v) => v > 0),
      ).toHaveLength(10);
    }
  });

  it('diagonal steps are thinned across, not along', () => {
    const n = 12;
    for (const f of [
      image(n, (r, c) => (c + r > n - 1 ? 8 : 0)),
      image(n, (r, c) => (c > r ? 8 : 0)),
    ]) {
      const { gx, gy } = gradient(f);
      const kept = thin(gx, gy).map((row) => row.filter((v) => v > 0).length);
      // a staircase: both pixels beside an ideal diagonal step, none of the band around them
      expect(kept.slice(2, -2)).toEqual(Array(n - 4).fill(2));
      expect(magnitude(gx, gy)[5].filter((v) => v > 0)).toHaveLength(4);
    }
  });
});

describe('other libraries', () => {
  it('SciPy answers 40, scikit-image 5√2, uint8 wraps to 66', () => {
    const output = read('edges_numpy.out.txt');
    expect(output).toContain(`SciPy: 40.0  scikit-image: ${(5 * Math.SQRT2).toFixed(3)}`);
    expect(output).toContain('uint8: [190, 66]  int: [190, -190]');
    expect((10 - 200 + 256) % 256).toBe(66);
  });

  it('gradient descent recovers Sobel', () => {
    const output = read('edges_torch.out.txt');
    expect(output).toContain('raw: 24.0 32.0  slope: 5.0');
    expect(output).toContain('[[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]');
  });

  it('every figure is drawn in both languages', () => {
    for (const draw of Object.values(figures)) {
      for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg.*<\/svg>$/s);
    }
  });
});
