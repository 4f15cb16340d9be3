import { describe, expect, test } from 'vitest';
import { costsOf } from '@lib/separable.ts';
import { KIND } from '@widgets/separable/kind.ts';
import { reference } from '@widgets/separable/reference.ts';
import { SCENES } from '@widgets/separable/scenes.ts';
import { parse, type State } from '@widgets/separable/state.ts';
import { STRINGS } from '@widgets/separable/strings.ts';
import type { View } from '@widgets/separable/view.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { liveWords } from '@widgets/toolkit/strings.ts';
import { combinations } from './combinations.ts';

const words = liveWords(STRINGS.en, { pictures: false, files: false, keys: KIND.keys }) as View['words']; // prettier-ignore
function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'separable', words, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const scene = (name: keyof typeof SCENES) => Object.fromEntries(new URLSearchParams(SCENES[name].query)); // prettier-ignore
const say = (query: Query, on: string, at: number[]) => KIND.speak!(of(query, { cursor: { on, at } })); // prettier-ignore
const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim(); // prettier-ignore
const evaluate = (sum: string): number => {
  const code = sum.replaceAll('−', '-').replaceAll('×', '*').replaceAll(',', '');
  if (/[^\d\s+\-*/().e]/.test(code)) throw new Error(`not a sum: ${sum}`);
  return Number(new Function(`return ${code}`)());
};

