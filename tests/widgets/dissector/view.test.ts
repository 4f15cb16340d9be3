import { beforeAll, describe, expect, test } from 'vitest';
import { mapsOf } from '@lib/nn/explain.ts';
import { formula, speak } from '@widgets/dissector/arithmetic.ts';
import type { View } from '@widgets/dissector/facts.ts';
import { images } from '@widgets/dissector/maps.ts';
import { act, firstCursor, guess, holds, parts, pick, stops } from '@widgets/dissector/view.ts';
import { baseOf, chosenOf, reference } from '@widgets/dissector/reference.ts';
import { SCENES } from '@widgets/dissector/scenes.ts';
import { KEYS, layersOf, parse, type State } from '@widgets/dissector/state.ts';
import { STRINGS } from '@widgets/dissector/strings.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations, loadAll } from './combinations.ts';
import { stroked } from './strokes.ts';

beforeAll(loadAll);

async function viewOf(query: Query, lang: 'zh' | 'en' = 'en', cursor?: Cursor): Promise<View> {
  const state: State = parse(query).state!;
  const outputs = (await reference(state, undefined, async () => true))!;
  return {
    id: 'dissector',
    words: STRINGS[lang],
    state,
    picture: undefined,
    outputs,
    cursor: cursor ?? firstCursor(state),
    ui: {},
    image: undefined,
  };
}

const number = (text: string) => Number(text.replace(/[()]/g, '').replaceAll('−', '-'));
const NUMBER = String.raw`\(?−?[\d.]+(?:e-\d+)?\)?`;

/** Every `a×b + c + … ≈ d` of a text: what stands on the left added up, and the right. */
function sums(text: string): { total: number; result: number; terms: number; size: number }[] {
  const one = `${NUMBER}(?:×${NUMBER})?`;
  const sum = new RegExp(`((?:${one} \\+ )*${one})(?: bias)? ≈ (${NUMBER})`, 'g');
  return [...text.matchAll(sum)].map(([, left, right]) => {
    const terms = left.split(' + ').map((part) =>
      part
        .split('×')
        .map(number)
        .reduce((a, b) => a * b, 1),
    );
    const size = Math.max(1, ...terms.map(Math.abs));
    return { total: terms.reduce((a, b) => a + b, 0), result: number(right), terms: terms.length, size }; // prettier-ignore
  });
}

