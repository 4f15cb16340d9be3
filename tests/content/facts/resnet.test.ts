/** Every number and every measurable correction of the page on ResNet. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { CURVES, figures } from '../../../src/content/concepts/resnet/figures.ts';
import {
  convolutions,
  count,
  depthOf,
  resnet,
  STAGES,
} from '../../../src/content/concepts/resnet/resnet.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { fromRows, grid, toRows } from '../../../src/lib/grid.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';
import { CONV_DEFAULTS, conv2d } from '../../../src/lib/ops/conv.ts';

const folder = new URL('../../../src/content/concepts/resnet/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const PAGES = LANGS.map((lang) => read(`${lang}.mdx`));
const shown = (...texts: (string | number)[]) =>
  texts.forEach((text) => PAGES.forEach((page) => expect(page).toContain(String(text))));
const grouped = (n: number) => n.toLocaleString('en-US');
const million = (n: number) => Math.round(n / 1e6);

/** One line of the output of the PyTorch listing. */
const run = (depth: number, kind: 'plain' | 'residual') => {
  const line = read('degradation_torch.out.txt')
    .split('\n')
    .find((each) => new RegExp(`^ ?${depth} ${kind} `).test(each))!;
  const [losses, ratio] = line.replace(/^ ?\d+ \w+ +/, '').split(/ +gradient /);
  return { losses: losses.split(' ').map(Number), ratio: Number(ratio) };
};

describe('the architecture', () => {
  test('names are the number of layers with weights', () => {
    for (const depth of Object.keys(STAGES).map(Number)) expect(depthOf(depth)).toBe(depth);
    shown('3+4+6+3=16', String.raw`1+3\cdot16+1=50`, String.raw`1+2\cdot8+1=18`);
  });

  test('parameters and multiply-adds of the five networks', () => {
    const { 18: small, 152: large } = Object.fromEntries(
      Object.keys(STAGES).map((depth) => {
        const { parameters, macs } = count(resnet(Number(depth)));
        shown(`| ${depth} | ${STAGES[Number(depth)].join(', ')} | ${grouped(parameters)} | ${grouped(million(macs))} |`); // prettier-ignore
        return [depth, macs];
      }),
    );
    expect(large / small).toBeGreaterThan(6);
    expect(large / small).toBeLessThan(7);
    expect(count(resnet(50)).parameters).toBe(25557032); // as the documentation of torchvision says
    // the ledger widget shows the same network
    expect(count(NETWORKS.resnet50).macs).toBe(count(resnet(50)).macs);
  });

  test('sides and channels of the stages', () => {
    const adds = count(resnet(50)).rows.filter(({ op }) => op === 'add');
    expect([...new Set(adds.map(({ output }) => output[0]))]).toEqual([56, 28, 14, 7]);
    expect([...new Set(adds.map(({ output }) => output[2]))]).toEqual([256, 512, 1024, 2048]);
    const small = count(resnet(18), 32).rows.filter(({ op }) => op === 'add');
    expect([...new Set(small.map(({ output }) => output[0]))]).toEqual([8, 4, 2, 1]);
  });

  test('16 blocks, 4 of them with a convolution on the shortcut', () => {
    const adds = parseList(resnet(50)).layers.flatMap((layer) =>
      layer.op === 'add' ? [layer] : [],
    );
    expect(adds).toHaveLength(16);
    expect(adds.filter(({ branches }) => branches[1].length > 0)).toHaveLength(4);
  });

  test('the stride on the first 1×1: same parameters, fewer multiply-adds', () => {
    const [early, late] = [true, false].map((at) => count(resnet(50, { early: at })));
    expect(early.parameters).toBe(late.parameters);
    expect([early, late].map(({ macs }) => million(macs))).toEqual([3858, 4089]);
    expect(PAGES[LANGS.indexOf('zh')]).toContain('38 亿 5800 万对 40 亿 8900 万');
    expect(PAGES[LANGS.indexOf('en')]).toContain('3,858 against 4,089');
  });

  test('shortcuts without projections have no parameters', () => {
    for (const depth of [18, 34]) {
      const projections = [64, 128, 256].reduce((sum, c) => sum + c * 2 * c + 2 * 2 * c, 0);
      const { parameters } = count(resnet(depth));
      expect(parameters - count(resnet(depth, { plain: true })).parameters).toBe(projections);
    }
  });

  test('weights of the blocks: 18C² and 17C²; the same work in every stage', () => {
    for (const c of [64, 128]) {
      expect(2 * 9 * c * c).toBe(18 * c * c);
      expect(4 * c * c + 9 * c * c + c * 4 * c).toBe(17 * c * c);
    }
    const work = count(resnet(34))
      .rows.filter(
        ({ op, reach, layer }) =>
          op === 'conv' &&
          reach!.kernel[0] === 3 &&
          layer &&
          'stride' in layer &&
          layer.stride[0] === 1,
      ) // prettier-ignore
      .map(({ macs }) => macs);
    expect(new Set(work).size).toBe(1);
    expect([34, 50].map((depth) => STAGES[depth].join())).toEqual(['3,4,6,3', '3,4,6,3']);
    expect([convolutions(34), convolutions(50)]).toEqual([2, 3]);
  });
});

