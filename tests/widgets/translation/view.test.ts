import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { errorsOf, reference } from '@widgets/translation/reference.ts';
import { SCENES } from '@widgets/translation/scenes.ts';
import { KEYS, parse } from '@widgets/translation/state.ts';
import { STRINGS } from '@widgets/translation/strings.ts';
import { firstCursor, formula, guess, holds, images, parts, speak, stops, type View } from '@widgets/translation/view.ts'; // prettier-ignore
import { combinations } from './combinations.ts';

async function viewOf(
  query: Query,
  cursor?: View['cursor'],
  lang: 'zh' | 'en' = 'en',
): Promise<View> {
  const state = parse(query).state!;
  let picture;
  if (state.source.kind === 'picture') {
    const { data, info } = await sharp(join('public', 'pictures', `${state.source.id}.png`))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    picture = grid([info.height, info.width, 1], Float64Array.from(data));
  }
  const outputs = (await reference(state, picture, async () => true)) as Outputs;
  const words = STRINGS[lang];
  return { id: 'translation', words, state, picture, outputs, cursor: cursor ?? firstCursor(state), ui: {}, image: undefined }; // prettier-ignore
}

const number = (text: string) => Number(text.replace(/[()]/g, '').replaceAll('−', '-'));
/** Reads `max(…)`, `(… + …) / 16`, sums of products and differences as a reader would. */
function value(text: string): number {
  const pooled = /^max\(([^×]*)\)$/.exec(text);
  if (pooled) return Math.max(...pooled[1].split(', ').map(number));
  const relu = /^max\(0, (.*)\)$/.exec(text);
  if (relu) return Math.max(0, value(relu[1]));
  const blurred = /^\((.*)\) \/ 16$/.exec(text);
  if (blurred) return value(blurred[1]) / 16;
  const difference = / − /.test(text) && !/×/.test(text) ? text.split(' − ') : undefined;
  if (difference) return number(difference[0]) - number(difference[1]);
  return text.split(' + ').reduce((sum, term) => sum + term.split('×').map(number).reduce((a, b) => a * b, 1), 0); // prettier-ignore
}

