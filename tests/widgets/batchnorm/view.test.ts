import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/batchnorm/kind.ts';
import { blockOf, cube, histogram } from '@widgets/batchnorm/draw.ts';
import { gradient, reference } from '@widgets/batchnorm/reference.ts';
import { SCENES } from '@widgets/batchnorm/scenes.ts';
import {
  NORMS,
  parse,
  placeOf,
  sizesOf,
  slicesOfState,
  usesMoving,
  type State,
} from '@widgets/batchnorm/state.ts';
import { STRINGS } from '@widgets/batchnorm/strings.ts';
import {
  equations,
  firstCursor,
  guess,
  holds,
  parts,
  speak,
  stops,
  type View,
} from '@widgets/batchnorm/view.ts';
import { normSlices } from '@lib/ops/norm.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const stateOf = (query: Query | string): State => {
  const asked =
    typeof query === 'string' ? readQuery(query, KIND.keys, [], () => undefined).query : query;
  const { state, problems } = parse(asked);
  if (!state) throw new Error(JSON.stringify(problems));
  return state;
};
const viewOf = (state: State, at?: number[], lang: 'zh' | 'en' = 'en'): View => ({
  id: 'batchnorm',
  words: STRINGS[lang],
  state,
  picture: undefined,
  outputs: reference(state),
  cursor: at ? { on: 'y', at } : firstCursor(state),
  ui: { 'fold-fold': '1', 'fold-grad': '1' },
  image: undefined,
});
/** Cells of the first table with a class. */
const marked = (html: string, name: string) =>
  [...html.matchAll(/<td data-at="([\d,]+)" class="([^"]*)"/g)]
    .filter(([, , classes]) => classes.split(' ').includes(name))
    .map(([, at]) => at);

describe('the arithmetic', () => {
  /** Evaluates an equation as a reader would; the unknowns of a formula are written as numbers. */
  const value = (text: string): number => {
    const script = text
      .replace(/−/g, '-')
      .replace(/×/g, '*')
      .replace(/√\(/g, 'Math.sqrt(')
      .replace(/\)²/g, ')**2');
    expect(script).toMatch(/^[\d+\-*/.()e\sMathsqrt]+$/);
    return Number(
      new Function(`return (${script.replace(/(^|[^\w)])(-\d[\d.e]*)\*\*2/g, '$1($2)**2')})`)(),
    );
  };

  test('the operands on screen give the result on screen, in 400 states', () => {
    let exact = 0;
    for (const { query, state } of combinations(400, 13)) {
      const all = stops(viewOf(state));
      const view = viewOf(state, all[Math.floor(all.length / 2)].at);
      const lines = equations(view, false);
      expect(lines).toHaveLength(usesMoving(state) ? 2 : 3);
      for (const line of lines.slice(usesMoving(state) ? 1 : 0)) {
        const [, sum, sign, result] = /^\S+ = (.+) ([=≈]) (\S+)$/.exec(line)!;
        const [left, right] = [value(sum), value(result)];
        const about = `${line} ${JSON.stringify(query)}`;
        if (sign === '=') {
          exact++;
          expect(Math.abs(left - right), about).toBeLessThan(1e-12 * Math.max(1, Math.abs(right)));
        } else {
          // The result is rounded to five digits; so is the scale it is measured on.
          const [gamma] = /[\d.]+/.exec(sum)!;
          const size = line.startsWith('y')
            ? Math.max(1, Number(gamma), Math.abs(right))
            : Math.abs(right);
          expect(Math.abs(left - right), about).toBeLessThan(2e-4 * Math.max(1e-6, size));
        }
      }
    }
    expect(exact).toBeGreaterThan(150);
  });

  test('the worked example by hand, in both languages', () => {
    const state = stateOf('');
    expect(equations(viewOf(state), false)).toEqual([
      'μ = (1 + 3 + 3 + 9) / 4 = 4',
      'σ² = ((1 − 4)² + (3 − 4)² + (3 − 4)² + (9 − 4)²) / 4 = 9',
      'y = 1 × (9 − 4) / √(9 + 0.001) + 0 ≈ 1.6666',
    ]);
    expect(speak(viewOf(state, [0, 0, 2], 'zh'))).toBe(
      '样本 1、通道 3：μ = ((−5) + (−3) + (−3) + (−5)) / 4 = −4; σ² = ((−5 − (−4))² + (−3 − (−4))² + (−3 − (−4))² + (−5 − (−4))²) / 4 = 1; y = 1 × (−5 − (−4)) / √(1 + 0.001) + 0 ≈ −0.9995',
    );
    expect(
      equations(viewOf(stateOf('input=1;3;3;9&gamma=6&beta=2&eps=0'), [0, 0, 0]), false)[2],
    ).toBe('y = 6 × (1 − 4) / √(9 + 0) + 2 = −4');
    expect(
      equations(viewOf(stateOf('mode=inference&movingMean=5&movingVariance=4&eps=0')), false),
    ).toEqual(['μ = 5, σ² = 4', 'y = 1 × (9 − 5) / √(4 + 0) + 0 = 2']);
  });

  test('many numbers are summed first; a mean far from zero keeps the digits that count', () => {
    const state = stateOf(SCENES.images.query);
    expect(equations(viewOf(state, [0, 0, 0]), false)).toEqual([
      'μ = 36 / 12 = 3',
      'σ² = 36 / 12 = 3',
      'y = 1 × (1 − 3) / √(3 + 0.001) + 0 ≈ −1.1545',
    ]);
    const far = stateOf('input=100000;100000.1;100000.3');
    const [mean] = equations(viewOf(far), false);
    expect(mean).toMatch(/≈ 100000\.1333333?$/);
  });
});

