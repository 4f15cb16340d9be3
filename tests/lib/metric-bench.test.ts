/** The metrics bench against scikit-learn, and what must hold for every input. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  areaOf,
  averageOf,
  countsOf,
  drawScores,
  forgetful,
  metricsOf,
  MIXTURES,
  mixturesOf,
  pairCounts,
  rarest,
  reportOf,
  sweep,
  withErrors,
  type Scored,
} from '../../src/lib/metric-bench.ts';
import { areaUnder, average, precisionAt, rocCurve, type Averages, type Counts } from '../../src/lib/metrics.ts'; // prettier-ignore

interface Golden {
  scored: (Scored & {
    threshold: number;
    counts: Counts;
    metrics: number[];
    thresholds: number[];
    fpr: number[];
    recall: number[];
    precision: number[];
    auc: number;
    ap: number;
  })[];
  reports: (Record<'macro' | 'micro' | 'weighted', number[]> & {
    matrix: number[][];
    perClass: number[][];
    accuracy: number;
  })[];
}
const golden = JSON.parse(
  readFileSync(new URL('../golden/metric-bench.json', import.meta.url), 'utf8'),
) as Golden;

const close = (mine: readonly number[], right: readonly number[]) => {
  expect(mine.length).toBe(right.length);
  mine.forEach((v, i) => expect(v, `${i}`).toBeCloseTo(right[i], 12));
};

describe.each(golden.scored)('scores of two classes, as scikit-learn %#', (g) => {
  test('counts, metrics, curves and their areas', () => {
    const counts = countsOf(g, g.threshold);
    expect(counts).toEqual(g.counts);
    close(metricsOf(counts), g.metrics);
    const points = sweep(g);
    close(points.map(({ threshold }) => threshold), g.thresholds); // prettier-ignore
    close(points.map(({ fpr }) => fpr), g.fpr); // prettier-ignore
    close(points.map(({ recall }) => recall), g.recall); // prettier-ignore
    // scikit-learn leaves out what comes after the last positive was found.
    const found = points.findIndex(({ recall }) => recall === 1) + 1;
    expect(g.precision.length).toBeGreaterThanOrEqual(found);
    close(points.slice(0, g.precision.length).map(({ precision }) => precision), g.precision); // prettier-ignore
    expect(areaOf(g)).toBeCloseTo(g.auc, 12);
    expect(averageOf(points)).toBeCloseTo(g.ap, 12);
  });

  test('every point is the count at its threshold; the area is that of the curve', () => {
    for (const { threshold, tp, fp } of sweep(g)) {
      expect(countsOf(g, threshold)).toMatchObject({ tp, fp });
    }
    const scores = [...g.positives, ...g.negatives];
    const truth = scores.map((_, i) => Number(i < g.positives.length));
    expect(areaUnder(rocCurve(scores, truth))).toBeCloseTo(areaOf(g), 12);
    const { pairs, won, tied } = pairCounts(g);
    const lost = pairCounts({ positives: g.negatives, negatives: g.positives }).won;
    expect(won + tied + lost).toBe(pairs);
  });

  test('rarer positives: rates stay, precision is that of their share', () => {
    const c = countsOf({ ...g, times: 1 }, g.threshold);
    const [, , recall, , specificity, fpr] = metricsOf(c);
    mixturesOf(c).forEach(([share, precision, r, accuracy, always], i) => {
      expect(share).toBeCloseTo(g.positives.length / (g.positives.length + MIXTURES[i] * g.negatives.length), 12); // prettier-ignore
      expect(precision).toBeCloseTo(precisionAt(share, recall, fpr), 12);
      expect(r).toBe(recall);
      expect(accuracy).toBeCloseTo(share * recall + (1 - share) * specificity, 12);
      expect(always).toBeCloseTo(1 - share, 12);
    });
  });
});

test.each(golden.reports)('the report of a matrix, as scikit-learn %#', (g) => {
  const report = reportOf(g.matrix);
  g.perClass.forEach((row, k) => close(report.perClass[k], row));
  const list = ({ precision, recall, f1 }: Averages) => [precision, recall, f1];
  for (const how of ['macro', 'micro', 'weighted'] as const) close(list(report[how]), g[how]);
  expect(report.accuracy).toBeCloseTo(g.accuracy, 12);
  expect(report.accuracy).toBe(average(g.matrix, 'micro').f1);
});

test('macro F1 has two meanings', () => {
  const { macro, f1OfMeans } = reportOf(golden.reports[0].matrix);
  expect(macro.f1).toBeCloseTo((0.9 + 8 / 11 + 4 / 7) / 3, 12);
  const [p, r] = [(0.9 + 2 / 3 + 1) / 3, 0.7];
  expect(f1OfMeans).toBeCloseTo((2 * p * r) / (p + r), 12);
  expect(reportOf([[0, 1], [1, 0]]).f1OfMeans).toBe(0); // prettier-ignore
});

test('what forgets the true negatives is not accuracy: a perfect camera gets 0.06', () => {
  expect(forgetful({ tp: 40, fp: 10, fn: 20, tn: 930 })).toBe(0.04);
  expect(forgetful({ tp: 60, fp: 0, fn: 0, tn: 940 })).toBe(0.06);
});

test('scores are drawn once: more of one class leave the other as it is', () => {
  const few = drawScores(3, 10, 20);
  const many = drawScores(3, 100, 20);
  expect(many.positives.slice(0, 10)).toEqual(few.positives);
  expect(many.negatives).toEqual(few.negatives);
  expect(drawScores(4, 10, 20).positives).not.toEqual(few.positives);
  const all = drawScores(1, 20000, 20000);
  const mean = (v: number[]) => v.reduce((sum, x) => sum + x, 0) / v.length;
  for (const scores of Object.values(all)) {
    expect(Math.abs(mean(scores))).toBeLessThan(0.03);
    expect(Math.abs(mean(scores.map((s) => s * s)) - 1)).toBeLessThan(0.05);
    expect(scores.every((s) => Number(s.toFixed(2)) === s && !Object.is(s, -0))).toBe(true);
  }
  // Φ(d/√2) of the page, up to chance.
  const apart = areaOf({ positives: all.positives.slice(0, 4000).map((s) => s + 2), negatives: all.negatives.slice(0, 4000) }); // prettier-ignore
  expect(apart).toBeCloseTo(0.9214, 2);
});

test('errors of one class: its row keeps its sum, other rows stay', () => {
  const matrix = [[480, 15, 5], [12, 285, 3], [1, 1, 18]]; // prettier-ignore
  expect(rarest(matrix)).toBe(2);
  expect(withErrors(matrix, 2, 2)).toEqual(matrix);
  expect(withErrors(matrix, 2, 10)[2]).toEqual([9, 1, 10]);
  expect(withErrors(matrix, 2, 20)[2]).toEqual([19, 1, 0]);
  // The largest other class, wherever it stands.
  expect(withErrors([[18, 1, 1], [3, 285, 12], [5, 15, 480]], 0, 10)[0]).toEqual([10, 1, 9]); // prettier-ignore
  expect(withErrors(withErrors(matrix, 2, 20), 2, 0)).toEqual([[480, 15, 5], [12, 285, 3], [0, 0, 20]]); // prettier-ignore
  for (let e = 0; e <= 20; e++) {
    const next = withErrors(matrix, 2, e);
    expect(next.slice(0, 2)).toEqual(matrix.slice(0, 2));
    expect(next[2].reduce((a, b) => a + b)).toBe(20);
    expect(next[2][2]).toBe(20 - e);
  }
  expect(() => withErrors(matrix, 2, 21)).toThrow('21 of 20');
  expect(rarest([[0, 0], [0, 5]])).toBe(1); // prettier-ignore
  expect(rarest([[0, 0], [0, 0]])).toBe(0); // prettier-ignore
});

test('both classes are needed', () => {
  expect(() => sweep({ positives: [], negatives: [1], times: 1 })).toThrow('0 positives and 1 neg');
});
