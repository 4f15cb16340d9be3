import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/overfitting/kind.ts';
import { SCENES } from '@widgets/overfitting/scenes.ts';
import { DEFAULTS, KEYS, mostSteps, parse, pinnedOf, pinOf, texts } from '@widgets/overfitting/state.ts'; // prettier-ignore
import { STRINGS } from '@widgets/overfitting/strings.ts';
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

  test('the defaults are the texts of the default state; any run can be pinned', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
    expect(pinOf(good({}))).toBe('default');
    for (const { state } of combinations(100, 9)) {
      const { seed, noise, steps, at } = state;
      const pinned = good({ pin: pinOf(state) }).pin!;
      const again = good({ ...pinned, seed: `${seed}`, noise: `${noise}`, steps: `${steps}`, at: `${at}` }); // prettier-ignore
      expect(again).toEqual({ ...state, pin: undefined });
    }
  });

  test.each([
    ['samples=3', ['samples: range']],
    ['samples=61', ['samples: range']],
    ['samples=12.5', ['samples: not-whole']],
    ['noise=-1', ['noise: range']],
    ['noise=1.1', ['noise: range']],
    ['wrong=0.6', ['wrong: range']],
    ['width=0', ['width: range']],
    ['width=65', ['width: range']],
    ['optimizer=lion', ['optimizer: choice']],
    ['decay=toString', ['decay: choice']],
    ['rate=0', ['rate: range']],
    ['rate=1.1', ['rate: range']],
    ['rate=0.00009', ['rate: range']],
    ['rate=', ['rate: empty']],
    ['l2=2', ['l2: range']],
    ['l1=-0.1', ['l1: range']],
    ['l1=NaN', ['l1: not-a-number']],
    ['dropout=0.9', ['dropout: range']],
    ['jitter=2', ['jitter: range']],
    ['patience=-1', ['patience: range']],
    ['patience=2001', ['patience: range']],
    ['steps=9', ['steps: range']],
    ['steps=0', ['steps: range']],
    ['steps=2001', ['steps: range']],
    ['steps=2000&samples=60&width=64', ['steps: too-long']],
    ['steps=2000&pin=samples:60,width:64', ['steps: too-long']],
    ['at=601', ['at: range']],
    ['at=middle', ['at: not-a-number']],
    ['seed=1000000', ['seed: range']],
    ['seed=-1', ['seed: range']],
    ['pin=l2', ['pin: pin']],
    ['pin=l2:9', ['pin: pin']],
    ['pin=seed:3', ['pin: pin']],
    ['pin=l2:0.1,l2:0.2', ['pin: pin']],
    ['pin=pin:default', ['pin: pin']],
    ['colour=1', ['colour: unknown-key']],
    ['l1=x&l2=y', ['l2: not-a-number', 'l1: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('a pinned run shares noise, seed, steps and the step on show', () => {
    const shared = { noise: '0.5', seed: '3', steps: '40', at: '10' };
    expect(pinnedOf(good({ ...shared, l2: '0.1', pin: 'dropout:0.2' }))).toEqual(good({ ...shared, dropout: '0.2' })); // prettier-ignore
  });

  test('every refusal of too many steps leaves a number that is taken', () => {
    for (const samples of [4, 30, 60]) {
      for (const width of [1, 32, 64]) {
        const most = mostSteps({ samples, width });
        const query = { samples: `${samples}`, width: `${width}` };
        expect(most).toBeGreaterThanOrEqual(400);
        good({ ...query, steps: `${most}` });
        if (most < 2000) {
          expect(parse({ ...query, steps: `${most + 1}` }).problems).toHaveLength(1);
        }
      }
    }
  });
});

test('the scenes promised to the pages exist', () => {
  expect(Object.keys(SCENES)).toEqual(['overfit', 'l2', 'l1', 'dropout', 'early-stopping', 'label-noise', 'more-data', 'augmentation']); // prettier-ignore
});

test('docs/widgets-contract.md names every key and output', () => {
  const text = readFileSync(new URL('../../../docs/widgets-contract.md', import.meta.url), 'utf8');
  const row = /^\| `overfitting`.*$/m.exec(text)?.[0] ?? '';
  const outputs = 'curve history weights gradient next pinCurve step trainLoss valLoss gap objective best bestLoss zeros pinTrain pinVal'; // prettier-ignore
  for (const name of [...KEYS, ...outputs.split(' ')]) expect(row).toContain(`\`${name}\``);
});
