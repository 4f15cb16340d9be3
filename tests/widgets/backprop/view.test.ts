import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/backprop/kind.ts';
import { reference, traceOf } from '@widgets/backprop/reference.ts';
import { SCENES } from '@widgets/backprop/scenes.ts';
import { parse, texts, type State } from '@widgets/backprop/state.ts';
import { STRINGS } from '@widgets/backprop/strings.ts';
import { formulaHtml, type View } from '@widgets/backprop/view.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { operand, show } from '@widgets/toolkit/text.ts';
import { combinations } from './combinations.ts';

function viewOf(state: State, more: Partial<View> = {}): View {
  const outputs = reference(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'backprop', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...more }; // prettier-ignore
}
const of = (query: Query, more: Partial<View> = {}) => viewOf(parse(query).state!, more);
const plainText = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const node = (view: View, name: string): Cursor => {
  const { built } = traceOf(view.state);
  const place = built.places[built.graph.findIndex((each) => each.name === name)];
  return { on: 'node', at: [0, place.row, place.col] };
};
const look = (query: Query, name: string, words = STRINGS.en) => {
  const view = of(query);
  return KIND.speak!({ ...view, words, cursor: node(view, name) })!;
};

/** The value of what a formula says: `0.5 + (−0.3)`, `(0.6 − 1)²`, `2×3`. */
function evaluate(text: string): number {
  const code = text.replaceAll('−', '-').replaceAll('×', '*').replaceAll('²', '**2');
  if (!/^[\d\s+\-*().e]+$/.test(code)) return NaN;
  return Number(new Function(`return ${code}`)());
}