describe('the arithmetic', () => {
  test('adds up on screen in 250 states, as far as four decimals go', async () => {
    let seen = 0;
    for (const { query, state } of combinations(250, 31, 0)) {
      const view = await viewOf(query);
      const text = formula(view, false);
      expect(text, JSON.stringify(query)).not.toMatch(/NaN|undefined|<\S|\{/);
      if (state.layer === 'dense2' && state.view === 'maps') continue; // below
      for (const { total, result, terms, size } of sums(
        text.replace(/(ReLU|max)\(.*?\) [≈=]/g, ''),
      )) {
        const allowed = 1.5e-4 * terms * size;
        expect(Math.abs(total - result), `${text} ${JSON.stringify(query)}`).toBeLessThan(allowed);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(250);
  });

  test('ends in the number of the table', async () => {
    for (const { query, state } of combinations(120, 17, 0)) {
      const view = await viewOf(query);
      const html = formula(view, true);
      const base = baseOf(state, undefined);
      const { map, row, col } = chosenOf(state, base);
      const shown = number(/<b>(.*?)<\/b>/.exec(html)![1]);
      const { shape, data } = state.view === 'maps' ? base.results[state.layer] : view.outputs!.cam;
      const [, W, C] = mapsOf({ shape: [...shape] });
      const y = data[(row * W + col) * C + (state.view === 'maps' ? map : 0)];
      expect(Math.abs(shown - y)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(y)));
    }
  });

  test('the softmax: a power over the sum of all powers', async () => {
    for (const image of ['test-5', 'test-400', 'test-1200']) {
      const view = await viewOf({ image, layer: 'dense2', map: '3' });
      const text = formula(view, false);
      const [, list, above, below, p] = /\/ \((.*?)\) ≈ (\S+) \/ (\S+) ≈ (\S+)/.exec(text)!;
      const total = list.split(' + ').map(Number).reduce((a, b) => a + b, 0); // prettier-ignore
      expect(total).toBeCloseTo(Number(below), 4);
      expect(Number(above) / Number(below) / Number(p)).toBeCloseTo(1, 2);
    }
  });

  test('occlusion: the score without less the score with the square', async () => {
    const text = formula(await viewOf({ view: 'occlusion' }), false);
    const [, before, after, drop] = /as it is (\S+) − with the square (\S+) [=≈] (\S+)/.exec(text)!;
    expect(Math.abs(number(before) - number(after) - number(drop))).toBeLessThan(2e-4);
    expect(number(drop)).toBeGreaterThan(0);
  });
});

describe('the parts', () => {
  test('every scene is drawn in both languages, with its tables', async () => {
    for (const [name, { query }] of Object.entries(SCENES)) {
      for (const lang of ['zh', 'en'] as const) {
        const view = await viewOf(readQuery(query, KEYS, [], () => undefined).query, lang);
        const html = Object.values(parts(view)).join('');
        expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
        expect(html.match(/data-output="scores"/g), name).toHaveLength(1);
        const own = { maps: 'map', occlusion: 'occlusion', 'grad-cam': 'cam' }[view.state.view];
        expect(html.match(new RegExp(`data-output="${own}"`, 'g')), name).toHaveLength(1);
        expect(speak(view)).not.toMatch(/[<>]/);
        expect(holds(view)).toBe(true);
        const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
        const painted = [...html.matchAll(/data-paint="(.*?)"[^>]*width="(\d+)" height="(\d+)"/g)];
        expect(painted.length).toBeGreaterThan(1);
        for (const [, paint, width, height] of painted) {
          const pixels = images(view, colours)[paint]();
          expect([pixels.width, pixels.height], paint).toEqual([Number(width), Number(height)]);
          expect(pixels.data.length).toBe(pixels.height * pixels.width * 4);
        }
      }
    }
  });

  test('a drawing has its pad, and the pad its ink', async () => {
    const view = await viewOf({ input: stroked(3) });
    expect(parts({ ...view, ui: { draw: '1' } }).input).toContain('data-ink');
    expect(parts(view).input).toContain('data-do="ui:draw=1"');
    const cleared = act(view, 'clear')!;
    expect(parse(cleared).state!.source).toMatchObject({ kind: 'drawn' });
    expect(parse({ ...cleared }).problems).toBeUndefined();
  });

  test('a press leads to the map and the cell under it', async () => {
    const view = await viewOf({ layer: 'conv4', cell: '3,4' });
    expect(pick(view, { on: 'map', at: [0, 2, 5] })).toMatchObject({ layer: 'conv4', cell: '2,5' });
    expect(pick(view, { on: 'sheet', at: [4, 1, 3] })).toEqual({ layer: 'conv4', map: '19', cell: '3,4' }); // prettier-ignore
    expect(pick(view, { on: 'sheet', at: [0, 0, 3] })).toEqual({ layer: 'conv1', map: '3' });
    expect(pick(view, { on: 'sheet', at: [7, 0, 9] })).toEqual({ layer: 'dense2', map: '9' });
    expect(pick(view, { on: 'shares', at: [0, 0, 3] })).toBeUndefined();
    for (const next of [pick(view, { on: 'sheet', at: [6, 1, 31] })!]) {
      expect(parse(next).state).toMatchObject({ layer: 'dense1', map: 63 });
    }
  });

  test('the steps visit every cell once, and each leads to a state', async () => {
    for (const query of [{}, { layer: 'dense1' }, { view: 'grad-cam' }, { layer: 'conv1' }]) {
      const view = await viewOf(query);
      const all = stops(view);
      const [H, W, C] = mapsOf({ shape: [...layersOf(view.state).find(({ name }) => name === view.state.layer)!.shape] }); // prettier-ignore
      const count = view.state.view !== 'maps' ? 196 : H > 1 ? H * W : C;
      expect(new Set(all.map(({ at }) => at.join())).size).toBe(count);
      for (const stop of all) expect(parse(pick(view, stop)!).state).toBeDefined();
    }
  });

  test('the share under the cursor is the one whose window is shown', async () => {
    const at = { on: 'shares', at: [0, 0, 7] };
    const view = await viewOf({ layer: 'conv4' }, 'en', at);
    expect(holds(view)).toBe(true);
    expect(parts(view).body).toContain('conv3, map 7');
    expect(formula(view, false)).toContain('map 7:');
    expect(holds({ ...view, cursor: { on: 'shares', at: [0, 0, 32] } })).toBe(false);
  });

  test('a guess is marked by shape and parameters', async () => {
    const view = await viewOf({ layer: 'conv3' });
    expect(guess(view, ['14', '14', '32', '4640'])).toEqual({
      right: true,
      text: 'Right: 14×14×32, 4640 parameters.',
    });
    expect(guess(view, ['12', '12', '32', '4640']).right).toBe(false);
    expect(guess(view, ['', '', '', '']).right).toBe(false);
    expect(guess(await viewOf({ layer: 'pool1' }), ['14', '14', '16', '0']).right).toBe(true);
  });
});
