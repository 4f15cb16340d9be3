import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/gan-2d/kind.ts';
import { resultsOf } from '@widgets/gan-2d/reference.ts';
import { parse, texts, type State } from '@widgets/gan-2d/state.ts';
import { STRINGS, type Words } from '@widgets/gan-2d/strings.ts';
import type { Cursor, View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const good = (query: Query) => parse(query).state!;
function viewOf(state: State, over: Partial<View<State, Words>> = {}): View<State, Words> {
  const outputs = resultsOf(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'gan-2d', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
}
const numbersIn = (text: string) =>
  [
    ...text
      .replace(/<[^>]*>/g, '')
      .replaceAll('−', '-')
      .matchAll(/-?\d+(\.\d+)?(e-?\d+)?/g),
  ].map(([n]) => Number(n));

describe('what stands on screen', () => {
  test('the terms of D’s loss add up to it, in every loss', () => {
    for (const { state } of combinations(30, 11)) {
      const html = KIND.parts(viewOf(state)).losses;
      const sum = /L_D = .*?[=≈] (\(?−?[\d.e−]+\)?(?: \+ \(?−?[\d.e−]+\)?)+) [=≈] <b>(.*?)<\/b>/.exec(html)!; // prettier-ignore
      const terms = numbersIn(sum[1]);
      expect(terms.length).toBe(state.loss === 'wgan-gp' ? 3 : 2);
      const [total] = numbersIn(sum[2]);
      const scale = Math.max(...terms.map(Math.abs), 1);
      expect(Math.abs(terms.reduce((a, b) => a + b, 0) - total)).toBeLessThan(3e-5 * scale);
      expect(total).toBeCloseTo(resultsOf(state).lossD.data[0], 3);
    }
  });

  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const { state } of combinations(30, 12)) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        for (const cursor of [undefined, { on: 'steps', at: [0, 0, state.steps] }]) {
          const view = viewOf(state, { words, ui: { 'fold-numbers': '1' }, ...(cursor && { cursor }) }); // prettier-ignore
          for (const [name, html] of Object.entries(KIND.parts(view))) {
            expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
          }
          expect(KIND.speak!(view)).not.toMatch(/[<>]/);
        }
      }
    }
  });

  test('the cursor’s cell holds its point; the first row is the top', () => {
    for (const data of ['ring', 'grid', 'line', 'spiral']) {
      const state = good({ data, steps: '0' });
      const view = viewOf(state);
      const [x, y] = numbersIn(/\((.*?)\)/.exec(KIND.speak!(view)!)![1]);
      const { p } = view.outputs!;
      const [, row, col] = view.cursor.at;
      expect(Math.hypot(x, y)).toBeLessThan(1.7);
      // Near a centre there is more of the data than anywhere far from it.
      expect(p.data[row * 32 + col]).toBeGreaterThan(1 / 1024);
      expect(KIND.holds!(view)).toBe(true);
      expect(KIND.holds!({ ...view, cursor: { on: 'nowhere', at: [0, 0, 0] } })).toBe(false);
    }
  });

  test('predict first marks the number of modes', () => {
    const view = viewOf(good({ steps: '0' }));
    expect(KIND.guess!(view, ['0']).right).toBe(true);
    expect(KIND.guess!(view, ['8']).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
  });

  test('the images have the size and colours of the field', () => {
    for (const query of [{}, { loss: 'wgan-gp' }]) {
      const view = viewOf(good({ steps: '5', ...query }));
      const made = KIND.images!(view, { positive: [255, 0, 0], negative: [0, 0, 255], accent: [0, 0, 0] }); // prettier-ignore
      for (const name of ['plane', 'optimum']) {
        const { data, height, width } = made[name]();
        expect([height, width, data.length]).toEqual([32, 32, 4096]);
      }
      const { data } = made.optimum();
      view.outputs!.optimum.data.forEach((d, i) => expect(data[4 * i] === 255).toBe(d >= 0.5));
    }
  });
});

describe('what buttons ask for', () => {
  const act = (query: Query, name: string, cursor?: Cursor) =>
    KIND.act!(viewOf(good(query), cursor && { cursor }), name);

  test('steps on and back from key frame to key frame, and updates of one network', () => {
    const at = (query: Query | undefined) => [query?.steps, query?.then];
    expect(at(act({ steps: '30', then: 'D3' }, 'on'))).toEqual(['55', '']);
    expect(at(act({ steps: '30' }, 'back'))).toEqual(['25', '']);
    expect(at(act({ steps: '25' }, 'back'))).toEqual(['0', '']);
    expect(at(act({ steps: '0' }, 'back'))).toEqual(['0', '']);
    expect(at(act({ steps: '0' }, 'one'))).toEqual(['1', '']);
    expect(at(act({ steps: '9', then: 'D2' }, 'D1'))).toEqual(['9', 'D2D1']);
    expect(texts(good(act({ steps: '9', then: 'D2' }, 'D50')!)).then).toBe('D52');
  });

  test('a pressed cell becomes a centre, and goes when pressed again; one always stays', () => {
    const cursor = { on: 'plane', at: [0, 0, 31] };
    const once = act({ data: 'custom', points: '0,0', steps: '0' }, 'point', cursor)!;
    expect(once.points).toBe('0,0;1.55,1.55');
    expect(act({ ...once }, 'point', cursor)!.points).toBe('0,0');
    expect(act({ data: 'custom', points: '1.55,1.55', steps: '0' }, 'point', cursor)!.points).toBe('1.55,1.55'); // prettier-ignore
    expect(act({ steps: '0' }, 'point', cursor)).toBeUndefined();
  });

  test('running visits the key frames from here to the end', () => {
    const view = viewOf(good({ steps: '10' }));
    const stops = KIND.stops!(view);
    expect(stops[0].at[2]).toBe(25);
    expect(stops[stops.length - 1].at[2]).toBe(3000);
    expect(KIND.pick!(view, stops[1])).toMatchObject({ steps: '50', then: '' });
    expect(KIND.pick!(view, view.cursor)).toBeUndefined();
  });

  test('a choice brings along what depends on it', () => {
    const view = viewOf(good({ steps: '10', then: 'D2', loss: 'wgan-gp', k: '3' }));
    const edit = (name: string, value: string, on = view) => KIND.edit!(on, name, value);
    expect(edit('steps', '7')).toMatchObject({ steps: '7', then: '' });
    expect(edit('data', 'custom')!.points).toMatch(/;/);
    expect(edit('loss', 'minimax')!.k).toBeUndefined();
    expect(edit('lrG', '0.1')).toBeUndefined();
    const long = { ...view, state: good({ steps: '3000' }) };
    const query = edit('loss', 'wgan-gp', long)!;
    expect(parse(query).problems).toBeUndefined();
    expect(Number(query.steps)).toBeLessThan(3000);
    expect(edit('k', 'x', long)).toMatchObject({ k: 'x' });
  });
});
