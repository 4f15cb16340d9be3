import { describe, expect, test } from 'vitest';
import { ACTIVATIONS, ACTIVATION_IDS, normalCdf, normalPdf } from '@lib/ops/activation.ts';
import { DEFINITIONS, isExact, slopeSteps, valueSteps } from '@widgets/activations/arithmetic.ts';
import { KIND } from '@widgets/activations/kind.ts';
import { saturation, sci } from '@widgets/activations/plots.ts';
import { naiveSoftmax, reference } from '@widgets/activations/reference.ts';
import { SCENES } from '@widgets/activations/scenes.ts';
import { parse, texts, type State } from '@widgets/activations/state.ts';
import { STRINGS } from '@widgets/activations/strings.ts';
import { type View } from '@widgets/activations/view.ts';
import { combinations } from './combinations.ts';

function viewOf(state: State, more: Partial<View> = {}): View {
  return {
    id: 'activations',
    words: STRINGS.en,
    state,
    picture: undefined,
    outputs: reference(state),
    cursor: KIND.firstCursor(state, reference(state)),
    ui: {},
    image: undefined,
    ...more,
  };
}
const of = (query: Record<string, string>, more: Partial<View> = {}) =>
  viewOf(parse(query).state!, more);

/** Reads a step as a reader would. */
function evaluate(text: string): number {
  const code = text
    .replaceAll('×', '*')
    .replaceAll('−', '-')
    .replaceAll('e^(', 'Math.exp(')
    .replaceAll('ln(', 'Math.log(')
    .replaceAll('tanh(', 'Math.tanh(')
    .replaceAll(/\b(max|min)\(/g, 'Math.$1(')
    .replaceAll('σ(', 'sigma(')
    .replaceAll('Φ(', 'cdf(')
    .replaceAll('φ(', 'pdf(');
  const run = new Function('sigma', 'cdf', 'pdf', `return ${code}`);
  return run(ACTIVATIONS.sigmoid.f, normalCdf, normalPdf) as number;
}

describe('the arithmetic', () => {
  const xs = [-1000, -50, -6, -3, -1.25, -0.5, -0.000001, 0, 0.3, 1, 2.5, 3, 7, 40, 1000];

  test.each(ACTIVATION_IDS)('%s: every step is equal to the value within its digits', (fn) => {
    for (const alpha of ACTIVATIONS[fn].alpha === undefined
      ? [undefined]
      : [ACTIVATIONS[fn].alpha, 0.3, 2]) {
      // prettier-ignore
      for (const x of xs) {
        for (const [steps, value] of [
          [valueSteps(fn, x, alpha), ACTIVATIONS[fn].f(x, alpha)],
          [slopeSteps(fn, x, alpha), ACTIVATIONS[fn].df(x, alpha)],
        ] as const) {
          expect(steps.length).toBeGreaterThan(0);
          for (const step of steps) {
            const error = Math.abs(evaluate(step) - value);
            const about = `${fn}(${x}), α ${alpha}: ${step} for ${value}`;
            expect(error, about).toBeLessThanOrEqual(
              isExact(fn, x, alpha, value) ? 1e-12 : 2e-5 * Math.max(1, Math.abs(value)),
            );
          }
        }
      }
    }
  });

  test('the definitions in symbols are true, too', () => {
    for (const fn of ['sigmoid', 'tanh', 'relu', 'softplus', 'swish', 'gelu'] as const) {
      for (const x of [-2.5, -0.5, 0.75, 3]) {
        const put = (text: string) =>
          text
            .replaceAll('e^x', 'e^(x)')
            .replaceAll('2x', '2 × x')
            .replaceAll(')²', ')**2')
            .replaceAll('−x', '−1 × x')
            .replaceAll(/(?<![a-z])x(?![a-z])/g, `(${x})`);
        const [f, df] = DEFINITIONS[fn];
        for (const side of f.split(' = ')) {
          expect(evaluate(put(side)), `${fn}: ${side}`).toBeCloseTo(ACTIVATIONS[fn].f(x), 12);
        }
        if (fn === 'relu') continue;
        for (const side of df.split(' = ')) {
          expect(evaluate(put(side)), `${fn}′: ${side}`).toBeCloseTo(ACTIVATIONS[fn].df(x), 12);
        }
      }
    }
  });

  test('“=” only where everything is written in full', () => {
    expect(KIND.parts(of({ x: '2' })).left).toContain('f(2) = max(2, 0) = 2');
    expect(KIND.parts(of({ fn: 'leaky-relu', x: '-2' })).left).toContain(
      'f(−2) = 0.01 × (−2) = −0.02',
    );
    expect(KIND.parts(of({ fn: 'sigmoid' })).left).toContain(
      'f(1) ≈ 1 / (1 + e^(−1)) ≈ 1 / (1 + 0.367879) ≈ 0.731059',
    );
    expect(KIND.parts(of({ fn: 'sigmoid' })).left).toContain(
      'f′(1) ≈ 0.731059 × 0.268941 ≈ 0.196612',
    );
  });

  test('each cell of 60 chains: the operands give the result', () => {
    const symbols = /^.* [=≈] (.*) [=≈] <b>(.*)<\/b>$/;
    for (const { state } of combinations(200, 3)
      .filter(({ state: s }) => s.fn !== 'softmax')
      .slice(0, 60)) {
      // prettier-ignore
      const { data } = reference(state).chain;
      for (let row = 0; row < state.depth; row++) {
        for (let col = 0; col < 5; col++) {
          const view = viewOf(state, { cursor: { on: 'chain', at: [0, row, col] } });
          const html = KIND.parts(view).formula;
          const text = /<span class="w-covered">(.*)<\/span><\/span>/.exec(html)![1];
          const [, put, result] = symbols.exec(text)!;
          const value = data[5 * row + col];
          const shown = Number(result.replaceAll('−', '-'));
          const near = (v: number) => Math.abs(v - value) <= 3e-5 * Math.max(1, Math.abs(value));
          expect(near(shown), text).toBe(true);
          // f(z) itself is worked out on the left
          if (!/[a-z]/i.test(put.replaceAll(/\de[+−]?\d/g, ''))) {
            expect(near(evaluate(put)), text).toBe(true);
          }
        }
      }
    }
  });

  test('a probability and a cell of the Jacobian', () => {
    expect(KIND.speak!(of({ fn: 'softmax', logits: '2,1,0.1' }))).toBe(
      'Probabilities p: p₁ = e^((2 − 2) / 1) / Σ ≈ 1 / (1 + 0.367879 + 0.149569) ≈ 0.659001',
    );
    const view = of(
      { fn: 'softmax', logits: '2,1,0.1', temperature: '2' },
      { cursor: { on: 'jacobian', at: [0, 0, 1] } },
    );
    expect(KIND.speak!(view)).toBe(
      'Jacobian ∂p/∂z: ∂p₁/∂z₂ ≈ 0.501688 × (0 − 0.304289) / 2 ≈ −0.076329',
    );
  });
});

describe('what is said about x', () => {
  const left = (query: Record<string, string>) => KIND.parts(of(query)).left;

  test('ReLU′(0) is 0 by convention, and that is said', () => {
    expect(left({ x: '0' })).toContain('0 on the left and 1 on the right. By convention 0 is used');
    expect(left({ x: '0.000001' })).not.toContain('is a corner');
    expect(left({ fn: 'elu', x: '0' })).not.toContain('is a corner');
    expect(left({ fn: 'elu', x: '0', alpha: '2' })).toContain('2 on the left and 1 on the right');
    expect(left({ fn: 'hard-sigmoid', x: '2.5', alpha: '0.2' })).toContain('is a corner');
  });

  test('saturation: |f′| < 0.05 from there on', () => {
    expect(left({ fn: 'sigmoid', x: '4' })).toContain('x = 4 is saturated');
    expect(left({ fn: 'sigmoid', x: '1' })).toContain('x = 1 is not saturated');
    expect(left({ x: '-2' })).toContain('is saturated');
    expect(left({ x: '2' })).toContain('is not saturated');
    const { df } = ACTIVATIONS.sigmoid;
    expect(saturation(df, undefined)).toEqual([-2.9, 2.9]);
    expect(saturation(ACTIVATIONS.relu.df, undefined)).toEqual([0, 6]);
    expect(saturation(ACTIVATIONS.softplus.df, undefined)[1]).toBe(6);
    // leaky ReLU keeps a slope of 0.01, which never goes to 0
    expect(saturation(ACTIVATIONS['leaky-relu'].df, 0.01)).toEqual([-6, 6]);
    expect(left({ fn: 'leaky-relu', x: '-4' })).toContain('is not saturated');
    // swish crosses slope 0 once without being saturated there
    expect(left({ fn: 'swish', x: '-1.278' })).toContain('is not saturated');
  });

  test('hard-sigmoid: the other convention, by how much, and where most', () => {
    expect(left({ fn: 'hard-sigmoid', x: '1' })).toContain(
      'At x = 1 the other convention gives 0.7, ≈0.03333 away; they differ most at |x| = 2.5, by ≈0.08333.',
    );
    expect(left({ fn: 'hard-sigmoid', x: '1', alpha: '0.2' })).toContain('gives ≈0.6667');
  });

  test('the table marks the points at which the two conventions differ', () => {
    const numbers = (alpha?: string) =>
      KIND.parts(
        of({ fn: 'hard-sigmoid', ...(alpha && { alpha }) }, { ui: { 'fold-numbers': '1' } }),
      ).numbers;
    // inside (−3, 3) everywhere but at 0, where both are 0.5
    for (const alpha of [undefined, '0.2']) {
      expect(numbers(alpha).match(/class="differs"/g)).toHaveLength(2 * 59);
    }
    expect(KIND.parts(of({ fn: 'sigmoid' })).numbers).not.toContain('differs');
  });

  test('outside the plot', () => {
    expect(left({ x: '50' })).toContain('lies outside the plot');
  });
});

describe('softmax', () => {
  const right = (query: Record<string, string>) =>
    KIND.parts(of({ fn: 'softmax', ...query })).right;

  test('the formula as written breaks where the stable one does not', () => {
    expect(naiveSoftmax([1e4, 9999], 1)).toEqual([NaN, NaN]);
    expect(naiveSoftmax([-1e4, -9999], 1)).toEqual([NaN, NaN]);
    expect(right({ logits: '10000,9999,-10000' })).toContain('data-naive="broken"');
    expect(right({ logits: '2,1,0.1' })).toContain('data-naive="fine"');
    expect(right({ logits: '10000,9999,-10000' })).toContain('>NaN<');
  });

  test('the shift adds to every logit, and no probability changes', () => {
    const view = of({ fn: 'softmax', logits: '2,1,0.1', temperature: '0.5' });
    for (const by of [-1000, -10, 10, 1000]) {
      const moved = parse(KIND.act!(view, `shift${by}`)!).state!;
      expect(moved.logits).toEqual([2 + by, 1 + by, Math.round((0.1 + by) * 1e6) / 1e6]);
      reference(moved).y.data.forEach((p, i) => expect(p).toBeCloseTo(view.outputs!.y.data[i], 12));
      const back = parse(KIND.act!(viewOf(moved), `shift${-by}`)!).state!;
      expect(back).toEqual(view.state);
    }
  });
});

describe('the chain', () => {
  test('the way back is walked from the last layer', () => {
    const view = of({ depth: '3' });
    expect(KIND.stops!(view).map(({ at }) => at[1])).toEqual([2, 1, 0]);
    expect(KIND.holds!({ ...view, cursor: { on: 'chain', at: [0, 3, 0] } })).toBe(false);
    expect(KIND.holds!({ ...view, cursor: { on: 'y', at: [0, 0, 0] } })).toBe(false);
  });

  test('an inactive ReLU ends the gradient, and that is said', () => {
    expect(KIND.parts(of({ x: '-1' })).right).toContain('slope of exactly 0');
    expect(KIND.parts(of({ x: '-1' })).right).toContain('data-output="gradientPlain" value="0"');
    expect(KIND.parts(of({ x: '1' })).right).not.toContain('slope of exactly 0');
  });

  test('small and large numbers', () => {
    expect(sci(0.25 ** 10)).toBe('≈9.54×10⁻⁷');
    expect(sci(2 ** 20)).toBe('≈1.05×10⁶');
    expect(sci(0)).toBe('0');
    expect(sci(1)).toBe('1');
    expect(sci(-1e-12)).toBe('≈−1.00×10⁻¹²');
  });
});

describe('the HTML of the contract', () => {
  test('scalars and tables in full precision', () => {
    const parts = KIND.parts(of({ fn: 'sigmoid' }));
    expect(parts.left).toContain(`data-output="y" value="${1 / (1 + Math.exp(-1))}"`);
    expect(parts.left).toContain('data-output="dy" value="0.19661193324148');
    expect(parts.rows).toContain('data-output="chain" data-shape="10,5,1"');
    expect(parts.numbers).toContain('data-output="curve" data-shape="241,2,1"');
    expect(parts.numbers).not.toContain('<data');
    const open = KIND.parts(of({ fn: 'sigmoid' }, { ui: { 'fold-numbers': '1' } })).numbers;
    expect(open.match(/<data /g)).toHaveLength(482);
    expect(open.match(/data-output="curve"/g)).toHaveLength(1);
    const vector = KIND.parts(of({ fn: 'softmax' }));
    expect(vector.left).toContain('data-output="y" data-shape="1,3,1"');
    expect(vector.rows).toContain('data-output="jacobian" data-shape="3,3,1"');
    expect(vector.left).toContain('data-input="logits"');
  });

  test('every scene draws in both languages, and nothing undefined or NaN is in a picture', () => {
    for (const { state } of [
      ...combinations(300, 9),
      ...Object.values(SCENES).map(({ query }) => ({
        state: parse(Object.fromEntries(new URLSearchParams(query))).state!,
      })),
    ]) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const parts = KIND.parts(viewOf(state, { words }));
        const html = Object.values(parts).join('');
        expect(html, JSON.stringify(texts(state))).not.toMatch(/undefined|\{\w+\}/);
        for (const [svg] of html.matchAll(/<svg.*?<\/svg>/gs)) {
          expect(svg.replace(/<(title|desc).*?<\/\1>/g, '')).not.toMatch(/NaN|Infinity/);
        }
      }
    }
  });

  test('what was typed is escaped', () => {
    const view = of({ fn: 'relu' });
    const asked = KIND.edit!(view, 'fn', '"><script>');
    expect(parse(asked!).problems![0].code).toBe('choice');
  });

  test('another function starts with its own α', () => {
    const view = of({ fn: 'leaky-relu', alpha: '0.3', depth: '4' });
    expect(KIND.edit!(view, 'fn', 'elu')).toEqual({
      ...texts(view.state),
      alpha: undefined,
      fn: 'elu',
    });
    expect(KIND.edit!(view, 'x', '3')).toBeUndefined();
  });
});

describe('predict first', () => {
  test('within 0.01, one of the two is enough, a wrong one is told', () => {
    const view = of({ fn: 'sigmoid' });
    expect(KIND.guess!(view, ['0.73', '0.2'])).toEqual({
      right: true,
      text: 'Right: f(x) = ≈0.7311, f′(x) = ≈0.1966.',
    });
    expect(KIND.guess!(view, ['', '0.19']).right).toBe(true);
    expect(KIND.guess!(view, ['0.75', '']).right).toBe(false); // 0.019 away
    expect(KIND.guess!(view, ['', '']).right).toBe(false);
    expect(KIND.guess!(view, ['0.5', '0.2']).right).toBe(false);
    expect(KIND.guess!(view, ['abc', '']).right).toBe(false);
    expect(KIND.guess!(of({ x: '-2' }), ['−0', '0']).right).toBe(true);
    expect(KIND.guess!(of({ fn: 'softmax' }), ['0.66']).right).toBe(true);
  });
});
