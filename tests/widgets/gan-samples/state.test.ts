/** The address of the gan-samples widget: round trips, and what is refused. */
import { describe, expect, test } from 'vitest';
import {
  classOf,
  DEFAULTS,
  format,
  gridOf,
  KEYS,
  parse,
  texts,
} from '@widgets/gan-samples/state.ts';
import { combinations } from './combinations.ts';

test('texts of a state give the state back', () => {
  for (const { state } of combinations(400, 3, 36)) {
    expect(parse(texts(state)).state).toEqual(state);
    expect(parse(format(state)).state).toEqual(state);
  }
});

test('nothing given is the default, and nothing is written of it', () => {
  const { state } = parse({});
  expect(format(state!)).toEqual({});
  expect(texts(state!)).toEqual(DEFAULTS);
  expect(Object.keys(texts(state!))).toEqual([...KEYS]);
});

describe('refused', () => {
  test.each([
    [{ model: 'bert' }, 'model', 'choice'],
    [{ class: '10' }, 'class', 'range'],
    [{ class: 'cat' }, 'class', 'not-a-number'],
    [{ seed: '0' }, 'seed', 'range'],
    [{ seed: '1.5' }, 'seed', 'not-whole'],
    [{ n: '37' }, 'n', 'range'],
    [{ truncation: '3' }, 'truncation', 'range'],
    [{ truncation: '-1' }, 'truncation', 'range'],
    [{ truncation: 'NaN' }, 'truncation', 'not-a-number'],
    [{ walk: 'spline' }, 'walk', 'choice'],
    [{ t: '1.01' }, 't', 'range'],
    [{ to: '1e9' }, 'to', 'range'],
    [{ sample: '16' }, 'sample', 'range'],
    [{ n: '4', sample: '4' }, 'sample', 'range'],
    [{ nearest: 'yes' }, 'nearest', 'choice'],
  ])('%j', (query, key, code) => {
    const { problems } = parse(query);
    expect(problems).toEqual([expect.objectContaining({ key, code })]);
  });

  test('every problem is told at once', () => {
    expect(parse({ seed: 'x', n: '0', t: '9' }).problems).toHaveLength(3);
  });
});

test('the classes come in turn unless one is asked for', () => {
  expect([0, 9, 10, 25].map((i) => classOf({ class: undefined }, i))).toEqual([0, 9, 0, 5]);
  expect(classOf({ class: 7 }, 25)).toBe(7);
});

test('the grid holds every sample and is as square as it gets', () => {
  for (let n = 1; n <= 36; n++) {
    const [rows, columns] = gridOf(n);
    expect(rows * columns).toBeGreaterThanOrEqual(n);
    expect((rows - 1) * columns).toBeLessThan(n);
    expect(columns - rows).toBeLessThanOrEqual(1);
    expect(rows).toBeLessThanOrEqual(columns);
  }
});
