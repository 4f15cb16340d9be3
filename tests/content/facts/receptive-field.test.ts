/** Every number the receptive-field page states, recomputed. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parse as parseState, THREE } from '../../../src/components/widgets/ledger/state.ts';
import { grid } from '../../../src/lib/grid.ts';
import { CONV_DEFAULTS, conv2d, conv2dGradInput } from '../../../src/lib/ops/conv.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import {
  dilated,
  early,
  gridded,
  late,
  NETWORKS,
  receptiveField,
  resnet50,
  three,
  vgg16,
  wrongField,
  type Layer,
} from '../../../src/content/concepts/receptive-field/field.ts';
import { figures } from '../../../src/content/concepts/receptive-field/figures.ts';
import {
  influence,
  profile,
  shareWithin,
  sideOf,
  spread,
  stack,
} from '../../../src/content/concepts/receptive-field/influence.ts';

const folder = new URL('../../../src/content/concepts/receptive-field/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

const sizes = (layers: Layer[]) => receptiveField(layers).map(({ size }) => size);
const last = (layers: Layer[]) => receptiveField(layers).at(-1)!;
const paths = (layers: Layer[]) => profile(layers).map((g) => Math.round(27 * g));

/** The pixels that the gradient of one output of `src/lib` reaches: 2-D, one channel, no padding. */
function measured(layers: Layer[], n: number): boolean[][] {
  const kernel = (k: number) => grid([k, k, 1, 1], Array(k * k).fill(1));
  const options = ({ s = 1, d = 1, p = 0 }: Layer) => ({
    ...CONV_DEFAULTS,
    stride: [s, s] as [number, number],
    dilation: [d, d] as [number, number],
    padding: [p, p, p, p] as [number, number, number, number],
  });
  const shapes = [[n, n, 1]];
  let x = grid([n, n, 1]);
  for (const layer of layers) {
    x = conv2d(x, kernel(layer.k), options(layer));
    shapes.push([...x.shape]);
  }
  const side = x.shape[0];
  const middle = Math.floor(side / 2);
  x.data[middle * side + middle] = 1;
  for (const [i, layer] of [...layers.entries()].reverse()) {
    x = conv2dGradInput(x, kernel(layer.k), shapes[i], options(layer));
  }
  return Array.from({ length: n }, (_, r) =>
    Array.from({ length: n }, (_, c) => x.data[r * n + c] !== 0),
  );
}