describe('the arithmetic', () => {
  test('every equation on screen adds up, at every step and node of 60 states', () => {
    let checked = 0;
    for (const { state } of combinations(60, 31)) {
      const view = viewOf(state);
      const cursors = [...KIND.stops!(view).map((stop) => ({ stop })), ...traceOf(state).built.graph.map(({ name }) => ({ name }))]; // prettier-ignore
      for (const each of cursors.slice(0, 60)) {
        const now =
          'name' in each
            ? { ...view, cursor: node(view, each.name!) }
            : viewOf({ ...state, step: each.stop!.at[0] });
        for (const [, sum] of formulaHtml(now).matchAll(/<span class="w-sum">(.*?)<\/span>/g)) {
          const [, put, result] = /^[=≈] (.*) [=≈] <b>(.*?)<\/b>/.exec(sum) ?? [];
          if (put === undefined) continue;
          const [value, want] = [evaluate(put), Number(result.replaceAll('−', '-'))];
          if (Number.isNaN(value) || Number.isNaN(want)) continue;
          // Operands have five digits; what is left of a difference of them has fewer.
          const size = Math.max(...(put.match(/[\d.]+/g) ?? ['1']).map(Number), 1);
          expect(Math.abs(value - want), `${JSON.stringify(texts(state))}: ${sum}`).toBeLessThanOrEqual(2e-4 * size * size + 1e-4 * Math.abs(want)); // prettier-ignore
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(1500);
  });

  test('a step forward, a step back, by hand', () => {
    const query = { net: 'neuron', activation: 'linear', x: '1,2', w: '3,-1', b: '0.5', t: '1' };
    const text = (step: string) => KIND.speak!(of({ ...query, step }));
    expect(text('0')).toBe('Nothing computed yet; Inputs, weights and target are given. Press › for the first step.'); // prettier-ignore
    expect(text('1')).toBe('Forward 1 of 5: compute p₁; p₁ = w₁ × x₁ = 3 × 1 = 3');
    expect(text('3')).toBe('Forward 3 of 5: compute z; z = p₁ + p₂ + b = 3 + (−2) + 0.5 = 1.5');
    expect(text('5')).toBe('Forward 5 of 5: compute L; L = (y − t)² = (1.5 − 1)² = 0.25');
    expect(text('6')).toContain('→ y: ∂L/∂L × 2(y − t) = 1 × 1 = 1; → t: ∂L/∂L × 2(t − y) = 1 × (−1) = −1'); // prettier-ignore
    expect(text('10')).toContain('→ w₁: ∂L/∂p₁ × x₁ = 1 × 1 = 1; → x₁: ∂L/∂p₁ × w₁ = 1 × 3 = 3');
    expect(text('10')).toContain('Done');
  });

  /** Everything that is said on the way through a network. */
  const way = (query: Query) => {
    const { step } = of(query).state;
    return Array.from({ length: step + 1 }, (_, k) => KIND.speak!(of({ ...query, step: `${k}` }))).join('\n'); // prettier-ignore
  };

  test('local derivatives are written as they are derived', () => {
    expect(way({ activation: 'tanh' })).toContain('→ z₁: ∂L/∂h₁ × (1 − h₁²) ');
    expect(way({ activation: 'sigmoid' })).toContain('→ z₁: ∂L/∂h₁ × h₁(1 − h₁) ');
    expect(way({ activation: 'relu' })).toContain('→ z₁: ∂L/∂h₁ × ReLU′(z₁) ');
    const bce = way({ net: 'neuron', loss: 'bce' });
    expect(bce).toContain('→ z: ∂L/∂L × (σ(z) − t) ');
    expect(bce).toContain('→ t: ∂L/∂L × (−z) ');
    for (const [t, first, second] of [['1', '(p₁ − 1)', 'p₂'], ['2', 'p₁', '(p₂ − 1)']]) {
      const text = way({ net: 'softmax', t });
      expect(text).toContain(`→ o₁: ∂L/∂L × ${first} `);
      expect(text).toContain(`→ o₂: ∂L/∂L × ${second} `);
      expect(text).toContain(`L = −ln p${t === '1' ? '₁' : '₂'}, p = softmax(o₁, o₂)`);
    } // prettier-ignore
  });

  test('both cross-entropies add up from what is shown', () => {
    const read = (text: string) => Number(text.replaceAll('−', '-').replace(/[()]/g, ''));
    for (const t of ['1', '0', '0.25']) {
      const text = look({ net: 'neuron', loss: 'bce', t }, 'L');
      const [, z, label, again, loss, p] = /ln\(1 \+ exp (\S+)\) − (\S+?)×(\S+) ≈ (\S+), σ\(z\) ≈ (\S+?);/.exec(text)!.map(read); // prettier-ignore
      expect([z, label, again]).toEqual([-0.75, Number(t), -0.75]);
      expect(loss).toBeCloseTo(Math.log(1 + Math.exp(z)) - label * z, 4);
      expect(p).toBeCloseTo(1 / (1 + Math.exp(-z)), 4);
    }
    for (const t of ['1', '2']) {
      const text = look({ net: 'softmax', t }, 'L');
      const [, own, loss, ...p] = /≈ −ln (\S+) ≈ (\S+), p ≈ \((\S+), (\S+)\)/.exec(text)!.map(read); // prettier-ignore
      expect(p[0] + p[1]).toBeCloseTo(1, 4);
      expect(own).toBe(p[Number(t) - 1]);
      expect(loss).toBeCloseTo(-Math.log(own), 3);
    }
  });

  test('nine shares of a convolution in three lines: kernel, window, bias', () => {
    const { built, values } = traceOf(of({ net: 'conv' }).state);
    const list = (letter: string) => built.graph.flatMap(({ name }, i) => name.startsWith(letter) && name.length === 3 ? [operand(values[i], 5)] : []).join(', '); // prettier-ignore
    const text = way({ net: 'conv' });
    const back = text.split('\n').find((each) => each.includes('→ v₁₁…v₂₂'))!;
    expect(back).toContain(`× (${list('a')})`);
    expect(back).toContain(`× (${list('v')})`);
    expect(back).toContain('→ c: ∂L/∂y × 1 ');
  });

  test('a number used twice: both shares, and their sum', () => {
    expect(look({}, 'x₁')).toMatch(/∂L\/∂x₁ = ∂L\/∂p₁₁·∂p₁₁\/∂x₁ \+ ∂L\/∂p₂₁·∂p₂₁\/∂x₁/);
    expect(look({}, 'x₁')).toContain('x₁ is used 2 times');
    expect(look({ net: 'conv' }, 'k₁₁')).toContain('k₁₁ is used 4 times');
    expect(look({ net: 'conv' }, 'x₂₂', STRINGS.zh)).toContain('x₂₂ 被用了 4 次');
  });

  test('dead, saturated and fused nodes are named', () => {
    expect(look({ activation: 'relu', b: '-3,-2' }, 'h₁')).toContain('h₁ is dead');
    expect(look({ net: 'neuron', w: '-4,-3' }, 'y')).toContain('y is saturated');
    // Flat below 0.05: σ′(2.9) ≈ 0.0494, σ′(2.8) ≈ 0.0540.
    const steep = (w: string) => look({ net: 'neuron', x: '1,0', w: `${w},0`, b: '0' }, 'y');
    expect(steep('2.9')).toContain('y is saturated');
    expect(steep('2.8')).not.toContain('saturated');
    expect(look({ net: 'neuron', loss: 'bce' }, 'L')).toContain('σ′ cancels');
    expect(look({ net: 'softmax' }, 'L')).toContain('minus the one-hot label');
  });

  test('what nobody zeroed is added on screen', () => {
    const { query } = SCENES.accumulate;
    const text = look(Object.fromEntries(new URLSearchParams(query)), 'w₁');
    const [, left, own, held] = /w₁\.grad ≈ \((\S+)\) \+ \((\S+)\) ≈ (\S+?);/.exec(text)!.map((v) => Number(v.replace('−', '-'))); // prettier-ignore
    expect(left + own).toBeCloseTo(held, 4);
  });
});

describe('the drawing', () => {
  const shown = (query: Query) => plainText(KIND.parts(of(query)).graph);

  test('what is not yet computed is not shown, gradients least of all', () => {
    expect(shown({ step: '0' })).toContain('p₁₁ ·');
    expect(shown({ step: '0' })).not.toMatch(/∂ [≈−\d]/);
    expect(shown({ step: '1' })).toContain('p₁₁ 0.5');
    // The node of the step is marked, and those it is made of.
    const marked = (mark: string) => [...KIND.parts(of({ step: '1' })).graph.matchAll(/data-node="(\S+)".*?class="(.*?)"/g)].filter(([, , all]) => all.split(' ').includes(mark)).map(([, name]) => name); // prettier-ignore
    expect([marked('at'), marked('in')]).toEqual([['p₁₁'], ['x₁', 'w₁₁']]);
    expect(shown({ step: '13' })).toMatch(/L ≈0\.159/);
    expect(shown({ step: '13' })).not.toMatch(/∂ [≈−\d]/);
    expect(shown({ step: '14' })).toMatch(/L ≈0\.159 ∂ 1/);
    // The first of two shares has come to x₂, the second not yet.
    expect(shown({ step: '23' })).toMatch(/x₂ 2 ∂ ≈0\.0143…/);
    expect(shown({ step: '26' })).toMatch(/x₂ 2 ∂ ≈0\.0238 Σ2/);
  });

  test('in the second pass, weights are the updated ones and hold what nobody zeroed', () => {
    const query = Object.fromEntries(new URLSearchParams(SCENES.accumulate.query));
    expect(shown({ ...query, step: '0' })).toMatch(/w₁ ≈0\.648 ∂ ≈−0\.296/);
    expect(shown({ ...query, step: '0', zero: '1' })).toMatch(/w₁ ≈0\.648 (&nbsp;|w₂)/);
    expect(shown(query)).toMatch(/w₁ ≈0\.648 ∂ ≈−0\.443/);
  });

  test('every scene and 200 states draw in both languages, nothing undefined', () => {
    const states = [
      ...combinations(200, 9).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => parse(Object.fromEntries(new URLSearchParams(query))).state!), // prettier-ignore
    ];
    for (const state of states) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const html = Object.values(KIND.parts(viewOf(state, { words }))).join('');
        expect(html, JSON.stringify(texts(state))).not.toMatch(/undefined|NaN|\{\w+\}/);
      }
    }
  });

  test('every node stands in its own cell, and every row is full', () => {
    for (const net of ['two-layer', 'neuron', 'softmax', 'conv']) {
      const { graph } = KIND.parts(of({ net }));
      const cells = [...graph.matchAll(/data-at="([\d,]+)"/g)].map(([, at]) => at);
      expect(new Set(cells).size).toBe(traceOf(parse({ net }).state!).built.graph.length);
      for (const [, row] of graph.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)) {
        const width = [...row.matchAll(/colspan="(\d+)"/g)].reduce((sum, [, n]) => sum + Number(n), 0); // prettier-ignore
        expect(width, net).toBe(net === 'conv' ? 6 : 4);
      }
    }
  });
});

