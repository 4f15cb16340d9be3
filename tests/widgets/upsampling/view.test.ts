import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { overlapCounts } from '@lib/ops/upsample.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import { TOOL_WORDS } from '@widgets/toolkit/strings.ts';
import { fill } from '@widgets/toolkit/text.ts';
import { sizeLines } from '@widgets/upsampling/params.ts';
import { firstCursor, holds, stops, type View } from '@widgets/upsampling/places.ts';
import { reference } from '@widgets/upsampling/reference.ts';
import { SCENES } from '@widgets/upsampling/scenes.ts';
import { axesOf, inputShape, outputShape, parse, type State } from '@widgets/upsampling/state.ts';
import { STRINGS } from '@widgets/upsampling/strings.ts';
import { formula, speak } from '@widgets/upsampling/sums.ts';
import { verdicts } from '@widgets/upsampling/verdicts.ts';
import { guess, images, parts } from '@widgets/upsampling/view.ts';
import { combinations } from './combinations.ts';

const viewOf = (
  state: State,
  cursor: Cursor = firstCursor(state),
  lang: 'zh' | 'en' = 'en',
  ui: Record<string, string> = {},
): View => ({
  id: 'upsampling',
  words: STRINGS[lang],
  state,
  picture: undefined,
  outputs: reference(state, undefined),
  cursor,
  ui,
  image: undefined,
});
const view = (query: Record<string, string>, cursor?: Cursor, ui?: Record<string, string>) => {
  const { state, problems } = parse(query);
  expect(problems).toBeUndefined();
  return viewOf(state!, cursor, 'en', ui);
};
const at = (on: string, row: number, col: number): Cursor => ({ on, at: [0, row, col] });

/** Reads a formula as a reader would, with −, brackets and ×. */
function read(text: string) {
  const [sum, result] = text.split(/ [=≈] /);
  const number = (part: string) => Number(part.replace(/[()]/g, '').replace('−', '-'));
  const products = sum
    .split(' + ')
    .map((part) => part.split('×').map(number).reduce((x, y) => x * y, 1)); // prettier-ignore
  return {
    count: products.length,
    total: products.reduce((a, b) => a + b, 0),
    result: number(result),
    exact: text.includes(' = '),
  };
}

