/** Every number and every measurable correction of the page on learning-rate schedules. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures } from '../../../src/content/concepts/learning-rate-schedule/figures.ts';
import {
  COMPARED,
  constant,
  cosine,
  descend,
  doubling,
  expectedDistance,
  inverse,
  steps,
  T,
  warmup,
  type Schedule,
} from '../../../src/content/concepts/learning-rate-schedule/schedules.ts';
import { LANGS, type Lang } from '../../../src/i18n/langs.ts';
import { mulberry32 } from '../../../src/lib/random.ts';
import { raceOf } from '../../../src/components/widgets/optimizers/race.ts';
import { SCENES } from '../../../src/components/widgets/optimizers/scenes.ts';
import { parse as parseState } from '../../../src/components/widgets/optimizers/state.ts';
import type { Query } from '../../../src/components/widgets/toolkit/query.ts';

const folder = new URL('../../../src/content/concepts/learning-rate-schedule/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts, corrections } = parse(read('concept.yaml')) as {
  facts: Record<string, { value: number }>;
  corrections: { truth: Record<Lang, string> }[];
};
const printed = read('schedules_torch.out.txt');
const close = (actual: readonly number[], expected: readonly number[], digits = 12) => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
};

describe('worked example', () => {
  const average = (schedule: Schedule) =>
    [3, 8].reduce((path, a, i) => {
      const w = path.at(-1)!;
      return [...path, w - schedule(i + 1) * (w - a)];
    }, [1]); // prettier-ignore

  test('1, 3, 8: rate 1/2 gives 2 and 5, rate 1/t the running mean 2 and 4', () => {
    expect(average(constant(1 / 2))).toEqual([1, 2, 5]);
    close(average(inverse), [1, 2, 4]);
  });

  test('cosine with T = 6: 1, 3/4, 1/2, 1/4, 0 at 0, 2, 3, 4, 6', () => {
    const schedule = cosine(1, 6);
    close([0, 2, 3, 4, 6].map(schedule), [1, 3 / 4, 1 / 2, 1 / 4, 0]);
    expect(schedule(9)).toBeCloseTo(0, 12); // ours stays down
    expect(cosine(0.3, 10, 0.1)(10)).toBeCloseTo(0.1, 12);
  });
});

test('first fast, then exact: expected distances after 40 steps', () => {
  const end = (name: string) => expectedDistance(COMPARED[name], T)[T];
  for (const [name, id] of [
    ['constant 1/2', 'end-large'],
    ['constant 1/20', 'end-small'],
    ['step at 20', 'end-step'],
    ['cosine', 'end-cosine'],
    ['1/t', 'end-inverse'],
  ] as const) {
    expect(Number(end(name).toFixed(2))).toBe(facts[id].value);
  }
  // The limit for a constant rate.
  const sigma = 26 / 3;
  expect(expectedDistance(constant(1 / 2), 400)[400]).toBeCloseTo((sigma / 2) / (2 - 1 / 2), 9); // prettier-ignore
  // “All its work in the first four steps”: within a twentieth of where it ends.
  const large = expectedDistance(COMPARED['constant 1/2'], T);
  expect(large[4] / large[T]).toBeLessThan(1.05);
  expect(large[3] / large[T]).toBeGreaterThan(1.05);
});

test('the recursion is right: 20,000 random runs', () => {
  const random = mulberry32(11);
  const samples = [1, 3, 8];
  const schedule = COMPARED.cosine;
  let sum = 0;
  for (let run = 0; run < 20_000; run++) {
    let w = 10;
    for (let t = 0; t < T; t++) w -= schedule(t) * (w - samples[Math.floor(3 * random())]);
    sum += (w - 4) ** 2;
  }
  expect(sum / 20_000).toBeCloseTo(expectedDistance(schedule, T)[T], 1);
});

test('a rate lowered too early ends worse', () => {
  // A steep direction with noise and a gentle one without: loss = (e₁² + e₂²/20)/2.
  const loss = (schedule: Schedule, total: number) => {
    const steep = expectedDistance(schedule, total);
    let gentle = 36;
    return steep.map((e, t) => {
      if (t > 0) gentle *= (1 - schedule(t - 1) / 20) ** 2;
      return (e + gentle / 20) / 2;
    });
  };
  const run = (milestone: number) => loss(steps(1 / 2, [milestone]), 200);
  const [early, late] = [run(20), run(150)];
  expect(early[60]).toBeLessThan(late[60] / 3); // a sharp fall, and it looks right for long …
  expect(early[200]).toBeGreaterThan(1.5 * late[200]); // … but it ends worse
  // What falls sharply is the noise: its limit drops from 2.89 to 0.22.
  const path = expectedDistance(steps(1 / 2, [200]), 400);
  expect(path[200]).toBeCloseTo(26 / 9, 2);
  expect(path[400]).toBeCloseTo(2 / 9, 2);
});

test('Robbins and Monro: 1/t fulfills both conditions, a constant and 1/2^t one each', () => {
  const sums = (schedule: Schedule, n: number) => {
    let [sum, squares] = [0, 0];
    for (let t = 0; t < n; t++) {
      sum += schedule(t);
      squares += schedule(t) ** 2;
    }
    return { sum, squares };
  };
  expect(sums(inverse, 1_000_000).sum).toBeGreaterThan(14);
  expect(sums(inverse, 1_000_000).squares).toBeLessThan(Math.PI ** 2 / 6);
  expect(sums(constant(0.1), 1_000_000).squares).toBeGreaterThan(9999);
  expect(sums((t) => 2 ** -t, 1000).sum).toBeLessThan(2.0001);
});

test('a steep start: 4, −12, 420 without warmup; 4, 2, 3/2, 69/64 with it', () => {
  expect(descend(constant(1 / 4), 4, 2)).toEqual([4, -12, 420]);
  close(descend(doubling, 4, 3), [4, 2, 3 / 2, 69 / 64]);
  expect(Math.abs(descend(doubling, 4, 400)[400])).toBeLessThan(0.1);
});

describe('PyTorch', () => {
  const line = (name: string) =>
    printed
      .split('\n')
      .find((row) => row.startsWith(name))!
      .match(/\[(.*)\]/)![1]
      .split(', ')
      .map(Number);

  test('the same cosine, which rises again after T_max', () => {
    close(line('cosine, T_max=6:'), [0, 1, 2, 3, 4, 5, 6].map(cosine(1, 6)), 3);
    close(line('after T_max:'), [0, 0.067, 0.25, 0.5, 0.75, 0.933, 1]);
  });

  test('warmup, then the cosine', () => {
    const ours = warmup(4, 1, (t) => cosine(1, 6)(t + 1));
    close(line('warmup + cosine:'), Array.from({ length: 10 }, (_, t) => ours(t)), 3); // prettier-ignore
  });
});

test('alternative text and correction name the same distances', () => {
  for (const lang of LANGS) {
    const alt = read(`${lang}.mdx`).split('<Figure name="distance"')[1].split('\n')[0];
    for (const id of ['end-large', 'end-small', 'end-cosine', 'end-inverse']) {
      expect(alt).toContain(`${facts[id].value}`);
    }
    const truth = corrections.find((c) => c.truth[lang].includes(`${T}`))!.truth[lang];
    for (const id of ['end-small', 'end-cosine']) expect(truth).toContain(`${facts[id].value}`);
  }
});

test('what the page says of the widget', () => {
  const run = (query: Query) => {
    const { state } = parseState({ ...fromScene, ...query });
    const { points, losses } = raceOf(state!).runs[0];
    return { state: state!, losses, far: Math.hypot(...points.at(-1)!), begin: Math.hypot(...points[0]) }; // prettier-ignore
  };
  const fromScene: Query = Object.fromEntries(new URLSearchParams(SCENES.schedule.query));
  const cosined = run({});
  expect([cosined.state.warmup, cosined.state.steps]).toEqual([5, 100]);
  const constantly = run({ schedule: 'constant', warmup: '0' });
  const spread = ({ losses }: typeof cosined) => {
    const late = losses.slice(-15);
    return Math.max(...late) - Math.min(...late);
  };
  expect(spread(constantly)).toBeGreaterThan(5 * spread(cosined));
  expect(constantly.far).toBeLessThan(constantly.begin / 2);
  const tenth = run({ schedule: 'constant', warmup: '0', rate: `${cosined.state.rate / 10}` });
  expect(spread(tenth)).toBeLessThan(spread(constantly) / 3); // calm
  expect(tenth.far).toBeGreaterThan(2 * cosined.far); // on its way
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of LANGS) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
