/**
 * The value and the derivative of each function as a reader would work them out. Pure.
 *
 * Every step can be read as a formula (×, −, e^(…), ln(…), tanh(…), Φ(…), φ(…), max, min), and each
 * is equal to the next within the digits shown; a test reads them all.
 */
import {
  ACTIVATIONS,
  normalCdf,
  normalPdf,
  type ActivationId,
} from '../../../lib/ops/activation.ts';
import { minus, operand, plain } from '../toolkit/text.ts';

/** f(x) and f′(x) in symbols. */
export const DEFINITIONS: Record<ActivationId, readonly [f: string, df: string]> = {
  sigmoid: ['1 / (1 + e^(−x)) = σ(x)', 'σ(x) × σ(−x) = σ(x) × (1 − σ(x))'],
  tanh: ['(e^x − e^(−x)) / (e^x + e^(−x))', '1 − tanh(x)² = 4 × σ(2x) × σ(−2x)'],
  relu: ['max(x, 0)', '1 (x > 0) · 0 (x ≤ 0)'],
  'leaky-relu': ['x (x > 0) · αx (x ≤ 0)', '1 (x > 0) · α (x ≤ 0)'],
  prelu: ['x (x > 0) · αx (x ≤ 0)', '1 (x > 0) · α (x ≤ 0)'],
  elu: ['x (x > 0) · α × (e^x − 1) (x ≤ 0)', '1 (x > 0) · α × e^x (x ≤ 0)'],
  selu: ['λx (x > 0) · λ × α × (e^x − 1) (x ≤ 0)', 'λ (x > 0) · λ × α × e^x (x ≤ 0)'],
  softplus: ['ln(1 + e^x)', '1 / (1 + e^(−x)) = σ(x)'],
  swish: ['x × σ(x)', 'σ(x) + x × σ(x) × σ(−x)'],
  gelu: ['x × Φ(x)', 'Φ(x) + x × φ(x)'],
  'gelu-tanh': [
    'x/2 × (1 + tanh(u)) = x × σ(2u), u = √(2/π) × (x + 0.044715x³)',
    'σ(2u) + x × σ(2u) × σ(−2u) × 2u′',
  ],
  mish: ['x × tanh(softplus(x))', 'tanh(s) + x × (1 − tanh(s)²) × σ(x), s = softplus(x)'],
  'hard-sigmoid': ['min(max(αx + 0.5, 0), 1)', 'α (|x| < 0.5/α) · 0 (|x| ≥ 0.5/α)'],
  'hard-swish': ['x × min(max(x/6 + 0.5, 0), 1)', '0 (x ≤ −3) · x/3 + 0.5 · 1 (x ≥ 3)'],
};

const n = (value: number) => operand(value);
const sigma = (x: number) => ACTIVATIONS.sigmoid.f(x);

/** The steps of f(x), from the numbers put in to the result. */
export function valueSteps(fn: ActivationId, x: number, alpha: number | undefined): string[] {
  const y = minus(plain(ACTIVATIONS[fn].f(x, alpha)));
  const left = x <= 0;
  const power = n(Math.exp(Math.min(x, 0)));
  switch (fn) {
    case 'sigmoid':
      // for x < 0 the other form of the same fraction, whose power does not overflow
      return left
        ? [`e^(${n(x)}) / (1 + e^(${n(x)}))`, `${power} / (1 + ${power})`, y]
        : [`1 / (1 + e^(${minus(plain(-x))}))`, `1 / (1 + ${n(Math.exp(-x))})`, y];
    case 'tanh':
      return [`tanh(${minus(plain(x))})`, y];
    case 'relu':
      return [`max(${minus(plain(x))}, 0)`, y];
    case 'leaky-relu':
    case 'prelu':
      return left ? [`${n(alpha!)} × ${n(x)}`, y] : [y];
    case 'elu':
      return left ? [`${n(alpha!)} × (e^(${n(x)}) − 1)`, `${n(alpha!)} × (${power} − 1)`, y] : [y];
    case 'selu':
      return left
        ? [`1.0507 × 1.67326 × (e^(${n(x)}) − 1)`, `1.75810 × (${power} − 1)`, y]
        : [`1.0507 × ${n(x)}`, y];
    case 'softplus': {
      const e = -Math.abs(x);
      const over = n(Math.max(x, 0));
      return [
        ...(Math.abs(x) < 50 ? [`ln(1 + e^(${n(x)}))`] : []),
        `${over} + ln(1 + ${n(Math.exp(e))})`,
        y,
      ];
    }
    case 'swish':
      return [`${n(x)} × σ(${minus(plain(x))})`, `${n(x)} × ${n(sigma(x))}`, y];
    case 'gelu':
      return [`${n(x)} × Φ(${minus(plain(x))})`, `${n(x)} × ${n(normalCdf(x))}`, y];
    case 'gelu-tanh': {
      const u = inner(x);
      return [`${n(x)} × σ(2 × ${n(u)})`, `${n(x)} × ${n(sigma(2 * u))}`, y];
    }
    case 'mish': {
      const s = ACTIVATIONS.softplus.f(x);
      return [`${n(x)} × tanh(${n(s)})`, `${n(x)} × ${n(Math.tanh(s))}`, y];
    }
    case 'hard-sigmoid':
      return [`min(max(${line(alpha!, x)}, 0), 1)`, y];
    case 'hard-swish':
      return [
        `${n(x)} × min(max(${n(x)} / 6 + 0.5, 0), 1)`,
        `${n(x)} × ${n(ACTIVATIONS['hard-sigmoid'].f(x))}`,
        y,
      ];
  }
}

