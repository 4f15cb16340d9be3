/** What each draw does: its random numbers, and the same as float64 pixels. Pure. */
import { grid, type Grid } from '../../../lib/grid.ts';
import * as augment from '../../../lib/ops/augment.ts';
import { resample } from '../../../lib/ops/geometry.ts';
import { mulberry32, type Random } from '../../../lib/random.ts';
import { ln } from '../../../lib/same.ts';
import { loadedData, tileOf } from '../../../models/data.ts';
import { HELD_OUT, labelOf } from '../toolkit/digits.ts';
import { DRAWS, ONE_NUMBER, sideOf, type State } from './state.ts';

export interface Draw {
  /** Where pixels are read. */
  matrix?: augment.Matrix;
  /** The number (or numbers) that were drawn, in the order of their names. */
  values: number[];
  /** Factors of brightness, contrast and saturation. */
  factors?: readonly [number, number, number];
  noise?: Float64Array;
  hole?: augment.Hole;
  /** The second digit, and the share of the first in the label. */
  partner?: number;
  lambda?: number;
  scaling?: augment.Scaling;
  /** Matrices of a resize or blur, for rows and columns alike. */
  weights?: Float64Array;
}

const stream = (seed: number, i: number): Random =>
  mulberry32(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(i + 1, 0x85ebca6b));

/** A normal number by G. Marsaglia's polar method. */
function gauss(random: Random): number {
  for (;;) {
    const [a, b] = [2 * random() - 1, 2 * random() - 1];
    const s = a * a + b * b;
    if (s > 0 && s < 1) return a * Math.sqrt((-2 * ln(s)) / s);
  }
}

const short = (value: number, places = 3) => +value.toFixed(places) + 0;
const STILL = { rotate: 0, scale: 1, shear: 0, shift: [0, 0] } as const;
const FIXED = [1, 1, 1] as const;
const DIGITS = HELD_OUT.reduce((a, b) => a + b, 0);

const known = new WeakMap<State, Draw[]>();

/** The draws of a state: nine, or the five ways to standardize. */
export function drawsOf(state: State): Draw[] {
  let draws = known.get(state);
  if (!draws) {
    const count = state.op === 'standardize' ? augment.SCALINGS.length : DRAWS;
    draws = Array.from({ length: count }, (_, i) => drawOf(state, i));
    known.set(state, draws);
  }
  return draws;
}