describe('the arithmetic', () => {
  test('the products on screen add up to the cell and are as many as the overlap, in 400 states', () => {
    for (const { query, state } of combinations(400, 13)) {
      const { y, overlap } = reference(state, undefined);
      const [height, width] = y.shape;
      const about = JSON.stringify(query);
      for (const [r, c] of [[0, 0], [height - 1, width - 1], [height >> 1, width >> 1]]) {
        const text = formula(viewOf(state, at('y', r, c)), false);
        const meet = overlap.data[r * width + c];
        if (meet === 0) {
          expect(text, about).toBe('no product lands here: 0');
          continue;
        }
        if (meet > 25) {
          expect(text, about).toMatch(`sum of ${meet} products`);
          continue;
        }
        const { count, total, result, exact } = read(text);
        expect(count, about).toBe(meet);
        expect(result).toBeCloseTo(y.data[r * width + c], 3);
        if (exact) expect(total, about).toBeCloseTo(result, 9);
        else expect(Math.abs(total - result)).toBeLessThan(1e-3 * Math.max(1, Math.abs(result)));
      } // prettier-ignore
    }
  });

  test('the stamps of all input cells add up to the output, in 200 states', () => {
    for (const { query, state } of combinations(200, 19)) {
      const [H, W] = inputShape(state);
      const [height, width] = outputShape(state);
      const found = new Float64Array(height * width);
      for (let r = 0; r < H; r++) {
        for (let c = 0; c < W; c++) {
          const { output } = parts(viewOf(state, at('x', r, c)));
          const cells = [...output.matchAll(/<td data-at="0,(\d+),(\d+)"([^>]*)>/g)];
          for (const [, row, col, rest] of cells) {
            if (/class="[^"]*\bin\b/.test(rest)) found[Number(row) * width + Number(col)]++;
          }
        }
      }
      if (height > 12 || width > 12) continue; // drawn as a picture
      const { overlap } = reference(state, undefined);
      // A cell meets an input cell at most once in each pair of taps.
      const landed = [...overlap.data].map((n) => Math.min(n, 1));
      expect(
        [...found].map((n) => Math.min(n, 1)),
        JSON.stringify(query),
      ).toEqual(landed);
    }
  });

  test('the first cell is one of those with most products', () => {
    const { on, at: cell } = firstCursor(parse({}).state!);
    expect([on, ...cell]).toEqual(['y', 0, 2, 2]);
    expect(formula(view({}), false)).toBe('3×1 + 3×1 + 3×1 + 7×1 = 16');
    expect(formula(view({}), true)).toContain('<b>16</b>');
  });

  test('an input cell tells its stamp, where it lands, and what is cut', () => {
    expect(speak(view({}, at('x', 1, 1)))).toBe(
      'Input row 2, column 2 (value 7) stamps 7 × [1 1 1; 1 1 1; 1 1 1] = [7 7 7; 7 7 7; 7 7 7] on rows 3–5, columns 3–5 of the output',
    );
    expect(speak(view({ padding: '1' }, at('x', 0, 0)))).toMatch(
      /on rows 1–2, columns 1–2 of the output; 5 products fall outside and are cut off$/,
    );
    expect(speak(view({ padding: '3,0,0,0' }, at('x', 0, 0)))).toMatch(/entirely outside/);
    const shown = viewOf(parse({}).state!, at('x', 1, 1), 'zh');
    expect(speak(shown)).toContain('落在输出第 3–5 行、第 3–5 列');
  });

  test('a weight of the kernel lands once for each input cell', () => {
    expect(speak(view({}, at('kernel', 0, 0)))).toContain('lands on 9 output cells');
    expect(speak(view({ padding: '1' }, at('kernel', 0, 0)))).toContain('lands on 4 output cells');
    expect(holds(view({}, at('kernel', 2, 2)))).toBe(true);
    expect(holds(view({}, at('kernel', 3, 0)))).toBe(false);
    expect(holds(view({ op: 'nearest' }, at('kernel', 0, 0)))).toBe(false);
  });

  test('a bilinear cell says where in the input it looks', () => {
    const linear = { input: '0,12;24,36', op: 'bilinear' };
    expect(speak(view(linear, at('y', 1, 2)))).toBe(
      'row 2, column 3 (at row 1.25, column 1.75 of the input): 0×0.1875 + 12×0.5625 + 24×0.0625 + 36×0.1875 = 15',
    );
    expect(speak(view({ ...linear, alignCorners: '1' }, at('y', 0, 1)))).toContain(
      '(at row 1, column ≈1.333 of the input)',
    );
    expect(speak(view({ ...linear, op: 'nearest' }, at('x', 0, 1)))).toContain('4 output cells');
  });

  test('the overlap is another look at the output', () => {
    expect(speak(view({}, at('overlap', 2, 2)))).toBe(speak(view({}, at('y', 2, 2))));
  });
});

