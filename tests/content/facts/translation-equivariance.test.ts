/** Every number and every measurable correction of the page on translation equivariance. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  boxSum,
  drifts,
  figures,
  ONES,
} from '../../../src/content/concepts/translation-equivariance/figures.ts';
import {
  changes,
  features,
  filter,
  main as printNetwork,
  picture,
  roll,
} from '../../../src/content/concepts/translation-equivariance/network.ts';
import {
  conv as conv2,
  EDGE,
  L,
  lift,
  main as printRotation,
  strongest,
  turn,
  type Plane,
} from '../../../src/content/concepts/translation-equivariance/rotation.ts';
import {
  conv,
  KERNEL,
  main as printShift,
  shift,
  X,
} from '../../../src/content/concepts/translation-equivariance/shift.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { fromRows, toRows } from '../../../src/lib/grid.ts';
import { conv2d } from '../../../src/lib/ops/conv.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/translation-equivariance/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const integers = (rng: () => number, n: number): Plane =>
  Array.from({ length: n }, () => Array.from({ length: n }, () => Math.floor(11 * rng()) - 5));

describe('listings', () => {
  test.each([
    ['shift', printShift],
    ['network', printNetwork],
    ['rotation', printRotation],
  ])('%s prints its captured output', (name, main) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read(`${name}.out.txt`));
  });

  test('the convolution of the listing is that of the library', () => {
    const x = integers(mulberry32(1), 7);
    const w = integers(mulberry32(2), 3);
    const expected = conv2d(
      fromRows(x),
      { shape: [3, 3, 1, 1], data: Float64Array.from(w.flat()) },
      { stride: [1, 1], padding: 'valid', dilation: [1, 1], groups: 1 },
    );
    expect(conv2(x, w)).toEqual(toRows(expected));
  });
});

describe('shifts in one dimension', () => {
  test('the worked example', () => {
    const out = (t: number, stride: number) => conv(shift(X, t), KERNEL, stride).map((v) => v + 0);
    expect(out(0, 1)).toEqual([0, -1, -2, 3, 0, 0, 0]);
    expect(out(1, 1)).toEqual([0, 0, -1, -2, 3, 0, 0]);
    expect(out(0, 2)).toEqual([0, -2, 0, 0]);
    expect(out(1, 2)).toEqual([0, -1, 3, 0]);
    expect(out(2, 2)).toEqual([0, 0, -2, 0]);
  });

  test('a stride s turns a shift by s·t into a shift by t', () => {
    const rng = mulberry32(3);
    const x = [...Array.from({ length: 12 }, () => normal(rng)), ...Array(12).fill(0)];
    for (const s of [1, 2, 3]) {
      for (const t of [1, 2]) {
        const w = [normal(rng), normal(rng), normal(rng)];
        const moved = conv(shift(x, s * t), w, s);
        const expected = shift(conv(x, w, s), t);
        // cells whose windows hold no zeros that came in from the left
        for (let i = t; i < moved.length; i++) expect(moved[i]).toBeCloseTo(expected[i], 12);
      }
    }
  });

  test('strides multiply: 32 in ResNet-50, one of 1,024 shifts', () => {
    const strides = [2, 2, 1, 2, 2, 2]; // first convolution, max pooling, four stages
    const total = strides.reduce((a, b) => a * b);
    expect(total).toBe(32);
    expect(total ** 2).toBe(1024);
  });

  test('a linear map that commutes with all shifts of a ring is a convolution', () => {
    const n = 6;
    const rng = mulberry32(4);
    const any = Array.from({ length: n }, () => Array.from({ length: n }, () => normal(rng)));
    // averaging over all shifts makes any matrix commute with them …
    const A = any.map((row, i) =>
      row.map((_, j) => {
        let sum = 0;
        for (let t = 0; t < n; t++) sum += any[(i + t) % n][(j + t) % n] / n;
        return sum;
      }),
    );
    // … and then entry (i, j) depends on i − j alone: the response to one spike, moved
    A.forEach((row, i) => row.forEach((v, j) => expect(v).toBeCloseTo(A[(i - j + n) % n][0], 12)));
  });
});

describe('a network on a torus', () => {
  test('strides change the features, a blur changes them less', () => {
    const percent = (share: number) => Number((100 * share).toFixed(1));
    const { 'no stride': none, stride, 'blur, then stride': blur } = drifts();
    expect(percent(stride[1])).toBe(fact('change-stride'));
    expect(percent(blur[1])).toBe(fact('change-blur'));
    expect(Math.max(...none)).toBeLessThan(1e-12);
    for (const t of [0, 8, 16]) expect(stride[t]).toBeLessThan(1e-12);
    for (const t of [0, 4, 8, 12, 16]) expect(blur[t]).toBeLessThan(1e-12);
    for (let t = 0; t <= 16; t++) {
      if (t % 8) {
        expect(stride[t]).toBeGreaterThan(0.05);
        expect(stride[t]).toBeLessThan(0.115);
      }
      expect(blur[t]).toBeLessThan(0.01);
    }
    for (const seed of [2, 3]) {
      expect(changes('stride', [1], seed)[0]).toBeGreaterThan(
        5 * changes('blur, then stride', [1], seed)[0],
      );
    }
  });

  test('filtering commutes with shifting, averaging forgets the shift', () => {
    const x = picture();
    const w = [1, -2, 0.5, 3, 0, -1, 0.25, 2, -3];
    expect(filter(roll(x, 5), w)).toEqual(roll(filter(x, w), 5));
    const [before, after] = [x, roll(x, 5)].map((p) => features(p, 'no stride'));
    after.forEach((v, i) => expect(v).toBeCloseTo(before[i], 12));
  });
});

describe('borders', () => {
  test('zero padding gives a constant picture positions', () => {
    const once = boxSum(ONES);
    expect(once[0]).toEqual([4, 6, 6, 6, 6, 6, 4]);
    expect(once[3]).toEqual([6, 9, 9, 9, 9, 9, 6]);
    expect(read('padding_torch.out.txt')).toContain('4 6 6 6 6 6 4 / 6 9 9 9 9 9 6');
    let map = ONES;
    for (let layers = 1; layers <= 3; layers++) {
      map = boxSum(map);
      const inner = map[3][3];
      map.forEach((row, r) =>
        row.forEach((v, c) => {
          const distance = Math.min(r, c, 6 - r, 6 - c);
          expect(v === inner).toBe(distance >= layers);
        }),
      );
    }
  });

  test('after five layers half of a 32×32 map has seen the border', () => {
    const share = (n: number, layers: number) => 1 - (Math.max(0, n - 2 * layers) / n) ** 2;
    expect(Number((100 * share(32, 5)).toFixed(1))).toBe(fact('border-share'));
    expect(share(32, 16)).toBe(1);
    expect(share(32, 15)).toBeLessThan(1);
    let map = Array.from({ length: 32 }, (): number[] => Array(32).fill(1));
    for (let layer = 0; layer < 5; layer++) map = boxSum(map).map((row) => row.map((v) => v / 9));
    const touched = map.flat().filter((v) => Math.abs(v - 1) > 1e-12).length;
    expect(touched / 32 ** 2).toBeCloseTo(share(32, 5), 12);
  });

  test('PyTorch: zeros differ at the border only, strides everywhere', () => {
    const output = read('padding_torch.out.txt');
    expect(output).toContain('zeros    stride 1 shift 1: everywhere differs, inside equal');
    expect(output).toContain('circular stride 1 shift 1: everywhere equal, inside equal');
    expect(output).toContain('circular stride 2 shift 1: everywhere differs, inside differs');
    expect(output).toContain('circular stride 2 shift 2: everywhere equal, inside equal');
  });
});

describe('turns', () => {
  test('a turned picture needs a turned kernel', () => {
    const rng = mulberry32(5);
    for (let n = 0; n < 10; n++) {
      const [x, w] = [integers(rng, 8), integers(rng, 3)];
      expect(conv2(turn(x), turn(w))).toEqual(turn(conv2(x, w)));
      expect(conv2(turn(x), w)).not.toEqual(turn(conv2(x, w)));
      const turns = [w, turn(w), turn(turn(w)), turn(turn(turn(w)))];
      const even = w.map((row, r) => row.map((_, c) => turns.reduce((s, t) => s + t[r][c], 0)));
      expect(turn(even)).toEqual(even);
      expect(conv2(turn(x), even)).toEqual(turn(conv2(x, even)));
    }
    expect(turn(turn(turn(turn(L))))).toEqual(L);
  });

  test('four orientations: planes turn and change places, the strongest response stays', () => {
    const rng = mulberry32(6);
    for (let n = 0; n < 10; n++) {
      const [x, w] = [integers(rng, 8), integers(rng, 3)];
      const [before, after] = [lift(x, w), lift(turn(x), w)];
      after.forEach((plane, k) => expect(plane).toEqual(turn(before[(k + 3) % 4])));
      expect(strongest(after)).toBe(strongest(before));
    }
    const numpy = read('groups_numpy.out.txt');
    expect(numpy).toContain('plain: False');
    expect(numpy).toContain('lifted: True');
    expect(numpy).toContain('symmetric kernel: True');
    expect(strongest(lift(L, EDGE))).toBe(4);
  });

  test('scaling does not commute with a fixed kernel', () => {
    const enlarge = (x: Plane): Plane =>
      x.flatMap((row) => [row, row].map((r) => r.flatMap((v) => [v, v])));
    expect(conv2(enlarge(L), EDGE)).not.toEqual(enlarge(conv2(L, EDGE)));
    expect(Math.max(...conv2(enlarge(L), EDGE).flat())).not.toBe(
      Math.max(...conv2(L, EDGE).flat()),
    );
  });
});

test('self-attention without positions is equivariant to permutations', () => {
  const rng = mulberry32(8);
  const tokens = Array.from({ length: 4 }, () => [normal(rng), normal(rng)]);
  const attend = (x: number[][]) =>
    x.map((q) => {
      const weights = x.map((k) => Math.exp(q[0] * k[0] + q[1] * k[1]));
      const sum = weights.reduce((a, b) => a + b);
      return [0, 1].map((d) => x.reduce((s, v, i) => s + (weights[i] / sum) * v[d], 0));
    });
  const order = [2, 0, 3, 1];
  const [direct, permuted] = [attend(tokens), attend(order.map((i) => tokens[i]))];
  permuted.forEach((row, i) =>
    row.forEach((v, d) => expect(v).toBeCloseTo(direct[order[i]][d], 12)),
  );
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
