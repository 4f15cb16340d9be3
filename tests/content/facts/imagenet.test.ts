/** Every number and every measurable correction of the page on ImageNet. */
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import {
  figures,
  IMAGES,
  PERSON,
  REMOVED_IMAGES,
} from '../../../src/content/concepts/imagenet/figures.ts';
import {
  anyLabel,
  main,
  oneLabel,
  PICTURES,
  wrongAnyLabel,
} from '../../../src/content/concepts/imagenet/labels.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { ledger } from '../../../src/lib/network.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';

const folder = new URL('../../../src/content/concepts/imagenet/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
/** What the page shows under a fact id. */
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const pages = LANGS.map((lang) => read(`${lang}.mdx`));
const grouped = (value: number) => value.toLocaleString('en-US');
const inFormula = (value: number) => grouped(value).replaceAll(',', '{,}');
const percent = (share: number) => Number((100 * share).toFixed(1));

describe('labels', () => {
  test('the same five predictions score 40 or 75', () => {
    expect(100 * oneLabel(PICTURES)).toBe(fact('one-label'));
    expect(100 * anyLabel(PICTURES)).toBe(fact('real-labels'));
    expect(PICTURES).toHaveLength(5);
    expect(read('labels_numpy.out.txt')).toBe(
      'one label 0.40, any accepted label 0.75, pictures 4 of 5\n',
    );
  });

  test('pictures without an answer keep a perfect model below 100%', () => {
    const perfect = PICTURES.map((picture) => ({
      ...picture,
      predicted: picture.accepted[0] ?? 'anything',
    }));
    expect(anyLabel(perfect)).toBe(1);
    expect(wrongAnyLabel(perfect)).toBe(4 / 5);
  });

  test('the fourth picture repeats a wrong label: right before, wrong now', () => {
    expect([oneLabel([PICTURES[3]]), anyLabel([PICTURES[3]])]).toEqual([1, 0]);
  });

  test('the listing prints its captured output', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    main();
    const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
    log.mockRestore();
    expect(`${printed}\n`).toBe(read('labels.out.txt'));
  });
});

describe('what was withdrawn', () => {
  test('the person subtree adds up', () => {
    const { total, unsafe, unseen, left } = PERSON;
    expect(unsafe + unseen + left).toBe(total);
    for (const page of pages) {
      for (const count of [total, unsafe, unseen, left]) expect(page).toContain(grouped(count));
    }
  });

  test('without the two groups 19,167 of the 21,841 classes are left', () => {
    const left = 21_841 - PERSON.unsafe - PERSON.unseen;
    for (const page of pages) {
      expect(page).toContain(`| 13,153,500 | ${grouped(left)} |`);
      expect(page).toContain(`=${inFormula(left)}`);
    }
  });

  test('the two groups that were removed explain the missing images to within 35', () => {
    const missing = IMAGES[2014] - IMAGES[2021];
    const groups = REMOVED_IMAGES.unsafe + REMOVED_IMAGES.unseen;
    expect(missing - groups).toBe(35);
    expect(percent(missing / IMAGES[2014])).toBe(fact('missing-share'));
    expect(percent(REMOVED_IMAGES.unsafe / IMAGES[2014])).toBe(fact('unsafe-share'));
    const shown = [IMAGES[2014], IMAGES[2021], missing, groups, ...Object.values(REMOVED_IMAGES)];
    for (const page of pages) {
      for (const count of shown) expect(page).toContain(inFormula(count));
      for (const count of Object.values(IMAGES)) expect(page).toContain(grouped(count));
    }
  });
});

describe('the ledger', () => {
  const count = (list: string) => {
    const { input, layers } = parseList(list);
    return ledger(input!, layers);
  };

  test('a layer for 21,841 classes is nearly twice the rest of ResNet-50', () => {
    const whole = count(NETWORKS.resnet50);
    const few = count('input:7,7,2048;gap;dense:1000').parameters;
    const many = count('input:7,7,2048;gap;dense:21841').parameters;
    expect(whole.rows.at(-1)!.parameters).toBe(few);
    expect(many / (whole.parameters - few)).toBeGreaterThan(1.85);
    expect(many / (whole.parameters - few)).toBeLessThan(2);
    for (const page of pages) {
      for (const value of [few, many, whole.parameters]) expect(page).toContain(grouped(value));
      expect(page).toContain('layers=input:7,7,2048;gap;dense:21841');
    }
  });

  test('the full collection has more than ten times the images and classes', () => {
    expect(IMAGES[2014] / 1_281_167).toBeGreaterThan(10);
    expect(21_841 / 1000).toBeGreaterThan(10);
  });
});

test('the runner-up of 2012 made almost twice the errors of AlexNet', () => {
  expect(fact('second') / fact('alexnet')).toBeGreaterThan(1.7);
  expect(fact('second') - fact('alexnet')).toBeCloseTo(10.9, 9);
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