describe('degradation', () => {
  test('a deeper plain network can copy a shallower one', () => {
    const kernel = grid([3, 3, 1, 1], [0, 0, 0, 0, 1, 0, 0, 0, 0]);
    const rows = [
      [0, 3, 1],
      [2, 0, 5],
      [4, 1, 0],
    ];
    const same = conv2d(fromRows(rows), kernel, { ...CONV_DEFAULTS, padding: 'same' });
    expect(toRows(same).map((row) => row.map((v) => Math.max(v, 0)))).toEqual(rows);
  });

  test('degradation on 1,000 digits', () => {
    for (const [name, values] of Object.entries(CURVES)) {
      const [kind, depth] = name.split(' ');
      expect(run(Number(depth), kind as 'plain').losses).toEqual(values);
    }
    const last = (depth: number, kind: 'plain' | 'residual') => run(depth, kind).losses.at(-1);
    expect(last(20, 'plain')).toBe(facts['loss-plain-20'].value);
    expect(last(20, 'residual')).toBe(facts['loss-residual-20'].value);
    expect(last(50, 'plain')).toBe(facts['loss-plain-50'].value);
    expect(last(50, 'residual')).toBe(facts['loss-residual-50'].value);
    expect(Math.log(10)).toBeCloseTo(facts.chance.value, 2);
    for (const depth of [20, 50]) expect(run(depth, 'residual').losses[3]).toBeLessThan(0.25);
  });

  test('shallow networks end alike, the residual one is ahead early', () => {
    const [plain, residual] = [run(6, 'plain').losses, run(6, 'residual').losses];
    expect([plain[3], residual[3]]).toEqual([facts['early-plain-6'].value, facts['early-residual-6'].value]); // prettier-ignore
    expect([plain[9], residual[9]]).toEqual([facts['late-plain-6'].value, facts['late-residual-6'].value]); // prettier-ignore
  });

  test('the failing plain networks have no vanished gradient', () => {
    expect(Math.round(run(20, 'plain').ratio)).toBe(4);
    expect(Math.round(run(50, 'plain').ratio)).toBe(267);
    for (const depth of [20, 50]) expect(Math.round(run(depth, 'residual').ratio)).toBe(2);
    shown('267');
    expect(read('concept.yaml')).toContain('267');
  });
});

test('the same network under three ways of testing', () => {
  expect(100 - facts['torchvision-50'].value).toBeCloseTo(facts['torchvision-error'].value, 9);
  expect(facts['single-50'].value).toBeLessThan(facts['resnet-50'].value);
});

test('the figure is drawn in both languages', () => {
  for (const lang of LANGS) expect(figures.curves(lang)).not.toMatch(/NaN|undefined|style=/);
});
