import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { KIND } from '@widgets/gradient-flow/kind.ts';
import { resultsOf } from '@widgets/gradient-flow/reference.ts';
import { SCENES } from '@widgets/gradient-flow/scenes.ts';
import { parse, type State } from '@widgets/gradient-flow/state.ts';
import { STRINGS, type Words } from '@widgets/gradient-flow/strings.ts';
import type { View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { minus, plain } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

const good = (query: Query) => parse(query).state!;
function viewOf(state: State, over: Partial<View<State, Words>> = {}): View<State, Words> {
  const outputs = resultsOf(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'gradient-flow', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
}
const sceneOf = (name: keyof typeof SCENES): Query =>
  Object.fromEntries(SCENES[name].query.split('&').filter(Boolean).map((part) => part.split('='))); // prettier-ignore

/** The value of an expression as it is written on the page. */
function valueOf(text: string): number {
  const code = text.replaceAll('−', '-').replaceAll('×', '*').replaceAll('½', '0.5');
  if (!/^[\d\s.e()*+-]*$/.test(code)) throw new Error(text);
  return new Function(`return ${code}`)() as number;
}

describe('the arithmetic on screen', () => {
  test('every product adds up from the numbers that are shown; one layer is near its theory', () => {
    let seen = 0;
    let [near, all] = [0, 0];
    for (const { query, state } of combinations(400, 21)) {
      const text = KIND.speak!(viewOf(state));
      if (state.layer === 0 || state.steps > 0 || /zeros|constant/.test(state.init)) continue;
      for (const each of text!.split('; ')) {
        const found = /= ([\d(½][^=≈A-Za-z]*?(?:e[-−]?\d+[^=≈A-Za-z]*?)*) ≈ (\S+) \(measured (\S+)\)/.exec(each); // prettier-ignore
        if (!found) continue;
        const [expression, value, measured] = found.slice(1).map(valueOf);
        const about = `${JSON.stringify(query)} ${each}`;
        expect(Math.abs(expression - value), about).toBeLessThanOrEqual(3e-4 * Math.abs(value));
        if (state.norm === 'none' && value > 0) {
          all++;
          near += Number(measured / value > 0.4 && measured / value < 2.5);
        }
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(200);
    expect(near / all).toBeGreaterThan(0.9);
  });

  test('what is called measured is what was measured, layer by layer', () => {
    for (const query of [{ layer: '3' }, { layer: '5', skip: '1', fn: 'tanh' }, { layer: '1', norm: 'batch' }] as Query[]) {
      const view = viewOf(good(query));
      const l = view.state.layer;
      const { layers, before } = view.outputs!;
      const text = KIND.speak!(view)!;
      const measured = [...text.matchAll(/\(measured (\S+)\)/g)].map(([, v]) => v);
      const wanted = [before.data[l - 1], layers.data[2 * l], layers.data[2 * l - 1]];
      if (query.norm) expect(text).toContain(`measured E[δ₀²] ≈ ${plain(wanted.pop()!, 5)}`);
      expect(measured).toEqual(wanted.map((v) => minus(plain(v, 5))));
    } // prettier-ignore
    const input = viewOf(good({ layer: '0', depth: '2' }));
    const [a, d] = input.outputs!.layers.data;
    expect(KIND.speak!(input)).toContain(`E[a²] ≈ ${plain(a, 5)};`);
    expect(KIND.speak!(input)).toContain(`E[δ²] ≈ ${plain(d, 5)}.`);
    // After a normalization it is 1 that ReLU halves.
    expect(KIND.speak!(viewOf(good({ fn: 'relu', norm: 'batch' })))).toContain('= ½×1 ≈ 0.5 ');
  });

  test('He and ReLU: n·Var(w)·E[a²] doubles what ReLU halves', () => {
    const text = KIND.speak!(viewOf(good({ ...sceneOf('he-relu'), layer: '1' })))!;
    expect(text).toMatch(/^Layer 1: Var\(z₁\) = n·Var\(w\)·E\[a₀²\] = 64×0\.03125×/);
    expect(text).toContain('E[a₁²] = E[f(z₁)²] = ½×');
    expect(text).toContain('64×0.03125×0.5×');
    const input = KIND.speak!(viewOf(good({ layer: '0' })))!;
    expect(input).toContain('2048 numbers from N(0, 1)');
  });
});

describe('what stands on screen', () => {
  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const { state } of combinations(120, 12)) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const view = viewOf(state, { words, ui: { 'fold-numbers': '1' } });
        for (const [name, html] of Object.entries(KIND.parts(view))) {
          expect(html, name).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
        }
        expect(KIND.speak!(view)).not.toMatch(/[<>]/);
      }
    }
  });

  test('the line of the plot goes up where the numbers do, and the theory lies where it should', () => {
    const plot = KIND.parts(viewOf(good({ ...sceneOf('xavier-relu') }))).forward;
    const heights = (name: RegExp) => [...name.exec(plot)![1].matchAll(/[ML][\d.]+ (\d+)/g)].map(([, y]) => Number(y)); // prettier-ignore
    const theory = heights(/class="f-theory" d="(.*?)"/);
    expect(theory.length).toBe(21);
    for (let l = 1; l < theory.length; l++) expect(theory[l]).toBeGreaterThan(theory[l - 1]);
    // Half a layer on a log axis is a straight line.
    const steps = theory.slice(1).map((y, l) => y - theory[l]);
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(1);
    const measured = heights(/class="f-0"><path d="(.*?)"/);
    measured.forEach((y, l) => expect(Math.abs(y - theory[l])).toBeLessThan(25));
    expect(KIND.parts(viewOf(good({ init: 'constant' }))).forward).toContain('no simple theory');
  });

  test('what vanishes, explodes, stays equal or leaves float16 is said', () => {
    const said = (name: keyof typeof SCENES, more: Query = {}) =>
      KIND.parts(viewOf(good({ ...sceneOf(name), ...more }))).summary.replace(/<[^>]*>/g, '');
    expect(said('sigmoid-deep')).toMatch(/Backward through 20 layers.*it vanishes/);
    expect(said('sigmoid-deep')).toContain('Gradients δ are so small from layer');
    expect(said('he-relu')).not.toMatch(/vanishes|explodes|float16/);
    expect(said('exploding')).toMatch(/it explodes.*it explodes/s);
    expect(said('exploding', { std: '1' })).toContain('Activations a exceed 65504');
    expect(said('zeros')).toContain('All 16 neurons of a hidden layer are the same');
    expect(said('zeros')).toContain('After 10 training steps they still are');
    expect(said('zeros', { init: 'normal' })).not.toContain('the same');
  });

  test('a thousandth vanishes, a thousandfold explodes, what lies between is kept', () => {
    const words = (value: number) => {
      const view = viewOf(good({ depth: '2', width: '8' }));
      const outputs = { ...view.outputs!, forward: grid([1], [value]), backward: grid([1], [1]) };
      return KIND.parts({ ...view, outputs }).summary.split('<p>')[1];
    };
    expect(words(0)).toContain('<b class="bad">nothing is left</b>');
    expect(words(0.99e-3)).toContain('<b class="bad">it vanishes</b>');
    expect(words(1e-3)).toContain('<b>it is kept</b>');
    expect(words(1e3)).toContain('<b>it is kept</b>');
    expect(words(1.01e3)).toContain('<b class="bad">it explodes</b>');
    expect(words(9)).toContain('(×3 a layer on average)');
    for (const { fades, grows, keeps, forwardSum, backwardSum } of [STRINGS.zh, STRINGS.en]) {
      expect([fades, grows, keeps, forwardSum, backwardSum].map((each) => /消失|vanishes/.test(each))).toEqual([true, false, false, false, false]); // prettier-ignore
      expect([fades, grows, keeps].map((each) => /爆炸|explodes/.test(each))).toEqual([false, true, false]); // prettier-ignore
    }
  });

  test('float16 ends above 65504 and at half of its least number, in the order of the way', () => {
    const said = (squares: number[][]) => {
      const view = viewOf(good({ depth: '2', width: '8' }));
      const outputs = { ...view.outputs!, layers: grid([3, 2, 1], squares.flat()) };
      return KIND.parts({ ...view, outputs }).summary;
    };
    const [edge, least] = [65504 ** 2, 2 ** -50];
    expect(said([[edge, 1], [edge, least], [least, 1]])).not.toContain('float16'); // prettier-ignore
    const out = said([[1, least / 4], [edge * 1.01, least / 2], [edge * 2, 1]]); // prettier-ignore
    expect(out).toContain('Activations a exceed 65504, the largest float16, from layer 1 on.');
    expect(out).toContain('Gradients δ are so small from layer 1 on that float16');
    expect(out.match(/float16/g)).toHaveLength(2);
  });

  test('the rule of each initialization stands with its number', () => {
    const rule = (query: Query) => /Var\(w\) = [^<]*/.exec(KIND.parts(viewOf(good({ width: '16', depth: '1', ...query }))).params)![0]; // prettier-ignore
    expect(rule({ init: 'zeros' })).toBe('Var(w) = 0');
    expect(rule({ init: 'normal', std: '0.5' })).toBe('Var(w) = σ² = 0.25');
    expect(rule({ init: 'lecun' })).toBe('Var(w) = 1/n = 0.0625');
    expect(rule({ init: 'xavier-uniform' })).toMatch(/^Var\(w\) = 2\/\(n \+ n\) = 0.0625, that of LeCun/); // prettier-ignore
    expect(rule({ init: 'he-uniform' })).toBe('Var(w) = 2/n = 0.125');
  });

  test('plots and histograms are told with their own title, ends and edges', () => {
    const view = viewOf(good({ depth: '4', fn: 'tanh', layer: '2' }));
    const parts = KIND.parts(view);
    const { layers, reach } = view.outputs!;
    const short = (v: number) => (v < 1e-3 ? v.toExponential(1).replace('-', '−') : plain(v, 3));
    expect(parts.forward).toContain('Forward: mean square');
    expect(parts.forward).toContain(`from ${short(layers.data[0])} to ${short(layers.data[8])}"`);
    expect(parts.backward).toContain('Backward: mean square');
    expect(parts.backward).toContain(`from ${short(layers.data[9])} to ${short(layers.data[1])}"`);
    const told = [...parts.histograms.matchAll(/Histogram of (.*?): (\d+) values from −(\S+) to (\S+?)"/g)].map((found) => found.slice(1)); // prettier-ignore
    expect(told).toEqual(['activations a', 'gradients δ'].map((what, i) => [what, '2048', short(reach.data[i]), short(reach.data[i])])); // prettier-ignore
  });

  test('predict first marks the power of ten, within one', () => {
    const view = viewOf(good({}));
    const power = Math.round(Math.log10(view.outputs!.backward.data[0]));
    expect(KIND.guess!(view, [`${power}`]).right).toBe(true);
    expect(KIND.guess!(view, [`${power + 3}`]).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
    const exact = { ...view, outputs: { ...view.outputs!, backward: grid([1], [1e-5]) } };
    const right = ['-3', '-4', '-5', '-6', '-7'].map((text) => KIND.guess!(exact, [text]).right);
    expect(right).toEqual([false, true, true, true, false]);
    expect(KIND.guess!(exact, ['-4']).text).toBe('Right: 10^−5.0.');
    const dead = viewOf(good({ init: 'zeros' }));
    expect(KIND.guess!(dead, ['0'])).toEqual({ right: false, text: 'No: 0, nothing is left.' });
  });
});

describe('what buttons and plots ask for', () => {
  test('layers are walked, pressed and played; another depth begins at its middle', () => {
    const view = viewOf(good({ depth: '6', layer: '2' }));
    expect(good(KIND.act!(view, 'on')!).layer).toBe(3);
    expect(good(KIND.act!(view, 'back')!).layer).toBe(1);
    expect(good(KIND.act!(viewOf(good({ depth: '6', layer: '6' })), 'on')!).layer).toBe(6);
    expect(good(KIND.act!(viewOf(good({ depth: '6', layer: '0' })), 'back')!).layer).toBe(0);
    expect(KIND.stops!(view).map(({ at }) => at[2])).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(good(KIND.pick!(view, { on: 'depth', at: [0, 0, 5] })!).layer).toBe(5);
    expect(KIND.parts(view).forward).toContain('data-pick="0,2"');
    expect(good(KIND.edit!(view, 'depth', '40')!).layer).toBe(20);
    expect(KIND.edit!(view, 'fn', 'tanh')).toBeUndefined();
    const normed = viewOf(good({ norm: 'layer' }));
    expect(good(KIND.edit!(normed, 'init', 'constant')!).norm).toBe('none');
  });
});
