import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { KIND } from '@widgets/backprop/kind.ts';
import { NETS } from '@widgets/backprop/graphs.ts';
import { SCENES } from '@widgets/backprop/scenes.ts';
import {
  DEFAULTS,
  designOf,
  firstOf,
  format,
  KEYS,
  stepsOf,
  texts,
} from '@widgets/backprop/state.ts';
import { STRINGS } from '@widgets/backprop/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 600 combinations, every scene and every network come back as they were', () => {
    const states = [
      ...combinations(600, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
      ...NETS.map((net) => good({ net })),
    ];
    for (const state of states) {
      expect(good(texts(state))).toEqual(state);
      expect(good(read(queryText(format(state), KEYS)).query)).toEqual(state);
      // What is left out may be no text of the default network that means another thing here.
      expect(good(withoutDefaults(texts(state), DEFAULTS))).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state; each network has its own', () => {
    expect(texts(good({}))).toEqual(firstOf('two-layer'));
    expect(texts(good({}))).toMatchObject(DEFAULTS);
    for (const net of NETS) {
      expect(format(good({ net }))).toEqual(net === 'two-layer' ? {} : { net });
      expect(texts(good({ net }))).toEqual({ ...firstOf(net), net });
    }
  });

  test('the end is the last step, whatever the network', () => {
    for (const net of NETS) {
      const state = good({ net });
      expect(state.step).toBe(stepsOf(designOf(state)));
      expect(texts({ ...state, step: state.step - 1 }).step).toBe(`${state.step - 1}`);
    }
    expect(stepsOf(designOf(good({})))).toBe(26);
    expect(stepsOf(designOf(good({ loss: 'bce' })))).toBe(24);
  });

  test('numbers keep six decimals, minus zero is zero', () => {
    expect(good({ b: '0.12345678,-0' }).leaves.b).toEqual([[0.123457, 0]]);
    expect(Object.is(good({ b: '1,-0' }).leaves.b![0][1], 0)).toBe(true);
    expect(good({ rate: '1e-9' }).rate).toBe(0);
  });

  test.each([
    ['net=cnn', ['net: choice']],
    ['activation=gelu', ['activation: choice']],
    ['loss=mae', ['loss: choice']],
    ['net=softmax&loss=bce', ['loss: no-bce']],
    ['net=conv&loss=bce', ['loss: no-bce']],
    ['net=neuron&loss=bce&activation=relu', ['loss: needs-sigmoid']],
    ['x=1', ['x: count']],
    ['x=1,2,3', ['x: count']],
    ['x=1,2;3,4;5,6', ['x: too-many']],
    ['x=1,2;3,4', ['t: count']],
    ['t=1;0', ['t: count']],
    ['t=0;1;1', ['t: too-many']],
    ['x=1,', ['x: empty']],
    ['x=NaN,1', ['x: not-a-number']],
    ['x=11,1', ['x: range']],
    ['x=%3Cimg%20src=x%20onerror=alert(1)%3E,1', ['x: not-a-number']],
    ['w=1,2', ['w: count']],
    ['w=1,2;3,4;5,6', ['w: too-many']],
    ['w=1,2;3', ['w: count']],
    ['net=neuron&w=1,2;3,4', ['w: too-many']],
    ['net=neuron&w2=1,2', ['w2: not-here']],
    ['net=neuron&b2=1', ['b2: not-here']],
    ['net=conv&x=1,2,3;4,5,6', ['x: count']],
    ['net=conv&x=1,2;3,4;5,6', ['x: count']],
    ['net=softmax&t=0', ['t: range']],
    ['net=softmax&t=1.5', ['t: not-whole']],
    ['loss=bce&t=2', ['t: range']],
    ['rate=-1', ['rate: range']],
    ['rate=99', ['rate: range']],
    ['pass=2', ['pass: range']],
    ['pass=0', ['pass: range']],
    ['zero=yes', ['zero: choice']],
    ['step=27', ['step: range']],
    ['step=-1', ['step: range']],
    ['step=1.5', ['step: not-whole']],
    ['step=last', ['step: not-a-number']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `backprop`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const output of ['nodes', 'update', 'check', 'loss', 'after', 'other']) {
      expect(row).toContain(`\`${output}\``);
    }
    expect(KIND.keys).toBe(KEYS);
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of [
      'two-layer',
      'neuron',
      'accumulate',
      'dead-relu',
      'sigmoid-saturated',
      'conv',
    ]) {
      expect(SCENES).toHaveProperty(name);
    }
  });
});