describe('what is said about the overlap', () => {
  const said = (query: Record<string, string>) => verdicts(view(query));

  test('uneven, and a checkerboard', () => {
    expect(said({}).overlap).toBe(
      '3 mod 2 = 1: away from the edges, 1, 2, 4 products meet in a cell. Uneven.',
    );
    expect(said({}).flat).toContain('becomes a pattern of 1, 2, 4');
  });

  test('even, and flat', () => {
    const four = { kernel: Array(4).fill('1,1,1,1').join(';') };
    expect(said(four).overlap).toBe(
      '4 mod 2 = 0: away from the edges, 4 products meet in every cell. Even.',
    );
    expect(said(four).flat).toContain('becomes 4 everywhere');
  });

  test('uneven overlap may still keep what is flat, and even overlap may not', () => {
    const tent = said({ kernel: '1,2,1;2,4,2;1,2,1' });
    expect(tent.overlap).toContain('Uneven');
    expect(tent.flat).toContain('becomes 4 everywhere');
    const slope = said({ kernel: '1,2;3,4' });
    expect(slope.overlap).toContain('Even');
    expect(slope.flat).toContain('becomes a pattern of 1, 2, 3, 4');
  });

  test('both axes, a common factor, a resize', () => {
    expect(said({ stride: '2,3' }).overlap).toContain('3 mod 2 = 1, 3 mod 3 = 0');
    expect(said({ dilation: '2' }).overlap).toContain('share the factor 2');
    expect(said({ op: 'bilinear' })).toEqual({ overlap: '', flat: STRINGS.en.resizeFlat });
  });

  test('the counts inside are those of a large output, in 200 states', () => {
    for (const { query, state } of combinations(200, 23)) {
      if (state.op !== 'transposed') continue;
      const big = { ...state, padding: [0, 0, 0, 0] as [number, number, number, number] };
      const rows = Array(24).fill(Array(24).fill(1));
      const [down, across] = axesOf({ ...big, source: { kind: 'matrix', rows } }).map((axis) => {
        const edge = axis.dilation * axis.k;
        return overlapCounts(axis).slice(edge, (axis.n - 1) * axis.stride + 1);
      });
      const products = new Set(down.flatMap((a) => across.map((b) => a * b)));
      if (down.length === 0 || across.length === 0 || products.size > 5) continue;
      const listed = [...products].sort((a, b) => a - b).join(', ');
      expect(verdicts(viewOf(state)).overlap, JSON.stringify(query)).toContain(
        ` ${listed} products`,
      );
    }
  });
});

