/** Every number and every measurable correction of the page on mAP. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readFromDisk } from '@models/on-disk.ts';
import { analysisOf, load, reference, type Analysis } from '@widgets/detector/reference.ts';
import { parse } from '@widgets/detector/state.ts';
import {
  averagePrecision,
  boxIou,
  matchDetections,
  nonMaxSuppression,
  precisionRecall,
  type Box,
} from '../../../src/lib/boxes.ts';
import { integer, mulberry32, type Random } from '../../../src/lib/random.ts';
import { samples, steps } from '../../../src/content/concepts/mean-average-precision/figures.ts';
import {
  areaAp,
  curve,
  iou,
  match,
  NEIGHBORS,
  OBJECTS,
  PICTURES,
  raised,
  RANKED,
  sampledAp,
  stepAp,
  wrongMeanOfPictures,
} from '../../../src/content/concepts/mean-average-precision/ap.ts';

const folder = new URL('../../../src/content/concepts/mean-average-precision/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

const randomVerdicts = (random: Random, count: number) =>
  Array.from({ length: count }, () => ({ score: random(), right: random() < 0.5 }));

describe('the worked example', () => {
  const points = curve(RANKED, OBJECTS);

  test('precision and recall, row by row', () => {
    expect(points.map((p) => p.precision)).toEqual([1, 1 / 2, 2 / 3, 3 / 4, 3 / 5]);
    expect(points.map((p) => p.recall)).toEqual([1 / 4, 1 / 4, 2 / 4, 3 / 4, 3 / 4]);
  });

  test('one ranking, four answers', () => {
    expect(areaAp(points)).toBeCloseTo(5 / 8, 12);
    expect(sampledAp(points, 11)).toBeCloseTo(27 / 44, 12);
    expect(sampledAp(points, 101)).toBeCloseTo(127 / 202, 12);
    expect(stepAp(points)).toBeCloseTo(29 / 48, 12);
    const shown = (value: number) => Number(value.toFixed(3));
    expect(fact('area')).toBe(shown(5 / 8));
    expect(fact('eleven')).toBe(shown(27 / 44));
    expect(fact('hundred')).toBe(shown(127 / 202));
    expect(fact('unraised')).toBe(shown(29 / 48));
    const at = (count: number, value: number) =>
      Array.from({ length: count }, (_, i) => raised(points, i / (count - 1))).filter(
        (p) => p === value,
      ).length;
    expect([1, 3 / 4, 0].map((v) => at(11, v))).toEqual([3, 5, 3]);
    expect([1, 3 / 4, 0].map((v) => at(101, v))).toEqual([26, 50, 25]);
  });

  test('the figure: steps and samples lie on the raised curve', () => {
    expect(steps()).toEqual([
      [0, 1],
      [1 / 4, 1],
      [1 / 4, 3 / 4],
      [1 / 2, 3 / 4],
      [1 / 2, 3 / 4],
      [3 / 4, 3 / 4],
      [3 / 4, 0],
      [1, 0],
    ]);
    expect(samples.map(([, p]) => p)).toEqual([1, 1, 1, 0.75, 0.75, 0.75, 0.75, 0.75, 0, 0, 0]);
  });
});

describe('as the library has it', () => {
  test('area and 11 points on random rankings', () => {
    const random = mulberry32(3);
    for (let i = 0; i < 50; i++) {
      const all = randomVerdicts(random, integer(random, 1, 30));
      const truths = all.filter((v) => v.right).length + integer(random, 1, 5);
      const ours = curve(all, truths);
      const theirs = precisionRecall(all, truths);
      expect(areaAp(ours)).toBeCloseTo(averagePrecision(theirs), 12);
      expect(sampledAp(ours, 11)).toBeCloseTo(averagePrecision(theirs, '11'), 12);
    }
  });

  test('VOC matching and IoU', () => {
    const random = mulberry32(4);
    const box = (): Box => {
      const [x, y] = [integer(random, 0, 10), integer(random, 0, 10)];
      return [x, y, x + integer(random, 2, 9), y + integer(random, 2, 9)];
    };
    for (let i = 0; i < 60; i++) {
      const truths = Array.from({ length: 4 }, box);
      const found = Array.from({ length: 6 }, () => ({ box: box(), score: random() }));
      expect(iou(found[0].box, truths[0])).toBeCloseTo(boxIou(found[0].box, truths[0]), 12);
      const label = 0;
      const theirs = matchDetections(found.map((f) => ({ ...f, label })), truths.map((b) => ({ box: b, label })), 0.4); // prettier-ignore
      const right = theirs.order.map((index) => theirs.truthOf[index] >= 0);
      expect(match(found, truths, 0.4, 'voc').map((m) => m.right)).toEqual(right);
    }
  });

  test('NumPy printed the same AP', () => {
    const printed = read('ap_numpy.out.txt');
    expect(printed).toContain(`AP ${sampledAp(curve(RANKED, OBJECTS), 101).toFixed(4)}`);
    const cut = RANKED.filter((r) => r.score > 0.7);
    expect(printed).toContain(`above 0.7: ${sampledAp(curve(cut, OBJECTS), 101).toFixed(4)}`);
  });
});

describe('rules', () => {
  test('the same box is wrong by VOC and right by COCO', () => {
    const { found, truths } = NEIGHBORS;
    const verdicts = (rule: 'voc' | 'coco') => match(found, truths, 0.5, rule).map((m) => m.right);
    expect(verdicts('voc')).toEqual([true, false]);
    expect(verdicts('coco')).toEqual([true, true]);
    // the second box fits the first object best, and the second object well enough
    expect(iou(found[1].box, truths[0])).toBeGreaterThan(iou(found[1].box, truths[1]));
    expect(iou(found[1].box, truths[1])).toBeGreaterThan(0.5);
  });

  test('a second box on the same object is a false positive', () => {
    const twice = [
      { box: [0, 0, 10, 10] as Box, score: 0.9 },
      { box: [0, 0, 10, 10] as Box, score: 0.8 },
    ];
    for (const rule of ['voc', 'coco'] as const) {
      expect(match(twice, [[0, 0, 10, 10]], 0.5, rule).map((m) => m.right)).toEqual([true, false]);
    }
  });

  test('one ranking for all pictures', () => {
    const all = PICTURES.flatMap((picture) => picture.all);
    expect(areaAp(curve(all, 2))).toBeCloseTo(2 / 3, 12);
    expect(wrongMeanOfPictures(PICTURES)).toBe(0.75);
  });

  test('a score threshold never raises AP', () => {
    const random = mulberry32(9);
    let lower = 0;
    for (let i = 0; i < 80; i++) {
      const all = randomVerdicts(random, 20);
      const truths = all.filter((v) => v.right).length + 1;
      const limit = random();
      const kept = all.filter((v) => v.score > limit);
      for (const ap of [areaAp, (p: Parameters<typeof areaAp>[0]) => sampledAp(p, 101)]) {
        const [before, after] = [ap(curve(all, truths)), ap(curve(kept, truths))];
        expect(after).toBeLessThanOrEqual(before + 1e-12);
        lower += Number(after < before - 1e-9);
      }
    }
    expect(lower).toBeGreaterThan(40);
  });

  test('only the order of the scores counts, and nothing behind the last hit', () => {
    const squared = RANKED.map((v) => ({ ...v, score: v.score ** 2 }));
    const tail = Array.from({ length: 1000 }, (_, i) => ({ score: -1 - i, right: false }));
    for (const changed of [squared, [...RANKED, ...tail]]) {
      expect(areaAp(curve(changed, OBJECTS))).toBe(areaAp(curve(RANKED, OBJECTS)));
    }
  });
});

describe('the shipped detector', () => {
  const analyses: Analysis[] = [];
  beforeAll(async () => {
    readFromDisk();
    await load();
    for (let seed = 1; seed <= 40; seed++) {
      const state = parse({ seed: `${seed}`, count: '5', threshold: '0.01' }).state!;
      await reference(state, undefined, async () => true);
      analyses.push(analysisOf(state)!);
    }
  }, 120_000);

  /** Mean over the ten classes of the 101-point AP, in percent. */
  function ap(threshold: number, score = 0.01): number {
    const classes = Array.from({ length: 10 }, (_, c) => {
      let truths = 0;
      const all = analyses.flatMap((a) => {
        const { kept } = nonMaxSuppression(a.found, { iou: 0.45, score });
        const own = a.truths.filter((t) => t.label === c).map((t) => t.box);
        truths += own.length;
        return match(
          kept.map((i) => a.found[i]).filter((f) => f.label === c),
          own,
          threshold,
          'coco',
        );
      });
      expect(truths).toBeGreaterThan(0);
      return sampledAp(curve(all, truths), 101);
    });
    return (100 * classes.reduce((a, b) => a + b, 0)) / 10;
  }

  test('the shipped detector by COCO rules', () => {
    expect(analyses.reduce((sum, a) => sum + a.truths.length, 0)).toBe(200);
    const ten = Array.from({ length: 10 }, (_, i) => ap((50 + 5 * i) / 100));
    const shown = (value: number) => Number(value.toFixed(1));
    expect(shown(ten[0])).toBe(fact('ours-50'));
    expect(shown(ten[5])).toBe(fact('ours-75'));
    expect(shown(ten[9])).toBe(fact('ours-95'));
    expect(shown(ten.reduce((a, b) => a + b, 0) / 10)).toBe(fact('ours-coco'));
    expect(shown(ap(0.5, 0.5))).toBe(fact('ours-cut'));
    // the corrections say the same in words
    for (const id of ['ours-50', 'ours-75', 'ours-coco', 'ours-cut']) {
      expect(read('concept.yaml')).toContain(`${fact(id).toFixed(1)}%`);
    }
  });

  test('with the threshold at one half precision rises', () => {
    const precision = (score: number) => {
      let [hits, boxes] = [0, 0];
      for (const a of analyses) {
        const kept = nonMaxSuppression(a.found, { iou: 0.45, score }).kept.map((i) => a.found[i]);
        boxes += kept.length;
        hits += matchDetections(kept, a.truths).truthOf.filter((t) => t >= 0).length;
      }
      return hits / boxes;
    };
    expect(precision(0.5)).toBeGreaterThan(precision(0.01));
  });

  test('digits are some 20 pixels high', () => {
    const heights = analyses.flatMap((a) => a.truths.map(({ box }) => box[3] - box[1]));
    const mean = heights.reduce((a, b) => a + b, 0) / heights.length;
    expect(mean).toBeGreaterThan(17);
    expect(mean).toBeLessThan(23);
    // one pixel too many on one side of 20 by 14
    expect(boxIou([0, 0, 14, 20], [0, 0, 15, 20])).toBeLessThan(0.95);
  });
});
