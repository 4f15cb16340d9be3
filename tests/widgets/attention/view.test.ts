import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/attention/kind.ts';
import { reference, workedOf } from '@widgets/attention/reference.ts';
import { SCENES } from '@widgets/attention/scenes.ts';
import { askerOf, countOf, parse, sideOf, texts, type State } from '@widgets/attention/state.ts';
import { STRINGS } from '@widgets/attention/strings.ts';
import { difference, percent, sumText, type View } from '@widgets/attention/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

readFromDisk();
beforeAll(async () => {
  await KIND.load!(parse({}).state!);
});

function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state, undefined);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'attention', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const scene = (name: keyof typeof SCENES): Query => Object.fromEntries(new URLSearchParams(SCENES[name].query)); // prettier-ignore
const say = (query: Query, on: string, row: number, col: number) => KIND.speak!(of(query, { cursor: { on, at: [0, row, col] } }))!; // prettier-ignore
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim(); // prettier-ignore

/** The value of a sum on screen. */
function evaluate(text: string): number {
  const code = text
    .replace(/<small>.*?<\/small>/g, '')
    .replace(/<\/?b>/g, '')
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replace(/e\^\(/g, 'Math.exp(');
  if (/[^\d\s+\-*/().eEMathxp]/.test(code)) throw new Error(`not a sum: ${code}`);
  return Number(new Function(`return ${code.replace(/- -/g, '+ ')}`)());
}

/** Every side of an equation agrees with the next as far as four digits of its terms go. */
function addsUp(sum: string): number[] {
  const sides = sum.split(/ [=≈] /);
  const values = sides.map(evaluate);
  for (let i = 1; i < sides.length; i++) {
    const left = sides[i - 1].replace(/<small>.*?<\/small>/g, '');
    // Terms of at most this size are each rounded to four digits, and so are their factors.
    const terms = left.split(' + ').map((term) => Math.abs(evaluate(term)));
    const powers = /e\^/.test(left) ? Math.max(...(left.match(/[\d.]+/g) ?? []).map(Number)) : 1;
    const allowed = 1.1e-3 * terms.reduce((a, b) => a + b, 0) * Math.max(1, powers) + 6e-4 * Math.abs(values[i]); // prettier-ignore
    expect(Math.abs(values[i - 1] - values[i]), sum).toBeLessThanOrEqual(allowed);
  }
  return values;
}

describe('the arithmetic', () => {
  test('every stop of 80 states adds up to the number in its cell', { timeout: 120_000 }, () => {
    let checked = 0;
    for (const { state } of combinations(80, 31)) {
      const first = viewOf(state);
      for (const cursor of KIND.stops!(first)) {
        const view = { ...first, cursor };
        const html = KIND.parts(view).formula;
        const [, sum] = /<span class="w-sum">(.*)<\/span>$/.exec(html)!;
        const shown = addsUp(sum).at(-1)!;
        const { data, shape } = view.outputs![cursor.on];
        const want = data[cursor.at[1] * shape[1] + cursor.at[2]];
        expect(Math.abs(shown - want), `${cursor.on} ${sum}`).toBeLessThanOrEqual(6e-4 * Math.abs(want) + 1e-12); // prettier-ignore
        checked++;
      }
    }
    expect(checked).toBe(80 * 8);
  });

  test('every cell of the default scene too, and the weights of each query sum to 1', () => {
    for (let query = 1; query <= 16; query++) {
      const [, sum] = KIND.parts(of({ query: `${query}` })).formula.split('class="w-sum">');
      expect(addsUp(sum.replace('</span>', '')).at(-1)).toBe(1);
    }
    const view = of({});
    for (const on of ['q', 'k', 'v', 'steps', 'z', 'out']) {
      const { data, shape } = view.outputs![on];
      data.forEach((want, i) => {
        const cursor: Cursor = { on, at: [0, Math.floor(i / shape[1]), i % shape[1]] };
        const html = KIND.parts({ ...view, cursor }).formula;
        expect(evaluate(/<b>(.*)<\/b>/.exec(html)![1])).toBeCloseTo(want, 2);
      });
    }
  });

  test('by hand', () => {
    expect(say({}, 'picture', 0, 2)).toBe('Patch 3 asks, 16 weights: 0.49 (patch 11) + 0.2858 (patch 3) + 0.02957 (patch 1) + 0.1946 (13 others) ≈ 1'); // prettier-ignore
    expect(say({}, 'steps', 10, 1)).toMatch(/^Score of patch 11 \/ √4 \/ T: 18\.\d+ \/ 2 \/ 1 ≈ 9\.\d+$/); // prettier-ignore
    expect(say({ scale: '0', temperature: '2' }, 'steps', 10, 1)).toMatch(/\/ T \(not divided by √4\): 18\.\d+ \/ 2 ≈ 9/); // prettier-ignore
    expect(say({}, 'steps', 10, 2)).toMatch(/sum of 16 powers .*: e\^\(9\.\d+ − 9\.\d+\) \/ 2\.\d+ ≈ 1 \/ 2\.\d+ ≈ 0\.49$/); // prettier-ignore
    expect(say({}, 'q', 0, 1)).toContain('Patch 3, q2 = product of x with column 2 of W_Q');
    expect(say({ dims: '8', heads: '2', head: '2' }, 'k', 4, 0)).toContain('Patch 5, k1 = product of x with column 5 of W_K'); // prettier-ignore
  });

  test('many terms: the largest ones, and the rest in one', () => {
    const pairs = Array.from({ length: 12 }, (_, i) => [i + 1, 2] as const);
    const text = sumText(pairs, 156, STRINGS.en);
    expect(text).toBe('7×2 + 8×2 + 9×2 + 10×2 + 11×2 + 12×2 + 42 <small>(6 others)</small> = <b>156</b>'); // prettier-ignore
    expect(sumText([[0.5, -2]], -1, STRINGS.en)).toBe('0.5×(−2) = <b>−1</b>');
  });
});

describe('what the stepper shows', () => {
  test('patches keep their names and weights wherever shuffling puts them', () => {
    const labels = (query: Query) => [...KIND.parts(of(query)).picture.matchAll(/<text class="n"[^>]*>(\d+)</g)].map(([, n]) => Number(n)); // prettier-ignore
    const shares = (query: Query) => [...KIND.parts(of(query)).picture.matchAll(/<text class="w"[^>]*>([^<]*)</g)].map(([, t]) => t); // prettier-ignore
    expect(labels({})).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
    const order = labels({ order: '1' });
    expect(order).not.toEqual(labels({}));
    expect(order.map((patch) => shares({})[patch - 1])).toEqual(shares({ order: '1' }));
    expect(shares({})[10]).toBe('49%');
    expect(shares({})[9]).toBe('&#60;.1%');
  });

  test('the number of equivariance: rounding without positions, a change with them', () => {
    expect(difference(of({}))).toBe(0);
    expect(difference(of(scene('positions')))).toBeLessThan(1e-12);
    expect(difference(of(scene('positions-added')))).toBeGreaterThan(0.1);
    const text = (name: 'positions' | 'positions-added') => plain(KIND.parts(of(scene(name))).side);
    expect(text('positions')).toContain('only the order has changed');
    expect(text('positions-added')).toContain('the same patch in another place gives another result'); // prettier-ignore
    // Float32 of the device counts as rounding too.
    const view = of(scene('positions'));
    const y = { ...view.outputs!.y, data: view.outputs!.y.data.map(Math.fround) };
    expect(plain(KIND.parts({ ...view, outputs: { ...view.outputs, y } }).side)).toContain('That is rounding'); // prettier-ignore
  });

  test('the largest weight with and without the scale; the smallest is not 0', () => {
    const text = plain(KIND.parts(of(scene('no-scale'))).side);
    const [, scaled, raw] = /largest with ÷ √d ≈([\d.]+) without ≈([\d.]+)/.exec(text)!;
    expect(Number(raw)).toBeGreaterThan(0.98);
    expect(Number(scaled)).toBeLessThan(0.7);
    const cold = plain(KIND.parts(of({ temperature: '0.1' })).side);
    expect(Number(/smallest weight ≈(\S+)/.exec(cold)![1].replace('−', '-'))).toBeGreaterThan(0);
  });

  test('heads: a small picture each, and the one on show is marked', () => {
    const { picture } = KIND.parts(of(scene('heads')));
    expect(picture.match(/class="t-still( on)?"><div class="w-map"><canvas data-paint="digit"/g)).toHaveLength(4); // prettier-ignore
    expect(picture.match(/t-still on/g)).toHaveLength(1);
    expect(KIND.parts(of({})).picture).not.toContain('set:head');
  });

  test('shares in few characters', () => {
    expect([0.49, 0.0301, 0.00004, 0.9991, 1, 0.0996].map(percent)).toEqual(['49%', '3.0%', '<.1%', '>99%', '100%', '10%']); // prettier-ignore
  });

  test('pressing a patch makes it ask, also where shuffling has put it; acts', () => {
    const view = of({ order: '3' });
    const { order } = workedOf(view.state, undefined);
    const pick = (row: number, col: number) => KIND.pick!(view, { on: 'picture', at: [0, row, col] }); // prettier-ignore
    for (let place = 0; place < 16; place++) {
      const query = pick(Math.floor(place / 4), place % 4);
      if (order[place] === askerOf(view.state)) expect(query).toBeUndefined();
      else expect(query!.query).toBe(`${order[place] + 1}`);
    }
    expect(KIND.pick!(view, { on: 'k', at: [0, 0, 0] })).toBeUndefined();
    expect(KIND.act!(view, 'shuffle')).toMatchObject({ order: '4' });
    expect(KIND.act!(of({ order: '999' }), 'shuffle')).toMatchObject({ order: '1' });
    expect(KIND.act!(view, 'restore')).toMatchObject({ order: '0' });
    const cleared = KIND.act!(view, 'clear')!;
    expect(cleared.image).toBeUndefined();
    expect(parse(cleared).state!.source.kind).toBe('drawn');
  });

  test('predict first: the number of the patch; ties count', () => {
    expect(KIND.guess!(of({}), ['11'])).toEqual({ right: true, text: 'Right: patch 11, 49%.' });
    expect(KIND.guess!(of({}), ['3'])).toEqual({ right: false, text: 'Not yet: you typed 3, it is 11, 49%.' }); // prettier-ignore
    expect(KIND.guess!(of({}), ['']).text).toContain('you typed ?');
    for (const blank of ['1', '4', '16']) expect(KIND.guess!(of({ query: '1' }), [blank]).right).toBe(true); // prettier-ignore
  });

  test(
    'every scene and 60 states draw in both languages, and every cell can be looked at',
    { timeout: 120_000 },
    () => {
      const states = [
        ...combinations(60, 9).map(({ state }) => state),
        ...Object.keys(SCENES).map((name) => parse(scene(name as keyof typeof SCENES)).state!),
      ];
      for (const state of states) {
        for (const words of [STRINGS.zh, STRINGS.en]) {
          const view = viewOf(state, { words, ui: { 'fold-numbers': '1' } });
          const html = Object.values(KIND.parts(view)).join('');
          expect(html, JSON.stringify(texts(state))).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
          for (const cursor of KIND.stops!(view))
            expect(KIND.holds!({ ...view, cursor })).toBe(true);
        }
        const { shape } = viewOf(state).outputs!.steps;
        expect(shape).toEqual([countOf(state), 3, 1]);
        const view = viewOf(state);
        for (const at of [[0, countOf(state), 0], [0, 0, 3]]) expect(KIND.holds!({ ...view, cursor: { on: 'steps', at } })).toBe(false); // prettier-ignore
      }
    },
  );

  test('pictures: the digit in its order, the patch that asks, and what it receives', () => {
    const colours = { positive: [0, 0, 0], negative: [0, 0, 0], accent: [0, 0, 0] } as const;
    for (const query of [{}, { order: '2' }, { patch: '8', input: '0,255;255,0' }]) {
      const view = of(query);
      const images = KIND.images!(view, colours);
      const [digit, whole, asker, blend] = ['digit', 'plain', 'asker', 'blend'].map((name) => images[name]()); // prettier-ignore
      const { place } = workedOf(view.state, undefined);
      const { patch } = view.state;
      const side = sideOf(view.state);
      const cut = (pixels: { data: Uint8ClampedArray }, at: number) => Array.from({ length: patch * patch }, (_, p) => pixels.data[4 * ((Math.floor(at / side) * patch + Math.floor(p / patch)) * 24 + (at % side) * patch + (p % patch))]); // prettier-ignore
      const asking = Array.from({ length: patch * patch }, (_, p) => asker.data[4 * p]);
      expect(cut(digit, place)).toEqual(asking);
      expect(cut(whole, askerOf(view.state))).toEqual(asking);
      expect([blend.width, blend.height]).toEqual([patch, patch]);
      expect(blend.data[4 * patch]).toBe(Math.round(255 * view.outputs!.blend.data[patch]));
    }
  });
});
