import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/overfitting/kind.ts';
import { resultsOf } from '@widgets/overfitting/reference.ts';
import { parse, texts, type State } from '@widgets/overfitting/state.ts';
import { STRINGS, type Words } from '@widgets/overfitting/strings.ts';
import type { View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const good = (query: Query) => parse(query).state!;
function viewOf(state: State, over: Partial<View<State, Words>> = {}): View<State, Words> {
  const outputs = resultsOf(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'overfitting', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
}
const number = (text: string) => Number(text.replaceAll('−', '-').replace(/[()]/g, ''));
const N = '\\(?−?[\\d.]+(?:e−?\\d+)?\\)?';

describe('what stands on screen', () => {
  test('the objective is the sum that is written out', () => {
    for (const { state } of combinations(60, 11)) {
      const html = KIND.parts(viewOf(state)).sum;
      const found = new RegExp(`[=≈] (${N}) \\+ (${N})·(${N}) \\+ (${N})·(${N}) [=≈] <b><data[^>]*>(${N})<`).exec(html); // prettier-ignore
      const [mse, half, squares, l1, absolutes, total] = found!.slice(1).map(number);
      const sum = mse + half * squares + l1 * absolutes;
      expect(Math.abs(sum - total)).toBeLessThan(1e-5 * Math.max(1, total));
      expect(half).toBe(state.decoupled ? 0 : state.l2 / 2);
    }
  });

  test('the line under the cursor adds up, on the curve and on the losses', () => {
    for (const { state } of combinations(40, 12)) {
      for (const cursor of [undefined, { on: 'loss', at: [0, 0, 1] }]) {
        const view = viewOf(state, cursor && { cursor });
        const said = KIND.speak!(view)!;
        const [, a, b, c] = new RegExp(`(${N}) − (${N}) [=≈] (${N})$`).exec(said)!.map(number);
        expect(Math.abs(a - b - c)).toBeLessThan(1e-5 * Math.max(1, Math.abs(a)));
        expect(said).not.toMatch(/[<>]/);
      }
    }
  });

  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const { state } of combinations(40, 13)) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const view = viewOf(state, { words, ui: { 'fold-numbers': '1' } });
        for (const [name, html] of Object.entries(KIND.parts(view))) {
          expect(html, name).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
        }
      }
    }
  });

  test('wrong labels are crossed, the others are dots', () => {
    const { fit } = KIND.parts(viewOf(good({ samples: '20', wrong: '0.25', steps: '10' })));
    const count = (name: string) => /d="([^"]*)"/.exec(fit.split(`class="${name}"`)[1])![1].split('M').length - 1; // prettier-ignore
    expect(count('o-train')).toBe(15);
    expect(count('o-cross')).toBe(5);
    expect(count('o-held')).toBe(60);
  });

  test('the histogram counts every kernel once', () => {
    for (const l1 of ['0', '0.3']) {
      const { histogram, zeros, kernels } = resultsOf(good({ l1, steps: '100', width: '8' }));
      const counted = histogram.data.reduce((a, b) => a + b, 0) + zeros.data[0];
      expect(counted).toBe(kernels.data[0]);
      expect(kernels.data[0]).toBe(8 + 64 + 8);
      expect(zeros.data[0] > 0).toBe(l1 !== '0');
    }
  });

  test('predict first marks the best step within 30', () => {
    const view = viewOf(good({ steps: '200', width: '8' }));
    const best = view.outputs!.best.data[0];
    expect(KIND.guess!(view, [`${best + 30}`]).right).toBe(true);
    expect(KIND.guess!(view, [`${best + 31}`]).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
  });
});

describe('buttons and fields', () => {
  const view = (query: Query) => viewOf(good({ width: '4', steps: '120', ...query }));
  const act = (query: Query, name: string) => KIND.act!(view(query), name)!;

  test('on, back, to the start, to the best, to the end', () => {
    expect(act({ at: '40' }, 'on').at).toBe('50');
    expect(act({ at: '40' }, 'back').at).toBe('30');
    expect(act({ at: '43' }, 'back').at).toBe('40');
    expect(act({ at: '0' }, 'back').at).toBe('0');
    expect(act({ at: '115' }, 'on').at).toBe('end');
    expect(act({}, 'start').at).toBe('0');
    expect(act({}, 'best').at).toBe('best');
    expect(act({ at: '0' }, 'end').at).toBe('end');
  });

  test('pin and unpin', () => {
    const pinned = act({ l2: '0.1', dropout: '0.2' }, 'pin');
    expect(pinned.pin).toBe('width:4,l2:0.1,dropout:0.2');
    expect(act(pinned, 'unpin').pin).toBe('');
  });

  test('training runs on from the step on show, and from the start when it is at the end', () => {
    const stops = (query: Query) => KIND.stops!(view(query)).map(({ at }) => at[2] * 10);
    expect(stops({ at: '40' })).toEqual([40, 50, 60, 70, 80, 90, 100, 110, 120]);
    expect(stops({})[0]).toBe(0);
    expect(KIND.pick!(view({}), { on: 'loss', at: [0, 0, 3] })!.at).toBe('30');
    expect(KIND.pick!(view({}), { on: 'loss', at: [0, 0, 12] })!.at).toBe('end');
    expect(KIND.pick!(view({}), { on: 'fit', at: [0, 0, 3] })).toBeUndefined();
  });

  test('a changed run is shown at its end, with no more steps than it may have', () => {
    const edit = (query: Query, name: string, value: string) => KIND.edit!(view(query), name, value)!; // prettier-ignore
    expect(edit({ at: '30' }, 'l2', '0.1')).toMatchObject({ l2: '0.1', at: 'end', steps: '120' });
    expect(edit({}, 'at', '5')).toBeUndefined();
    const long = { samples: '60', steps: '2000', width: '4' };
    const wide = edit(long, 'width', '64');
    expect(Number(wide.steps)).toBeLessThan(2000);
    expect(parse(wide).problems).toBeUndefined();
    expect(edit(long, 'l2', 'x')).toMatchObject({ l2: 'x' });
    expect(texts(view({}).state).at).toBe('end');
  });
});