describe('below the drawing', () => {
  const shown = (query: Query, part: string) => plainText(KIND.parts(of(query))[part]);
  const accumulate = Object.fromEntries(new URLSearchParams(SCENES.accumulate.query));

  test('the update says which way the loss goes, with and without what nobody zeroed', () => {
    const kept = shown(accumulate, 'update');
    expect(kept).toMatch(/after the update \S+ ↑ had it been zeroed \S+ ↓ /);
    expect(kept).toContain('the sum of both gradients');
    const zeroed = shown({ ...accumulate, zero: '1' }, 'update');
    expect(zeroed).toMatch(/after the update \S+ ↓ had nobody zeroed \S+ ↑ /);
    expect(zeroed).toContain('of sample 2 alone');
    expect(shown({ ...accumulate, pass: '1' }, 'update')).toContain('Sample 1 sees the first');
  });

  test('its rows are value, gradient, .grad and the value after; only .grad is striped', () => {
    const html = KIND.parts(of(accumulate)).update;
    const rows = [...html.matchAll(/<tr>(?:(?!<tr>).)*?<th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)];
    expect(rows.map(([, name]) => name)).toEqual(['value', 'gradient now', '.grad', 'updated']);
    expect(rows.map(([, , cells]) => cells.includes('differs'))).toEqual([false, false, true, false]); // prettier-ignore
  });

  test('the check has the gradient, the difference quotient and how far they are apart', () => {
    const view = of({});
    const { built, back } = traceOf(view.state);
    const [table] = /data-output="check".*?<\/table>/s.exec(KIND.parts(view).numbers)!;
    const rows = [...table.matchAll(/<th scope="row">(.*?)<\/th><td>(.*?)<\/td><td><data value="(.*?)">.*?<td>(\S+)<\/td><\/tr>/g)]; // prettier-ignore
    expect(rows).toHaveLength(built.leaves.length);
    rows.forEach(([, name, ours, theirs, off], i) => {
      const { node } = built.leaves[i];
      expect(name).toBe(built.graph[node].name);
      expect(ours).toBe(show(back.grads[node], 6));
      expect(Number(theirs)).toBeCloseTo(back.grads[node], 8);
      expect(Number(off)).toBeLessThan(1e-8);
    });
  });

  test('both gradients of a convolution come out of the numbers beside them', () => {
    const html = KIND.parts(of({ net: 'conv' })).update;
    const figures = [...html.matchAll(/<figure><figcaption>(.*?)<\/figcaption>(.*?)<\/figure>/g)];
    expect(figures.map(([, name]) => name)).toEqual(['x', '∂L/∂z', '∂L/∂k', '∂L/∂z with a ring of 0', 'turned kernel', '∂L/∂x']); // prettier-ignore
    const [x, dz, dk, padded, turned, dx] = figures.map(([, , table]) =>
      [...table.matchAll(/<tr>(.*?)<\/tr>/g)].map(
        ([, row]) =>
        [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, v]) => Number(v.replace('−', '-').replace('≈', ''))), // prettier-ignore
      ),
    );
    const correlate = (a: number[][], k: number[][]) =>
      a.slice(1).map((_, r) => a.slice(1).map((__, c) => k.flat().reduce((sum, v, i) => sum + v * a[r + (i >> 1)][c + (i % 2)], 0))); // prettier-ignore
    const near = (found: number[][], wanted: number[][]) => {
      expect(found.length).toBe(wanted.length);
      found.flat().forEach((v, i) => expect(Math.abs(v - wanted.flat()[i])).toBeLessThan(0.1));
    };
    expect(turned).toEqual([[0.25, 1], [-1, 0.5]]); // prettier-ignore
    near(correlate(x, dz), dk);
    near(correlate(padded, turned), dx);
  });

  test('the heads of the convolution stand over their own columns', () => {
    const graph = shown({ net: 'conv' }, 'graph');
    expect(graph).toMatch(/input x kernel k, bias b .*z = k ⋆ x \+ b a weights v/);
  });
});