describe('the HTML of the contract', () => {
  test('y and overlap with their shape and full precision', () => {
    const html = parts(view({ op: 'bilinear', alignCorners: '1', input: '0,1' }));
    expect(html.output).toContain('data-output="y" data-shape="2,4,1"');
    expect(html.output).toContain('<data value="0.3333333333333333">≈0.3333</data>');
    expect(html.overlap).toContain('data-output="overlap" data-shape="2,4,1"');
    expect(html.overlap.match(/<data /g)).toHaveLength(8);
    expect(html.kernel).toBe('');
    expect(html.numbers).toBe('');
  });

  test('a large result stands in the table below, filled or with its shape alone', () => {
    const { state } = parse({ image: 'digit-3' });
    const picture = grid([28, 28, 1]);
    const made = (stride: string, ui: Record<string, string>) => {
      const { state: other } = parse({ image: 'digit-3', stride });
      return parts({
        ...viewOf(parse({}).state!),
        state: other!,
        picture,
        outputs: reference(other!, picture),
        cursor: firstCursor(other!),
        ui,
      }).numbers;
    };
    expect(outputShape(state!)).toEqual([57, 57, 1]);
    expect(made('2', {})).toContain('data-output="overlap" data-shape="57,57,1"');
    expect(made('3', {})).toContain('data-output="y" data-shape="84,84,1"');
    expect(made('3', {})).not.toMatch(/data-output="y"[^]*?<tbody><tr>[^]*data-output="overlap"/);
    expect(made('3', { 'fold-numbers': '1' }).match(/<data /g)).toHaveLength(2 * 84 * 84 + 28 * 28);
  });

  test('what a reader types is escaped, and no field is nameless', () => {
    for (const { query } of Object.values(SCENES)) {
      const { state } = parse(Object.fromEntries(new URLSearchParams(query)));
      if (state!.source.kind === 'picture') continue;
      const html = Object.values(parts(viewOf(state!, undefined, 'zh'))).join('');
      expect(html).not.toMatch(/\{\w+\}|undefined|NaN/);
    }
    const shown = parts({ ...view({}), words: { ...STRINGS.en, input: '"><b>' } });
    expect(shown.input).not.toContain('aria-label=""><b>');
  });

  test('the size with the numbers of the state', () => {
    expect(sizeLines(view({ padding: '1,0,2,0', dilation: '2', outputPadding: '1' }))).toContain(
      '(3 − 1)×2 − 1 − 0 + 2×(3 − 1) + 1 + 1 = <b>9</b>',
    );
    expect(sizeLines(view({ op: 'nearest', stride: '3' }))).toContain('3×3 = <b>9</b>');
  });

  test('what the other framework computes is marked and said', () => {
    const ui = { convention: '1' };
    const same = parts(view({ padding: 'same', input: '1,2,3;4,5,6;7,8,9' }, undefined, ui));
    expect(same.convention).toContain('padding=1, output_padding=1');
    expect(same.convention).toMatch(/(\d+) of 36 cells differ/);
    const [, marked] = /(\d+) of 36/.exec(same.convention)!;
    expect(same.output.match(/\bdiffers\b/g)).toHaveLength(Number(marked));
    const flags = parts(view({ op: 'bilinear', input: '0,12;24,36' }, undefined, ui));
    expect(flags.convention).toContain('12 of 16 cells differ');
    const linear = { op: 'bilinear', alignCorners: '1', input: '0,12;24,36' };
    expect(parts(view(linear, undefined, ui)).convention).toContain('12 of 16 cells differ');
    expect(parts(view({}, undefined, ui)).convention).toBe('');
    expect(parts(view({ kernel: '1,1;1,1', padding: 'same', stride: '1' })).convention).toContain(
      'PyTorch has no such layer',
    );
  });

  test('every template of the words gets all its values', () => {
    for (const lang of ['zh', 'en'] as const) {
      expect(fill(STRINGS[lang].where, { r: 1, c: 2 })).not.toContain('{');
    }
    // and no word of its own hides one that the frame needs
    for (const [word, text] of Object.entries(TOOL_WORDS.zh)) {
      if (typeof text === 'string' && !['predict', 'predictAsk'].includes(word)) {
        expect(STRINGS.zh[word as 'share'], word).toBe(text);
      }
    }
    const keys = (words: object) => Object.keys(words).sort();
    expect(keys(STRINGS.zh)).toEqual(keys(STRINGS.en));
  });
});

describe('moving and guessing', () => {
  test('play stamps input cells one after the other, and fills the output of a resize', () => {
    expect(stops(view({}))).toHaveLength(9);
    expect(stops(view({}))[4]).toEqual(at('x', 1, 1));
    expect(stops(view({ op: 'nearest' }))).toHaveLength(36);
    expect(stops(view({ op: 'nearest' }))[7]).toEqual(at('y', 1, 1));
  });

  test('a guess is right in all three numbers or not at all', () => {
    expect(guess(view({}), ['7', '7', '4'])).toEqual({
      right: true,
      text: 'All correct: 7×7, at most 4 products.',
    });
    for (const wrong of [['6', '7', '4'], ['7', '6', '4'], ['7', '7', '3'], ['', '', '']]) {
      expect(guess(view({}), wrong).right).toBe(false);
    } // prettier-ignore
    expect(guess(view({}), ['6', '6', '']).text).toContain('you typed 6×6 and ?; it is 7×7 and 4');
  });

  test('the maps have the size and the colours of their numbers', () => {
    const shown = view({});
    const colours = { positive: [1, 2, 3], negative: [4, 5, 6], accent: [7, 8, 9] } as const;
    const { overlap, output, input } = images(shown, colours);
    const map = overlap();
    expect([map.height, map.width]).toEqual([7, 7]);
    expect([...map.data.slice(0, 4)]).toEqual([7, 8, 9, 64]);
    expect(map.data[(2 * 7 + 2) * 4 + 3]).toBe(255);
    expect([output().height, input().height]).toEqual([7, 3]);
  });
});