describe('the arithmetic', () => {
  test('every cell of 60 examples is the sum that stands there', () => {
    let checked = 0;
    for (const { state } of combinations(60, 3)) {
      const base = viewOf({ ...state, net: 'layer' });
      for (const cursor of KIND.stops!(base)) {
        const [, sum, sign, shown] = /: (.*) ([=≈]) (\S+)$/.exec(
          KIND.speak!({ ...base, cursor })!,
        )!;
        const [layer, r, c] = cursor.at;
        const { data, shape } = base.outputs![cursor.on];
        const value = data[(r * shape[1] + c) * shape[2] + layer];
        const made = evaluate(sum);
        const size = 1e-4 * Math.max(1, ...sum.match(/[\d.]+/g)!.map(Number)) ** 2;
        expect(Math.abs(made - value), sum).toBeLessThanOrEqual(sign === '=' ? 1e-9 : size);
        expect(Math.abs(evaluate(shown) - value)).toBeLessThanOrEqual(sign === '=' ? 0 : 1e-5 * Math.max(1, Math.abs(value))); // prettier-ignore
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(1000);
  });

  test('the worked example of the page, by both ways', () => {
    expect(say({}, 'z', [1, 0, 0])).toBe(
      'z, channel 2, row 1, column 1: 3×1 + 1×(−1) + 2×0 + 2×1 = 4',
    );
    expect(say({}, 'y', [1, 0, 0])).toBe('y, channel 2, row 1, column 1: 2×2 + (−1)×4 = 0');
    expect(say({ form: 'standard' }, 'merged', [2, 0, 0])).toMatch(/1×0 \+ 3×3 \+ 1×\(−3\) \+ 2×0 \+ 2×3 = 12$/); // prettier-ignore
    expect(plainText(KIND.parts(of({})).example)).toContain('2×2×2 + 2×3 = 14; of a standard convolution: 2×2×2×3 = 24'); // prettier-ignore
  });

  test('costs add up in every cell of the table', () => {
    for (const { state } of combinations(80, 9)) {
      const view = viewOf({ ...state, net: 'layer' });
      for (let row = 0; row < 4; row++) {
        for (let col = 0; col < 3; col++) {
          const text = KIND.speak!({ ...view, cursor: { on: 'counts', at: [0, row, col] } })!;
          const [, sum, shown] = /: (.*) [=≈] (\S+)$/.exec(text)!;
          const value = view.outputs!.counts.data[3 * row + col];
          expect(Math.abs(evaluate(sum) - value), text).toBeLessThanOrEqual(1e-9 * value);
          expect(Math.abs(evaluate(shown) - value), text).toBeLessThanOrEqual(1e-5 * value);
        }
      }
    }
    expect(say({}, 'counts', [0, 0, 0])).toBe('standard: 3×3×64×128 = 73,728');
    expect(say({}, 'counts', [0, 3, 0])).toBe('both steps: 3×3×64 + 64×128 = 8,768');
  });

  test('layers of MobileNet', () => {
    const view = of(scene('mobilenet'));
    expect(KIND.stops!(view)).toHaveLength(15);
    for (const cursor of KIND.stops!(view)) {
      const text = KIND.speak!({ ...view, cursor })!;
      for (const [, sum, value] of text.matchAll(/ (\(?\d[\d×() +]*×\d+) = ([\d,]+)/g)) {
        expect(evaluate(sum), text).toBe(evaluate(value));
      }
    }
    expect(KIND.speak!(view)).toBe('block 6: standard 3×3×256×512×14×14 = 231,211,008; two steps (3×3×256 + 256×512)×14×14 = 26,141,696; 1/512 + 1/9 ≈ 11.3%'); // prettier-ignore
    expect(KIND.speak!({ ...view, cursor: { on: 'blocks', at: [0, 0, 0] } })).toContain('(not split)'); // prettier-ignore
  });
});

describe('what is on show', () => {
  test('the promises of the page: 73,728 and 8,768 weights, 11.9% left', () => {
    const text = plainText(KIND.parts(of({})).summary);
    expect(text).toContain('standard 73,728');
    expect(text).toContain('two steps 8,768');
    expect(text).toContain('1/128 + 1/9 ≈ 11.9%');
    expect(text).toContain('9×(128 − 1) = 1,143');
    expect(plainText(KIND.parts(of({ kernel: '5' })).summary)).toContain('1/128 + 1/25');
    expect(plainText(KIND.parts(of({ outputs: '1', kernel: '1' })).summary)).toContain('could have 0 output'); // prettier-ignore
    expect(plainText(KIND.parts(of(scene('mobilenet'))).summary)).toMatch(/4,867,293,184 .*568,740,352.*≈11.7% of which ≈94.9% in 1×1/); // prettier-ignore
  });

  test('the ratio falls with outputs and kernel, never below 1/k²', () => {
    let before = Infinity;
    for (const outputs of [1, 2, 8, 72, 128, 1143, 4096]) {
      const { ratio } = reference(parse({ outputs: `${outputs}` }).state!);
      expect(ratio.data[0]).toBeLessThan(before);
      expect(ratio.data[0]).toBeGreaterThan(1 / 9);
      before = ratio.data[0];
    }
  });

  test('merged kernels are multiples, and give the same output', () => {
    for (const { state } of combinations(50, 4)) {
      const { y, merged } = reference(state);
      y.data.forEach((value, i) => expect(merged.data[i]).toBeCloseTo(value, 6));
    }
    const html = KIND.parts(of(scene('standard'))).example;
    expect(html).toContain('data-on="merged"');
    expect(html).not.toContain('data-on="z"');
  });

  test('every part is written for any state, in both languages, with nothing left open', () => {
    for (const { state } of combinations(40, 12)) {
      for (const lang of ['zh', 'en'] as const) {
        const html = Object.values(KIND.parts(viewOf(state, { words: STRINGS[lang] }))).join('');
        expect(html).not.toMatch(/undefined|NaN|\{\w+\}|\[object/);
      }
    }
  });

  test('a field of the example says where its number stands', () => {
    const { input } = KIND.parts(of({}));
    expect(input).toMatch(/data-at="1,2,0"[^>]*><input[^>]*name="x" value="0" aria-label="input of the example channel 2 row 3, column 1"/); // prettier-ignore
    expect(input).toMatch(/data-at="0,1,1"[^>]*><input[^>]*name="pointwise" value="-1"/);
    expect(input.match(/data-at="1,0,0"[^>]*><input[^>]*name="depthwise"/g)).toHaveLength(1);
  });
});

describe('predict first, and sizes', () => {
  test('the guess is marked by the weights of both steps; of MobileNet by the share', () => {
    const mark = (query: Query, guess: string) => KIND.guess!(of(query), [guess]);
    expect(mark({}, '8,768')).toEqual({ right: true, text: 'Right: 3×3×64 + 64×128 = 8,768' });
    expect(mark({}, '8767').right).toBe(false);
    expect(mark({}, '').right).toBe(false);
    expect(mark({ net: 'mobilenet' }, '12%').right).toBe(true);
    expect(mark({ net: 'mobilenet' }, '15').right).toBe(false);
  });

  test('what belongs together changes together', () => {
    const after = (name: string, value: string) => parse(KIND.edit!(of({}), name, value)!);
    const three = after('size:x:2', '3').state!;
    expect([three.x.length, three.depthwise.length, three.pointwise[0].length]).toEqual([3, 3, 3]);
    expect(after('size:x:2', '1').state!.pointwise).toEqual([[1], [2], [0]]);
    expect(after('size:depthwise:0', '3').state!.depthwise[1]).toHaveLength(3);
    expect(after('size:depthwise:0', '4').problems![0].code).toBe('kernel-large');
    expect(after('size:pointwise:1', '5').state!.pointwise).toHaveLength(5);
    expect(after('size:x:0', '6').state!.x[1][0]).toHaveLength(6);
    expect(KIND.edit!(of({}), 'kernel', '5')).toBeUndefined();
  });

  test('a cursor that is not on show goes to the first', () => {
    const holds = (query: Query, on: string, at: number[]) => KIND.holds!(of(query, { cursor: { on, at } })); // prettier-ignore
    expect(holds({}, 'z', [1, 1, 1])).toBe(true);
    expect(holds({}, 'z', [2, 0, 0])).toBe(false);
    expect(holds({}, 'merged', [0, 0, 0])).toBe(false);
    expect(holds({ net: 'mobilenet' }, 'counts', [0, 0, 0])).toBe(false);
    expect(holds({ net: 'mobilenet' }, 'totals', [0, 1, 1])).toBe(true);
    expect(KIND.speak!(of({ net: 'mobilenet' }, { cursor: { on: 'totals', at: [0, 1, 1] } }))).toBe('MobileNet: 568,740,352 multiply-adds'); // prettier-ignore
    expect(costsOf({ kernel: 3, inputs: 64, outputs: 128, side: 56 }).both.macs).toBe(27496448);
  });
});
