import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { CURVE } from '@widgets/adversarial/curve.ts';
import { KIND } from '@widgets/adversarial/kind.ts';
import { SCENES } from '@widgets/adversarial/scenes.ts';
import { DEFAULTS, KEYS, LIMITS, stepOf, texts } from '@widgets/adversarial/state.ts';
import { STRINGS } from '@widgets/adversarial/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 500 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(500, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      expect(good(texts(state))).toEqual(state);
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query), text).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
  });

  test('the bounds are the largest and smallest values taken', () => {
    const { eps, steps, draws, seed } = LIMITS;
    good({ eps: `${eps}`, steps: `${steps}`, draws: `${draws}`, seed: `${seed}` });
    good({ eps: '0', steps: '1', draws: '1', seed: '0' });
    expect(good({ eps: '0.123456' }).eps).toBe(0.1235);
    expect(Object.is(good({ eps: '-0' }).eps, 0)).toBe(true);
  });

  test.each([
    ['attack=up', ['attack: choice']],
    ['target=10', ['target: range']],
    ['target=2.5', ['target: not-whole']],
    ['eps=0.31', ['eps: range']],
    ['eps=-0.1', ['eps: range']],
    ['eps=NaN', ['eps: not-a-number']],
    ['eps=', ['eps: empty']],
    ['eps=%3Cimg%20src=x%20onerror=alert(1)%3E', ['eps: not-a-number']],
    ['steps=0', ['steps: range']],
    ['steps=21', ['steps: range']],
    ['draws=25', ['draws: range']],
    ['draws=0', ['draws: range']],
    ['seed=-1', ['seed: range']],
    ['seed=1e9', ['seed: range']],
    ['image=test-1500', ['image: held-out']],
    ['image=cat', ['image: held-out']],
    ['image=own', ['image: own-picture']],
    ['input=1,2;3', ['input: ragged']],
    ['input=256', ['input: range']],
    ['image=test-3&input=1', ['image: both']],
    ['eps=2&steps=x', ['eps: range', 'steps: not-a-number']],
    ['epsilon=0.1', ['epsilon: unknown-key']],
  ])('%s is refused in words', (text, codes) => refused(text, codes));
});

test('every key has a name in both languages, and stands in the table of the contract', () => {
  const row = readFileSync('docs/widgets-contract.md', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('| `adversarial`'))!;
  for (const key of KEYS) {
    expect(STRINGS.zh.names).toHaveProperty(key);
    expect(STRINGS.en.names).toHaveProperty(key);
    expect(row, key).toContain(`\`${key}\``);
  }
  for (const output of ['scores', 'losses', 'path', 'draws', 'sizes', 'attacked', 'noisy', 'gradient', 'direction']) {
    expect(row, output).toContain(`\`${output}\``);
  } // prettier-ignore
  for (const value of Object.values(DEFAULTS)) expect(row).toContain(value);
});

test('one step goes ε, several go 2.5·ε over their number', () => {
  expect(stepOf({ eps: 0.1, steps: 1 })).toBe(0.1);
  expect(stepOf({ eps: 0.1, steps: 2 })).toBe(0.1);
  expect(stepOf({ eps: 0.1, steps: 10 })).toBeCloseTo(0.025, 12);
});

test('the curve is PyTorch’s', () => {
  const golden = JSON.parse(
    readFileSync(new URL('../../golden/adversarial.json', import.meta.url), 'utf8'),
  ) as { curve: { epsilon: number; attack: number; noise: number }[] };
  expect(CURVE).toEqual(golden.curve.map(({ epsilon, attack, noise }) => [epsilon, attack, noise]));
});