describe('the arithmetic', () => {
  test('every equation on screen holds, on every map of 180 states', async () => {
    let seen = 0;
    for (const { query } of combinations(180, 41)) {
      const view = await viewOf(query);
      const most = Math.max(...view.outputs!.y.data, ...view.outputs!.fx.data, 255);
      for (const on of ['x', 'tx', 'fx', 'tfx', 'y', 'difference']) {
        for (const at of [[0, 0, 0], [0, 1, 1], view.cursor.at]) {
          const text = formula({ ...view, cursor: { on, at } }, false);
          expect(text).not.toMatch(/NaN|undefined|</);
          for (const line of text.replace(/ \(too near.*/, '').split('; ')) {
            const [, left, sign, right] = /^.*? = (.*?)(?: ([=≈]) ([−\d.e+-]+))?$/.exec(
              line.replace(/F\(Tx\) − T′F\(x\)/, 'D'),
            )!;
            if (sign === undefined) continue;
            const off = Math.abs(value(left) - number(right));
            expect(off, `${line} ${JSON.stringify(query)}`).toBeLessThanOrEqual(
              (sign === '=' ? 1e-9 : 1e-4) * most,
            );
            seen++;
          }
        }
      }
    }
    expect(seen).toBeGreaterThan(2000);
  });

  test('shift by one of a bar, by hand', async () => {
    const bar = Array(8).fill('0,0,0,6,0,0,0,0').join(';');
    const view = await viewOf(
      { input: bar, shift: '1', stack: 'conv-pool' },
      { on: 'y', at: [0, 1, 1] },
    );
    // conv+ReLU answers 24 left of the bar: column 2, and column 3 after the shift.
    expect(formula(view, false)).toBe(
      'F(Tx) = max(0, 24, 0, 24) = 24; T′F(x) = 0.5×0 + 0.5×24 = 12; F(Tx) − T′F(x) = 24 − 12 = 12 (too near the border to count)',
    );
    const stride = await viewOf(
      { input: bar, shift: '2', stack: 'conv-pool' },
      { on: 'y', at: [0, 1, 2] },
    );
    expect(formula(stride, false)).toContain('T′F(x) = 24; F(Tx) − T′F(x) = 24 − 24 = 0');
  });
});

describe('the parts', () => {
  test('every scene is drawn in both languages, with the numbers of the contract', async () => {
    for (const [name, { query }] of Object.entries(SCENES)) {
      for (const lang of ['zh', 'en'] as const) {
        const view = await viewOf(
          readQuery(query, KEYS, [], () => undefined).query,
          undefined,
          lang,
        );
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
        for (const output of [
          'y',
          'fx',
          'tfx',
          'difference',
          'equivarianceError',
          'invarianceError',
        ]) {
          expect(html.split(`data-output="${output}"`), `${name} ${output}`).toHaveLength(2);
        }
        const [, error] = /data-output="equivarianceError" value="([^"]*)"/.exec(html)!;
        expect(Number(error)).toBe(errorsOf(view.outputs!).equivariance);
        expect(Number(error) === 0, name).toBe(
          ['shift-stride', 'conv', 'rotate-symmetric'].includes(name),
        );
        expect(html.match(/<canvas/g), name).toHaveLength(6);
        expect(speak(view)).not.toMatch(/[<>]/);
        expect(holds(view)).toBe(true);
        for (const paint of Object.values(
          images(view, { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] }),
        )) {
          // prettier-ignore
          const { data, height, width } = paint();
          expect(data.length).toBe(height * width * 4);
        }
      }
    }
  });

  test('a motion that leaves nothing to compare is said, not computed', async () => {
    const view = await viewOf({ input: Array(8).fill('1,2,3,4,5,6,7,8').join(';'), shift: '8' });
    expect(parts(view).errors).toContain('No cell is far enough');
    expect(parts(view).errors).toContain('—');
    expect(guess(view, ['zero']).right).toBe(false);
  });

  test('the sentence fits the case', async () => {
    const noise = Array.from({ length: 16 }, (_, r) => Array.from({ length: 16 }, (_, c) => (r * 31 + c * 17 + r * c) % 23).join(',')).join(';'); // prettier-ignore
    const blank = Array(16).fill(Array(16).fill('0').join(',')).join(';');
    const decimals = noise.replace(/\d+/g, (n) => `${Number(n) / 10}`);
    const { verdicts } = STRINGS.en;
    for (const [query, name] of [
      [{ input: noise, shift: '0' }, 'still'],
      [{ input: noise, shift: '2,-2' }, 'multiple'],
      [{ input: noise, shift: '2,1' }, 'between'],
      [{ input: noise, shift: '3', stack: 'conv' }, 'multiple'],
      [{ input: blank, shift: '1' }, 'agree'],
      [{ input: noise, shift: '0', rotate: '90', stack: 'symmetric-pool' }, 'symmetric'],
      [{ input: decimals, shift: '0', rotate: '90', stack: 'symmetric' }, 'symmetric'],
      [{ input: noise, shift: '0', rotate: '90' }, 'moved'],
      [{ input: noise, shift: '0', rotate: '45', stack: 'symmetric' }, 'moved'],
      [{ input: noise, shift: '0', scale: '1.5', stack: 'symmetric' }, 'moved'],
      [{ input: blank, shift: '0', rotate: '90' }, 'agree'],
    ] as const) {
      const said = parts(await viewOf(query)).errors;
      expect(said, JSON.stringify(query)).toContain(verdicts[name].split('{stride}')[0]);
    }
  });

  test('a guess is marked', async () => {
    const one = await viewOf({});
    expect(guess(one, ['other'])).toMatchObject({ right: true });
    expect(guess(one, ['zero'])).toMatchObject({ right: false });
    expect(guess(one, [''])).toEqual({ right: false, text: 'Choose one first.' });
    expect(guess(await viewOf({ shift: '2' }), ['zero'])).toEqual({
      right: true,
      text: 'Right: the error is 0.',
    });
  });

  test('cursors stay on their map', async () => {
    const view = await viewOf({});
    const on = (name: string, r: number) => holds({ ...view, cursor: { on: name, at: [0, r, 0] } });
    expect([on('x', 27), on('x', 28), on('y', 13), on('y', 14), on('z', 0)]).toEqual([true, false, true, false, false]); // prettier-ignore
    expect(stops(view)).toHaveLength(14 * 14);
  });
});
