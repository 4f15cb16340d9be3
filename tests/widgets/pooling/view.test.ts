import { parse as parseHtml } from 'node-html-parser';
import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { poolWindow } from '@lib/ops/pool.ts';
import { gradient, reference } from '@widgets/pooling/reference.ts';
import {
  inputShape,
  isGlobal,
  optionsOf,
  outputShape,
  parse,
  pooledGrid,
  type State,
} from '@widgets/pooling/state.ts';
import { STRINGS } from '@widgets/pooling/strings.ts';
import {
  firstCursor,
  formula,
  guess,
  holds,
  images,
  parts,
  speak,
  stops,
  type View,
} from '@widgets/pooling/view.ts';
import { combinations } from './combinations.ts';

const words = STRINGS.en;
const view = (state: State, more: Partial<View> = {}): View => {
  const picture = more.picture;
  return {
    id: 'pooling',
    words,
    state,
    picture,
    outputs: reference(state, picture),
    cursor: firstCursor(),
    ui: {},
    image: undefined,
    ...more,
  };
};
const typed = (query: Record<string, string> = {}) => parse(query).state!;
const plainText = (html: string) => parseHtml(html).textContent;

describe('the arithmetic', () => {
  const number = (text: string) => Number(text.replace(/[()]/g, '').replaceAll('−', '-'));
  /** Reads a formula as a reader would. */
  function compute(text: string): { found: number; shown: number; exact: boolean } {
    const [, left, sign, right] = /^(.*) ([=≈]) (\S+)$/.exec(text)!;
    const shown = number(right);
    const exact = sign === '=';
    const max = /^max\((.*)\)$/.exec(left);
    if (max) return { found: Math.max(...max[1].split(', ').map(number)), shown, exact };
    const l2 = /^√\(\((.*)\) \/ (\d+)\)$/.exec(left);
    const [, list, n] = l2 ?? /^\((.*)\) \/ (\d+)$/.exec(left)!;
    const terms = list.split(' + ').map((term) => {
      if (!l2) return number(term);
      expect(term.endsWith('²')).toBe(true);
      return number(term.slice(0, -1)) ** 2;
    });
    const mean = terms.reduce((a, b) => a + b, 0) / Number(n);
    return { found: l2 ? Math.sqrt(mean) : mean, shown, exact };
  }

  test('the operands on screen make the result on screen, in every cell of 600 combinations', () => {
    let seen = 0;
    for (const { query, state } of combinations(600, 13)) {
      for (const cursor of stops(view(state))) {
        const here = view(state, { cursor });
        const text = formula(here, false);
        if (text.includes('cells')) continue; // more than can be written out
        const { found, shown, exact } = compute(text);
        const about = `${text} with ${JSON.stringify(query)}`;
        if (exact) expect(found, about).toBeCloseTo(shown, 9);
        else expect(Math.abs(found - shown), about).toBeLessThan(2e-5 * Math.max(1, Math.abs(shown))); // prettier-ignore
        const [layer, row, col] = cursor.at;
        const { y } = here.outputs!;
        const value = y.data[(row * y.shape[1] + col) * y.shape[2] + layer];
        expect(Math.abs(value - shown), about).toBeLessThan(1e-5 * Math.max(1, Math.abs(value)));
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(4000);
  });

  test('padding is in a mean only where it counts, and never in a maximum', () => {
    const corner = (query: Record<string, string>) =>
      formula(view(typed({ window: '3', stride: '2', padding: '1', ...query })), false);
    expect(corner({})).toBe('max(1, 3, 9, 3) = 9');
    expect(corner({ op: 'avg' })).toBe('(1 + 3 + 9 + 3) / 4 = 4');
    expect(corner({ op: 'avg', includePad: '1' })).toBe(
      '(0 + 0 + 0 + 0 + 1 + 3 + 0 + 9 + 3) / 9 ≈ 1.77778',
    );
    expect(corner({ op: 'l2' })).toBe('√((1² + 3² + 9² + 3²) / 4) = 5');
    expect(formula(view(typed({ input: '-1,-2;-3,-4', op: 'avg' })), false)).toBe(
      '((−1) + (−2) + (−3) + (−4)) / 4 = −2.5',
    );
  });

  test('many numbers are counted instead of written', () => {
    const rows = Array(6).fill('1,2,3,4,5,6').join(';');
    expect(formula(view(typed({ input: rows, op: 'globalavg' })), false)).toBe(
      '(36 cells) / 36 = 3.5',
    );
  });

  test('it is read out with its place, and looks the same as it sounds', () => {
    const here = view(typed(), { cursor: { on: 'y', at: [0, 1, 0] } });
    expect(speak(here)).toBe('row 2, column 1: max(−1, 3, 1, 5) = 5');
    expect(plainText(parts(here).formula)).toBe('row 2, column 1 max(−1, 3, 1, 5) = 5');
    const three = typed({ input: '1,2;3,4|5,6;7,8' });
    expect(speak(view(three, { cursor: { on: 'y', at: [1, 0, 0] } }))).toBe(
      'channel 2 row 1, column 1: max(5, 6, 7, 8) = 8',
    );
  });

  test('an input cell says who reads it, how often it wins, and its gradient', () => {
    const state = typed({ window: '2', stride: '1' });
    const at = (cell: number[]) => speak(view(state, { cursor: { on: 'x', at: cell } }));
    expect(at([0, 1, 0])).toBe(
      'Input row 2, column 1 (value 9) is read by 2 of the windows, wins 2 of them, and gets the gradient 2',
    );
    expect(at([0, 0, 0])).toContain('is read by 1 of the windows, wins 0 of them');
    const skipped = typed({ window: '1', stride: '2' });
    expect(speak(view(skipped, { cursor: { on: 'x', at: [0, 1, 1] } }))).toBe(
      'Input row 2, column 2 (value 3) is read by no window',
    );
  });

  test('readers and gradients of an input cell are those of src/lib, in 120 combinations', () => {
    for (const { query, state } of combinations(120, 17)) {
      const input = pooledGrid(state, undefined);
      const [H, W, C] = inputShape(state);
      const [oh, ow] = outputShape(state);
      const readers = new Map<string, number>();
      for (let r = 0; r < oh; r++)
        for (let c = 0; c < ow; c++)
          for (const term of poolWindow(input, optionsOf(state), r, c, 0).terms)
            if (!term.padded) {
              const place = `${term.row},${term.col}`;
              readers.set(place, (readers.get(place) ?? 0) + 1);
            }
      for (let r = 0; r < H; r++)
        for (let c = 0; c < W; c++) {
          const text = speak(view(state, { cursor: { on: 'x', at: [0, r, c] } }));
          const n = readers.get(`${r},${c}`);
          const about = `${r},${c} of ${JSON.stringify(query)}: ${text}`;
          expect(text, about).toContain(
            n ? `is read by ${n} of the windows` : 'is read by no window',
          );
          if (!n) expect(gradient(state, undefined).data[(r * W + c) * C]).toBe(0);
        }
    }
  });
});

describe('the HTML of the contract', () => {
  const table = (html: string, selector: string) => parseHtml(html).querySelector(selector)!;
  const numbers = (html: string, selector: string) =>
    table(html, selector)
      .querySelectorAll('data')
      .map((cell) => Number(cell.getAttribute('value')));

  test('y and argmax stand in it with shape and every value, in 300 combinations', () => {
    for (const { query, state } of combinations(300, 19)) {
      const here = view(state);
      const html = Object.values(parts(here)).join('');
      for (const [name, { shape, data }] of Object.entries(here.outputs!)) {
        const about = `${name} of ${JSON.stringify(query)}`;
        const all = parseHtml(html).querySelectorAll(`[data-output="${name}"]`);
        expect(all, about).toHaveLength(1);
        expect(all[0].getAttribute('data-shape'), about).toBe([...shape].join());
        expect(numbers(html, `[data-output="${name}"]`), about).toEqual([...data]);
      }
      const fields = parseHtml(html).querySelectorAll('table[data-input="x"] input');
      const source = state.source as { channels: number[][][] };
      expect(fields.map((field) => Number(field.getAttribute('value')))).toEqual(
        source.channels.flat(2),
      );
    }
  });

  test('the winner is marked where the window stands', () => {
    const root = parseHtml(parts(view(typed())).input);
    expect(root.querySelectorAll('td.in').map((td) => td.getAttribute('data-at'))).toEqual([
      '0,0,0',
      '0,0,1',
      '0,1,0',
      '0,1,1',
    ]);
    expect(root.querySelectorAll('td.won').map((td) => td.getAttribute('data-at'))).toEqual([
      '0,1,0',
    ]);
  });

  test('the padding of a maximum is −∞, that of a mean 0', () => {
    const pad = (op: string) =>
      parseHtml(parts(view(typed({ op, window: '3', padding: '1' }))).input)
        .querySelector('td.pad')!
        .textContent; // prettier-ignore
    expect([pad('max'), pad('avg'), pad('l2')]).toEqual(['−∞', '0', '0']);
  });

  test('the gradient is written on the cells that have one', () => {
    const html = parts(view(typed({ op: 'avg' }), { ui: { gradient: '1' } })).input;
    expect(html.match(/data-w="∂ 0\.25"/g)).toHaveLength(16);
    expect(parts(view(typed(), { ui: { gradient: '1' } })).input.match(/data-w="∂ 1"/g)).toHaveLength(4); // prettier-ignore
  });

  test('what changed and what PyTorch does differently is marked and counted', () => {
    const marked = (html: string) => parseHtml(html).querySelectorAll('td.differs').length;
    const shifted = parts(view(typed({ input: '1,2,3,4;5,6,7,8;1,1,1,1;2,2,2,2', shift: '1' })));
    expect(shifted.output).toContain(`After the shift ${marked(shifted.output)} of 4 outputs`);
    expect(marked(shifted.output)).toBeGreaterThan(0);
    const query = { op: 'avg', window: '3', stride: '2', padding: '1' };
    const asked = parts(view(typed(query), { ui: { convention: '1' } })).output;
    expect(marked(asked)).toBe(3);
    expect(asked).toContain('differ in 3 of 4 cells (marked): count_include_pad=True');
    const l2 = parts(view(typed({ op: 'l2' }), { ui: { convention: '1' } })).output;
    expect(marked(l2)).toBe(4);
    expect(l2).toContain('LPPool2d');
    const size = parts(view(typed({ padding: 'same' }), { ui: { convention: '1' } })).output;
    expect(size).toContain('PyTorch’s defaults give 3×3, a different size');
    const none = parts(view(typed(), { ui: { convention: '1' } })).output;
    expect(none).toContain('give the same numbers (cells compared: 4)');
    const global = typed({ op: 'globalavg', padding: 'same' });
    expect(parts(view(global, { ui: { convention: '1' } })).output).toContain(
      'the same numbers (cells compared: 1)',
    );
  });

  test('the size formula has the numbers of the state', () => {
    const state = typed({ window: '3', stride: '2', padding: '1,0,2,0', ceil: '1' });
    const text = plainText(parts(view(state)).facts);
    expect(text).toContain('⌈(4 + 1 + 0 − 3) / 2⌉ + 1 = 2');
    expect(text).toContain('⌈(4 + 2 + 0 − 3) / 2⌉ + 1 = 3');
    expect(text).toContain('16 → 6 activations');
    expect(text).toContain('0 parameters');
  });

  test('the size formula is right in 600 combinations', () => {
    for (const { query, state } of combinations(600, 23)) {
      if (isGlobal(state.op)) continue;
      const lines = parseHtml(parts(view(state)).facts).querySelectorAll('.w-size');
      expect(lines).toHaveLength(2);
      for (const line of lines) {
        const text = line.textContent.replaceAll('−', '-');
        const form = /([⌊⌈])\(([\d+ -]+)\) \/ (\d+)[⌋⌉] \+ 1( - 1)? = (\d+)$/;
        const [whole, open, sum, stride, less, size] = form.exec(text)!;
        const total = sum
          .replaceAll(' ', '')
          .match(/[+-]?\d+/g)!
          .reduce((a, part) => a + Number(part), 0);
        const windows = open === '⌈' ? Math.ceil(total / +stride) : Math.floor(total / +stride);
        expect(windows + 1 - (less ? 1 : 0), `${whole} ${JSON.stringify(query)}`).toBe(+size);
      }
    }
  });

  test('hostile words of a state are not HTML', () => {
    // nothing of the address reaches the page except numbers and known words
    for (const { state } of combinations(40, 29)) {
      const html = Object.values(parts(view(state))).join('');
      expect(html).not.toMatch(/<(script|img|iframe)/);
    }
  });
});

describe('pictures', () => {
  const picture = grid([128, 128, 1]);
  picture.data.forEach((_, i) => (picture.data[i] = i % 251));
  const state = typed({ image: 'cat', window: '4' });

  test('are maps with a twin in numbers, whose canvases are drawn', () => {
    const here = view(state, { picture });
    const all = parts(here);
    const html = Object.values(all).join('');
    const names = [...html.matchAll(/data-paint="([^"]+)"/g)].map(([, name]) => name);
    expect(names).toEqual(['input', 'output-0']);
    const drawn = images(here, {
      positive: [200, 100, 0],
      negative: [0, 100, 200],
      accent: [0, 0, 0],
    });
    for (const name of names) {
      const { height, width, data } = drawn[name]();
      expect(data).toHaveLength(height * width * 4);
    }
    expect(drawn['output-0']().data[0]).toBe(here.outputs!.y.data[0]);
    expect(all.numbers).toContain('data-output="y" data-shape="32,32,1"');
    expect(all.numbers).toContain('data-input="x" data-shape="128,128,1"');
    expect(parseHtml(html).querySelectorAll('canvas').every((c) => c.getAttribute('aria-label'))).toBe(true); // prettier-ignore
  });
});

describe('the cursor', () => {
  test('visits every output cell once, and each holds', () => {
    for (const { state } of combinations(60, 31)) {
      const all = stops(view(state));
      expect(new Set(all.map(({ at }) => at.join())).size).toBe(all.length);
      expect(all.length).toBe(outputShape(state).reduce((a, b) => a * b));
      expect(all.every((cursor) => holds(view(state, { cursor })))).toBe(true);
    }
    for (const at of [
      [0, 2, 0],
      [0, 0, 2],
      [1, 0, 0],
      [0, -1, 0],
    ]) {
      expect(holds(view(typed(), { cursor: { on: 'y', at } })), `${at}`).toBe(false);
    }
    expect(holds(view(typed(), { cursor: { on: 'x', at: [0, 3, 3] } }))).toBe(true);
  });
});

describe('predict first', () => {
  test('is right only when all three are', () => {
    const here = view(typed({ op: 'avg' }));
    expect(guess(here, ['2', '2', '4']).right).toBe(true);
    for (const guesses of [
      ['2', '2', ''],
      ['', '', ''],
      ['2', '3', '4'],
      ['2', '2', '4.1'],
    ]) {
      const { right, text } = guess(here, guesses);
      expect(right, guesses.join()).toBe(false);
      expect(text).toContain('it is 2×2 and 4');
    }
    const zero = view(typed({ input: '0,0;0,0' }));
    expect(guess(zero, ['1', '1', '0']).right).toBe(true);
    expect(guess(zero, ['1', '1', '']).right, 'nothing is not zero').toBe(false);
    const third = view(typed({ input: '1,0,0', window: '1,3', op: 'avg' }));
    expect(guess(third, ['1', '1', '0.33']).right).toBe(true);
    expect(guess(third, ['1', '1', '0.3']).right).toBe(false);
  });
});
