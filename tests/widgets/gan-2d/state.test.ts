import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/gan-2d/kind.ts';
import { SCENES } from '@widgets/gan-2d/scenes.ts';
import { DEFAULTS, KEYS, mostSteps, parse, strideOf, texts } from '@widgets/gan-2d/state.ts'; // prettier-ignore
import { STRINGS } from '@widgets/gan-2d/strings.ts';
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

  test('the defaults are the texts of the default state; k is that of the loss', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    expect(good({}).k).toBe(1);
    expect(good({ loss: 'wgan-gp' }).k).toBe(5);
    expect(texts(good({ loss: 'wgan-gp' })).k).toBeUndefined();
    expect(texts(good({ loss: 'wgan-gp', k: '1' })).k).toBe('1');
    expect(texts(good({ then: 'D2D3G0G1' })).then).toBe('D5G1');
    expect(good({ data: 'custom' }).points.length).toBeGreaterThan(3);
  });

  test.each([
    ['data=moons', ['data: choice']],
    ['loss=toString', ['loss: choice']],
    ['points=0,0', ['points: not-custom']],
    ['data=custom&points=', ['points: count']],
    ['data=custom&points=1,1,1', ['points: count']],
    ['data=custom&points=1,2', ['points: range']],
    ['data=custom&points=1,x', ['points: not-a-number']],
    [`data=custom&points=${Array(65).fill('0,0').join(';')}`, ['points: too-many']],
    ['lrG=0', ['lrG: range']],
    ['lrD=1', ['lrD: range']],
    ['lrD=', ['lrD: empty']],
    ['k=0', ['k: range']],
    ['k=1.5', ['k: not-whole']],
    ['sizeG=', ['sizeG: empty']],
    ['sizeG=33', ['sizeG: range']],
    ['sizeD=8,8,8,8', ['sizeD: too-many']],
    ['steps=-1', ['steps: range']],
    ['steps=3001', ['steps: range']],
    ['steps=3000&loss=wgan-gp&k=20', ['steps: too-long']],
    ['then=d3', ['then: then']],
    ['then=D', ['then: then']],
    ['then=D9999', ['then: then']],
    ['then=D300G101', ['then: too-many']],
    ['seed=-1', ['seed: range']],
    ['seed=1e9', ['seed: range']],
    ['colour=1', ['colour: unknown-key']],
    ['lrG=x&lrD=y', ['lrG: not-a-number', 'lrD: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every refusal of too many steps leaves a number of steps that is taken', () => {
    for (const { query } of combinations(60, 5)) {
      const heavy = { ...query, sizeG: '32,32,32', sizeD: '32,32,32', steps: '0' };
      const most = mostSteps(good(heavy));
      expect(most).toBeGreaterThanOrEqual(50);
      good({ ...heavy, steps: `${most}` });
      expect(strideOf(good(heavy))).toBeGreaterThanOrEqual(1);
      if (most < 3000) expect(parse({ ...heavy, steps: `${most + 1}` }).problems).toHaveLength(1);
    }
  });
});
