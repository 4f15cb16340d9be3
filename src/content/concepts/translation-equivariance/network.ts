/** A small network of random filters on a ring: how far its features move when the picture shifts. */
import { mulberry32, normal } from '../../../lib/random.ts';

export type Plane = number[][];

const SIZE = 64;

/** A disc and some stripes on a torus: what leaves at one side enters at the other. */
export function picture(): Plane {
  return Array.from({ length: SIZE }, (_, r) =>
    Array.from({ length: SIZE }, (_, c) => {
      if (Math.hypot(r - 24, c - 24) < 13) return 1;
      return r > 40 && c % 5 < 2 ? 0.7 : 0.1;
    }),
  );
}

// #region network
const ring = (x: Plane, r: number, c: number) =>
  x[(r + x.length) % x.length][(c + x[0].length) % x[0].length];

/** The picture moved right by t pixels, around the torus. */
export const roll = (x: Plane, t: number): Plane =>
  x.map((row, r) => row.map((_, c) => ring(x, r, c - t)));

/** A 3×3 filter at every position: no stride, no border. */
export const filter = (x: Plane, w: number[]): Plane =>
  x.map((row, r) =>
    row.map((_, c) =>
      w.reduce((sum, v, k) => sum + v * ring(x, r + Math.floor(k / 3) - 1, c + (k % 3) - 1), 0),
    ),
  );

const BLUR = [1, 2, 1, 2, 4, 2, 1, 2, 1].map((v) => v / 16);
const every = (x: Plane, s: number): Plane =>
  x.filter((_, r) => r % s === 0).map((row) => row.filter((_, c) => c % s === 0));

export type Kind = 'no stride' | 'stride' | 'blur, then stride';

/** Three times filter, ReLU, keep every second value; then the mean of each of 24 maps. */
export function features(x: Plane, kind: Kind, seed = 1): number[] {
  const rng = mulberry32(seed);
  return Array.from({ length: 24 }, () => {
    let map = x;
    for (let stage = 0; stage < 3; stage++) {
      const w = Array.from({ length: 9 }, () => normal(rng) / 3);
      map = filter(map, w).map((row) => row.map((z) => Math.max(0, z)));
      if (kind === 'blur, then stride') map = filter(map, BLUR);
      if (kind !== 'no stride') map = every(map, 2);
    }
    return map.flat().reduce((a, b) => a + b) / map.flat().length;
  });
}

/** Relative change of the features after a shift by t: |f(T_t x) − f(x)| / |f(x)|, for each t. */
export function changes(kind: Kind, shifts: number[], seed = 1): number[] {
  const before = features(picture(), kind, seed);
  return shifts.map((t) => {
    const after = features(roll(picture(), t), kind, seed);
    return Math.hypot(...after.map((v, i) => v - before[i])) / Math.hypot(...before);
  });
}
// #endregion

export const KINDS: Kind[] = ['no stride', 'stride', 'blur, then stride'];

export function main(): void {
  for (const kind of KINDS) {
    const percent = changes(kind, [1, 4, 8]).map((share) => `${(100 * share).toFixed(1)}%`);
    console.log(`${kind.padEnd(18)} shift 1, 4, 8: ${percent.join(', ')}`);
  }
}
