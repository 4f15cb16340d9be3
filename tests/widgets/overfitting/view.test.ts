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

describe('words that follow from the numbers', () => {
  const text = (html: string) => html.replace(/<[^>]*>/g, '');
  const small = { width: '4', steps: '120' };

  test('decay in the loss or apart: the same for SGD, not for Adam, and by how much', () => {
    for (const decay of ['loss', 'decoupled']) {
      const adam = viewOf(good({ ...small, l2: '0.1', decay }));
      expect(adam.outputs!.apart.data[0]).toBeGreaterThan(1e-4);
      expect(KIND.parts(adam).sum).toContain('For Adam they are not the same thing');
      const sgd = viewOf(good({ ...small, l2: '0.1', decay, optimizer: 'sgd' }));
      expect(sgd.outputs!.apart.data[0]).toBeLessThan(1e-15);
      expect(KIND.parts(sgd).sum).toContain('For SGD they are the same thing');
    }
  });

  test('how training ended', () => {
    const scores = (query: Query) => text(KIND.parts(viewOf(good(query))).scores);
    expect(scores(small)).toMatch(/^Step 120 of 120/);
    const patient = viewOf(good({ patience: '100', width: '16' }));
    const [end, best] = [patient.outputs!.end, patient.outputs!.best].map(({ data }) => data[0]);
    expect(text(KIND.parts(patient).scores)).toMatch(new RegExp(`^Step ${best} stopped early at step ${end}, weights of step ${best} restored`)); // prettier-ignore
    expect(scores({ patience: '100', width: '16', at: '0' })).toMatch(new RegExp(`^Step 0 stopped early at step ${end}(?!,)`)); // prettier-ignore
    expect(scores({ optimizer: 'sgd', rate: '1', l2: '1', samples: '60' })).toMatch(/^Step \d+ diverged at step/); // prettier-ignore
  });

  test('the pinned run: its own losses, and whether it began from the same weights', () => {
    const view = viewOf(good({ ...small, pin: 'width:4,l2:0.1' }));
    const { pinTrain, pinVal } = view.outputs!;
    const { scores } = KIND.parts(view);
    const values = [...scores.matchAll(/data-output="(pinTrain|pinVal)" value="([^"]+)"/g)].map(([, name, v]) => [name, Number(v)]); // prettier-ignore
    expect(values).toEqual([['pinTrain', pinTrain.data[0]], ['pinVal', pinVal.data[0]]]); // prettier-ignore
    expect(text(scores)).toMatch(
      /Pinned run \(Width of both hidden layers = 4, L2: λ = 0\.1\): training \S+, validation \S+$/,
    );
    expect(scores).not.toContain('other initial weights');
    expect(KIND.parts(viewOf(good({ ...small, pin: 'width:5' }))).scores).toContain(
      'another width',
    );
  });

  test('the losses: each curve under its own name', () => {
    const view = viewOf(good({ width: '16', steps: '400' }));
    const { losses } = KIND.parts(view);
    const { trainLoss, valLoss } = view.outputs!;
    const last = (name: string) => Number(new RegExp(`class="${name}" d="[^"]* (\\S+)"`).exec(losses)![1]); // prettier-ignore
    const y = (loss: number) => +((240 * (0.5 - Math.log10(loss))) / 4.5).toFixed(1);
    expect([last('o-loss1'), last('o-loss2')]).toEqual([trainLoss, valLoss].map(({ data }) => y(data[0]))); // prettier-ignore
    expect(last('o-loss1')).toBeGreaterThan(last('o-loss2'));
    expect(losses).toMatch(/loss1"><\/i>training points<.*loss2"><\/i>validation points</);
  });

  test('bars of the histogram stand around the weights that they count', () => {
    const { histogram, weights } = resultsOf(good({ width: '8', steps: '100' }));
    const expected = new Array<number>(31).fill(0);
    // Kernels of 1–8–8–1, each followed by its biases.
    for (const w of [
      [0, 8],
      [16, 80],
      [88, 96],
    ].flatMap(([a, b]) => [...weights.data.slice(a, b)])) {
      // prettier-ignore
      const bins = expected.map((_, i) => Math.abs(w - 0.05 * (i - 15)));
      expected[bins.indexOf(Math.min(...bins))]++;
    }
    expect([...histogram.data]).toEqual(expected);
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