function drawOf(state: State, i: number): Draw {
  const { op, strength: s, seed } = state;
  const n = sideOf(state);
  const random = stream(seed, i);
  const even = state.spread === 'even' && ONE_NUMBER.includes(op);
  /** From −1 to 1, or evenly from 0 to 1. */
  const u = () => (even ? i / (DRAWS - 1) : 2 * random() - 1);
  const affine = (over: Partial<augment.Affine>, values: number[]): Draw => ({
    matrix: augment.inverseMatrix({ ...STILL, ...over }),
    values,
  });
  switch (op) {
    case 'flip': {
      const flip = random() < s;
      return { matrix: flip ? [-1, 0, 0, 0, 1, 0] : [1, 0, 0, 0, 1, 0], values: [Number(flip)] };
    }
    case 'crop': {
      // Padded by `pad` zeros on each side, then n×n pixels from a random corner.
      const pad = Math.round((s * n) / 4);
      const [down, right] = [0, 1].map(() => pad - Math.floor(random() * (2 * pad + 1)));
      return affine({ shift: [down, right] }, [down + 0, right + 0]);
    }
    case 'rotate': {
      const angle = short(180 * s * u(), 1);
      return affine({ rotate: angle }, [angle]);
    }
    case 'translate': {
      const right = short((n / 2) * s * u(), 2);
      const down = even ? 0 : short((n / 2) * s * u(), 2);
      return affine({ shift: [down, right] }, [down, right]);
    }
    case 'scale': {
      const scale = short(2 ** (s * u()));
      return affine({ scale }, [scale]);
    }
    case 'shear': {
      const shear = short(s * u());
      return affine({ shear }, [shear]);
    }
    case 'brightness':
    case 'contrast':
    case 'saturation':
    case 'color': {
      const factors = (['brightness', 'contrast', 'saturation'] as const).map((name) =>
        op === name || op === 'color' ? short(1 + s * u()) : 1,
      ) as [number, number, number];
      return { factors, values: factors.filter((_, k) => op === 'color' || ['brightness', 'contrast', 'saturation'][k] === op) }; // prettier-ignore
    }
    case 'noise': {
      const sigma = short(0.5 * s * (even ? u() : 1));
      const { source } = state;
      const channels = source.kind === 'digit' ? 1 : source.channels;
      const noise = Float64Array.from({ length: n * n * channels }, () => sigma * gauss(random));
      return { noise, values: [sigma] };
    }
    case 'blur': {
      const sigma = short(3 * s * Math.abs(u()), 2);
      return { weights: augment.blurMatrix(n, sigma), values: [sigma] };
    }
    case 'cutout': {
      const size = Math.max(1, Math.round(s * n));
      const [row, col] = [0, 1].map(() => Math.floor(random() * n));
      return { hole: augment.holeAt(n, n, size, row, col), values: [size] };
    }
    case 'mixup':
    case 'cutmix': {
      const partner = Math.floor(random() * DIGITS);
      if (op === 'mixup') {
        const lambda = short(augment.beta(Math.max(0.05, s), random), 4);
        return { partner, lambda, values: [lambda] };
      }
      const size = Math.round(n * Math.sqrt(1 - augment.beta(Math.max(0.05, s), random)));
      const [row, col] = [0, 1].map(() => Math.floor(random() * n));
      const hole = augment.holeAt(n, n, size, row, col);
      const lambda = augment.shareOf(augment.holeMask([n, n, 1], hole));
      return { partner, hole, lambda, values: [lambda] };
    }
    case 'resize': {
      const size = Math.max(4, Math.round(n * 2 ** (even ? -2 * s * u() : 2 * s * u() - s)));
      const taps = augment.resizeTaps(n, size, state.method, state.corners);
      return { weights: augment.tapMatrix(taps, n), values: [size] };
    }
    case 'standardize':
      return { scaling: augment.SCALINGS[i], values: [] };
  }
}

/** The second digit of a draw. */
export const partnerGrid = ({ partner }: Draw): Grid => tileOf(loadedData('digits/test'), partner!);

export const partnerLabel = ({ partner }: Draw): number => labelOf(partner!);

/** What comes out [m, m, C]. */
export function applied(draw: Draw, image: Grid): Grid {
  const { matrix, factors = FIXED, noise, hole, lambda, scaling, weights, partner } = draw;
  const [H, W] = image.shape;
  if (matrix) return resample(image, augment.affineSampling(H, W, matrix));
  if (weights) return augment.between(image, weights, weights);
  if (noise) {
    const clip = (v: number) => Math.min(1, Math.max(0, v));
    return grid(image.shape, image.data.map((v, i) => clip(v + noise[i]))); // prettier-ignore
  }
  if (scaling) return augment.scaled(image, augment.scalingOf(image, scaling));
  if (partner !== undefined) {
    const share = hole ? augment.holeMask(image.shape, hole) : lambda!;
    return augment.blend(image, partnerGrid(draw), share);
  }
  if (hole) {
    const mask = augment.holeMask(image.shape, hole);
    return grid(image.shape, image.data.map((v, i) => v * mask[i])); // prettier-ignore
  }
  const [b, c, s] = factors;
  return augment.saturation(augment.contrast(augment.brightness(image, b), c), s);
}

/** Whether the classifier of digits is asked: results of its size with values from 0 to 1. */
export const isJudged = ({ source, op }: Pick<State, 'source' | 'op'>): boolean =>
  source.kind === 'digit' && op !== 'resize' && op !== 'standardize';
