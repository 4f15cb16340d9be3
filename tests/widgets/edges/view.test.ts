import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid, type Grid } from '@lib/grid.ts';
import { reference } from '@widgets/edges/reference.ts';
import { SCENES } from '@widgets/edges/scenes.ts';
import { KEYS, parse, type State } from '@widgets/edges/state.ts';
import { STRINGS } from '@widgets/edges/strings.ts';
import { firstCursor, formula, guess, holds, images, parts, speak, stops, type View } from '@widgets/edges/view.ts'; // prettier-ignore
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

let coins: Grid;
beforeAll(async () => {
  const { data } = await sharp(join('public', 'pictures', 'coins.png'))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  coins = grid([128, 128, 1], Float64Array.from(data));
});

function viewOf(query: Query, at?: number[], lang: 'zh' | 'en' = 'en', ui = {}): View {
  const state: State = parse(query).state!;
  const picture = state.source.kind === 'picture' ? coins : undefined;
  const outputs = reference(state, picture, async () => true) as Outputs;
  const cursor = at ? { on: 'y', at: [0, ...at] } : firstCursor(state);
  return {
    id: 'edges',
    words: STRINGS[lang],
    state,
    picture,
    outputs,
    cursor,
    ui,
    image: undefined,
  };
}

/** Reads `(−1)×10 + 1×20 ≈ 10` as a reader would. */
function sums(text: string): { total: number; result: number; exact: boolean }[] {
  const number = (part: string) => Number(part.replace(/[()]/g, '').replaceAll('−', '-'));
  return [...text.matchAll(/((?:[\d.e()−+-]+×[\d.e()−+-]+(?: \+ )?)+) ([=≈]) ([−\d.e+-]+)/g)].map(
    ([, sum, sign, result]) => ({
      total: sum.split(' + ').reduce(
        (a, p) =>
          a +
          p
            .split('×')
            .map(number)
            .reduce((x, y) => x * y, 1),
        0,
      ),
      result: number(result),
      exact: sign === '=',
    }),
  );
}

