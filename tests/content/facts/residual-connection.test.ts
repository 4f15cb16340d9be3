/** Every number and every measurable correction of the page on residual connections. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { network, parse as parseScene } from '../../../src/components/widgets/ledger/state.ts';
import {
  BLOCKS,
  blockWeights,
  figures,
  PATHS,
  shares,
  weightsOf,
} from '../../../src/content/concepts/residual-connection/figures.ts';
import { meanSquares } from '../../../src/content/concepts/residual-connection/growth.ts';
import {
  backward,
  BLOCK,
  branch,
  G,
  residual,
  wrongConcat,
  X,
  ZERO,
  type Block,
} from '../../../src/content/concepts/residual-connection/residual.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { parseList } from '../../../src/lib/network-list.ts';
import { ledger } from '../../../src/lib/network.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/residual-connection/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const PAGES = LANGS.map((lang) => read(`${lang}.mdx`));
const shown = (...texts: (string | number)[]) =>
  texts.forEach((text) => PAGES.forEach((page) => expect(page).toContain(String(text))));

describe('the worked example', () => {
  test('forward: (3,1) becomes (1,3); with weights of 0 it stays', () => {
    expect(branch(BLOCK, X)).toEqual([-2, 2]);
    expect(residual(BLOCK, X)).toEqual([1, 3]);
    expect(branch(ZERO, X)).toEqual([0, 0]);
    expect(residual(ZERO, X)).toEqual(X);
    shown('W_1x=(2,-1)', '(3,1)+(-2,2)=(1,3)');
  });

  test('backward: the shortcut brings (1,0), the layers (−1,1), one component cancels', () => {
    expect(backward(BLOCK, X, G)).toEqual({ shortcut: [1, 0], layers: [-1, 1], sum: [0, 1] });
  });

  test('the gradient agrees with differences', () => {
    const rng = mulberry32(3);
    const matrix = () => [0, 1, 2].map(() => [0, 1, 2].map(() => normal(rng)));
    const block: Block = { w1: matrix(), w2: matrix() };
    const x = [normal(rng), normal(rng), normal(rng)];
    const g = [normal(rng), normal(rng), normal(rng)];
    const loss = (at: number[]) => residual(block, at).reduce((s, v, i) => s + v * g[i], 0);
    backward(block, x, g).sum.forEach((slope, i) => {
      const moved = (by: number) => x.map((v, j) => (j === i ? v + by : v));
      expect((loss(moved(1e-6)) - loss(moved(-1e-6))) / 2e-6).toBeCloseTo(slope, 6);
    });
  });
});

describe('shapes', () => {
  test('adding keeps the channels, concatenating doubles them', () => {
    expect(residual(BLOCK, X)).toHaveLength(2);
    expect(wrongConcat(BLOCK, X)).toEqual([-2, 2, 3, 1]);
    expect(() => residual({ w1: BLOCK.w1, w2: [[1, 1]] }, X)).toThrow(RangeError);
    expect(read('residual_torch.py')).toContain('torch.cat([x, f], 1)');
    expect(read('residual_torch.out.txt')).toContain('add: 64 channels; concatenate: 128');
    shown('| 64 | 128 |');
  });

  test('the link to the ledger opens a block with 64 channels, 128 when concatenated', () => {
    for (const page of PAGES) {
      const query = /#ledger\?(layers=[^)\s]+)\)/.exec(page)![1];
      const { layers } = Object.fromEntries(new URLSearchParams(query.replaceAll(';', '%3B')));
      const { state } = parseScene({ layers });
      const last = (text: string) => {
        const { input, layers: list } = parseList(text);
        return ledger(input!, list).rows.at(-1)!.output;
      };
      expect(network(state!).layers).toBe(layers);
      expect(last(layers)).toEqual([56, 56, 64]);
      expect(last(layers.replace('add', 'concat'))).toEqual([56, 56, 128]);
    }
  });

  test('the three blocks, their shapes and weights', () => {
    expect(BLOCKS.map(blockWeights)).toEqual([73728, 69632, 229376]);
    const torch = read('residual_torch.out.txt');
    for (const block of BLOCKS) {
      expect(torch).toMatch(new RegExp(`${block.id} .* ${blockWeights(block)} weights`));
      expect([2, 3]).toContain(block.branch.length);
      const grouped = blockWeights(block).toLocaleString('en-US');
      shown(grouped);
      for (const lang of LANGS) expect(figures.blocks(lang)).toContain(grouped);
    }
    expect(torch).toContain('(64, 56, 56) -> (128, 28, 28)');
    // a projection around a bottleneck nearly doubles it
    const projection = weightsOf({ size: 1, from: 256, to: 256 });
    expect(projection).toBe(65536);
    expect((69632 + projection) / 69632).toBeGreaterThan(1.9);
    shown('65,536');
  });

  test('zero γ starts at the identity; broadcasting and in-place changes pass silently', () => {
    const torch = read('residual_torch.out.txt');
    expect(torch).toContain('gamma 0: block(x) == relu(x): True');
    expect(torch).toContain('1 channel + 64 channels: (2, 64, 8, 8)');
    expect(torch).toContain('in place: True  wanted: False');
  });
});

describe('signals and gradients', () => {
  test('without normalization twenty blocks enlarge the signal a million times', () => {
    expect(2 ** 20).toBe(1048576);
    shown('1,048,576');
    const printed = meanSquares('as it is', 20, 1)[20];
    expect(printed).toBeGreaterThan(1e6);
    expect(read('growth.out.txt')).toContain(String(Math.round(printed)));
    const doublings = [1, 2].map((seed) => Math.log2(meanSquares('as it is', 20, seed)[20]));
    const mean = doublings.reduce((a, b) => a + b) / doublings.length / 20;
    expect(mean).toBeGreaterThan(0.9);
    expect(mean).toBeLessThan(1.1);
  });

  test('gradients grow like the signal', () => {
    const n = 64;
    const rng = mulberry32(5);
    const matrix = (variance: number) =>
      Array.from({ length: n }, () =>
        Array.from({ length: n }, () => Math.sqrt(variance) * normal(rng)),
      );
    const square = (v: number[]) => v.reduce((sum, each) => sum + each * each, 0);
    const chain: { block: Block; x: number[] }[] = [];
    let x = Array.from({ length: n }, () => normal(rng));
    for (let i = 0; i < 20; i++) {
      const block = { w1: matrix(2 / n), w2: matrix(1 / n) };
      chain.push({ block, x });
      x = residual(block, x);
    }
    const g = Array.from({ length: n }, () => normal(rng));
    const back = chain.reduceRight((at, step) => backward(step.block, step.x, at).sum, g);
    const doubling = Math.log2(square(back) / square(g)) / 20;
    expect(doubling).toBeGreaterThan(0.8);
    expect(doubling).toBeLessThan(1.2);
  });

  test('normalized branches add 1 each, a zero scale adds nothing', () => {
    for (const seed of [1, 3]) {
      const sizes = meanSquares('normalized', 20, seed);
      expect(Math.round(sizes[20])).toBeGreaterThanOrEqual(20);
      expect(Math.round(sizes[20])).toBeLessThanOrEqual(22);
    }
    expect(Math.round(meanSquares('normalized', 20, 1)[20])).toBe(21);
    expect(new Set(meanSquares('zero at first', 20, 1))).toEqual(new Set([1]));
  });

  test('a chain of blocks is a sum, and all its paths carry (1 + a)ⁿ', () => {
    const [n, a] = [6, 0.3];
    const { paths, gradient } = shares(n, a);
    expect(paths.reduce((s, v) => s + v)).toBeCloseTo(1, 12);
    const terms = gradient.map((share) => share * (1 + a) ** n);
    expect(terms[2]).toBeCloseTo(15 * a ** 2, 12);
    expect(terms.reduce((s, v) => s + v)).toBeCloseTo((1 + a) ** n, 12);
    expect(paths[2] * 2 ** n).toBeCloseTo(15, 12);
  });

  test('short paths carry the gradient of the toy', () => {
    const { blocks: n, pass } = PATHS;
    expect([n, pass]).toEqual([54, 1 / 4]);
    const { paths, gradient } = shares(n, pass);
    expect(paths.indexOf(Math.max(...paths))).toBe(27);
    expect([10, 11]).toContain(gradient.indexOf(Math.max(...gradient)));
    const short = gradient.slice(5, 18).reduce((s, v) => s + v);
    expect(Math.round(100 * short)).toBe(facts['path-share'].value);
    expect([2 * 5, 2 * 17]).toEqual([10, 34]);
    expect(2 * n + 2).toBe(110);
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) expect(figures[name](lang)).not.toMatch(/NaN|undefined|style=/);
});
