import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resultsOf } from '@widgets/mlp/reference.ts';
import { KIND } from '@widgets/mlp/kind.ts';
import { SCENES } from '@widgets/mlp/scenes.ts';
import { DEFAULTS, FIRST_POINTS, KEYS, texts } from '@widgets/mlp/state.ts';
import { STRINGS } from '@widgets/mlp/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 400 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(400, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query)).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state; what a state may lack is not written', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    expect(good({}).neuron).toEqual([3, 0]);
    expect(texts(good({ neuron: '3,0' })).neuron).toBeUndefined();
    expect(texts(good({ neuron: '1,3' })).neuron).toBe('1,3');
    expect(texts(good({ features: 'siny,x' })).features).toBe('x,siny');
    expect(texts(good({ data: 'custom' })).points).toBe(FIRST_POINTS);
    expect(good({ hidden: '', weights: '1,2,3', bias: '0' }).weights).toEqual([1, 2, 0]);
  });

  test.each([
    ['data=ring', ['data: choice']],
    ['points=0,0,1', ['points: not-custom']],
    ['data=custom&points=', ['points: count']],
    ['data=custom&points=1,1', ['points: count']],
    ['data=custom&points=7,0,1', ['points: range']],
    ['data=custom&points=1,x,1', ['points: not-a-number']],
    ['data=custom&points=1,1,2', ['points: range']],
    [`data=custom&points=${Array(65).fill('0,0,1').join(';')}`, ['points: too-many']],
    ['noise=-1', ['noise: range']],
    ['noise=2.1', ['noise: range']],
    ['dataSeed=1000000', ['dataSeed: range']],
    ['dataSeed=1.5', ['dataSeed: not-whole']],
    ['features=', ['features: choice']],
    ['features=x,z', ['features: choice']],
    ['hidden=0', ['hidden: range']],
    ['hidden=9', ['hidden: range']],
    ['hidden=1,1,1,1,1', ['hidden: too-many']],
    ['hidden=2,', ['hidden: empty']],
    ['activation=constructor', ['activation: choice']],
    ['bias=yes', ['bias: choice']],
    ['optimizer=rmsprop', ['optimizer: choice']],
    ['rate=0', ['rate: range']],
    ['rate=0.000009', ['rate: range']],
    ['rate=1.01', ['rate: range']],
    ['l2=1.1', ['l2: range']],
    ['l2=-0.1', ['l2: range']],
    ['batch=0', ['batch: range']],
    ['batch=101', ['batch: range']],
    ['seed=1000000', ['seed: range']],
    ['seed=', ['seed: empty']],
    ['steps=4001', ['steps: range']],
    ['weights=1,2', ['weights: count']],
    ['weights=1,2,x&hidden=', ['weights: not-a-number']],
    ['weights=1,2,1001&hidden=', ['weights: range']],
    ['neuron=4,0', ['neuron: range']],
    ['neuron=1,4', ['neuron: range']],
    ['neuron=1', ['neuron: count']],
    ['colour=1', ['colour: unknown-key']],
    ['rate=x&l2=y', ['rate: not-a-number', 'l2: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});

test('docs/widgets-contract.md names every key and output', () => {
  const docs = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = docs.split('\n').find((line) => line.startsWith('| `mlp`'))!;
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  for (const name of Object.keys(resultsOf(good({})))) expect(row).toContain(`\`${name}\``);
});
