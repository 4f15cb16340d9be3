import { beforeAll, describe, expect, test } from 'vitest';
import { KIND } from '@widgets/gates/kind.ts';
import { reference } from '@widgets/gates/reference.ts';
import { SCENES } from '@widgets/gates/scenes.ts';
import { parse, type State } from '@widgets/gates/state.ts';
import { STRINGS } from '@widgets/gates/strings.ts';
import { arithmetic, type View } from '@widgets/gates/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations, loadAll, readings } from './combinations.ts';

beforeAll(loadAll);

function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state, undefined);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'gates', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const said = (query: Query, on: string, row: number, col: number) => arithmetic(of(query, { cursor: { on, at: [0, row, col] } })).join(' ').replace(/<[^>]+>/g, ''); // prettier-ignore

/** The value of an expression on screen: ×, −, tanh, σ, brackets. */
function valueOf(text: string): number {
  const code = text.replace(/×/g, '*').replace(/−/g, '-').replace(/tanh/g, 'Math.tanh').replace(/σ/g, 'S'); // prettier-ignore
  return new Function('S', `return ${code}`)((x: number) => 1 / (1 + Math.exp(-x))) as number;
}

describe('what is on screen adds up', () => {
  test('every cell of 240 states: each side of every = and ≈', { timeout: 60_000 }, () => {
    let equations = 0;
    for (const { state } of combinations(240, 3, 10)) {
      const view = viewOf(state);
      for (const [on, { shape }] of Object.entries(view.outputs!)) {
        for (let row = 0; row < shape[0]; row++) {
          for (let col = 0; col < shape[1]; col++) {
            const [, html] = arithmetic({ ...view, cursor: { on, at: [0, row, col] } });
            const text = html.replace(/<[^>]+>/g, '').replace(/\(fixed by force\)/, '');
            if (!/[=≈] /.test(text) || on === 'other' || on === 'swapped') continue;
            const values = text.split(/[=≈]/).map((side) => side.trim()).filter(Boolean).map(valueOf); // prettier-ignore
            const shown = view.outputs![on].data[row * shape[1] + col];
            for (const value of values) {
              // Operands have five digits; the weights are at most 2, the inputs at most 10.
              const allowed = 2e-3 * Math.max(1, Math.abs(shown));
              if (!(Math.abs(value - shown) <= allowed)) expect.fail(`${JSON.stringify(state)} ${on} ${row},${col}: ${text} for ${shown}`); // prettier-ignore
              equations++;
            }
          }
        }
      }
    }
    expect(equations).toBeGreaterThan(20_000);
  });

  test('by hand', () => {
    expect(said({}, 'h', 0, 0)).toBe('h₁ = tanh(w·x + u·h + b) = tanh(1×1 + 0.8×0 + 0) = tanh(1) ≈ 0.76159'); // prettier-ignore
    expect(said({}, 'gates', 0, 1)).toBe('z₂ = 1×0 + 0.8×0.76159 + 0 ≈ 0.60928');
    expect(said({}, 'other', 0, 2)).toContain('(the same)');
    expect(said({ cell: 'lstm', keep: '0.5', k: '1' }, 'left', 0, 2)).toMatch(/^step 1 wrote ≈0\.94669, then .*: 0\.94669×0\.5×0\.5 ≈ 0\.23667$/); // prettier-ignore
    expect(said({ cell: 'lstm', keep: '0.5' }, 'gates', 1, 0)).toBe('f₁ = 0.5 (fixed by force)');
    expect(said({ cell: 'lstm', k: '3' }, 'left', 0, 1)).toBe(' before step 3 there is nothing of it'); // prettier-ignore
    expect(said({}, 'sizes', 0, 8)).toBe('‖∂h₈/∂h₈‖ = 1');
    expect(said({ cell: 'gru' }, 'gates', 4, 1)).toMatch(/^n₂\[1\] = tanh\(2×0 \+ 0 \+ .*×\(0\.5×.* \+ 1×.* \+ 0\.5\)\) ≈/); // prettier-ignore
    expect(said({ cell: 'gru', reset: 'before' }, 'gates', 4, 1)).toMatch(/^n₂\[1\] = tanh\(2×0 \+ 0 \+ 0\.5×\(.*×.*\) \+ 1×\(/); // prettier-ignore
  });
});

describe('the promises of the pages', () => {
  const moved = (query: Query) => /g-moved[^>]*>([^<]*)</.exec(KIND.parts(of(query)).left)![1];

  test('an input in the middle moves its own and later states; without state weight its own alone', () => {
    expect(moved({})).toBe('With the input of step 4 set to 0, 5 of 8 states change.');
    expect(moved({ u: '0' })).toBe('With the input of step 4 set to 0, 1 of 8 states change.');
    expect(moved({ k: '2' })).toBe('With the input of step 2 set to 0, 0 of 8 states change.');
    const marked = (query: Query) => (/data-output="other"[\s\S]*?<\/table>/.exec(KIND.parts(of(query)).rest)![0].match(/g-moves/g) ?? []).length; // prettier-ignore
    expect([marked({}), marked({ u: '0' })]).toEqual([5, 1]);
  });

  test('forget gate at 1: to the end unchanged; at 0 gone after one step; at ½ halved every time', () => {
    const left = (keep: string) => [...of({ cell: 'lstm', k: '1', keep }).outputs!.left.data];
    const [first] = left('1');
    expect(first).toBeGreaterThan(0.9);
    expect(left('1')).toEqual(Array(8).fill(first));
    expect(left('0')).toEqual([first, 0, 0, 0, 0, 0, 0, 0]);
    expect(left('0.5')).toEqual(Array.from({ length: 8 }, (_, t) => first / 2 ** t));
  });

  test('GRU: cells where the conventions differ are striped, both last states stand side by side', () => {
    const rest = (query: Query) => KIND.parts(of({ cell: 'gru', ...query })).rest;
    const count = (html: string) => (html.match(/differs/g) ?? []).length;
    const table = /data-output="swapped"[\s\S]*?<\/table>/.exec(rest({}))![0];
    expect(count(table)).toBeGreaterThan(10);
    expect(/g-rules[\s\S]*?<\/table>/.exec(rest({}))![0]).toMatch(/PyTorch.*● *<\/th>[\s\S]*TensorFlow\.js<\/th><td class="differs">/); // prettier-ignore
    // With one unit and no second bias the two are one.
    const one = { w: '1;0;1', u: '1|1|1', b: '0;0;0', br: '0' };
    expect(count(/data-output="swapped"[\s\S]*?<\/table>/.exec(rest(one))![0])).toBe(0);
  });

  test('vanishing: with u = 0.6 the size falls at every step back', () => {
    const { data } = of(Object.fromEntries(new URLSearchParams(SCENES.vanishing.query))).outputs!.sizes; // prettier-ignore
    data.slice(1).forEach((v, t) => expect(data[t]).toBeLessThanOrEqual(0.6 * v));
    expect(data[0]).toBeLessThan(1e-4);
  });

  test('rows: accuracy of all three, the answer after the row, what the digit is', () => {
    const view = of({ task: 'rows', cell: 'gru', k: '28' });
    const { right, formula } = KIND.parts(view);
    expect(right).toMatch(/held out from training: plain RNN [\d.]+% · LSTM [\d.]+% · GRU [\d.]+%/);
    expect(right.match(/<tr>/g)).toHaveLength(10);
    expect(formula).toMatch(/After row 28 it says <b>3<\/b> .* The label is 3\./);
  });
});

describe('the page', () => {
  test('contract, words, no NaN in both languages: scenes, 60 states, digits', () => {
    const states = [
      ...Object.values(SCENES).map(({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!), // prettier-ignore
      ...combinations(60, 5).map(({ state }) => state),
      ...readings(6, 5).map(({ state }) => state),
    ];
    for (const state of states) {
      for (const lang of ['zh', 'en'] as const) {
        const view = viewOf(state, { words: STRINGS[lang] });
        const html = Object.values(KIND.parts(view)).join('\n');
        expect(html).not.toMatch(/undefined|NaN|\{\w+\}|Infinity/);
        expect(KIND.speak!(view)).not.toMatch(/<|undefined/);
        for (const [output, { data }] of Object.entries(view.outputs!)) {
          const place = new RegExp(`<table[^>]*data-output="${output}"[\\s\\S]*?</table>`).exec(html)!; // prettier-ignore
          const values = [...place[0].matchAll(/<data[^>]*? value="([^"]*)"/g)].map(([, v]) => Number(v)); // prettier-ignore
          expect(values, output).toEqual([...data]);
        }
      }
    }
  });

  test('images of every map that is asked for', () => {
    const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
    for (const query of [{ task: 'rows' }, { task: 'rows', input: '0,255;255,0;0,0' }] as Query[]) {
      const view = of(query);
      const html = KIND.parts(view).left;
      const names = [...html.matchAll(/data-paint="(\w+)"/g)].map(([, name]) => name);
      expect(names).toEqual(query.input ? ['ink', 'digit', 'states', 'says'] : ['digit', 'states', 'says']); // prettier-ignore
      for (const name of names) {
        const { height, width, data } = KIND.images!(view, colours)[name]();
        expect(data).toHaveLength(height * width * 4);
        expect([height, width]).toEqual({ ink: [3, 2], digit: [28, 28], states: [28, 12], says: [28, 10] }[name]); // prettier-ignore
        expect(data.some((v) => v > 0)).toBe(true);
      }
    }
  });
});

describe('what can be done', () => {
  test('another cell takes its own weights along, another task its own step', () => {
    const view = of({ u: '0', w: '2' });
    expect(parse(KIND.edit!(view, 'cell', 'lstm')!).state).toEqual(parse({ cell: 'lstm' }).state);
    expect(parse(KIND.edit!(view, 'task', 'rows')!).state).toMatchObject({ task: 'rows', k: 14 });
    expect(KIND.edit!(view, 'k', '3')).toBeUndefined();
    expect(parse(KIND.edit!(view, 'cell', 'esn')!).problems![0]).toMatchObject({ key: 'cell' });
  });

  test('rows are walked and picked; the drawing is cleared', () => {
    const view = of({ task: 'rows', k: '3' });
    expect(KIND.pick!(view, { on: 'read', at: [0, 11, 0] })).toMatchObject({ k: '12' });
    expect(KIND.pick!(view, { on: 'ink', at: [0, 1, 1] })).toBeUndefined();
    expect(KIND.stops!(view).map(({ at }) => at[1]).slice(0, 2)).toEqual([3, 4]); // prettier-ignore
    expect(KIND.stops!(of({}))).toHaveLength(8);
    expect(parse(KIND.act!(view, 'clear')!).state!.source.kind).toBe('drawn');
    expect(KIND.act!(view, 'other')).toBeUndefined();
  });

  test('the cursor holds where there is a cell', () => {
    const holds = (query: Query, cursor: Cursor) => KIND.holds!(of(query, { cursor }));
    expect(holds({}, { on: 'h', at: [0, 0, 7] })).toBe(true);
    expect(holds({}, { on: 'h', at: [0, 0, 8] })).toBe(false);
    expect(holds({}, { on: 'sizes', at: [0, 0, 8] })).toBe(true);
    expect(holds({}, { on: 'c', at: [0, 0, 0] })).toBe(false);
    expect(holds({ task: 'rows', k: '3' }, { on: 'read', at: [0, 2, 5] })).toBe(true);
    expect(holds({ task: 'rows', k: '3' }, { on: 'read', at: [0, 3, 5] })).toBe(false);
  });

  test('guesses: how many states change; which digit', () => {
    expect(KIND.guess!(of({}), ['5'])).toEqual({ right: true, text: 'Right: 5.' });
    expect(KIND.guess!(of({}), ['8']).text).toBe('Not yet: you typed 8, it is 5.');
    expect(KIND.guess!(of({}), ['']).right).toBe(false);
    expect(KIND.guess!(of({ task: 'rows', cell: 'gru', k: '28' }), ['3']).right).toBe(true);
  });
});
