import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/augment/kind.ts';
import { SCENES } from '@widgets/augment/scenes.ts';
import { DEFAULTS, KEYS, parse, texts } from '@widgets/augment/state.ts';
import { STRINGS } from '@widgets/augment/strings.ts';
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
    expect(texts(good({}))).toEqual(DEFAULTS);
  });

  test.each([
    ['image=dog', ['image: choice']],
    ['image=test-1500', ['image: held-out']],
    ['image=test-x', ['image: held-out']],
    ['image=own', ['image: own-picture']],
    ['op=grayscale', ['op: choice']],
    ['op=__proto__', ['op: choice']],
    ['op=mixup', ['image: needs-digit']],
    ['op=cutmix&image=coins', ['image: needs-digit']],
    ['strength=1.5', ['strength: range']],
    ['strength=-0.1', ['strength: range']],
    ['strength=', ['strength: empty']],
    ['strength=x', ['strength: not-a-number']],
    ['spread=wide', ['spread: choice']],
    ['seed=-1', ['seed: range']],
    ['seed=1000000', ['seed: range']],
    ['seed=1e7', ['seed: range']],
    ['draw=9', ['draw: range']],
    ['draw=1.5', ['draw: not-whole']],
    ['op=standardize&draw=5', ['draw: range']],
    ['method=bicubic', ['method: choice']],
    ['corners=center', ['corners: choice']],
    ['colour=1', ['colour: unknown-key']],
    ['strength=x&seed=y', ['strength: not-a-number', 'seed: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('a picture of the reader’s own must be large enough', () => {
    const own = (height: number, width: number) =>
      parse({ image: 'own' }, { height, width, channels: 3 });
    expect(own(7, 100).problems).toMatchObject([{ code: 'too-small' }]);
    expect(own(8, 256).state).toBeDefined();
    for (const { problems } of Object.values(STRINGS)) expect(problems['too-small']).toBeDefined();
  });
});

test('the scenes promised to the pages exist', () => {
  expect(Object.keys(SCENES).sort()).toEqual(['color', 'crop', 'cutout', 'flip', 'mixup', 'resize', 'rotate', 'standardize', 'wrong-label']); // prettier-ignore
});

test('docs/widgets-contract.md names every key and output', () => {
  const text = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = /^\| `augment`.*$/m.exec(text)?.[0] ?? '';
  const outputs = ['draw-0', 'draw-8', 'draws', 'scores', 'matrix', 'thetaFalse', 'thetaTrue'];
  for (const name of [...KEYS, ...outputs]) expect(row).toContain(`\`${name}\``);
});
