import { beforeAll, describe, expect, test } from 'vitest';
import { KIND } from '@widgets/compress/kind.ts';
import { SCENES } from '@widgets/compress/scenes.ts';
import { STRINGS } from '@widgets/compress/strings.ts';
import { ready, viewOf } from './bench.ts';
import { combinations } from './combinations.ts';

beforeAll(ready);
const few = { count: '50' };
const scene = (name: keyof typeof SCENES) => ({ ...Object.fromEntries(new URLSearchParams(SCENES[name].query)), ...few }); // prettier-ignore
const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim(); // prettier-ignore
const value = (text: string) => Number(text.replaceAll('−', '-').replaceAll(',', ''));

describe('the arithmetic', { timeout: 120_000 }, () => {
  test('quantized weights: the level follows, what comes back is S·(q − Z), the error is the difference', async () => {
    let checked = 0;
    for (const bits of ['8', '4', '2']) {
      for (const scales of ['tensor', 'channel']) {
        const view = await viewOf({ ...few, bits, scales, outlier: bits === '4' ? '20' : '0' });
        for (let row = 0; row < 8; row++) {
          const text = KIND.speak!({ ...view, cursor: { on: 'weights', at: [0, row, 1] } })!;
          const [, S, Z, w, s, z, q, S2, q2, z2, back, error] = /S [=≈] (\S+), Z = (\d+); q = round\(\(?(\S+?)\)?\/(\S+)\) \+ (\d+) = (\d+); S·\(q − Z\) [=≈] (\S+)×\((\d+) − (\d+)\) [=≈] (\S+); error [=≈] (\S+)$/.exec(text)!.map(value); // prettier-ignore
          expect([s, S2, z, z2, q2]).toEqual([S, S, Z, Z, q]);
          expect(Math.abs(w / S + Z - q), text).toBeLessThanOrEqual(0.501 + 1e-4 * Math.abs(w / S));
          expect(Math.abs(S * (q - Z) - back), text).toBeLessThanOrEqual(1e-4 * Math.max(1e-6, Math.abs(back))); // prettier-ignore
          expect(Math.abs(back - w - error), text).toBeLessThanOrEqual(2e-4 * Math.abs(w) + 1e-9);
          expect(back).toBeCloseTo(view.outputs!.weights.data[2 * row + 1], 3);
          checked++;
        }
      }
    }
    expect(checked).toBe(48);
  });

  test('pruned weights: those below the limit go', async () => {
    for (const order of ['global', 'layer', 'random']) {
      const view = await viewOf({ ...few, method: 'prune', share: '70', order });
      let gone = 0;
      for (let row = 0; row < 8; row++) {
        const text = KIND.speak!({ ...view, cursor: { on: 'weights', at: [0, row, 1] } })!;
        const [, score, sign, limit, fate] = /[=≈] ([\d.e−]+) ([<≥]) ≈?([\d.e−]+): (cut to 0|stays)$/.exec(text)!; // prettier-ignore
        expect(value(score) < value(limit), text).toBe(sign === '<');
        expect(fate === 'cut to 0').toBe(sign === '<');
        expect(view.outputs!.weights.data[2 * row + 1] === 0).toBe(sign === '<');
        gone += Number(sign === '<');
      }
      expect(gone).toBeGreaterThan(1);
    }
    const none = await viewOf({ ...few, method: 'prune', share: '0' });
    expect(KIND.speak!(none)).toContain('nothing is cut');
  });

  test('layers and digits', async () => {
    const view = await viewOf({ ...few, bits: '4' });
    expect(KIND.speak!({ ...view, cursor: { on: 'layers', at: [0, 4, 0] } })).toMatch(/^dense1: 100,352 weights, .* 16 different values/); // prettier-ignore
    expect(KIND.speak!({ ...view, cursor: { on: 'read', at: [0, 3, 0] } })).toBe('held-out digit 470: a 3, read correctly'); // prettier-ignore
    const ruined = await viewOf(scene('outlier'));
    expect(KIND.speak!({ ...ruined, cursor: { on: 'read', at: [0, 3, 0] } })).toBe('held-out digit 470: a 3, read as 1'); // prettier-ignore
  });
});

describe('what is on show', { timeout: 120_000 }, () => {
  test('bytes against 469,736, ways of storing zeros, and the loss of the retraining', async () => {
    expect(plainText(KIND.parts(await viewOf(few)).summary)).toContain('117,974 / 469,736 ≈ 25.1%');
    const text = plainText(KIND.parts(await viewOf(scene('prune-retrain'))).summary);
    expect(text).toMatch(/all 117,974, a list with places [\d,]+, a bit mask [\d,]+ bytes/);
    const [, a, b] = /from ≈([\d.]+) to ≈([\d.]+)\./.exec(text)!.map(Number);
    expect(b).toBeLessThan(a / 3);
  });

  test('every part is written for any state, in both languages, with nothing left open', async () => {
    for (const { query } of combinations(8, 12)) {
      for (const lang of ['zh', 'en'] as const) {
        const html = Object.values(KIND.parts(await viewOf(query, { words: STRINGS[lang] }))).join(''); // prettier-ignore
        expect(html).not.toMatch(/undefined|NaN|\{\w+\}|\[object/);
      }
    }
  });

  test('the outlier stands among the eight weights, and where the cursor may be', async () => {
    const view = await viewOf(scene('outlier'));
    expect(Math.abs(view.outputs!.weights.data[0])).toBeGreaterThan(10);
    const holds = (on: string, at: number[]) => KIND.holds!({ ...view, cursor: { on, at } });
    expect([holds('weights', [0, 7, 1]), holds('weights', [0, 8, 1]), holds('read', [0, 9, 4]), holds('logits', [0, 0, 0])]).toEqual([true, false, true, false]); // prettier-ignore
    expect(KIND.stops!(view)).toHaveLength(14);
  });

  test('the guess is right within three in a hundred', async () => {
    const view = await viewOf(few);
    const right = view.outputs!.right.data[0];
    const mark = (given: string) => KIND.guess!(view, [given]).right;
    expect([mark(`${right}`), mark(`${right - 1}`), mark(`${right - 3}`), mark('')]).toEqual([true, true, false, false]); // prettier-ignore
  });
});
