import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/features/kind.ts';
import { SCENES } from '@widgets/features/scenes.ts';
import { DEFAULTS, digitsOf, isFitted, KEYS, mostPerplexity, placeOf, texts } from '@widgets/features/state.ts'; // prettier-ignore
import { STRINGS } from '@widgets/features/strings.ts';
import { labelOf } from '@widgets/toolkit/digits.ts';
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
    ['method=umap', ['method: choice']],
    ['space=__proto__', ['space: choice']],
    ['count=11', ['count: range']],
    ['count=41', ['count: range']],
    ['count=20.5', ['count: not-whole']],
    ['components=0', ['components: range']],
    ['components=41', ['components: range']],
    ['neighbors=0', ['neighbors: range']],
    ['neighbors=16', ['neighbors: range']],
    ['perplexity=1', ['perplexity: range']],
    ['perplexity=60', ['perplexity: range']],
    ['perplexity=45&count=12', ['perplexity: too-wide']],
    ['steps=-1', ['steps: range']],
    ['steps=601', ['steps: range']],
    ['seed=1000000', ['seed: range']],
    ['seed=x', ['seed: not-a-number']],
    ['point=480', ['point: held-out']],
    ['point=test-1500', ['point: held-out']],
    ['point=test-149', ['point: not-shown']],
    ['count=12&point=test-480', ['point: not-shown']],
    ['colour=1', ['colour: unknown-key']],
    ['steps=x&seed=y', ['steps: not-a-number', 'seed: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('half of the digits of each class set the axes; places and digits belong together', () => {
    for (const count of [12, 13, 40]) {
      const digits = digitsOf({ count });
      expect(digits.length).toBe(10 * count);
      expect(new Set(digits).size).toBe(digits.length);
      digits.forEach((point, place) => {
        expect(placeOf({ point, count })).toBe(place);
        expect(labelOf(point)).toBe(Math.floor(place / count));
      });
      for (let label = 0; label < 10; label++) {
        const fitted = Array.from({ length: count }, (_, j) => isFitted(label * count + j, count));
        expect(fitted.filter(Boolean).length).toBe(Math.ceil(count / 2));
      }
      good({ count: `${count}`, point: 'test-0', perplexity: `${mostPerplexity(count)}` });
    }
  });
});

test('the scenes promised to the pages exist', () => {
  expect(Object.keys(SCENES)).toEqual(['pca', 'lda', 'tsne', 'learned', 'reconstruct']);
});

test('docs/widgets-contract.md names every key and output', () => {
  const text = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = /^\| `features`.*$/m.exec(text)?.[0] ?? '';
  const outputs = 'y explained gradient reconstruction features accuracy accuracyAll error kl';
  for (const name of [...KEYS, ...outputs.split(' ')]) expect(row).toContain(`\`${name}\``);
});