/** The steps of f′(x). */
export function slopeSteps(fn: ActivationId, x: number, alpha: number | undefined): string[] {
  const dy = minus(plain(ACTIVATIONS[fn].df(x, alpha)));
  const left = x <= 0;
  const power = n(Math.exp(Math.min(x, 0)));
  switch (fn) {
    case 'sigmoid':
      return [`${n(sigma(x))} × ${n(sigma(-x))}`, dy];
    case 'tanh':
      return [`4 × ${n(sigma(2 * x))} × ${n(sigma(-2 * x))}`, dy];
    case 'relu':
    case 'leaky-relu':
    case 'prelu':
    case 'hard-sigmoid':
      return [dy];
    case 'elu':
      return left ? [`${n(alpha!)} × e^(${n(x)})`, `${n(alpha!)} × ${power}`, dy] : [dy];
    case 'selu':
      return left ? [`1.0507 × 1.67326 × ${power}`, dy] : [dy];
    case 'softplus':
      return [`σ(${minus(plain(x))})`, dy];
    case 'swish':
      return [`${n(sigma(x))} + ${n(x)} × ${n(sigma(x))} × ${n(sigma(-x))}`, dy];
    case 'gelu':
      return [
        `Φ(${minus(plain(x))}) + ${n(x)} × φ(${minus(plain(x))})`,
        `${n(normalCdf(x))} + ${n(x)} × ${n(normalPdf(x))}`,
        dy,
      ];
    case 'gelu-tanh': {
      const u = inner(x);
      const [s, t] = [sigma(2 * u), sigma(-2 * u)];
      return [`${n(s)} + ${n(x)} × ${n(s)} × ${n(t)} × 2 × ${n(innerSlope(x))}`, dy];
    }
    case 'mish': {
      const s = ACTIVATIONS.softplus.f(x);
      const rest = ACTIVATIONS.tanh.df(s);
      return [`${n(Math.tanh(s))} + ${n(x)} × ${n(rest)} × ${n(sigma(x))}`, dy];
    }
    case 'hard-swish':
      return Math.abs(x) < 3 ? [`${n(x)} / 3 + 0.5`, dy] : [dy];
  }
}

const line = (alpha: number, x: number) =>
  alpha === 1 / 6 ? `${n(x)} / 6 + 0.5` : `${n(alpha)} × ${n(x)} + 0.5`;
const inner = (x: number) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
const innerSlope = (x: number) => Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);

const PIECEWISE: readonly ActivationId[] = [
  'relu',
  'leaky-relu',
  'prelu',
  'hard-sigmoid',
  'hard-swish',
];

/** Whether every number of the steps is written in full. */
export function isExact(
  fn: ActivationId,
  x: number,
  alpha: number | undefined,
  result: number,
): boolean {
  const full = [x, result, ...(alpha === undefined || alpha === 1 / 6 ? [] : [alpha])];
  const straight = PIECEWISE.includes(fn) || x === 0 || (fn === 'elu' && x > 0);
  return straight && full.every((v) => Number(plain(v)) === v);
}

/** Steps joined by “=” where everything is written in full, else by “≈”. */
export const equation = (steps: readonly string[], exact: boolean): string =>
  steps.join(exact ? ' = ' : ' ≈ ');
