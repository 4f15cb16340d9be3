/** Every number and every measurable correction of the page on ILSVRC. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  BAIDU,
  figures,
  HUMAN,
  RESULTS,
  SECOND_2012,
} from '../../../src/content/concepts/ilsvrc/figures.ts';
import {
  ALLOWED,
  bestOf,
  DAYS,
  main as printSubmissions,
  standardError,
} from '../../../src/content/concepts/ilsvrc/submissions.ts';
import {
  main as printTop5,
  PICTURES,
  rank,
  topError,
  wrongRank,
} from '../../../src/content/concepts/ilsvrc/top5.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { ledger } from '../../../src/lib/network.ts';
import { NETWORKS, parseList, type NetworkName } from '../../../src/lib/network-list.ts';

const folder = new URL('../../../src/content/concepts/ilsvrc/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const pages = LANGS.map((lang) => read(`${lang}.mdx`));
const two = (value: number) => Number(value.toFixed(2));

test.each([
  ['top5', printTop5],
  ['submissions', printSubmissions],
])('%s prints its captured output', (name, main) => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  main();
  const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
  log.mockRestore();
  expect(`${printed}\n`).toBe(read(`${name}.out.txt`));
});

describe('top-5 error', () => {
  test('ranks 1, 3, 5, 6 and 2', () => {
    expect(PICTURES.map(rank)).toEqual([1, 3, 5, 6, 2]);
    expect(100 * topError(PICTURES, 1)).toBe(fact('top1'));
    expect(100 * topError(PICTURES, 5)).toBe(fact('top5'));
    expect(new Set(PICTURES.map(({ scores }) => scores.length))).toEqual(new Set([7]));
  });

  test('PyTorch and NumPy agree', () => {
    const output = read('top5_torch.out.txt');
    expect(output).toContain(`top-1 error ${fact('top1')}%, NumPy ${fact('top1')}%`);
    expect(output).toContain(`top-5 error ${fact('top5')}%, NumPy ${fact('top5')}%`);
    expect(output).toContain('top-5 error 99.5%'); // five of 1,000 by chance
  });

  test('equal scores must not look perfect', () => {
    const equal = { scores: Array(1000).fill(0), label: 3 };
    expect(wrongRank(equal)).toBe(1);
    expect(rank(equal)).toBe(1000);
    const overflowed = { scores: Array(1000).fill(NaN), label: 3 };
    expect(wrongRank(overflowed)).toBe(1);
    expect(rank(overflowed)).toBe(1000);
  });
});

describe('results', () => {
  test('the table shows the points of the figure', () => {
    expect(RESULTS.map(({ year }) => year)).toEqual([
      2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017,
    ]);
    for (const { year, supplied, outside } of RESULTS) {
      expect(two(supplied)).toBe(fact(`y${year}`));
      if (outside !== undefined)
        expect(Math.abs(outside - fact(`outside-${year}`))).toBeLessThan(0.0051);
    }
    expect(two(SECOND_2012)).toBe(fact('second-2012'));
    expect(BAIDU.error).toBe(fact('baidu'));
    expect(HUMAN).toBe(fact('human-a'));
  });

  test('the error falls every year, most in 2012', () => {
    const falls = RESULTS.slice(1).map(({ supplied }, i) => RESULTS[i].supplied - supplied);
    expect(Math.min(...falls)).toBeGreaterThan(0);
    expect(falls.indexOf(Math.max(...falls))).toBe(1);
  });

  test('the gap of 2012 with equal data', () => {
    const { supplied, outside } = RESULTS[2];
    expect((SECOND_2012 - supplied).toFixed(3)).toBe('9.750');
    expect((SECOND_2012 - outside!).toFixed(3)).toBe('10.857');
    for (const page of pages) {
      expect(page).toContain(
        `${SECOND_2012}-${outside}=${(SECOND_2012 - outside!).toFixed(3)}\\qquad ${SECOND_2012}-${supplied}=${(SECOND_2012 - supplied).toFixed(3)}`,
      );
    }
  });
});

describe('how much a number can carry', () => {
  test('two hundred tries buy about a fifth of a point', () => {
    const se = 100 * standardError(fact('google') / 100, 100_000);
    expect(two(se * bestOf(200, 4000, 1))).toBe(fact('luck'));
    expect(two(se * bestOf(200, 4000, 2))).toBe(fact('luck')); // not the seed
    expect(two(fact('google') - fact('baidu'))).toBe(fact('lead'));
    expect(Math.abs(bestOf(1, 4000, 1))).toBeLessThan(0.05);
    expect(bestOf(2, 20_000, 1)).toBeCloseTo(1 / Math.sqrt(Math.PI), 2); // known exactly
  });

  test('two submissions a week make 48', () => {
    expect(DAYS).toBe(166);
    expect(DAYS / 7).toBeLessThan(24);
    expect(ALLOWED).toBe(48);
  });

  test('the error of a person is known to about half a point', () => {
    const se = 100 * standardError(HUMAN / 100, 1500);
    expect(two(se)).toBe(fact('human-se'));
    expect(HUMAN - fact('prelu')).toBeLessThan(se);
    expect(fact('human-b')).toBeGreaterThan(HUMAN + 2 * se);
  });
});

describe('the ledger', () => {
  const count = (name: NetworkName) => {
    const { input, layers } = parseList(NETWORKS[name]);
    return ledger(input!, layers);
  };

  test('parameters rise and fall while the error falls', () => {
    const [alexnet, vgg, resnet] = [count('alexnet'), count('vgg16'), count('resnet50')];
    for (const page of pages) {
      for (const { parameters } of [alexnet, vgg, resnet]) {
        expect(page).toContain(parameters.toLocaleString('en-US'));
      }
      expect(page).toContain(alexnet.macs.toLocaleString('en-US'));
    }
    expect(resnet.parameters).toBeLessThan(alexnet.parameters);
    expect(vgg.parameters).toBeGreaterThan(alexnet.parameters);
    expect(Math.floor(vgg.macs / 1e8)).toBe(154);
    expect(Math.round(resnet.macs / 1e8)).toBe(41);
  });
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