describe('the slice', () => {
  test('marked cells are those of src/lib, for every kind', () => {
    for (const norm of NORMS) {
      const state = stateOf({
        ...readQuery(SCENES.images.query, KIND.keys, [], () => undefined).query,
        norm,
      });
      const sizes = sizesOf(state);
      const [, H, W, C] = sizes;
      const { of } = slicesOfState(state);
      for (const { at } of stops(viewOf(state)).filter((_, i) => i % 5 === 0)) {
        const view = viewOf(state, at);
        const html = parts(view);
        const cellOf = (i: number) => {
          const [n, h, w, c] = placeOf(i, sizes);
          return `0,${n * H + h},${c * W + w}`;
        };
        const here = of.findIndex((_, i) => cellOf(i) === at.join());
        const expected = Array.from(of.keys())
          .filter((i) => of[i] === of[here])
          .map(cellOf)
          .sort();
        for (const part of ['input', 'output']) {
          expect(marked(html[part], 'in').sort()).toEqual(expected);
          expect(marked(html[part], 'at')).toEqual([at.join()]);
        }
        expect(expected).toHaveLength({ batch: 12, layer: 16, instance: 4, group: 8 }[norm]);
        expect(C).toBe(4);
      }
    }
  });

  test('the block in the picture is the slice of src/lib', () => {
    const [N, H, W, C] = [3, 2, 2, 4];
    for (const norm of NORMS) {
      const { of } = normSlices([N, H, W, C], norm, 2);
      for (let n = 0; n < N; n++)
        for (let c = 0; c < C; c++) {
          const { channels, samples } = blockOf(norm, [N, C], norm === 'group' ? 2 : 1, n, c);
          of.forEach((slice, i) => {
            const [nn, , , cc] = placeOf(i, [N, H, W, C]);
            const inside =
              nn >= samples[0] && nn < samples[1] && cc >= channels[0] && cc < channels[1];
            expect(inside).toBe(slice === of[n * H * W * C + c]);
          });
        }
    }
  });

  test('large tensors are drawn to scale: something is marked, and not everything', () => {
    const small = cube([3, 4, 4], { channels: [0, 1], samples: [0, 3] });
    const large = cube([32, 64, 8], { channels: [7, 8], samples: [31, 32] });
    for (const svg of [small, large]) {
      expect(svg).toContain('f-accent');
      expect(svg).not.toContain('NaN');
    }
    expect(large.length).toBeLessThan(3000);
  });
});

