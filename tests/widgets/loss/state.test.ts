import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/loss/kind.ts';
import { SCENES } from '@widgets/loss/scenes.ts';
import { BOUNDS, DEFAULTS, KEYS, texts } from '@widgets/loss/state.ts';
import { STRINGS } from '@widgets/loss/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 600 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(600, 7).map(({ state }) => state),
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

  test('one weight stands for all classes, and equal ones are written as one', () => {
    expect(good({ weights: '2' }).weights).toEqual([2, 2, 2]);
    expect(texts(good({ weights: '2,2,2' })).weights).toBe('2');
    expect(texts(good({ weights: '2,1,2' })).weights).toBe('2,1,2');
  });

  test('every bound itself is taken, and the hints say what it is', () => {
    const query = {
      smoothing: '0.9',
      temperature: '20',
      gamma: '5',
      positive: '100',
      delta: '100',
    };
    expect(good({ ...query, logits: '10000,-10000', weights: '100' }).gamma).toBe(5);
    expect(good({ temperature: '0.05', delta: '0.01', gamma: '0' }).delta).toBe(0.01);
    const { smoothing, temperature, delta } = BOUNDS;
    for (const words of [STRINGS.zh, STRINGS.en]) {
      expect(words.smoothingHint).toMatch(new RegExp(`^0 (to|到) ${smoothing}\\D`));
      expect(words.temperatureHint).toMatch(
        new RegExp(`${temperature[0]} (to|到) ${temperature[1]}$`),
      );
      expect(words.deltaHint).toMatch(new RegExp(`^${delta[0]} (to|到) ${delta[1]}$`));
    }
  });

  test('numbers keep six decimals, minus zero is zero', () => {
    expect(good({ logits: '0.12345678,-0' }).logits).toEqual([[0.123457, 0]]);
    expect(Object.is(good({ z: '-0,1,1' }).z[0], 0)).toBe(true);
  });

  test.each([
    ['mode=ranking', ['mode: choice']],
    ['logits=1', ['logits: one-class']],
    ['logits=1,2,3,4,5,6,7', ['logits: too-many']],
    ['logits=1,2;3', ['logits: ragged']],
    ['logits=1,,2', ['logits: empty']],
    ['logits=1,NaN', ['logits: not-a-number']],
    ['logits=1,20000', ['logits: range']],
    ['logits=1,2|3,4', ['logits: too-many']],
    [`logits=${Array(9).fill('1,2').join(';')}`, ['logits: too-many']],
    ['logits=%3Cimg%20src=x%20onerror=alert(1)%3E,1', ['logits: not-a-number']],
    ['labels=3', ['labels: range']],
    ['labels=-1', ['labels: range']],
    ['labels=0.5', ['labels: not-whole']],
    ['labels=0,1', ['labels: count']],
    ['logits=1,2;3,4', ['labels: count']],
    ['weights=1,2', ['weights: count']],
    ['weights=-1', ['weights: range']],
    ['weights=0,1,1', ['weights: no-weight']],
    ['smoothing=1', ['smoothing: range']],
    ['temperature=0', ['temperature: range']],
    ['gamma=-1', ['gamma: range']],
    ['gamma=6', ['gamma: range']],
    ['reduction=none', ['reduction: choice']],
    ['convention=jax', ['convention: choice']],
    ['z=1,2,3,4,5,6,7,8,9', ['z: too-many']],
    ['z=1,2', ['y: count']],
    ['y=1,0,2', ['y: range']],
    ['positive=101', ['positive: range']],
    ['predictions=1,2', ['targets: count']],
    ['targets=1,2,3,4,x', ['targets: not-a-number']],
    ['targets=1,2,3,4,1e4', ['targets: range']],
    ['delta=0', ['delta: range']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['gamma=x&delta=y', ['gamma: not-a-number', 'delta: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `loss`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const output of ['p', 'terms', 'gradient', 'mseGradient', 'rows', 'loss', 'bits', 'mse', 'mae', 'huber', 'hinge', 'best', 'other', 'plain', 'twice', 'clipped']) {
      expect(row, output).toContain(`\`${output}\``);
    } // prettier-ignore
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['cross-entropy', 'confident-wrong', 'label-smoothing', 'focal', 'binary', 'regression', 'mse-softmax', 'imbalance']) {
      expect(SCENES).toHaveProperty(name);
    } // prettier-ignore
  });
});
