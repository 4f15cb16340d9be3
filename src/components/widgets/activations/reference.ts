/** The results in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { ACTIVATIONS, softmax } from '../../../lib/ops/activation.ts';
import { chain, softmaxJacobian, type ChainLayer } from '../../../lib/ops/chain.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { POINTS, type State } from './state.ts';

/**
 * For a function: `y` and `dy` at x, `curve` [points, 2] with the value and the derivative, `chain`
 * [depth, 5] with z, a, f′(z), factor and gradient of each layer, and the gradient at the input
 * without and with skip connections. For softmax: `y` [1, n] and `jacobian` [n, n].
 */
export function reference(state: State): Outputs {
  const { fn, x, alpha } = state;
  if (fn === 'softmax') {
    const { logits, temperature } = state;
    const p = softmax(logits, temperature);
    const n = p.length;
    return {
      y: grid([1, n, 1], p),
      jacobian: grid([n, n, 1], softmaxJacobian(p, temperature).flat()),
    };
  }
  const { f, df } = ACTIVATIONS[fn];
  return {
    y: scalarGrid(f(x, alpha)),
    dy: scalarGrid(df(x, alpha)),
    curve: grid([POINTS.length, 2, 1], POINTS.flatMap((u) => [f(u, alpha), df(u, alpha)])), // prettier-ignore
    chain: grid([state.depth, 5, 1], layersOf(state).flatMap(rowOf)),
    gradientPlain: scalarGrid(layersOf(state, false)[0].gradient),
    gradientSkip: scalarGrid(layersOf(state, true)[0].gradient),
  };
}

/** The layers of a state, or what they would be with or without skip connections. */
export function layersOf({ fn, x, alpha, depth, weight, skip }: State, other = skip): ChainLayer[] {
  if (fn === 'softmax') return [];
  return chain(x, { fn, alpha, depth, weight, skip: other });
}

const scalarGrid = (value: number): Grid => grid([1, 1, 1], [value]);
const rowOf = ({ z, a, slope, factor, gradient }: ChainLayer) => [z, a, slope, factor, gradient];

/**
 * e^(z/T) / Σ e^(z/T) as the formula is written: beyond e^709 the powers are Infinity, and
 * Infinity/Infinity is NaN.
 */
export function naiveSoftmax(logits: readonly number[], temperature: number): number[] {
  const powers = logits.map((z) => Math.exp(z / temperature));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
