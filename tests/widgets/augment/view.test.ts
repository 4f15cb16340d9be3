import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/augment/kind.ts';
import { drawsOf } from '@widgets/augment/draws.ts';
import { parse, texts, type State } from '@widgets/augment/state.ts';
import { STRINGS, type Words } from '@widgets/augment/strings.ts';
import type { Cursor, View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';
import { photograph } from './photograph.ts';

readFromDisk();
const good = (query: Query) => parse(query).state!;
async function viewOf(state: State, over: Partial<View<State, Words>> = {}) {
  await KIND.load!(state);
  const picture = await photograph(state);
  const outputs = (await KIND.reference(state, picture, async () => true))!;
  const cursor = KIND.firstCursor(state, outputs);
  const view: View<State, Words> = { id: 'augment', words: STRINGS.en, state, picture, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
  return view;
}
const cases = combinations(51, 3);
let views: View<State, Words>[] = [];
beforeAll(async () => {
  views = [];
  for (const { state } of cases) views.push(await viewOf(state));
}, 120_000);

const value = (text: string) => Number(text.replaceAll('−', '-').replace(/[()]/g, ''));
const N = '\\(?−?[\\d.]+(?:e−?\\d+)?\\)?';

describe('what stands on screen', () => {
  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const view of views) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        for (const cursor of [
          view.cursor,
          { on: 'original', at: [0, 1, 2] },
          { on: 'mosaic', at: [0, 1, 1] },
        ]) {
          // prettier-ignore
          const shown = { ...view, words, cursor, ui: { 'fold-numbers': '1' } };
          for (const [name, html] of Object.entries(KIND.parts(shown))) {
            expect(html, name).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
          }
          expect(KIND.speak!(shown)).not.toMatch(/[<>]|undefined/);
        }
      }
    }
  });

  test('sums of weights and values are the value that is shown', () => {
    let checked = 0;
    for (const view of views) {
      const n = view.outputs![`draw-${view.state.draw}`].shape[0];
      for (const at of [
        [0, 2, 3],
        [0, Math.floor(n / 2), Math.floor(n / 2)],
        [0, n - 1, 0],
      ]) {
        // prettier-ignore
        const said = KIND.speak!({ ...view, cursor: { on: 'chosen', at } })!;
        const found = new RegExp(`((?:${N}×${N})(?: \\+ ${N}×${N})*) [=≈] (${N})$`).exec(said);
        if (!found) continue;
        const sum = found[1].split(' + ').reduce((total, term) => {
          const [w, v] = term.split('×').map(value);
          return total + w * v;
        }, 0);
        expect(Math.abs(sum - value(found[2])), said).toBeLessThan(2e-5);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  test('the value on screen is that of the result, for every change', () => {
    for (const view of views) {
      const result = view.outputs![`draw-${view.state.draw}`];
      const [n, , C] = result.shape;
      const at: Cursor = { on: 'chosen', at: [0, Math.floor(n / 2), Math.floor(n / 3)] };
      const html = KIND.parts({ ...view, cursor: at }).formula;
      const shown = [...html.matchAll(/<b>(.*?)<\/b>/g)].at(-1)![1];
      const want = result.data[(at.at[1] * n + at.at[2]) * C];
      expect(Math.abs(value(shown) - want), `${view.state.op}: ${html}`).toBeLessThan(1e-5);
    }
  });

  test('the cell that is read is marked on the original', async () => {
    const view = await viewOf(good({ op: 'flip', strength: '1' }));
    const { maps } = KIND.parts({ ...view, cursor: { on: 'chosen', at: [0, 4, 0] } });
    const left = /data-map="original".*?w-box" style="top:([\d.]+)%;left:([\d.]+)%/s.exec(maps)!;
    expect(left.slice(1).map(Number)).toEqual([6.25, +((100 * 63) / 64).toFixed(3)]);
  });

  test('images have the size that their elements say', async () => {
    const colours = { positive: [9, 9, 9], negative: [9, 9, 9], accent: [9, 9, 9] } as const;
    for (const view of views) {
      const made = KIND.images!(view, colours);
      const html = KIND.parts(view).maps + KIND.parts(view).mosaic;
      const asked = [...html.matchAll(/data-paint="(\w+)"[^>]* width="(\d+)" height="(\d+)"/g)];
      expect(asked.length).toBeGreaterThanOrEqual(3);
      for (const [, name, width, height] of asked) {
        const pixels = made[name]();
        expect([pixels.width, pixels.height], name).toEqual([Number(width), Number(height)]);
        expect(pixels.data.length).toBe(4 * pixels.width * pixels.height);
      }
    }
  });

  test('the classifier’s reading stands beside each draw of a digit, and not of a photograph', async () => {
    const digit = await viewOf(good({ image: 'test-912', op: 'rotate', strength: '1', spread: 'even', draw: '8' })); // prettier-ignore
    const html = KIND.parts(digit);
    expect(html.mosaic.match(/class="a-(good|bad)"/g)!.length).toBe(9);
    expect(html.facts).toContain('reads as 9');
    expect(html.facts).toContain('still says 6');
    const cat = KIND.parts(await viewOf(good({})));
    expect(cat.mosaic).not.toContain('a-good');
    expect(cat.facts).toContain('for you to say');
  });
});

describe('buttons, lists and guesses', () => {
  test('nine more draws, a press on a draw, the way through the draws', async () => {
    const view = await viewOf(good({ seed: '7' }));
    expect(KIND.act!(view, 'again')!.seed).toBe('8');
    expect(KIND.act!(view, 'nothing')).toBeUndefined();
    expect(KIND.pick!(view, { on: 'mosaic', at: [0, 2, 1] })!.draw).toBe('7');
    expect(KIND.pick!(view, { on: 'chosen', at: [0, 2, 1] })).toBeUndefined();
    expect(KIND.stops!(view).length).toBe(9);
    const five = await viewOf(good({ op: 'standardize' }));
    expect(KIND.stops!(five).length).toBe(5);
    expect(KIND.pick!(five, { on: 'mosaic', at: [0, 2, 1] })).toBeUndefined();
  });

  test('mixing brings a digit along, a photograph ends mixing', async () => {
    const view = await viewOf(good({ draw: '7' }));
    const mixed = KIND.edit!(view, 'op', 'mixup')!;
    expect(mixed.image).toMatch(/^test-/);
    expect(parse(mixed).problems).toBeUndefined();
    expect(KIND.edit!(await viewOf(good(mixed)), 'image', 'cat')).toMatchObject({ op: 'flip', image: 'cat' }); // prettier-ignore
    expect(KIND.edit!(view, 'op', 'standardize')!.draw).toBe('4');
    expect(KIND.edit!(view, 'strength', '1')).toBeUndefined();
    expect(texts(view.state).op).toBe('flip');
  });

  test('predict first counts the draws that are the original', async () => {
    const view = await viewOf(good({ seed: '3' }));
    const kept = drawsOf(view.state).filter(({ values }) => values[0] === 0).length;
    expect(kept).toBeGreaterThan(0);
    expect(KIND.guess!(view, [`${kept}`]).right).toBe(true);
    expect(KIND.guess!(view, [`${kept + 1}`]).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
  });
});