describe('the tables', () => {
  const tables = (view: View) => Object.values(parts(view)).join('');

  test('every output of the contract stands once, in full precision', () => {
    for (const { query, state } of combinations(150, 5)) {
      const html = tables(viewOf(state));
      for (const [name, { data, shape }] of Object.entries(reference(state))) {
        const found = [
          ...html.matchAll(new RegExp(`<table[^>]*data-output="${name}"[\\s\\S]*?</table>`, 'g')),
        ];
        expect(found, `${name} ${JSON.stringify(query)}`).toHaveLength(1);
        expect(found[0][0]).toContain(`data-shape="${shape.join()}"`);
        const values = [...found[0][0].matchAll(/<data value="([^"]*)"/g)].map(([, v]) =>
          Number(v),
        );
        expect(values).toEqual([...data]);
      }
      expect(html).not.toMatch(/NaN|Infinity|undefined|\{\w+\}/);
    }
  });

  test('the unbiased variance stands beside the biased one', () => {
    const { stats } = parts(viewOf(stateOf('')));
    expect(stats).toContain('<td>12</td>'); // 9 · 4/3
    expect(stats).not.toContain('<data value="12"');
  });

  test('cells that the other library has differently are marked', () => {
    const differing = (html: string, output: string) =>
      [
        ...html.matchAll(new RegExp(`<table[^>]*data-output="${output}"[\\s\\S]*?</table>`, 'g')),
      ][0][0]
        .split('<tr>')
        .map((row) => (row.match(/class="differs"/g) ?? []).length);
    const { moving } = parts(viewOf(stateOf('')));
    // before, head, start, here, same meaning, same number
    expect(differing(moving, 'movingMean')).toEqual([0, 0, 0, 0, 0, 4]);
    expect(differing(moving, 'movingVariance')).toEqual([0, 0, 0, 0, 4, 4]);
    for (const name of ['Keras 0.99', 'PyTorch 0.01', 'PyTorch 0.99'])
      expect(moving).toContain(name);
    expect(moving).toContain('Write it as PyTorch does: momentum = 0.01');
    expect(moving).toContain('so 0.99 becomes 0.01');
    const one = parts(viewOf(stateOf('input=5,-2')));
    expect(one.moving).toContain('an error: only one value per channel');
    expect(one.note).toContain('y = β = 0');
  });

  test('kinds that have no moving statistics say so', () => {
    const layer = parts(viewOf(stateOf('norm=layer')));
    expect(layer.moving).toContain('Layer normalization has no moving statistics');
    expect(layer.curves).toBe('');
    const inference = parts(viewOf(stateOf('mode=inference')));
    expect(inference.moving).toContain('does not update them');
    expect(inference.note).toContain('The mean of this batch, 4, is not used');
    expect(inference.formula).toContain('not those of this batch');
  });

  test('closed folds are empty', () => {
    const closed = parts({ ...viewOf(stateOf('')), ui: {} });
    expect([closed.fold, closed.grad]).toEqual(['', '']);
  });

  test('the folds: same numbers, and a sum that is zero in training alone', () => {
    const { fold, grad } = parts(viewOf(stateOf('')));
    expect(Number(/data-fold-error="([^"]*)"/.exec(fold)![1])).toBeLessThan(1e-12);
    expect(Math.abs(Number(/data-grad-sum="([^"]*)"/.exec(grad)![1]))).toBeLessThan(1e-12);
    const inference = parts(viewOf(stateOf('mode=inference&movingVariance=4&eps=0&movingMean=5')));
    expect(inference.grad).toContain('sums to 0.5, not to zero');
    // as on the page: r = 5, v = 4, γ = 6, β = 2, ε = 0 give −10, −4, −4, 14 and b′ = −13
    const page = parts(
      viewOf(
        stateOf('input=1;3;3;9&mode=inference&movingMean=5&movingVariance=4&gamma=6&beta=2&eps=0'),
      ),
    );
    for (const text of ['= −13', '<data value="-10"', '<data value="14"'])
      expect(page.fold).toContain(text);
    expect([...gradient(stateOf(''), 0).data].filter((v) => v !== 0)).toHaveLength(4);
  });

  test('what comes from outside is escaped, and every field has a name and a label', () => {
    const html = tables(viewOf(stateOf('')));
    for (const [field] of html.matchAll(/<input[^>]*>/g)) {
      expect(field).toMatch(/name="|data-size=/);
    }
    for (const [field] of parts(viewOf(stateOf(''))).input.matchAll(/<input[^>]*tabindex[^>]*>/g)) {
      expect(field).toMatch(/aria-label="A batch x sample \d, channel \d"/);
    }
  });
});

describe('histograms', () => {
  test('all numbers are counted once, those of the slice in colour', () => {
    const svg = histogram([0, 1, 1, 5], (i) => i < 2, { title: 't', desc: 'd' });
    const bars = (name: string) => {
      const [, d] = new RegExp(`d="([^"]*)" class="${name}"`).exec(svg)!;
      return [...d.matchAll(/v-([\d.]+)/g)].map(([, height]) => Number(height));
    };
    expect(bars('f-accent')).toEqual([32, 32]); // 0 and one of the two 1s, half as high as most
    expect(bars('f-line')).toEqual([32, 32]);
    expect(svg).toContain('0.5 ± 0.5');
    expect(histogram([3, 3], () => true, { title: 't', desc: 'd' })).not.toContain('NaN');
  });
});

describe('predict first', () => {
  const view = viewOf(stateOf(''), undefined, 'en');

  test('a mean or a cell or both are marked', () => {
    expect(guess(view, ['4', '']).right).toBe(true);
    expect(guess(view, ['', '1.67']).right).toBe(true);
    expect(guess(view, ['4', '1.67'])).toEqual({ right: true, text: 'Right: μ = 4, y ≈ 1.667.' });
    expect(guess(view, ['5', '1.67']).right).toBe(false);
    expect(guess(view, ['', '']).text).toBe('Type a number first.');
    expect(guess(view, ['x', '1.67']).right).toBe(false);
  });

  test('the two common mistakes are named', () => {
    expect(guess(view, ['4', '0.56']).text).toContain('divided by the variance'); // 5/9
    expect(guess(view, ['4', '1.44']).text).toContain('unbiased'); // 5/√12
    expect(guess(view, ['4', '3']).text).not.toMatch(/unbiased|variance/);
  });
});

test('the cursor holds on cells that exist', () => {
  const state = stateOf('');
  expect(holds(viewOf(state, [0, 3, 3]))).toBe(true);
  expect(holds(viewOf(state, [0, 4, 0]))).toBe(false);
  expect(holds(viewOf(state, [0, 0, 4]))).toBe(false);
  for (const { query } of Object.values(SCENES)) {
    const made = stateOf(query);
    expect(holds(viewOf(made))).toBe(true);
    expect(stops(viewOf(made)).every((cursor) => holds(viewOf(made, cursor.at)))).toBe(true);
  }
});