describe('what can be done', () => {
  const next = (query: Query | undefined) => parse(query!);

  test('another network starts with its own numbers; a choice takes with it what it excludes', () => {
    expect(KIND.edit!(of({ step: '3' }), 'net', 'conv')).toEqual({ net: 'conv' });
    const bce = next(KIND.edit!(of({ net: 'neuron', activation: 'tanh' }), 'loss', 'bce')).state!;
    expect(bce).toMatchObject({ loss: 'bce', activation: 'sigmoid' });
    const tanh = next(KIND.edit!(of({ net: 'neuron', loss: 'bce' }), 'activation', 'tanh')).state!;
    expect(tanh).toMatchObject({ loss: 'mse', activation: 'tanh' });
    expect(next(KIND.edit!(of({}), 'activation', '"><b>')).problems![0].code).toBe('choice');
  });

  test('a second sample comes and goes, and with it the box for zeroing', () => {
    for (const net of ['two-layer', 'neuron', 'softmax']) {
      const two = next(KIND.act!(of({ net }), 'samples')).state!;
      expect(two.leaves.x).toHaveLength(2);
      expect(two.pass).toBe(2);
      expect(next(KIND.act!(viewOf(two), 'samples')).state).toEqual(parse({ net }).state);
      expect(KIND.parts(viewOf(two)).fields).toMatch(
        /<input type="checkbox"[^>]*name="zero" checked/,
      );
      expect(KIND.parts(of({ net })).fields).not.toContain('name="zero"');
    }
  });

  test('steps are part of the state; a place that is looked at stays, a step does not', () => {
    const view = of({ step: '4' });
    expect(KIND.stops!(view)).toHaveLength(27);
    // From a node that is looked at, the next step is the one after the step of the state.
    const looked = { ...view, cursor: { on: 'node', at: [0, 0, 0] } };
    expect(KIND.stops!(looked)[4]).toEqual(looked.cursor);
    expect(KIND.stops!(looked)[5]).toEqual({ on: 'step', at: [5] });
    expect(next(KIND.pick!(view, { on: 'step', at: [7] })).state!.step).toBe(7);
    expect(KIND.pick!(view, { on: 'node', at: [0, 0, 0] })).toBeUndefined();
    expect(KIND.holds!({ ...view, cursor: { on: 'step', at: [4] } })).toBe(true);
    expect(KIND.holds!({ ...view, cursor: { on: 'step', at: [5] } })).toBe(false);
    expect(KIND.holds!({ ...view, cursor: { on: 'node', at: [0, 0, 0] } })).toBe(true);
    expect(KIND.holds!({ ...view, cursor: { on: 'node', at: [0, 0, 1] } })).toBe(false);
    expect(KIND.holds!({ ...view, cursor: { on: 'w', at: [0, 1, 1] } })).toBe(true);
    expect(KIND.holds!({ ...view, cursor: { on: 'x', at: [0, 1, 0] } })).toBe(false);
    expect(KIND.speak!({ ...view, cursor: { on: 'w', at: [0, 1, 0] } })).toContain('w₂₁');
  });

  test('a guess within two percent is right', () => {
    const view = of({});
    expect(KIND.guess!(view, ['-0.1']).right).toBe(true);
    expect(KIND.guess!(view, ['−0,1003']).right).toBe(true);
    expect(KIND.guess!(view, ['0.1']).right).toBe(false);
    expect(KIND.guess!(view, ['-0.11']).right).toBe(false);
    expect(KIND.guess!(view, ['-0.1018']).right).toBe(true);
    expect(KIND.guess!(view, ['-0.1026']).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
    expect(KIND.guess!(view, ['abc']).text).toBe(
      'Not yet: you typed abc, it is ∂L/∂v₁ = ≈−0.1002.',
    );
  });
});
