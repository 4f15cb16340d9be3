/** Every number the page on padding, stride and dilation states, recomputed. */
import { readFileSync } from 'node:fs';
import { conv2d as tfConv2d, setBackend, tensor3d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import {
  CONV_DEFAULTS,
  conv2d,
  conv2dGradInput,
  convOutputShape,
  macCount,
  outputSize,
  samePadding,
  type ConvOptions,
} from '../../../src/lib/ops/conv.ts';
import { SCENES } from '../../../src/components/widgets/convolution/scenes.ts';
import {
  derive,
  kernelGrid,
  matrixGrid,
  optionsOf,
  parseQuery,
  readQuery,
  type State,
} from '../../../src/components/widgets/convolution/state.ts';
import { figures, ROW } from '../../../src/content/concepts/padding-and-stride/figures.ts';
import {
  dilated,
  field,
  fit,
  reads,
  same,
  type Layer,
} from '../../../src/content/concepts/padding-and-stride/sizes.ts';

type Rows = number[][];

const folder = new URL('../../../src/content/concepts/padding-and-stride/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const PAGES = [read('zh.mdx'), read('en.mdx')];

/** Fails unless both pages show the text. */
const shown = (...texts: (string | number)[]) =>
  texts.forEach((text) => PAGES.forEach((page) => expect(page).toContain(String(text))));
const grouped = (n: number) => n.toLocaleString('en-US');
const opts = (options: Partial<ConvOptions> = {}): ConvOptions => ({
  ...CONV_DEFAULTS,
  ...options,
});
const ones = (h: number, w: number): Rows => Array.from({ length: h }, () => Array(w).fill(1));
const one = (rows: Rows) => grid([rows.length, rows[0].length, 1, 1], rows.flat());
const conv = (x: Rows, w: Rows, options: Partial<ConvOptions> = {}): Rows =>
  toRows(conv2d(fromRows(x), one(w), opts(options)));
const scene = (query: string): State =>
  parseQuery(readQuery(query, (name) => SCENES[name as keyof typeof SCENES]?.query).query).state!;
const link = (query: string): State => {
  shown(`#convolution?${query})`);
  return scene(query);
};

/** Which input cells reach any output: those with a gradient when all weights are 1. */
function cellsRead(n: number, k: number, options: Partial<ConvOptions>): boolean[][] {
  const shape = convOutputShape([n, n, 1], [k, k, 1, 1], opts(options));
  const dy = grid(shape, Array(shape[0] * shape[1]).fill(1));
  return toRows(conv2dGradInput(dy, one(ones(k, k)), [n, n, 1], opts(options))).map((row) =>
    row.map((v) => v > 0),
  );
}
const count = (cells: boolean[][]) => cells.flat().filter(Boolean).length;

describe('see it', () => {
  it('the scene leaves its last row and column unread', () => {
    const state = scene('scene=stride-remainder');
    expect([derive(state).input, derive(state).output]).toEqual([
      [7, 7, 1],
      [2, 2, 1],
    ]);
    const cells = cellsRead(7, 3, { stride: [3, 3] });
    expect(cells.map((row) => row[6])).toEqual(Array(7).fill(false));
    expect(count(cells)).toBe(36);
    if (state.source.kind !== 'matrix') throw new Error('the scene has no numbers');
    expect(state.source.channels[0][0]).toEqual(ROW);
    const result = () =>
      toRows(
        conv2d(
          matrixGrid((state.source as { channels: number[][][] }).channels),
          kernelGrid(state),
          optionsOf(state),
        ),
      );
    const before = result();
    state.source.channels[0][3][6] = 99;
    expect(result()).toEqual(before);
    state.source.channels[0][3][5] = 99;
    expect(result()).not.toEqual(before);
  });

  it('stride 2 and padding 1 both read everything and give 3×3', () => {
    for (const query of ['scene=stride-remainder&stride=2', 'scene=stride-remainder&padding=1']) {
      const state = link(query);
      expect(derive(state).output).toEqual([3, 3, 1]);
    }
    expect(count(cellsRead(7, 3, { stride: [2, 2] }))).toBe(49);
    expect(count(cellsRead(7, 3, { stride: [3, 3], padding: [1, 1, 1, 1] }))).toBe(49);
    expect([fit(7, 3, 3), fit(7, 3, 2), fit(7, 3, 3, 1, 1, 1)]).toEqual([
      { o: 2, left: 1 },
      { o: 3, left: 0 },
      { o: 3, left: 0 },
    ]);
  });
});

describe('sizes', () => {
  it('the listing agrees with the library', () => {
    for (let n = 1; n < 14; n++) {
      for (let k = 1; k < 6; k++) {
        for (const s of [1, 2, 3]) {
          for (const d of [1, 2, 3]) {
            const zeros = samePadding(n, k, s, d);
            expect(same(n, k, s, d)).toEqual(zeros);
            const [before, after] = zeros;
            expect(fit(n, k, s, d, before, after).o).toBe(outputSize(n, k, s, before, after, d));
            if (d * (k - 1) + 1 > n) expect(() => fit(n, k, s, d)).toThrow(RangeError);
            else expect(fit(n, k, s, d).o).toBe(outputSize(n, k, s, 0, 0, d));
          }
        }
      }
    }
  });

  it('valid, same and full give 3, 5 and 7', () => {
    expect([0, 1, 2].map((p) => fit(5, 3, 1, 1, p, p).o)).toEqual([3, 5, 7]);
    for (const k of [3, 5, 7]) {
      expect(fit(20, k, 1, 1, (k - 1) / 2, (k - 1) / 2).o).toBe(20);
      expect(fit(20, k, 1, 1, k - 1, k - 1).o).toBe(20 + k - 1);
      expect(same(20, k)).toEqual([(k - 1) / 2, (k - 1) / 2]);
    }
    expect(same(20, 4)).toEqual([1, 2]);
  });

  it('SAME gives ⌈n/s⌉ cells', () => {
    for (const [n, k, s, d] of [
      [224, 3, 2, 1],
      [224, 7, 2, 1],
      [7, 3, 2, 1],
      [10, 3, 3, 1],
      [9, 3, 1, 4],
      [5, 1, 2, 1],
    ]) {
      const [before, after] = same(n, k, s, d);
      expect(fit(n, k, s, d, before, after).o).toBe(Math.ceil(n / s));
      // and not with fewer zeros, unless there are none
      if (before + after > 0) {
        expect(outputSize(n, k, s, before, after - 1, d)).toBeLessThan(Math.ceil(n / s));
      }
    }
    expect(Math.ceil(224 / 2)).toBe(112);
    expect(read('padding_torch.out.txt')).toContain('not supported for strided convolutions');
  });

  it('sizes 6, 7 and 8 give 2 and s sizes always share one output', () => {
    expect([5, 6, 7, 8, 9].map((n) => fit(n, 3, 3).o)).toEqual([1, 2, 2, 2, 3]);
    for (const s of [1, 2, 3, 4]) {
      const sizes = Array.from({ length: 60 }, (_, n) => n + 5).filter((n) => fit(n, 5, s).o === 4);
      expect(sizes).toHaveLength(s);
    }
  });

  it('dilation covers d(k − 1) + 1 cells and needs d(k − 1) / 2 zeros', () => {
    const state = link('scene=dilation-2');
    expect(derive(state).output).toEqual([3, 3, 1]);
    for (const d of [1, 2, 3, 4]) {
      expect(() => fit(2 * d, 3, 1, d)).toThrow(RangeError);
      expect(fit(2 * d + 1, 3, 1, d).o).toBe(1);
      expect(fit(9, 3, 1, d, d, d).o).toBe(9);
    }
  });
});

describe('two meanings of same', () => {
  beforeAll(() => setBackend('cpu'));

  const strided = (x: number[], padding: ConvOptions['padding']) =>
    conv([x], [[1, 1, 1]], { stride: [1, 2], padding })[0];
  const both = (x: number[]) => [strided(x, 'same'), strided(x, [0, 0, 1, 1])];

  it('SAME and padding=1 part for even sizes with stride 2', () => {
    expect(both([1, 2, 3, 4])).toEqual([
      [6, 7],
      [3, 9],
    ]);
    for (let n = 3; n < 40; n++) {
      expect(same(n, 3, 2)).toEqual(n % 2 ? [1, 1] : [0, 1]);
      const one = fit(n, 3, 2, 1, 1, 1);
      expect(one).toEqual({ o: Math.ceil(n / 2), left: n % 2 ? 0 : 1 });
      expect(same(n, 3, 1)).toEqual([1, 1]);
      const [tf, torch] = both(Array.from({ length: n }, (_, i) => i * i + 1));
      if (n % 2) expect(tf).toEqual(torch);
      else tf.forEach((v, i) => expect(v).not.toBe(torch[i]));
      // in effect, the zero of padding=1 comes first
      expect(
        strided(
          Array.from({ length: n }, (_, i) => i * i + 1),
          [0, 0, 1, n % 2],
        ),
      ).toEqual(torch);
    }
    expect(same(224, 3, 2)).toEqual([0, 1]);
    expect(same(224, 7, 2)).toEqual([2, 3]); // against 3 and 3: one pixel off as well
    expect(fit(224, 7, 2, 1, 3, 3)).toEqual({ o: 112, left: 1 });
    const torch = read('padding_torch.out.txt');
    expect(torch).toContain('[6.0, 7.0]\n[3.0, 9.0]');
    expect(torch).toContain('[(112, 112), (112, 112), (113, 113)]');
    expect([223, 224, 225].map((n) => fit(n, 7, 2, 1, 3, 3).o)).toEqual([112, 112, 113]);
  });

  it('TensorFlow.js pads as we say', () => {
    const tf = (x: number[], pad: 'same' | [[0, 0], [0, 0], [number, number], [0, 0]]) =>
      tidy(() => [
        ...tfConv2d(
          tensor3d(x, [1, x.length, 1]),
          tensor4d([1, 1, 1], [1, 3, 1, 1]),
          [1, 2],
          pad,
        ).dataSync(),
      ]);
    for (const x of [
      [1, 2, 3, 4],
      [1, 2, 3, 4, 5],
    ]) {
      expect(tf(x, 'same')).toEqual(both(x)[0]);
      expect(
        tf(x, [
          [0, 0],
          [0, 0],
          [1, 1],
          [0, 0],
        ]),
      ).toEqual(both(x)[1]);
    }
  });

  it('the linked states mark both cells, then none', () => {
    const differ = (query: string) => {
      const state = link(query);
      if (state.source.kind !== 'matrix') throw new Error('the link has no numbers');
      const x = matrixGrid(state.source.channels);
      const sides: ConvOptions['padding'] = [0, 0, 1, 1];
      const ours = toRows(conv2d(x, kernelGrid(state), optionsOf(state)))[0];
      const theirs = toRows(
        conv2d(x, kernelGrid(state), { ...optionsOf(state), padding: sides }),
      )[0];
      expect(ours.length).toBe(theirs.length);
      return ours.filter((v, i) => v !== theirs[i]).length;
    };
    expect(differ('input=1,2,3,4&kernel=1,1,1&stride=2&padding=same')).toBe(2);
    expect(differ('input=1,2,3,4,5&kernel=1,1,1&stride=2&padding=same')).toBe(0);
  });
});

describe('borders', () => {
  it('five padded layers touch 52.7% of a 32×32 map', () => {
    // A map of ones through five layers that average: what differs from 1 has met a zero.
    const ninth = ones(3, 3).map((row) => row.map(() => 1 / 9));
    let map = ones(32, 32);
    for (let layer = 0; layer < 5; layer++) map = conv(map, ninth, { padding: 'same' });
    const touched = map.flat().filter((v) => Math.abs(v - 1) > 1e-12).length;
    expect(touched).toBe(1024 - 22 * 22);
    expect(Number(((100 * touched) / 1024).toFixed(1))).toBe(facts['touched-by-padding'].value);
  });

  it('the table shows what NumPy printed', () => {
    const printed = read('padding_numpy.out.txt');
    for (const mode of ['constant', 'edge', 'reflect', 'wrap']) {
      const values = new RegExp(`^${mode} +\\[(.*)\\]$`, 'm').exec(printed)![1];
      shown(`| \`${mode}\` | \`${values}\` |`);
    }
  });
});

describe('cost', () => {
  const STACKS: Layer[][] = [
    Array.from({ length: 5 }, () => ({ k: 3 })),
    [...Array.from({ length: 4 }, () => ({ k: 3 })), { k: 3, s: 2 }],
    [{ k: 3, s: 2 }, ...Array.from({ length: 4 }, () => ({ k: 3 }))],
    dilated(1, 2, 4, 8, 16),
  ];

  it('the table', () => {
    const rows = STACKS.map((layers) => {
      let shape: readonly number[] = [32, 32, 1];
      let macs = 0;
      for (const { k, s = 1, d = 1 } of layers) {
        const options = opts({ stride: [s, s], dilation: [d, d], padding: 'same' });
        shape = convOutputShape(shape, [k, k, 1, 1], options);
        macs += macCount(shape, [k, k, 1, 1]);
      }
      return [field(layers).r, shape[0], macs];
    });
    expect(rows).toEqual([
      [11, 32, 46_080],
      [11, 16, 39_168],
      [19, 16, 11_520],
      [63, 32, 46_080],
    ]);
    rows.forEach(([r, n, macs]) => shown(`| ${r} | ${n}×${n} | ${grouped(macs)} |`));
  });

  it('the field of the listing is what a gradient reaches', () => {
    for (const layers of [...STACKS.slice(0, 3), dilated(2, 2, 2), dilated(1, 2, 3)]) {
      const { r } = field(layers);
      let shape: readonly number[] = [r, 1, 1];
      const shapes = [shape];
      for (const { k, s = 1, d = 1 } of layers) {
        shape = convOutputShape(shape, [k, 1, 1, 1], opts({ stride: [s, 1], dilation: [d, 1] }));
        shapes.push(shape);
      }
      expect(shape).toEqual([1, 1, 1]);
      let dy = grid(shape, [1]);
      layers
        .map((layer, i) => ({ layer, from: shapes[i] }))
        .reverse()
        .forEach(({ layer: { k, s = 1, d = 1 }, from }) => {
          const options = opts({ stride: [s, 1], dilation: [d, 1] });
          dy = conv2dGradInput(dy, grid([k, 1, 1, 1], Array(k).fill(1)), [...from], options);
        });
      const reached = [...dy.data].flatMap((v, i) => (v > 0 ? [i] : []));
      expect(reads(layers)).toEqual(reached);
    }
  });

  it('dilations 2, 2, 2 read 49 of 169 cells', () => {
    const [lattice, dense] = [dilated(2, 2, 2), dilated(1, 2, 3)];
    expect([field(lattice).r, field(dense).r]).toEqual([13, 13]);
    expect([reads(lattice).length ** 2, reads(dense).length ** 2]).toEqual([49, 169]);
    expect(Math.round((100 * 49) / 169)).toBe(facts['gridding-share'].value);
    expect(reads(lattice).every((cell) => cell % 2 === 0)).toBe(true); // a neighbor reads odd ones
    expect(3 * 9).toBe(27);
    shown('13×13', 49, 169, 27);
  });

  it('rates without a common factor, and the rule d ≤ r', () => {
    const holes = (...rates: number[]) => {
      const layers = dilated(...rates);
      return field(layers).r - reads(layers).length;
    };
    expect(holes(2, 4, 8)).toBeGreaterThan(0);
    expect(holes(1, 2, 4)).toBe(0);
    expect(field(dilated(1, 2)).r).toBe(7);
    expect([holes(1, 2, 7), holes(1, 2, 8) > 0, holes(1, 2, 9) > 0]).toEqual([0, true, true]);
    for (let a = 1; a < 5; a++) {
      for (let b = 1; b < 8; b++) {
        for (let c = 1; c < 16; c++) {
          const safe = a <= 1 && b <= 1 + 2 * a && c <= 1 + 2 * a + 2 * b;
          if (safe) expect(holes(a, b, c)).toBe(0);
          if (a === 1 && b <= 3 && c > 1 + 2 * a + 2 * b) expect(holes(a, b, c)).toBeGreaterThan(0);
        }
      }
    }
  });
});

describe('pitfalls', () => {
  beforeAll(() => setBackend('cpu'));

  it('a 1×1 kernel with stride 2 skips 75% of the cells', () => {
    const cells = cellsRead(8, 1, { stride: [2, 2] });
    expect(100 - (100 * count(cells)) / 64).toBe(facts['skipped-share'].value);
    expect(count(cellsRead(8, 2, { stride: [2, 2] }))).toBe(64);
  });

  it('stride 2 with dilation 2 reads 16 of 49 cells', () => {
    const state = link('scene=dilation-2&stride=2');
    expect([state.stride, state.dilation]).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(count(cellsRead(7, 3, { stride: [2, 2], dilation: [2, 2] }))).toBe(16);
    // without a common factor only the edges suffer
    const inner = cellsRead(21, 3, { stride: [2, 2], dilation: [3, 3] }).slice(6, 15);
    expect(inner.every((row) => row.slice(6, 15).every(Boolean))).toBe(true);
    expect(read('padding_torch.out.txt')).toContain("{'stride': 2, 'dilation': 2} 16 of 49");
    const [x, w] = [
      tensor3d(Array(49).fill(1), [7, 7, 1]),
      tensor4d(Array(9).fill(1), [3, 3, 1, 1]),
    ];
    expect(() => tfConv2d(x, w, 2, 'valid', 'NHWC', 2)).toThrow('strides or dilations must be 1');
    x.dispose();
    w.dispose();
  });

  it('padding k//2 with dilation 2 turns 7 into 5', () => {
    expect(fit(7, 3, 1, 2, 1, 1).o).toBe(5);
    expect(fit(7, 3, 1, 2, 2, 2).o).toBe(7);
  });

  it('7 halves to 4, which doubles to 8', () => {
    expect(fit(7, 3, 2, 1, 1, 1).o).toBe(4);
    expect(2 * fit(7, 3, 2, 1, 1, 1).o).toBe(8);
  });

  it('the figures draw in both languages', () => {
    for (const draw of Object.values(figures)) expect(draw('zh')).not.toBe(draw('en'));
  });
});
