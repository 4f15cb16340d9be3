import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/loss/kind.ts';
import { reference } from '@widgets/loss/reference.ts';
import { SCENES } from '@widgets/loss/scenes.ts';
import { parse, texts, type State } from '@widgets/loss/state.ts';
import { STRINGS } from '@widgets/loss/strings.ts';
import { arithmetic, type View } from '@widgets/loss/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { show } from '@widgets/toolkit/text.ts';
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

  test('by hand, one logit: heads, weights, margins and focal', () => {
    const focal = { mode: 'binary', gamma: '2' };
    expect(at({ mode: 'binary' }, 'rows', 0, 0)).toBe('sample 1, y = 1: p = σ(z) ≈ σ(2) ≈ 0.8808');
    expect(at({ mode: 'binary' }, 'rows', 1, 0)).toContain('≈ σ(−1) ≈');
    expect(at(focal, 'rows', 1, 1)).toContain('−ln p = ln(1 + e^(−z)) ≈ ln(1 + e^(1)) × (1 − p_y)^2 ≈'); // prettier-ignore
    expect(at(focal, 'rows', 2, 1)).toContain('−ln(1 − p) = ln(1 + e^(z)) ≈ ln(1 + e^(0.5)) × (1 − p_y)^2 ≈'); // prettier-ignore
    expect(at(focal, 'rows', 2, 2)).toContain('∂ focal/∂z ≈ by the chain rule');
    const heavy = { mode: 'binary', positive: '3' };
    expect(at(heavy, 'rows', 0, 2)).toContain('w(p − y) ≈ 3 × (0.8808 − 1) / 3');
    expect(at(heavy, 'rows', 2, 2)).toContain('y = 0: p − y ≈ (0.62246 − 0) / 3');
    expect(at({ mode: 'binary' }, 'rows', 1, 4)).toContain('∂ hinge/∂z ≈ −s / 3 ≈ −0.33333');
    expect(at({ mode: 'binary' }, 'rows', 0, 4)).toContain('∂ hinge/∂z ≈ 0 = 0');
    expect(at({ mode: 'regression' }, 'rows', 4, 6)).toContain('|r| > δ: δ·sign r = 1 × (−1) / 5 = −0.2'); // prettier-ignore
    expect(at({ mode: 'regression' }, 'rows', 0, 6)).toContain('|r| ≤ δ: r = 0.5 / 5 = 0.1');
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

  test('each call stands beside what it gives', () => {
    const { rest } = KIND.parts(of(scene('imbalance')));
    const rows = [...rest.matchAll(/<tr><th scope="row">(.*?)<\/th><td.*?<code>(.*?)<\/code>/g)].map((found) => found.slice(1)); // prettier-ignore
    expect(rows).toEqual([
      ['PyTorch, given logits', 'CrossEntropyLoss()(z, y)'],
      ['PyTorch, given probabilities', 'CrossEntropyLoss()(softmax(z), y)'],
      ['Keras, given logits', 'CategoricalCrossentropy(from_logits=True)'],
      ['Keras, given logits', 'CategoricalCrossentropy()'],
      ['PyTorch, weighted', 'CrossEntropyLoss(weight=w)'],
      ['Keras, weighted', 'fit(…, class_weight=w)'],
    ]);
    for (const [words, py, keras] of [[STRINGS.en, /weights of the labels/, /number of samples/], [STRINGS.zh, /权重/, /样本/]] as const) {
      expect(words.conventionNames.pytorch).toMatch(py);
      expect(words.conventionNames.keras).toMatch(keras);
    } // prettier-ignore
  });

  test('totals are named, in nat and bit, as mean or sum; so are columns and terms', () => {
    const left = (query: Query) => plainText(KIND.parts(of(query)).left);
    expect(left({})).toMatch(/Mean: cross-entropy ≈0\.349012 nat = ≈0\.503518 bit MSE of p /);
    expect(left({ reduction: 'sum' })).toContain('Sum: cross-entropy');
    expect(left({ gamma: '2' })).toContain('Mean: focal');
    expect(left({})).toContain('What each class adds: w·q·(−ln p) ');
    expect(left({ gamma: '2' })).toContain('What each class adds: w·q·(1 − p)^γ·(−ln p)');
    const heads = (query: Query) => [...KIND.parts(of(query)).left.split('data-output="rows"')[1].matchAll(/<th scope="col">(.*?)<\/th>/g)].map(([, name]) => name); // prettier-ignore
    expect(heads({ mode: 'binary' })).toEqual(['p = σ(z)', 'BCE', '∂', 'hinge', '∂', '(p − y)²', '∂']); // prettier-ignore
    expect(heads({ mode: 'regression' })).toEqual(['r', 'r²', '∂', '|r|', '∂', 'Huber', '∂']);
    for (const mode of ['binary', 'regression']) {
      expect(left({ mode })).toContain('Mean:');
      expect(left({ mode, reduction: 'sum' })).toContain('Sum:');
    }
  });

  test('the best constants stand at their own places', () => {
    // Targets 1.5, 3.5, 4, 4.5 and 16: mean 5.9, median 4, with δ = 1 between them.
    const { rest } = KIND.parts(of({ mode: 'regression' }));
    const marks = [...rest.matchAll(/<text class="f-(\w)" x="(\S+?)"[^>]*>(.*?)<\/text>/g)].map((found) => found.slice(1)); // prettier-ignore
    const place = (v: number) => (20 + (320 * (v - 1.5)) / 14.5).toFixed(1);
    expect(marks.slice(0, 2).map(([, , text]) => text)).toEqual(['MSE 5.9', 'MAE 4']);
    expect(marks.slice(0, 2).map(([, x]) => x)).toEqual([place(5.9), place(4)]);
    const huber = of({ mode: 'regression' }).outputs!.best.data[2];
    expect(marks[2].slice(1)).toEqual([place(huber), `Huber ${show(huber, 3)}`]);
  });

  test('curves are told with the losses and slopes of the sample under the cursor', () => {
    const told = (query: Query, on: string, row: number, col: number) => {
      const view = of(query, { cursor: { on, at: [0, row, col] } });
      const said = [...KIND.parts(view).right.matchAll(/<desc[^>]*>(.*?)<\/desc>/g)].map(([, each]) => each); // prettier-ignore
      return { said, data: (name: string) => view.outputs![name].data };
    };
    const list = (names: string[], values: number[]) => names.map((name, i) => `${name} ${show(values[i])}`).join(', '); // prettier-ignore
    const sum = { reduction: 'sum' };
    const two = told({ ...sum, logits: '2,1,-1;0,3,1', labels: '0,2' }, 'p', 1, 1);
    const p = two.data('p');
    const squares = (p[3] ** 2 + p[4] ** 2 + (p[5] - 1) ** 2) / 3;
    const names = ['cross-entropy', 'MSE of p'];
    expect(two.said[0]).toBe(`z₁ · sample 2 = 3: ${list(names, [-Math.log(p[5]), squares])}`);
    expect(two.said[1]).toBe(`z₁ · sample 2 = 3: ${list(names, [two.data('gradient')[4], two.data('mseGradient')[4]])}`); // prettier-ignore
    const one = told({ ...sum, mode: 'binary' }, 'rows', 2, 3);
    const row = [...one.data('rows')].slice(14);
    const three = ['binary cross-entropy', 'hinge', '(σ(z) − y)²'];
    expect(one.said[0]).toBe(`z · sample 3 = 0.5: ${list(three, [row[1], row[3], row[5]])}`);
    expect(one.said[1]).toBe(`z · sample 3 = 0.5: ${list(three, [row[2], row[4], row[6]])}`);
    const far = told({ ...sum, mode: 'regression' }, 'rows', 4, 1);
    const off = [...far.data('rows')].slice(28);
    const all = ['MSE', 'MAE', 'Huber δ=1'];
    expect(far.said[0]).toBe(`r · sample 5 = −10: ${list(all, [off[1], off[3], off[5]])}`);
    expect(far.said[1]).toBe(`r · sample 5 = −10: ${list(all, [off[2], off[4], off[6]])}`);
  });

  test('the written formula breaks at ±1e4 and says so', () => {
    expect(KIND.parts(of({})).rest).toContain('data-naive="fine"');
    expect(KIND.parts(of(scene('large'))).rest).toContain('data-naive="broken"');
    expect(plainText(KIND.parts(of(scene('large'))).rest)).toContain('gives NaN');
    // It sees the logits divided by the temperature.
    const naive = (logits: string, temperature: string) => /data-naive="(\w+)"/.exec(KIND.parts(of({ logits, temperature })).rest)![1]; // prettier-ignore
    expect(naive('1000,0', '20')).toBe('fine');
    expect(naive('40,0', '0.05')).toBe('broken');
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
    expect(KIND.guess!(of({}), ['0.374']).right).toBe(false);
    expect(KIND.guess!(of({}), ['']).right).toBe(false);
    expect(KIND.guess!(of({ mode: 'regression' }), ['20.3']).right).toBe(true);
    expect(KIND.guess!(of({ mode: 'binary' }), ['x']).text).toBe('Not yet: you typed x, it is BCE = ≈0.8048.'); // prettier-ignore
  });
});