describe('the recursion', () => {
  it('a stride widens later layers only', () => {
    expect(sizes(three)).toEqual([3, 5, 7]);
    expect(sizes(early)).toEqual([3, 7, 11]);
    expect(sizes(late)).toEqual([3, 5, 7]);
    // in the ledger, with `,s2` added to the line of a layer
    const lines = THREE.split(';');
    const inLedger = (line: number) =>
      parseState({ layers: lines.with(line, `${lines[line]},s2`).join('\n') })
        .state!.ledger.rows.slice(1)
        .map(({ size }) => size[0]);
    expect([inLedger(1), inLedger(3)]).toEqual([sizes(early), sizes(late)]);
    // a 2×2 pooling with stride 2 adds one step, whatever its stride
    expect(sizes([{ k: 2, s: 2 }])).toEqual(sizes([{ k: 2, s: 1 }]));
  });

  it('the first blocks of VGG-16 by hand', () => {
    expect(receptiveField(vgg16).slice(0, 6)).toEqual(
      [
        [3, 1, -1],
        [5, 1, -2],
        [6, 2, -2],
        [10, 2, -4],
        [14, 2, -6],
        [16, 4, -6],
      ].map(([size, step, start]) => ({ size, step, start })),
    );
    const added = sizes(vgg16).map((size, i, all) => size - (all[i - 1] ?? 1));
    expect(added[0]).toBe(2);
    expect(added.slice(-4)).toEqual([32, 32, 32, 16]);
    expect(receptiveField(vgg16).at(-2)!.step).toBe(16);
  });

  it('VGG-16 has 212 and ResNet-50 has 427 or 483', () => {
    expect(last(vgg16)).toEqual({ size: 212, step: 32, start: -90 });
    expect(last(resnet50('3x3'))).toEqual({ size: 427, step: 32, start: -213 });
    expect(last(resnet50('1x1'))).toEqual({ size: 483, step: 32, start: -241 });
    // TF-Slim: the stride on the 3×3 of the last block of a stage
    const slim = [3, 4, 6, 3].flatMap((blocks, stage) =>
      Array.from({ length: blocks }, (_, b): Layer => {
        return { k: 3, s: stage < 3 && b === blocks - 1 ? 2 : 1, p: 1 };
      }),
    );
    const stem = resnet50('3x3').slice(0, 2);
    expect(last([...stem, ...slim])).toMatchObject({ size: 483, step: 32 });
    expect(last(dilated)).toEqual({ size: 15, step: 1, start: -7 });
    expect(last(three)).toEqual({ size: 7, step: 1, start: -3 });
    for (const page of PAGES) {
      for (const layers of [three, dilated, vgg16, resnet50('3x3'), resnet50('1x1')]) {
        const { size, step, start } = last(layers);
        expect(page).toContain(`| ${size} | ${step} | −${-start} |`);
      }
    }
  });

  it('PyTorch measures the same fields', () => {
    const output = read('field_torch.out.txt');
    for (const layers of [three, dilated, vgg16, resnet50('3x3'), resnet50('1x1')]) {
      expect(output).toContain(`(${last(layers).size}, ${last(layers).start})`);
    }
  });

  it('the gradient of src/lib covers exactly the field', () => {
    const stacks: [Layer[], number][] = [
      [three, 15],
      [early, 33],
      [late, 17],
      [dilated, 31],
      [vgg16.slice(0, 6), 64],
      [
        [
          { k: 5, s: 2, p: 2 },
          { k: 3, s: 2, p: 1 },
          { k: 3, p: 1 },
        ],
        64,
      ],
    ];
    for (const [layers, n] of stacks) {
      const { size, step, start } = last(layers);
      const mark = measured(layers, n);
      const rows = mark.flatMap((row, r) => (row.includes(true) ? [r] : []));
      const outputs = Math.round(n / step);
      expect(rows).toHaveLength(size);
      expect(rows[0]).toBe(start + Math.floor(outputs / 2) * step);
      // and `influence` says the same
      const keys = [...influence(layers).keys()];
      expect(Math.min(...keys)).toBe(start);
      expect(Math.max(...keys)).toBe(start + size - 1);
    }
  });

  it('the closed form equals the recursion, and the longest path decides', () => {
    for (const [, layers] of NETWORKS) {
      const closed = layers.reduce((sum, { k, d = 1 }, l) => {
        const strides = layers.slice(0, l).reduce((product, { s = 1 }) => product * s, 1);
        return sum + (k - 1) * d * strides;
      }, 1);
      expect(closed).toBe(last(layers).size);
    }
    // the skip paths of ResNet-50 alone: only the stem and the strides remain
    const skips = resnet50('3x3').filter(({ k, s = 1 }, i) => i < 2 || (k === 3 && s === 2));
    const short = skips.map((layer, i) => (i < 2 ? layer : { k: 1, s: 2 }));
    expect(last(short)).toMatchObject({ size: 11, step: 32 });
  });

  it('multiplying first is wrong, and a stack with stride 1 hides it', () => {
    expect(wrongField(vgg16)).toBe(243);
    expect(wrongField(three)).toBe(7);
    expect(wrongField(late)).not.toBe(wrongField(three)); // the test that the page recommends
    expect(last(late).size).toBe(last(three).size);
  });

  it('centers: 15.5 in VGG-16, 0 in ResNet-50', () => {
    const center = ({ size, start }: { size: number; start: number }) => start + (size - 1) / 2;
    expect(center(last(vgg16))).toBe(15.5);
    expect(center(last(resnet50('3x3')))).toBe(0);
    expect(center(last(resnet50('1x1')))).toBe(0);
  });
});

describe('dilation', () => {
  it('1, 2, 4 reads all 15 pixels; 2, 2, 2 reads 7 of 13', () => {
    expect(paths(three)).toEqual([1, 3, 6, 7, 6, 3, 1]);
    expect(paths(gridded)).toEqual([1, 0, 3, 0, 6, 0, 7, 0, 6, 0, 3, 0, 1]);
    expect(paths(dilated)).toHaveLength(15);
    expect(new Set(paths(dilated))).toEqual(new Set([1, 2, 3]));
    const plane = measured(gridded, 27).flat().filter(Boolean).length;
    expect([plane, last(gridded).size ** 2]).toEqual([49, 169]);
    const mixed = [1, 2, 3].map((d) => ({ k: 3, d, p: d }));
    expect(profile(mixed).every((g) => g > 0)).toBe(true);
    for (const n of [1, 2, 3, 4, 5]) {
      const doubling = Array.from({ length: n }, (_, i) => ({ k: 3, d: 2 ** i }));
      expect(last(doubling).size).toBe(2 ** (n + 1) - 1);
      expect(profile(doubling).every((g) => g > 0)).toBe(true);
    }
  });
});

