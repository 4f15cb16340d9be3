/** Proves the numbers and corrections of the page slam. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  LANDMARKS,
  NOISE,
  predict,
  run,
  SEED,
  spread,
  update,
  type Belief,
} from '../../../src/content/concepts/slam/slam.ts';

const folder = new URL('../../../src/content/concepts/slam/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const two = (value: number) => Number(value.toFixed(2));
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Runs without a special wish, each driven once. */
const driven = new Map<number, ReturnType<typeof run>>();
function drive(seed: number) {
  const known = driven.get(seed) ?? run(seed);
  driven.set(seed, known);
  return known;
}
const rms = (values: number[]) => Math.hypot(...values) / Math.sqrt(values.length);

/** Forgets how anything is correlated with anything else. */
const block = (i: number) => (i < 3 ? -1 : (i - 3) >> 1);
const cut = (belief: Belief): Belief => ({
  ...belief,
  cov: belief.cov.map((row, i) => row.map((v, j) => (block(i) === block(j) ? v : 0))),
});

test('worked example: 8 and 13, variances 2 and 3/2, covariance 1, then 9', () => {
  const [r, l, vr, vl, R, z] = [10, 12, 4, 2, 2, 6];
  const S = vr + vl + R;
  const [kr, kl] = [-vr / S, vl / S];
  const surprise = z - (l - r);
  expect([S, surprise, kr, kl]).toEqual([8, 4, -1 / 2, 1 / 4]);
  expect([r + kr * surprise, l + kl * surprise]).toEqual([8, 13]);
  expect([vr - kr * kr * S, vl - kl * kl * S, -kr * kl * S]).toEqual([2, 1.5, 1]);
  expect(8 + (1 / 1.5) * (14.5 - 13)).toBeCloseTo(9, 12);
  const printed = read('slam_numpy.out.txt');
  expect(printed).toContain('[ 8. 13.]');
  expect(printed).toContain('robot 9.0');
  // Four equal edges share an error of 3.
  expect(printed).toContain('poses [0.   3.25 6.5  0.75]');
  expect([4 - 0.75, 8 - 1.5, 3 - 3 * 0.75]).toEqual([3.25, 6.5, 0.75]);
});

describe('the filter', () => {
  const start: Belief = {
    mean: [1, 2, 0.3],
    cov: [
      [0.04, 0.01, 0],
      [0.01, 0.05, 0.01],
      [0, 0.01, 0.02],
    ],
    ids: [],
  };

  test('its Jacobians agree with finite differences', () => {
    // A covariance that is a push v·vᵀ of tiny size must move along as the mean does.
    const v = [1, -2, 0.5];
    const h = 1e-5;
    const push = (size: number): Belief => ({ ...start, mean: start.mean.map((m, i) => m + size * v[i]) }); // prettier-ignore
    const tiny: Belief = { ...start, cov: v.map((a) => v.map((b) => a * b)) };
    const none: Belief = { ...start, cov: v.map(() => v.map(() => 0)) };
    const move = (b: Belief) => update(predict(b, 0.6, 0.2), 0, 3, 0.4);
    const [up, down] = [move(push(h)).mean, move(push(-h)).mean];
    const along = up.map((value, i) => (value - down[i]) / (2 * h));
    const [with_, without] = [move(tiny).cov, move(none).cov];
    along.forEach((a, i) =>
      along.forEach((b, j) => expect(with_[i][j] - without[i][j]).toBeCloseTo(a * b, 6)),
    );
  });

  test('a landmark that is where it was expected changes no mean and shrinks the variance', () => {
    const seen = update(start, 0, 3, 0.4);
    const again = update(seen, 0, 3, 0.4);
    again.mean.forEach((m, i) => expect(m).toBeCloseTo(seen.mean[i], 9));
    expect(again.cov[3][3]).toBeLessThan(seen.cov[3][3]);
    expect(spread(again)).toBeLessThanOrEqual(spread(seen) + 1e-12);
    // The new landmark is at least as uncertain as the robot that saw it.
    expect(seen.cov[3][3] + seen.cov[4][4]).toBeGreaterThan(start.cov[0][0] + start.cov[1][1]);
    expect(NOISE.range).toBeGreaterThan(0);
  });

  test('seeing one landmark again improves another that is out of sight', () => {
    const far = { ...start, cov: start.cov.map((row) => row.map((v) => 20 * v)) };
    let belief = update(update(far, 0, 3, 0.4), 1, 2, -0.8);
    const before = belief.cov[3][3] + belief.cov[4][4];
    const sure = { ...belief, cov: belief.cov.map((row) => [...row]) };
    for (let k = 0; k < 3; k++) belief = update(belief, 1, 2.3, -0.8);
    expect(belief.cov[3][3] + belief.cov[4][4]).toBeLessThan(before);
    expect(cut(sure).cov[3][5]).toBe(0);
  });
});

describe('the drive', () => {
  test('the run of the page: odometry drifts, the map brings the robot back', () => {
    const { log, slam } = drive(SEED);
    expect(log.length).toBe(72);
    expect(slam.ids.length).toBe(LANDMARKS.length);
    const last = log[71];
    expect(two(last.odometry.error)).toBe(fact('odometry-end'));
    expect(two(last.slam.error)).toBe(fact('slam-end'));
    expect(two(Math.max(...log.map((l) => l.slam.error)))).toBe(fact('slam-before'));
    // In each of eight runs the map helps.
    const end = SEEDS.map((seed) => drive(seed).log[71]);
    expect(rms(end.map((l) => l.slam.error))).toBeLessThan(0.3);
    expect(rms(end.map((l) => l.odometry.error))).toBeGreaterThan(1);
  });

  test('before the loop closes, uncertainty only grows', () => {
    const { log } = drive(SEED);
    const spreads = log.map((l) => l.slam.spread);
    const smooth = spreads.slice(0, 53);
    smooth.forEach((s, i) => expect(s).toBeGreaterThan(0.98 * (smooth[i - 1] ?? 0)));
    expect(Math.max(...smooth)).toBeGreaterThan(0.95);
    expect(Math.max(...smooth)).toBeLessThan(1.05);
    expect(spreads[53]).toBeLessThan(0.4);
    expect(Math.max(...log.map((l) => l.odometry.spread))).toBeGreaterThan(2);
  });

  test('one wrong association spoils position and map', () => {
    expect(two(run(SEED, 8).log[71].slam.error)).toBe(fact('confused-end'));
    for (const seed of [1, 2, 3]) expect(run(seed, 8).log[71].slam.error).toBeGreaterThan(2.5);
  });

  test('a filter without correlations is overconfident', () => {
    const at48 = (after?: (belief: Belief) => Belief) =>
      SEEDS.map((seed) => (after ? run(seed, undefined, after) : drive(seed)).log[47].slam);
    const without = at48(cut);
    for (const { spread: s } of without) expect(two(s)).toBe(fact('cut-spread'));
    const error = rms(without.map((s) => s.error));
    expect(two(error)).toBe(fact('cut-error'));
    expect(error).toBeGreaterThan(10 * 0.08);
    // The full filter is of the right order.
    const full = at48();
    const ratio = rms(full.map((s) => s.error)) / rms(full.map((s) => s.spread));
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(1.5);
  });
});
