import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/loss/kind.ts';
import { reference } from '@widgets/loss/reference.ts';
import { SCENES } from '@widgets/loss/scenes.ts';
import { parse, texts, type State } from '@widgets/loss/state.ts';
import { STRINGS } from '@widgets/loss/strings.ts';
import { arithmetic, type View } from '@widgets/loss/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'loss', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const scene = (name: keyof typeof SCENES) =>
  Object.fromEntries(new URLSearchParams(SCENES[name].query));
const at = (query: Query, on: string, row: number, col: number, words = STRINGS.en) =>
  KIND.speak!(of(query, { cursor: { on, at: [0, row, col] }, words }))!;
const plainText = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The value of what stands on screen: products, sums, differences, powers, logarithms. */
function evaluate(text: string): number {
  const code = text
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replaceAll('½', '0.5')
    .replace(/\|([^|]+)\|/g, 'Math.abs($1)')
    .replace(/\)(?=\d)/g, ')*')
    .replace(/(\d)(?=\()/g, '$1*')
    .replace(/(\([^()]*\)|[\d.e-]+)²/g, '($1)**2')
    .replace(/([\d.e-]+)\^(\d[\d.]*)/g, '($1)**$2')
    .replace(/e\^\(([^()]*)\)/g, 'Math.exp($1)')
    .replace(/\bln\(/g, 'Math.log(')
    .replace(/\bmax\(/g, 'Math.max(');
  if (/[^\d\s+\-*/().,eMathexplogbsmx]/.test(code)) return NaN;
  try {
    return Number(new Function(`return ${code}`)());
  } catch {
    return NaN;
  }
}

describe('the arithmetic', () => {
  test('adds up in every cell of 150 states', () => {
    const checked: Record<string, number> = {};
    for (const { state } of combinations(150, 31)) {
      const view = viewOf(state);
      for (const cursor of KIND.stops!(view)) {
        const [, sum] = arithmetic({ ...view, cursor });
        const [, put, result] = /^[=≈] (.*) [=≈] <b>(.*)<\/b>$/.exec(sum) ?? [];
        if (put === undefined) continue;
        const [value, want] = [evaluate(put), Number(result.replaceAll('−', '-'))];
        if (Number.isNaN(value) || !Number.isFinite(value)) continue;
        const size = Math.max(...(put.match(/[\d.]+/g) ?? ['1']).map(Number), 1);
        const about = `${JSON.stringify(texts(state))} ${cursor.on} ${cursor.at}: ${sum}`;
        expect(Math.abs(value - want), about).toBeLessThanOrEqual(2e-4 * size + 1e-3 * Math.abs(want)); // prettier-ignore
        const kind = `${state.mode} ${cursor.on === 'rows' ? cursor.at[2] : cursor.on}`;
        checked[kind] = (checked[kind] ?? 0) + 1;
      }
    }
    for (const kind of ['classes p', 'classes terms', 'classes gradient']) expect(checked[kind], kind).toBeGreaterThan(50); // prettier-ignore
    for (const column of [1, 2, 3, 5]) expect(checked[`binary ${column}`], `${column}`).toBeGreaterThan(15); // prettier-ignore
    for (const column of [0, 1, 2, 3, 4, 5, 6]) expect(checked[`regression ${column}`], `${column}`).toBeGreaterThan(50); // prettier-ignore
  });

  test('by hand', () => {
    expect(at({}, 'p', 0, 0)).toBe('class 0 (the right one): p₀ = e^((z₀ − largest z)) / Σ ≈ 1 / (1 + 0.36788 + 0.049787) ≈ 0.70538'); // prettier-ignore
    expect(at({}, 'terms', 0, 0)).toBe('class 0 (the right one): q·(−ln p₀) ≈ 1 × 0.34901 ≈ 0.34901'); // prettier-ignore
    expect(at({}, 'gradient', 0, 0)).toBe('class 0: ∂L/∂z₀ = (p − q) ≈ (0.70538 − 1) ≈ −0.29462');
    expect(at({}, 'gradient', 0, 1, STRINGS.zh)).toBe('第 1 类: ∂L/∂z₁ = (p − q) ≈ (0.2595 − 0) ≈ 0.2595'); // prettier-ignore
    expect(at({ mode: 'regression', delta: '1' }, 'rows', 4, 5)).toBe('sample 5: |r| > δ: δ(|r| − ½δ) = 1 × (10 − ½×1) = 9.5'); // prettier-ignore
    expect(at({ mode: 'regression' }, 'rows', 0, 5)).toBe('sample 1: |r| ≤ δ: ½r² = ½ × 0.5² = 0.125'); // prettier-ignore
    expect(at({ mode: 'binary', z: '3', y: '1' }, 'rows', 0, 3)).toContain('max(0, 1 − 1×3) = 0');
  });

  test('a probability that underflows still has its logarithm', () => {
    expect(at({ logits: '10000,-10000', labels: '1' }, 'terms', 0, 1)).toContain(
      '1 × 20000 = 20000',
    );
  });
});

describe('what the bench shows', () => {
  const differing = (query: Query) =>
    [...KIND.parts(of(query)).rest.matchAll(/<td class="(differs|)"><data data-output="(\w+)"/g)]
      .filter(([, mark]) => mark)
      .map(([, , name]) => name);

  test('what is passed the wrong way is marked where its number differs', () => {
    expect(differing({})).toEqual(['twice', 'clipped']);
    expect(differing(scene('imbalance'))).toEqual(['twice', 'clipped', 'other']);
    expect(differing({ ...scene('imbalance'), reduction: 'sum' })).not.toContain('other');
    expect(differing({ logits: '0,0', labels: '0' })).not.toContain('twice');
    // Weights of one size change nothing in PyTorch's mean, and everything in Keras's.
    expect(differing({ weights: '3' })).toContain('other');
    const rows = plainText(KIND.parts(of(scene('imbalance'))).rest);
    expect(rows).toMatch(/PyTorch, weighted ≈0\.5079 .* Keras, weighted ≈0\.8127/);
  });

  test('the written formula breaks at ±1e4 and says so', () => {
    expect(KIND.parts(of({})).rest).toContain('data-naive="fine"');
    expect(KIND.parts(of(scene('large'))).rest).toContain('data-naive="broken"');
    expect(plainText(KIND.parts(of(scene('large'))).rest)).toContain('gives NaN');
  });

  test('every scene and 300 states draw in both languages; no picture holds what is no number', () => {
    const states = [
      ...combinations(300, 9).map(({ state }) => state),
      ...Object.keys(SCENES).map((name) => parse(scene(name as keyof typeof SCENES)).state!),
    ];
    for (const state of states) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const html = Object.values(KIND.parts(viewOf(state, { words }))).join('');
        expect(html, JSON.stringify(texts(state))).not.toMatch(/undefined|\{\w+\}/);
        for (const [svg] of html.matchAll(/<svg.*?<\/svg>/gs)) {
          expect(svg.replace(/<(title|desc).*?<\/\1>/g, '')).not.toMatch(/NaN|Infinity/);
        }
      }
    }
  });

  test('outputs in full precision', () => {
    const { left, rest } = KIND.parts(of({}));
    expect(left).toContain('data-output="p" data-shape="1,3,1"');
    expect(left).toMatch(/data-output="loss" value="0\.349012216/);
    expect(rest).toContain('data-output="clipped" value="1.00000');
    expect(KIND.parts(of({ mode: 'regression' })).rest).toContain('data-output="best" data-shape="1,3,1"'); // prettier-ignore
    expect(KIND.parts(of({ mode: 'binary' })).left).toContain('data-output="rows" data-shape="3,7,1"'); // prettier-ignore
  });
});

describe('what can be done', () => {
  const next = (view: View, query: Query | undefined) => {
    const { state, problems } = parse(query!);
    expect(problems).toBeUndefined();
    return viewOf(state!, { cursor: view.cursor });
  };

  test('the slider moves the number under the cursor', () => {
    const view = of({}, { cursor: { on: 'p', at: [0, 0, 2] } });
    expect(next(view, KIND.edit!(view, 'moved', '4.5')).state.logits).toEqual([[2, 1, 4.5]]);
    const binary = of({ mode: 'binary' }, { cursor: { on: 'z', at: [0, 0, 1] } });
    expect(next(binary, KIND.edit!(binary, 'moved', '-3')).state.z).toEqual([2, -3, 0.5]);
    const far = of({ mode: 'regression' }, { cursor: { on: 'rows', at: [0, 4, 1] } });
    expect(next(far, KIND.edit!(far, 'moved', '2')).state.predictions[4]).toBe(18);
    expect(parse(KIND.edit!(view, 'moved', 'abc')!).problems![0]).toMatchObject({ key: 'logits' });
    expect(KIND.edit!(view, 'gamma', '2')).toBeUndefined();
  });

  test('labels, samples and classes come and go', () => {
    let view = of({});
    view = next(view, KIND.act!(view, 'right:0,2'));
    expect(view.state.labels).toEqual([2]);
    view = next(view, KIND.act!(view, 'more'));
    expect(view.state.logits).toEqual([[2, 1, -1], [0, 0, 0]]); // prettier-ignore
    view = next(view, KIND.act!(view, 'narrower'));
    expect(view.state).toMatchObject({ logits: [[2, 1], [0, 0]], labels: [1, 0] }); // prettier-ignore
    view = next(view, KIND.act!(view, 'wider'));
    expect(view.state.weights).toEqual([1, 1, 1]);
    view = next(view, KIND.act!(view, 'less'));
    expect(view.state.logits).toEqual([[2, 1, 0]]);
    let binary = of({ mode: 'binary' });
    binary = next(binary, KIND.act!(binary, 'right:2,1'));
    expect(binary.state.y).toEqual([1, 1, 1]);
    expect(next(binary, KIND.act!(binary, 'less')).state.z).toEqual([2, -1]);
    const points = of({ mode: 'regression' });
    expect(next(points, KIND.act!(points, 'more')).state.targets).toHaveLength(6);
  });

  test('the cursor holds where there is a cell', () => {
    const holds = (query: Query, cursor: Cursor) => KIND.holds!(of(query, { cursor }));
    expect(holds({}, { on: 'p', at: [0, 0, 2] })).toBe(true);
    expect(holds({}, { on: 'p', at: [0, 0, 3] })).toBe(false);
    expect(holds({}, { on: 'rows', at: [0, 0, 0] })).toBe(false);
    expect(holds({ mode: 'binary' }, { on: 'z', at: [0, 0, 2] })).toBe(true);
    expect(holds({ mode: 'binary' }, { on: 'z', at: [0, 0, 3] })).toBe(false);
    expect(holds({ mode: 'binary' }, { on: 'rows', at: [0, 2, 6] })).toBe(true);
    expect(holds({ mode: 'regression' }, { on: 'p', at: [0, 0, 0] })).toBe(false);
  });

  test('a guess within 0.02 is right', () => {
    expect(KIND.guess!(of({}), ['0.35'])).toEqual({ right: true, text: 'Right: L = ≈0.349.' });
    expect(KIND.guess!(of({}), ['0.38']).right).toBe(false);
    expect(KIND.guess!(of({}), ['']).right).toBe(false);
    expect(KIND.guess!(of({ mode: 'regression' }), ['20.3']).right).toBe(true);
    expect(KIND.guess!(of({ mode: 'binary' }), ['x']).text).toBe('Not yet: you typed x, it is BCE = ≈0.8048.'); // prettier-ignore
  });
});