describe('the effective field', () => {
  it('deeper stacks use a smaller part of their field', () => {
    const held = fact('share-held') / 100;
    for (const [n, size, side] of [
      [5, 11, 9],
      [20, 41, 17],
      [80, 161, 33],
    ] as const) {
      expect(last(stack(n)).size).toBe(size);
      expect(sideOf(stack(n), held)).toBe(side);
      expect(shareWithin(stack(n), side)).toBeGreaterThan(held);
      expect(shareWithin(stack(n), side - 2)).toBeLessThan(held);
      expect(fact(`sigma-${n}`)).toBe(Number(spread(stack(n)).toFixed(2)));
      expect(fact(`area-${n}`)).toBe(Number(((100 * side ** 2) / size ** 2).toFixed(1)));
      for (const page of PAGES)
        expect(page).toContain(`| ${n} | ${size} | <Fact id="sigma-${n}" /> | ${side}×${side} |`);
      expect(read('erf_numpy.out.txt')).toContain(`${side}x${side}, ${fact(`area-${n}`)}% of`);
    }
  });

  it('VGG-16 draws most of its influence from the middle', () => {
    const side = sideOf(vgg16, fact('share-held') / 100);
    expect(side).toBe(122);
    expect(fact('area-vgg')).toBe(Number(((100 * side ** 2) / 212 ** 2).toFixed(1)));
  });

  it('variances add up, and four times the layers give twice the width', () => {
    for (const layers of [three, early, dilated, gridded, vgg16, resnet50('3x3')]) {
      let step = 1;
      let variance = 0;
      for (const { k, s = 1, d = 1 } of layers) {
        variance += ((k ** 2 - 1) / 12) * (d * step) ** 2;
        step *= s;
      }
      expect(spread(layers)).toBeCloseTo(Math.sqrt(variance), 8);
    }
    expect(spread(stack(20))).toBeCloseTo(Math.sqrt(40 / 3), 10);
    expect(spread(stack(80)) / spread(stack(20))).toBeCloseTo(2, 10);
    expect(spread(stack(20)) / 41).toBeCloseTo(1 / Math.sqrt(6 * 20), 2);
  });

  it('the profile is close to a Gaussian', () => {
    const g = profile(stack(20));
    const sigma = spread(stack(20));
    const gap = g.map((v, i) => {
      const normal =
        Math.exp(-((i - 20) ** 2) / (2 * sigma ** 2)) / (sigma * Math.sqrt(2 * Math.PI));
      return Math.abs(v - normal);
    });
    expect(Math.max(...gap) / Math.max(...g)).toBeLessThan(0.01);
  });
});

describe('global layers and follow-ups', () => {
  it('7×7 units of VGG-16 together see 404 pixels', () => {
    expect(last([...vgg16, { k: 7 }]).size).toBe(404);
    expect(212 + 6 * 32).toBe(404);
    for (const page of PAGES) expect(page).toContain('$212 + 6\\cdot32 = 404$');
  });

  it('batch normalization in training mode spreads the field over the batch', () => {
    const output = read('field_torch.out.txt');
    expect(output).toContain('training=False: pixels that count, by image: [25, 0]');
    expect(output).toContain('training=True: pixels that count, by image: [256, 256]');
    expect(last([{ k: 3 }, { k: 3 }]).size ** 2).toBe(25);
    expect(16 * 16).toBe(256);
  });

  it('three 3×3 layers and one 7×7 layer', () => {
    expect(last([{ k: 7 }]).size).toBe(last(three).size);
    expect(fact('small-kernels')).toBe(Number((100 * (1 - 27 / 49)).toFixed(1)));
    // three kernels have 27 numbers, one 7×7 kernel 49: most cannot be reached
    const random = mulberry32(27);
    const kernels = [0, 1, 2].map(() => Array.from({ length: 9 }, () => random() - 0.5));
    const full = { ...CONV_DEFAULTS, flip: true };
    const pad = (p: number) => [p, p, p, p] as [number, number, number, number];
    const merged = kernels
      .slice(1)
      .reduce(
        (k, next) => conv2d(k, grid([3, 3, 1, 1], next), { ...full, padding: pad(2) }),
        grid([3, 3, 1], kernels[0]),
      );
    expect(merged.shape).toEqual([7, 7, 1]);
    const x = grid(
      [9, 9, 1],
      Array.from({ length: 81 }, () => random()),
    );
    const stepwise = kernels.reduce((y, k) => conv2d(y, grid([3, 3, 1, 1], k), full), x);
    const once = conv2d(x, grid([7, 7, 1, 1], merged.data), full);
    stepwise.data.forEach((v, i) => expect(once.data[i]).toBeCloseTo(v, 12));
  });

  it('a transposed convolution reads at most ⌈k/s⌉ inputs, and the field never shrinks', () => {
    for (const k of [2, 3, 4, 5, 7]) {
      for (const s of [1, 2, 3]) {
        const inputsOf = (o: number) => {
          let n = 0;
          for (let i = -10; i < 60; i++) if (o - i * s >= 0 && o - i * s < k) n++;
          return n;
        };
        const most = Math.max(...Array.from({ length: 12 }, (_, o) => inputsOf(o + 20)));
        expect(most).toBe(Math.ceil(k / s));
      }
    }
  });

  it('every figure is drawn in both languages', () => {
    for (const draw of Object.values(figures)) {
      for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg.*<\/svg>$/s);
    }
  });
});
