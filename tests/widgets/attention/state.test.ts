import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/attention/kind.ts';
import { reference } from '@widgets/attention/reference.ts';
import { SCENES } from '@widgets/attention/scenes.ts';
import { askerOf, DEFAULTS, headOf, KEYS, orderOf, texts, weightsOf } from '@widgets/attention/state.ts'; // prettier-ignore
import { STRINGS } from '@widgets/attention/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

readFromDisk();
const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 400 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(400, 7).map(({ state }) => state),
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

  test('a patch or head beyond the last one is the last one', () => {
    expect(askerOf(good({ patch: '12', query: '36' }))).toBe(3);
    expect(askerOf(good({ patch: '4', query: '36' }))).toBe(35);
    expect(headOf(good({ heads: '2', head: '4' }))).toBe(1);
  });

  test('seeds decide: the same matrices and order again, others for other seeds', () => {
    const of = (query: Record<string, string>) => JSON.stringify(weightsOf(good(query)));
    expect(of({ seed: '5' })).toBe(of({ seed: '5', order: '3', heads: '2' }));
    expect(of({ seed: '5' })).not.toBe(of({ seed: '6' }));
    expect(orderOf(good({ order: '3' }))).not.toEqual(orderOf(good({ order: '4' })));
    const { query, key } = weightsOf(good({}));
    expect(key).toBe(query);
    expect(weightsOf(good({ weights: 'free' })).key.data).not.toEqual(query.data);
  });

  test.each([
    ['patch=5', ['patch: choice']],
    ['query=0', ['query: range']],
    ['query=37', ['query: range']],
    ['query=1.5', ['query: not-whole']],
    ['query=%3Cimg%20src=x%3E', ['query: not-a-number']],
    ['temperature=0', ['temperature: range']],
    ['temperature=11', ['temperature: range']],
    ['temperature=NaN', ['temperature: not-a-number']],
    ['scale=yes', ['scale: choice']],
    ['positions=learned', ['positions: choice']],
    ['order=1000', ['order: range']],
    ['order=-1', ['order: range']],
    ['dims=6', ['dims: choice']],
    ['heads=3', ['heads: choice']],
    ['head=0', ['head: range']],
    ['weights=trained', ['weights: choice']],
    ['seed=x', ['seed: not-a-number']],
    ['image=test-1500', ['image: held-out']],
    ['image=cat', ['image: held-out']],
    ['image=own', ['image: own-picture']],
    ['input=1,2;3', ['input: ragged']],
    ['input=-1', ['input: range']],
    ['input=256', ['input: range']],
    [`input=${Array(33).fill('0').join(';')}`, ['input: too-many']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['heads=x&dims=y', ['dims: choice', 'heads: choice']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', async () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `attention`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const [key, value] of Object.entries(DEFAULTS)) expect(row, key).toContain(`(${value})`);
    const state = good({ order: '1' });
    await KIND.load!(state);
    for (const output of [...Object.keys(reference(state, undefined)), 'sum', 'difference']) {
      expect(row, output).toContain(`\`${output}\``);
    }
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['patches', 'temperature', 'no-scale', 'positions', 'heads']) {
      expect(SCENES).toHaveProperty(name);
    }
  });
});