describe('the arithmetic', () => {
  test('adds up on screen, in every cell of 240 states', () => {
    let seen = 0;
    for (const { query, state } of combinations(240, 31)) {
      const view = viewOf(query);
      const [H, W] = view.outputs!.y.shape;
      const size = Math.max(1, ...(state.source as { rows: number[][] }).rows.flat().map(Math.abs));
      for (let r = 0; r < H; r++) {
        const c = (r * 3) % W;
        const text = formula({ ...view, cursor: { on: 'y', at: [0, r, c] } }, false);
        expect(text, JSON.stringify(query)).not.toMatch(/NaN|undefined|<\S|\{/);
        for (const { total, result, exact } of sums(text)) {
          const allowed = exact ? 1e-9 * size : 2e-4 * size;
          expect(Math.abs(total - result), `${text} ${JSON.stringify(query)}`).toBeLessThan(
            allowed * 10,
          );
          seen++;
        }
      }
    }
    expect(seen).toBeGreaterThan(1000);
  });

  test('ends in the number of the table', () => {
    for (const { query, state } of combinations(120, 17)) {
      if (state.stage !== 'result' || state.op === 'canny' || state.op === 'log') continue;
      const view = viewOf(query);
      const text = formula(view, false);
      const [, last] = /([−\d.e+-]+)$/.exec(text)!;
      const at = view.cursor.at[1] * view.outputs!.y.shape[1] + view.cursor.at[2];
      const y = view.outputs!.y.data[at];
      expect(Math.abs(Number(last.replaceAll('−', '-')) - y)).toBeLessThanOrEqual(
        1e-5 * Math.max(1, Math.abs(y)),
      );
    }
  });

  test('of the default scene, as it stands on the page', () => {
    const text = formula(viewOf({ input: '1,2,3;4,5,6;7,8,10' }, [1, 1]), false);
    expect(text).toBe(
      'gx = (−1)×1 + 1×3 + (−2)×4 + 2×6 + (−1)×7 + 1×10 = 9; ' +
        'gy = (−1)×1 + (−2)×2 + (−1)×3 + 1×7 + 2×8 + 1×10 = 25; |g| = √(9² + 25²) ≈ 26.5707',
    );
    expect(formula(viewOf({ input: '0,0,0;0,0,0;0,4,3', op: 'prewitt' }, [1, 1]), false)).toContain(
      '= 7; |g| = √(3² + 7²)',
    );
  });

  test('each decision of Canny is told', () => {
    const canny = { input: SQUARE, op: 'canny', low: '40', high: '100' };
    const said = (stage: string, at: number[], more: Query = {}) =>
      formula(viewOf({ ...canny, stage, ...more }, at), false);
    expect(said('suppressed', [4, 3])).toMatch(
      /along the gradient .* against it .* a maximum, kept$/,
    );
    expect(said('suppressed', [4, 2])).toMatch(/→ not a maximum, suppressed$/);
    expect(said('suppressed', [0, 0])).toMatch(/flat, suppressed$/);
    expect(said('threshold', [4, 3])).toMatch(/≥ 100: strong$/);
    expect(said('threshold', [4, 3], { high: '1000' })).toMatch(/40 ≤ .* < 1000: weak$/);
    expect(said('result', [4, 3], { high: '1000' })).toMatch(
      /none of its \d+ connected pixels is strong → no edge$/,
    );
    expect(said('result', [4, 3])).toMatch(/strong → an edge$/);
    expect(said('result', [4, 3], { low: '900', high: '1000' })).toMatch(/dropped → no edge$/);
  });
});

const SQUARE = Array.from({ length: 9 }, (_, r) =>
  Array.from({ length: 9 }, (_, c) => (r > 1 && r < 7 && c > 2 && c < 7 ? 30 + r : 0)).join(','),
).join(';');

describe('the parts', () => {
  test('every scene is drawn in both languages, with its table or its shape', () => {
    for (const [name, { query }] of Object.entries(SCENES)) {
      for (const lang of ['zh', 'en'] as const) {
        const view = viewOf(readQuery(query, KEYS, [], () => undefined).query, undefined, lang);
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
        expect(html.match(/data-output="y"/g), name).toHaveLength(1);
        expect(html).toContain(name === 'matrix' ? 'data-shape="6,6,1"' : 'data-shape="128,128,1"');
        expect(speak(view)).not.toMatch(/[<>]/);
        expect(holds(view)).toBe(true);
        for (const paint of Object.values(
          images(view, { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] }),
        )) {
          const { data, height, width } = paint();
          expect(data.length).toBe(height * width * 4);
        }
      }
    }
  });

  test('the other border is marked and counted', () => {
    const view = viewOf({ input: SQUARE }, [1, 1], 'en', { convention: '1' });
    expect(parts(view).output).toContain('all 81 pixels are the same');
    const frame = viewOf({ input: SQUARE.replaceAll('0,', '7,') }, [1, 1], 'en', {
      convention: '1',
    });
    const marked = parts(frame).output.match(/class="[^"]*differs/g)!;
    expect(parts(frame).output).toContain(`${marked.length} of 81 pixels differ`);
    expect(marked.length).toBeGreaterThan(20);
  });

  test('a guess is marked by the number on show', () => {
    const view = viewOf({ input: '1,2,3;4,5,6;7,8,10' }, [1, 1]);
    expect(guess(view, ['27'])).toEqual({ right: true, text: 'Right: row 2, column 2 is ≈26.57.' });
    expect(guess(view, ['24']).right).toBe(false);
    expect(guess(view, ['']).right).toBe(false);
    expect(guess(viewOf({ input: SQUARE, op: 'canny' }, [0, 0]), ['0']).right).toBe(true);
    expect(guess(viewOf({ input: SQUARE, op: 'canny' }, [0, 0]), ['1']).right).toBe(false);
  });

  test('the steps visit every pixel', () => {
    expect(stops(viewOf({ input: SQUARE }))).toHaveLength(81);
  });
});
