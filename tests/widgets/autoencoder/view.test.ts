import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/autoencoder/kind.ts';
import { SCENES } from '@widgets/autoencoder/scenes.ts';
import { parse } from '@widgets/autoencoder/state.ts';
import { STRINGS } from '@widgets/autoencoder/strings.ts';
import { edit, firstCursor, formula, guess, holds, images, parts, speak, stops, type View } from '@widgets/autoencoder/view.ts'; // prettier-ignore
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

beforeAll(() => readFromDisk());

async function viewOf(query: Query, cursor?: View['cursor'], lang: 'zh' | 'en' = 'en') {
  const state = parse(query).state!;
  await KIND.load!(state);
  const outputs = KIND.reference(state, undefined, async () => true) as Outputs;
  const view: View = { id: 'autoencoder', words: STRINGS[lang], state, picture: undefined, outputs, cursor: cursor ?? firstCursor(state, outputs), ui: {}, image: undefined }; // prettier-ignore
  return view;
}

const number = (text: string) => Number(text.replace(/[()]/g, '').replaceAll('−', '-'));
const VALUE = '(\\(?−?[\\d.]+(?:e[−+]?\\d+)?\\)?)';

describe('the arithmetic', () => {
  test('noise and error add up on screen in 120 states', async () => {
    for (const { query } of combinations(120, 41)) {
      const view = await viewOf(query);
      for (const on of ['x', 'noisy', 'image', 'error', 'code']) {
        for (const at of [[0, 0, 0], [0, 3, 5], view.cursor.at]) {
          const here = { ...view, cursor: { on, at } };
          if (!holds(here)) continue;
          const text = formula(here, false);
          expect(text).not.toMatch(/NaN|undefined|</);
          if (on === 'x' || on === 'code') continue;
          const sum = new RegExp(`= ${VALUE} \\+ ${VALUE}×${VALUE} ([=≈]) ${VALUE}`).exec(text)!;
          const [x, s, n] = sum.slice(1, 4).map(number);
          expect(x + s * n).toBeCloseTo(number(sum[5]), sum[4] === '=' ? 9 : 4);
          if (on === 'noisy') continue;
          const less = new RegExp(`= ${VALUE} − ${VALUE} ([=≈]) ${VALUE}`).exec(text)!;
          const [y, clean, , error] = less.slice(1).map(number);
          expect(y - clean).toBeCloseTo(error, 4);
        }
      }
    }
  });

  test('the decibels shown follow from the errors shown', async () => {
    for (const { query } of combinations(60, 5)) {
      const view = await viewOf(query);
      const html = parts(view).decibels;
      const shown = (name: string) => number(new RegExp(`data-output="${name}"[^>]*>([^<]*)`).exec(html)![1]); // prettier-ignore
      for (const [mse, db] of [
        ['mse', 'psnr'],
        ['mseNoisy', 'psnrNoisy'],
      ]) {
        if (shown(mse) === 0) continue;
        expect(10 * Math.log10(1 / shown(mse))).toBeCloseTo(shown(db), 1);
      }
      if (view.state.sigma > 0) expect(shown('psnr') - shown('psnrNoisy')).toBeCloseTo(shown('gain'), 1); // prettier-ignore
    }
  });
});

describe('the parts', () => {
  test('every scene is drawn in both languages, with the numbers of the contract', async () => {
    for (const [name, { query }] of Object.entries(SCENES)) {
      for (const lang of ['zh', 'en'] as const) {
        const view = await viewOf(readQuery(query, KIND.keys, [], () => undefined).query, undefined, lang); // prettier-ignore
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
        for (const output of ['image', 'code', 'mse', 'mseNoisy', 'psnr', 'psnrNoisy', 'gain']) {
          expect(html.split(`data-output="${output}"`), `${name} ${output}`).toHaveLength(2);
        }
        const [table] = /<table[^>]*data-output="image"[\s\S]*?<\/table>/.exec(html)!;
        const values = [...table.matchAll(/value="([^"]*)"/g)].map(([, v]) => Number(v));
        expect(values).toEqual([...view.outputs!.image.data]);
        expect(html.match(/<canvas/g)).toHaveLength(name === 'own' ? 6 : 5);
        expect(speak(view)).not.toMatch(/[<>]/);
        expect(holds(view)).toBe(true);
        expect(stops().every((cursor) => holds({ ...view, cursor }))).toBe(true);
        const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
        for (const paint of Object.values(images(view, colours))) {
          const { data, height, width } = paint();
          expect(data.length).toBe(height * width * 4);
        }
      }
    }
  });

  test('what is outside of training, and what has no noise, is said', async () => {
    expect(parts(await viewOf({ sigma: '0.8' })).decibels).not.toContain('0.8');
    expect(parts(await viewOf({ sigma: '0.85' })).decibels).toContain('at most 0.8');
    const none = parts(await viewOf({ sigma: '0' })).decibels;
    expect(none).toContain('no noise to remove');
    expect(none).toContain('∞</data> dB');
  });

  test('another digit keeps the noise', async () => {
    const view = await viewOf({ image: 'test-3', sigma: '0.2', seed: '8' });
    expect(edit(view, 'image', 'test-9')).toEqual({ image: 'test-9', sigma: '0.2', seed: '8' });
    expect(Object.keys(edit(view, 'image', 'draw')!)).toEqual(['sigma', 'seed', 'input']);
    expect(edit(view, 'sigma', '1')).toBeUndefined();
  });

  test('a guess within 1 dB is right', async () => {
    const view = await viewOf({});
    const gain = view.outputs!.gain.data[0];
    expect(guess(view, [`${gain + 0.9}`]).right).toBe(true);
    expect(guess(view, [`${gain - 1.1}`]).right).toBe(false);
    expect(guess(view, [''])).toEqual({ right: false, text: STRINGS.en.notNumber });
  });
});
