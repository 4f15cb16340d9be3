import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { flatOf } from '@lib/tensor.ts';
import { KIND } from '@widgets/tensor/kind.ts';
import { reference } from '@widgets/tensor/reference.ts';
import { parse, type State } from '@widgets/tensor/state.ts';
import { STRINGS, type Words } from '@widgets/tensor/strings.ts';
import type { View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { liveWords } from '@widgets/toolkit/strings.ts';
import { combinations } from './combinations.ts';

const good = (query: Query) => parse(query).state!;
/** The words that reach the script: those that the build alone writes are missing. */
const live = (words: Words) =>
  liveWords(words, { pictures: true, files: false, keys: KIND.keys }) as Words;
const cat = grid([128, 128, 3], Array.from({ length: 128 * 128 * 3 }, (_, i) => (i * 7919) % 256)); // prettier-ignore
const digit = grid(
  [28, 28, 1],
  Array.from({ length: 784 }, (_, i) => (i * 37) % 256),
);

function viewOf(state: State, over: Partial<View<State, Words>> = {}): View<State, Words> {
  const ref = KIND.pictureOf!(state);
  const picture = ref && (ref.id === 'cat' ? cat : digit);
  const outputs = reference(state, picture);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'tensor', words: live(STRINGS.en), state, picture, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
}
const numbers = (query: Query) => viewOf(good({ source: 'numbers', ...query }));
const said = (view: View<State, Words>) => KIND.speak!(view)!.replaceAll('−', '-');

describe('where a cell comes from', () => {
  test('flat indices on screen are the sum of index · stride, and name the cells of both tensors', () => {
    let sums = 0;
    for (const { state } of combinations(200, 3)) {
      if (!['reshape', 'transpose', 'slice', 'concat', 'stack'].includes(state.op)) continue;
      const base = viewOf(state);
      const { x, b, y } = base.outputs!;
      for (const cursor of KIND.stops!(base).slice(0, 9)) {
        const text = said({ ...base, cursor });
        const found = /^y(?:\[([\d, ]*)\])? = (x|b)(?:\[([\d, ]*)\])? ([=≈]) (\S+); flat index in y: (.*?); flat index in (x|b): ([^(]*)/.exec(text)!; // prettier-ignore
        const index = (list?: string) => (list ? list.split(', ').map(Number) : []);
        const from = found[2] === 'x' ? x : b;
        const [to, back] = [flatOf(index(found[1]), y.shape), flatOf(index(found[3]), from.shape)];
        expect(y.data[to], text).toBe(from.data[back]);
        for (const [sum, flat] of [
          [found[6], to],
          [found[8], back],
        ] as const) {
          const [terms, total] = sum.trim().split(' = ');
          if (total === undefined) continue; // a scalar has no terms
          expect(Number(total)).toBe(flat);
          const value = terms.split(' + ').map((t) => t.split('·').map(Number).reduce((p, q) => p * q)).reduce((p, q) => p + q); // prettier-ignore
          expect(value, text).toBe(flat);
          sums++;
        }
        if (state.op === 'reshape') expect(to).toBe(back);
      }
    }
    expect(sums).toBeGreaterThan(300);
  });

  test('sums and products on screen add up', () => {
    const view = numbers({ op: 'matmul', shape: '2,3', bShape: '3,2' });
    const text = said(view);
    expect(text).toContain('y[1, 0] = x[1, 0]·b[0, 0] + x[1, 1]·b[1, 0] + x[1, 2]·b[2, 0] = 3·10 + 4·30 + 5·50 = 400'); // prettier-ignore
    expect(said(numbers({ op: 'broadcast' }))).toBe('y[1, 0] = x[1, 0] + b[0] = 3 + 10 = 13');
    expect(said(numbers({ op: 'reduce', axes: '1' }))).toContain('y[1] = 3 + 4 + 5 = 12');
    expect(said(numbers({ op: 'reduce', axes: '1', reduce: 'mean' }))).toContain('(3 + 4 + 5)/3 = 4'); // prettier-ignore
    expect(said(numbers({ op: 'reduce', axes: '', reduce: 'max' }))).toContain('max(0, 1, 2, 3, 4, 5) = 5'); // prettier-ignore
  });

  test('what wraps, is rounded or cut off says so', () => {
    const one = (values: string, query: Query) => said(numbers({ shape: '1', values, ...query }));
    expect(one('250', { op: 'broadcast', dtype: 'uint8', bValues: '10' })).toContain('250 + 10 = 260 → 4 (uint8 wraps around)'); // prettier-ignore
    expect(one('300', { op: 'cast', as: 'uint8' })).toContain('int32 300 → uint8 44 (wraps around: the remainder of 256)'); // prettier-ignore
    expect(one('-3.7', { op: 'cast', as: 'int32' })).toContain('→ int32 -3 (fraction cut off towards 0)'); // prettier-ignore
    expect(one('16777217', { op: 'cast', as: 'float32' })).toContain('→ float32 16777216 (the nearest float32)'); // prettier-ignore
    const large = numbers({ shape: '1', values: '16777217', op: 'cast', as: 'float32' });
    expect(KIND.parts(large).note).toContain('2²⁴');
    expect(KIND.parts(numbers({ op: 'cast' })).note).not.toContain('exceed');
  });

  test('differences, products, long sums and places say what they are', () => {
    expect(said(numbers({ op: 'broadcast', fn: 'sub' }))).toBe('y[1, 0] = x[1, 0] - b[0] = 3 - 10 = -7'); // prettier-ignore
    expect(KIND.speak!(numbers({ op: 'broadcast', fn: 'sub' }))).toContain('3 − 10');
    expect(said(numbers({ op: 'broadcast', fn: 'mul' }))).toBe('y[1, 0] = x[1, 0]·b[0] = 3·10 = 30'.replaceAll('·', ' · ')); // prettier-ignore
    expect(said(numbers({ op: 'reduce', axes: '1' }))).toContain('(3 cells, x[1, 0] to x[1, 2])');
    expect(said(numbers({ op: 'reshape', to: '3,2' }))).toContain('the same flat index');
    const at = (op: string, r: number, c: number) => said({ ...numbers({ op }), cursor: { on: 'y', at: [0, r, c] } }); // prettier-ignore
    expect(at('transpose', 0, 1)).not.toContain('the same');
    expect(at('transpose', 0, 0)).toContain('the same flat index');
  });

  test('a cell of an operand says where it goes, and both are marked', () => {
    const base = numbers({ op: 'broadcast', shape: '2,3', bShape: '3' });
    const view = { ...base, cursor: { on: 'b', at: [0, 0, 1] } };
    expect(said(view)).toContain('goes to y[0, 1], y[1, 1]');
    const { y, b } = KIND.parts(view);
    expect([...y.matchAll(/data-at="0,(\d),(\d)"[^>]*class="in/g)].map(([, r, c]) => `${r}${c}`)).toEqual(['01', '11']); // prettier-ignore
    expect(b).toMatch(/data-at="0,0,1"[^>]*class="at/);
    const cut = { ...numbers({ op: 'slice', slice: '0' }), cursor: { on: 'x', at: [0, 1, 0] } };
    expect(said(cut)).toContain('not in the result');
  });
});

describe('reshape against transpose', () => {
  test('both stand side by side, and the cells that differ are counted and marked', () => {
    const { other } = KIND.parts(numbers({ op: 'reshape', to: '3,2' }));
    expect(other).toContain('transpose(1, 0)');
    expect(other).toContain('4 of 6 cells');
    expect(other.match(/class="differs|class="[^"]*differs/g)).toHaveLength(4);
    expect(KIND.parts(numbers({ op: 'transpose' })).other).toContain('reshape(3, 2)');
    expect(KIND.parts(numbers({ op: 'transpose', perm: '0,1' })).other).toContain('happen to be the same'); // prettier-ignore
    expect(KIND.parts(numbers({ op: 'reshape', to: '6' })).other).toBe('');
  });

  test('the order in memory: as it was after reshape, another after transpose', () => {
    const order = (html: string) => [...html.matchAll(/<li[^>]*>(\d+)<\/li>/g)].map(([, n]) => Number(n)); // prettier-ignore
    const { x, y, other } = KIND.parts(numbers({ op: 'reshape', to: '3,2' }));
    expect(order(x)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(order(y)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(order(other)).toEqual([0, 3, 1, 4, 2, 5]);
  });
});

describe('what stands on screen', () => {
  test('parts are well formed: no undefined, NaN or open template, in both languages, at any cell', () => {
    const states = [
      ...combinations(90, 12).map(({ state }) => state),
      ...['digit', 'color', 'batch'].flatMap(
        (source) =>
        ['reshape', 'transpose', 'slice', 'broadcast', 'reduce', 'concat', 'cast'].map((op) => good({ source, op, ...(op === 'slice' && { slice: '1' }), ...(op === 'broadcast' && { bValues: Array(source === 'digit' ? 28 : 3).fill(9).join() }), ...(op === 'concat' && { bShape: source === 'digit' ? '1,28' : source === 'color' ? '1,32,3' : '1,16,16,3', dtype: 'int32' }) })), // prettier-ignore
      ),
    ];
    for (const state of states) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const base = viewOf(state, { words: live(words), ui: { 'fold-numbers': '1' } });
        for (const on of ['y', 'x', 'b', 'other']) {
          const view = { ...base, cursor: on === 'y' ? base.cursor : { on, at: [0, 0, 0] } };
          if (!KIND.holds!(view)) continue;
          const all = KIND.parts(view);
          for (const [name, html] of Object.entries(all)) {
            expect(html, `${name} ${JSON.stringify(state)}`).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/); // prettier-ignore
          }
          expect(KIND.speak!(view)).not.toMatch(/[<>]/);
        }
      }
    }
  });

  test('shape, rank, size, strides and bytes', () => {
    const { y } = KIND.parts(numbers({ shape: '2,3,4', op: 'transpose' }));
    const text = y.replace(/<[^>]*>/g, '');
    expect(text).toContain('(4, 3, 2)');
    expect(text).toContain('strides (6, 2, 1) numbers = (24, 8, 4) B');
    expect(text).toContain('int32 24 × 4 = 96 B');
    expect(KIND.parts(numbers({ shape: '2,3,4', op: 'transpose' })).note).toContain('(1, 4, 12)');
    expect(KIND.parts(numbers({ shape: '', op: 'reshape', to: '1,1' })).x).toContain('()');
  });

  test('rows, columns and slices are counted from 0, and the type of a sum is told', () => {
    const { x, numbers: listed } = KIND.parts(numbers({ shape: '2,2,3', op: 'cast' }));
    const heads = (scope: string) => [...x.matchAll(new RegExp(`<th scope="${scope}">(\\d+)<`, 'g'))].map(([, n]) => n).join(''); // prettier-ignore
    expect([heads('row'), heads('col')]).toEqual(['0101', '012012']);
    expect([...listed.matchAll(/<th scope="row">(.*?)</g)].map(([, name]) => name)).toEqual(['[0, 0]', '[0, 1]', '[1, 0]', '[1, 1]']); // prettier-ignore
    const sum = KIND.parts(numbers({ op: 'reduce', axes: '1' }));
    expect(sum.y.replace(/<[^>]*>/g, '')).toContain('int64 2 × 8 = 16 B');
    expect(sum.x.replace(/<[^>]*>/g, '')).toContain('int32 6 × 4 = 24 B');
  });

  test('what a slice takes is outlined', () => {
    const { x } = KIND.parts(viewOf(good({ slice: '7:21,14:28' })));
    expect(x).toContain('class="t-cut" style="top:25%;left:50%;height:50%;width:50%"');
  });

  test('the rule of broadcasting stands there axis by axis from the right', () => {
    const { note } = KIND.parts(numbers({ shape: '2,1,3', op: 'broadcast', bShape: '4,1' }));
    const rows = [...note.matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)].map(([row]) => row.replace(/<[^>]*>/g, '|').replace(/\|+/g, '|')); // prettier-ignore
    expect(rows).toEqual(['|−1|3|1|3|b is repeated 3 times along it|', '|−2|1|4|4|x is repeated 4 times along it|', '|−3|2|—|2|b is repeated 2 times along it|']); // prettier-ignore
  });

  test('pictures: three channels last are one picture, in front they are three', () => {
    const view = viewOf(good({ source: 'color', op: 'transpose', perm: '2,0,1' }));
    const made = KIND.images!(view, { positive: [255, 0, 0], negative: [0, 0, 255], accent: [0, 0, 0] }); // prettier-ignore
    expect(Object.keys(made).sort()).toEqual(['other-0', 'other-1', 'other-2', 'x-0', 'y-0', 'y-1', 'y-2']); // prettier-ignore
    const picture = made['x-0']();
    expect([picture.height, picture.width]).toEqual([32, 32]);
    for (const c of [0, 1, 2]) {
      const channel = made[`y-${c}`]();
      for (const i of [0, 77, 1023]) expect(channel.data[4 * i]).toBe(picture.data[4 * i + c]);
    }
  });

  test('predict first marks the shape', () => {
    const view = numbers({ shape: '2,3,4', op: 'reduce', axes: '1' });
    expect(KIND.guess!(view, ['2,4']).right).toBe(true);
    expect(KIND.guess!(view, ['(2, 4)']).right).toBe(true);
    expect(KIND.guess!(view, ['2,3']).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
    expect(KIND.guess!(numbers({ op: 'reduce', axes: '' }), ['()']).right).toBe(true);
  });
});

test('a choice brings along what depends on it', () => {
  const view = numbers({ shape: '2,3', values: '1,2,3,4,5,6', op: 'reshape', to: '6' });
  const edit = (name: string, value: string, on = view) => KIND.edit!(on, name, value)!;
  expect(edit('op', 'transpose')).toEqual({ source: 'numbers', values: '1,2,3,4,5,6', op: 'transpose' }); // prettier-ignore
  expect(edit('source', 'color')).toEqual({ source: 'color', op: 'reshape' });
  expect(edit('shape', '4')).toEqual({ source: 'numbers', shape: '4', op: 'reshape' });
  expect(edit('x:2', '0.5').values).toBe('1,2,0.5,4,5,6');
  const pair = numbers({ op: 'broadcast', bValues: '1,2,3' });
  expect(edit('b:0', '7', pair).bValues).toBe('7,2,3');
  expect(edit('bShape', '2,1', pair)).toMatchObject({ bShape: '2,1' });
  expect(edit('bShape', '2,1', pair).bValues).toBeUndefined();
  expect(KIND.edit!(view, 'to', '2,3')).toBeUndefined();
  for (const op of [
    'reshape',
    'transpose',
    'slice',
    'broadcast',
    'reduce',
    'matmul',
    'concat',
    'stack',
    'cast',
  ]) {
    // prettier-ignore
    expect(parse(edit('op', op)).problems, op).toBeUndefined();
  }
});
