import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/separable/kind.ts';
import { SCENES } from '@widgets/separable/scenes.ts';
import { DEFAULTS, KEYS, texts } from '@widgets/separable/state.ts';
import { STRINGS } from '@widgets/separable/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 400 states and every scene come back as they were', () => {
    const states = [
      ...combinations(400, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query), text).toEqual(state);
    }
  });

  test('without a word it is 3×3, 64 → 128 channels, as the page says', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    const { kernel, inputs, outputs, net, form } = good(read('scene=separable').query);
    expect([kernel, inputs, outputs, net, form]).toEqual([3, 64, 128, 'layer', 'separable']);
    expect(good(read('scene=wide').query).outputs).toBe(1143);
    expect(good(read('scene=mobilenet').query).net).toBe('mobilenet');
    expect(good(read('scene=standard').query).form).toBe('standard');
  });

  test.each([
    ['net=resnet', ['net: choice']],
    ['form=constructor', ['form: choice']],
    ['alpha=2', ['alpha: choice']],
    ['kernel=0', ['kernel: range']],
    ['kernel=12', ['kernel: range']],
    ['kernel=2.5', ['kernel: not-whole']],
    ['inputs=', ['inputs: empty']],
    ['outputs=1e9', ['outputs: range']],
    ['side=<b>', ['side: not-a-number']],
    ['x=1,2;3', ['x: ragged']],
    ['x=1,2;3,4|1,2;3,1e3', ['x: range']],
    ['x=1,2,3;4,5,6;7,8,9', ['depthwise: kernels', 'pointwise: mixes']],
    ['depthwise=1,2;3,4', ['depthwise: kernels']],
    ['depthwise=1,2|3,4', ['depthwise: square']],
    ['depthwise=1,2;3,21|1,2;3,4', ['depthwise: range']],
    ['x=1|2', ['depthwise: kernel-large']],
    ['pointwise=1;2', ['pointwise: mixes']],
    ['pointwise=1,2|3,4', ['pointwise: one-matrix']],
    ['pointwise=1,2;3,4;5,6;7,8;1,2;3,4;5,6', ['pointwise: too-many']],
    ['colour=1', ['colour: unknown-key']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });
});

test('the contract lists its keys', () => {
  const doc = readFileSync('docs/widgets-contract.md', 'utf8');
  const row = doc.split('\n').find((line) => line.startsWith('| `separable`'))!;
  for (const key of KEYS) expect(row).toContain(`\`${key}\``);
  expect(doc).toContain('What is checked for `separable`:');
});
