/**
 * EKF-SLAM in the plane, and a small world to drive in.
 *
 * The state is the pose (x, y, heading) and then (x, y) of each landmark in the order in which they
 * were met; its covariance holds how the errors of all of them go together. The extended Kalman
 * filter with known correspondences is that of S. Thrun, W. Burgard and D. Fox, Probabilistic
 * Robotics (MIT Press, 2005): chapter 3 for the filter, 5 for motion and odometry, 6 for range and
 * bearing, 10 for SLAM. The noise of the wheels enters as their table 5.3 has it, through the
 * Jacobian of the motion with respect to what the wheels report.
 */
import { mulberry32, normal } from './random.ts';

/** Standard deviations: distance and turn of one step, range and bearing of one sighting. */
export interface Noise {
  step: number;
  turn: number;
  range: number;
  bearing: number;
}

export type Pose = readonly [x: number, y: number, heading: number];
export type Place = readonly [x: number, y: number];
/** What the wheels report: how far, and then how much turned. */
export type Control = readonly [step: number, turn: number];
/** What the camera reports: how far away, and at which angle from straight ahead. */
export type Sighting = readonly [range: number, bearing: number];

/** What the filter believes: n = 3 + 2·landmarks numbers, their covariance, and whose they are. */
export interface Belief {
  readonly mean: Float64Array;
  /** [n, n], row by row, symmetric. */
  readonly cov: Float64Array;
  /** Which landmark stands at 3 + 2k, 4 + 2k. */
  readonly ids: readonly number[];
}

/** An angle brought to −π < a ≤ π. */
export function wrapAngle(a: number): number {
  if (a > -Math.PI && a <= Math.PI) return a;
  const turned = a - 2 * Math.PI * Math.round(a / (2 * Math.PI));
  return turned <= -Math.PI ? Math.PI : turned;
}

/** How many full turns `wrapAngle` takes off. */
export const turnsOff = (a: number): number => Math.round((a - wrapAngle(a)) / (2 * Math.PI));

// ---- models and their Jacobians -------------------------------------------------------------

/** The pose after a step straight ahead and a turn on the spot; the heading is not wrapped. */
export function moved([x, y, heading]: Pose, [step, turn]: Control): Pose {
  return [x + step * Math.cos(heading), y + step * Math.sin(heading), heading + turn];
}

/** Derivatives of `moved`: F [3, 3] with respect to the pose, G [3, 2] to what the wheels report. */
export function movedJacobians(
  [, , heading]: Pose,
  [step]: Control,
): { F: number[][]; G: number[][] } {
  const [c, s] = [Math.cos(heading), Math.sin(heading)];
  return {
    F: [
      [1, 0, -step * s],
      [0, 1, step * c],
      [0, 0, 1],
    ],
    G: [
      [c, 0],
      [s, 0],
      [0, 1],
    ],
  };
}

/** Range and bearing at which a landmark is seen from a pose. */
export function sighted([x, y, heading]: Pose, [u, v]: Place): Sighting {
  return [Math.hypot(u - x, v - y), wrapAngle(Math.atan2(v - y, u - x) - heading)];
}

/** Derivatives of `sighted` [2, 5]: with respect to the pose and then the landmark. */
export function sightedJacobian([x, y]: Pose, [u, v]: Place): number[][] {
  const [dx, dy] = [u - x, v - y];
  const r = Math.hypot(dx, dy);
  const q = r * r;
  return [
    [-dx / r, -dy / r, 0, dx / r, dy / r],
    [dy / q, -dx / q, -1, -dy / q, dx / q],
  ];
}

/** Where a landmark stands that is seen from a pose: `sighted` the other way round. */
export function placed([x, y, heading]: Pose, [range, bearing]: Sighting): Place {
  return [x + range * Math.cos(heading + bearing), y + range * Math.sin(heading + bearing)];
}

/** Derivatives of `placed`: J [2, 3] with respect to the pose, W [2, 2] to range and bearing. */
export function placedJacobians(
  [, , heading]: Pose,
  [range, bearing]: Sighting,
): { J: number[][]; W: number[][] } {
  const [c, s] = [Math.cos(heading + bearing), Math.sin(heading + bearing)];
  return {
    J: [
      [1, 0, -range * s],
      [0, 1, range * c],
    ],
    W: [
      [c, -range * s],
      [s, range * c],
    ],
  };
}

// ---- the filter -----------------------------------------------------------------------------

export const poseOf = ({ mean }: Belief): Pose => [mean[0], mean[1], mean[2]];
export const placeOf = ({ mean }: Belief, k: number): Place => [mean[3 + 2 * k], mean[4 + 2 * k]];

/** A pose that is known exactly, and no landmark. */
export const certain = (pose: Pose): Belief => ({
  mean: Float64Array.from(pose),
  cov: new Float64Array(9),
  ids: [],
});

/**
 * Predict: the pose moves as the wheels report, P ← F P Fᵀ + G Q Gᵀ. F is the identity but for two
 * entries, so only the rows and columns of the pose change.
 */
export function predict(belief: Belief, control: Control, noise: Noise): Belief {
  const { cov: before, ids } = belief;
  const n = belief.mean.length;
  const { F, G } = movedJacobians(poseOf(belief), control);
  const mean = belief.mean.slice();
  const [x, y, heading] = moved(poseOf(belief), control);
  mean.set([x, y, wrapAngle(heading)]);
  const cov = before.slice();
  for (const i of [0, 1]) for (let j = 0; j < n; j++) cov[i * n + j] += F[i][2] * before[2 * n + j];
  for (let i = 0; i < n; i++) {
    for (const j of [0, 1]) cov[i * n + j] += F[j][2] * cov[i * n + 2];
  }
  const q = [noise.step ** 2, noise.turn ** 2];
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++)
      cov[i * n + j] += G[i][0] * q[0] * G[j][0] + G[i][1] * q[1] * G[j][1];
  }
  return { mean, cov: symmetric(cov, n), ids };
}

/** What one sighting of a known landmark does. */
export interface Correction {
  expected: Sighting;
  /** Measured less expected, the bearing wrapped. */
  surprise: readonly [number, number];
  /** H [2, 5]: with respect to the pose and the landmark; all other columns are 0. */
  H: number[][];
  /** S = H P Hᵀ + R [2, 2], the covariance of the surprise. */
  S: number[][];
  /** K = P Hᵀ S⁻¹ [n, 2]. */
  gain: Float64Array;
  /** νᵀ S⁻¹ ν: how many standard deviations the surprise measures, squared. */
  distance: number;
}

/**
 * Update, first half: what a sighting of the landmark in place k of the list would do.
 *
 * @throws RangeError when the robot is believed to stand exactly on the landmark
 */
export function correction(
  belief: Belief,
  k: number,
  [range, bearing]: Sighting,
  noise: Noise,
): Correction {
  const { mean, cov } = belief;
  const n = mean.length;
  const [pose, place] = [poseOf(belief), placeOf(belief, k)];
  const expected = sighted(pose, place);
  if (expected[0] === 0) throw new RangeError('a landmark has no bearing from where it stands');
  const surprise = [range - expected[0], wrapAngle(bearing - expected[1])] as const;
  const H = sightedJacobian(pose, place);
  const columns = columnsOf(k);
  const PH = timesH(cov, n, H, columns);
  const R = [noise.range ** 2, noise.bearing ** 2];
  const S = [0, 1].map((a) =>
    [0, 1].map((b) =>
      columns.reduce((sum, at, c) => sum + H[a][c] * PH[2 * at + b], a === b ? R[a] : 0),
    ),
  );
  S[0][1] = S[1][0] = (S[0][1] + S[1][0]) / 2;
  const I = inverse2(S);
  const gain = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (const b of [0, 1]) gain[2 * i + b] = PH[2 * i] * I[0][b] + PH[2 * i + 1] * I[1][b];
  }
  const [a, b] = surprise;
  const distance = a * a * I[0][0] + 2 * a * b * I[0][1] + b * b * I[1][1];
  return { expected, surprise, H, S, gain, distance };
}

/**
 * Update, second half: s ← s + K ν and, in Joseph's form, P ← (I − KH) P (I − KH)ᵀ + K R Kᵀ, which
 * stays positive where P − KHP may not.
 */
export function corrected(
  belief: Belief,
  k: number,
  { surprise, H, gain }: Correction,
  noise: Noise,
): Belief {
  const n = belief.mean.length;
  const columns = columnsOf(k);
  const mean = belief.mean.map(
    (m, i) => m + gain[2 * i] * surprise[0] + gain[2 * i + 1] * surprise[1],
  );
  mean[2] = wrapAngle(mean[2]);
  const PH = timesH(belief.cov, n, H, columns);
  const half = belief.cov.slice(); // (I − KH) P
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      half[i * n + j] -= gain[2 * i] * PH[2 * j] + gain[2 * i + 1] * PH[2 * j + 1];
    }
  }
  const left = timesH(half, n, H, columns);
  const R = [noise.range ** 2, noise.bearing ** 2];
  const cov = half;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (const b of [0, 1]) {
        cov[i * n + j] += (gain[2 * i + b] * R[b] - left[2 * i + b]) * gain[2 * j + b];
      }
    }
  }
  return { mean, cov: symmetric(cov, n), ids: belief.ids };
}

/** A new landmark: it stands where it is seen from the robot, and takes over the robot's uncertainty. */
export function entered(belief: Belief, id: number, seen: Sighting, noise: Noise): Belief {
  const { mean, cov, ids } = belief;
  const n = mean.length;
  const m = n + 2;
  const { J, W } = placedJacobians(poseOf(belief), seen);
  const wide = new Float64Array(m * m);
  for (let i = 0; i < n; i++) wide.set(cov.subarray(i * n, i * n + n), i * m);
  for (let a = 0; a < 2; a++) {
    for (let j = 0; j < n; j++) {
      const value = J[a][0] * cov[j] + J[a][1] * cov[n + j] + J[a][2] * cov[2 * n + j];
      wide[(n + a) * m + j] = wide[j * m + n + a] = value;
    }
  }
  const R = [noise.range ** 2, noise.bearing ** 2];
  for (let a = 0; a < 2; a++) {
    for (let b = 0; b < 2; b++) {
      let value = 0;
      for (let c = 0; c < 3; c++) value += wide[(n + a) * m + c] * J[b][c];
      for (let c = 0; c < 2; c++) value += W[a][c] * R[c] * W[b][c];
      wide[(n + a) * m + n + b] = value;
    }
  }
  const place = placed(poseOf(belief), seen);
  return {
    mean: Float64Array.from([...mean, ...place]),
    cov: symmetric(wide, m),
    ids: [...ids, id],
  };
}

/** Forgets how pose and landmarks go together: every block but its own becomes 0. */
export function cutApart({ mean, cov, ids }: Belief): Belief {
  const n = mean.length;
  const block = (i: number) => (i < 3 ? -1 : (i - 3) >> 1);
  const kept = cov.map((v, at) => (block(Math.floor(at / n)) === block(at % n) ? v : 0));
  return { mean, cov: kept, ids };
}

/** The columns of H that are not 0. */
export const columnsOf = (k: number) => [0, 1, 2, 3 + 2 * k, 4 + 2 * k];

/** M Hᵀ [n, 2]. */
function timesH(
  M: Float64Array,
  n: number,
  H: number[][],
  columns: readonly number[],
): Float64Array {
  const out = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < 5; c++) {
      const value = M[i * n + columns[c]];
      out[2 * i] += value * H[0][c];
      out[2 * i + 1] += value * H[1][c];
    }
  }
  return out;
}

function inverse2([[a, b], [c, d]]: number[][]): number[][] {
  const det = a * d - b * c;
  return [
    [d / det, -b / det],
    [-c / det, a / det],
  ];
}

/** Both halves of a matrix become their mean: rounding must not make a covariance lopsided. */
function symmetric(M: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      M[i * n + j] = M[j * n + i] = (M[i * n + j] + M[j * n + i]) / 2;
    }
  }
  return M;
}

// ---- ellipses -------------------------------------------------------------------------------

/** Covariance of the two coordinates at i, i + 1: [xx, xy, yy]. */
export function blockOf({ mean, cov }: Belief, i: number): [xx: number, xy: number, yy: number] {
  const n = mean.length;
  return [cov[i * n + i], cov[i * n + i + 1], cov[(i + 1) * n + i + 1]];
}

/** Standard deviation of a place: the root of the trace of its block. */
export const spreadOf = (belief: Belief, i = 0): number => {
  const [xx, , yy] = blockOf(belief, i);
  return Math.sqrt(xx + yy);
};

/** d² within which a Gaussian of two dimensions lies with probability p: −2 ln(1 − p). */
export const withinSquared = (p: number): number => -2 * Math.log(1 - p);

/** Half axes and the angle of the first of the ellipse that holds probability p. */
export function ellipseOf(
  [xx, xy, yy]: readonly number[],
  p: number,
): { a: number; b: number; angle: number } {
  const middle = (xx + yy) / 2;
  const half = Math.hypot((xx - yy) / 2, xy);
  const scale = withinSquared(p);
  const axis = (v: number) => Math.sqrt(Math.max(0, v) * scale);
  return { a: axis(middle + half), b: axis(middle - half), angle: Math.atan2(2 * xy, xx - yy) / 2 };
}

/** Squared Mahalanobis distance of an offset; 0 for none at all, Infinity where P says it cannot be. */
export function mahalanobis([dx, dy]: readonly number[], [xx, xy, yy]: readonly number[]): number {
  if (dx === 0 && dy === 0) return 0;
  const det = xx * yy - xy * xy;
  return det > 0 ? (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / det : Infinity;
}

// ---- a world to drive in --------------------------------------------------------------------

/** Steps of a drive; a lap has 60. */
export const STEPS = 72;
export const LAP = 60;
const RADIUS = 6;
/** What wheels and camera are wrong by, at a factor of 1. */
export const NOISE: Noise = { step: 0.05, turn: 0.03, range: 0.1, bearing: 0.02 };
/** Sixteen landmarks on a ring outside of the path. */
export const LANDMARKS: readonly Place[] = Array.from({ length: 16 }, (_, k) => {
  const a = (2 * Math.PI * (k + 0.5)) / 16;
  return [8 * Math.cos(a), 8 * Math.sin(a)];
});
/** A surprise beyond this is refused by a gate: one in a hundred right ones. */
export const GATE = withinSquared(0.99);

export interface World {
  seed: number;
  /** Factors of the noise of wheels and camera; the filter knows them. */
  wheels: number;
  camera: number;
  /** How far the camera sees. */
  sight: number;
  /** In the second half of the first lap and after, landmark 0 is taken for this one; 0 for itself. */
  mistake: number;
  /** Whether surprises beyond GATE are refused. */
  gate: boolean;
  /** Whether the filter drops all correlations after each step. */
  cut: boolean;
}

/** One operation of the filter; sightings carry the landmark seen and the one it is taken for. */
export type Event = { before: Belief; after: Belief } & (
  | { kind: 'predict'; control: Control }
  | { kind: 'enter'; landmark: number; named: number; seen: Sighting }
  | {
      kind: 'update' | 'refuse';
      landmark: number;
      named: number;
      seen: Sighting;
      correction: Correction;
    }
);

/** One step of a drive. */
export interface Step {
  truth: Pose;
  /** Dead reckoning: what the wheels alone would make of it. */
  odometry: Belief;
  belief: Belief;
  events: Event[];
}

export const noiseOf = ({ wheels, camera }: Pick<World, 'wheels' | 'camera'>): Noise => ({
  step: NOISE.step * wheels,
  turn: NOISE.turn * wheels,
  range: NOISE.range * camera,
  bearing: NOISE.bearing * camera,
});

/**
 * A drive around the circle, step by step; the first entry is the start. The same seed draws the
 * same noise, whatever the robot sees.
 */
export function* drive(world: World): Generator<Step> {
  const random = mulberry32(world.seed);
  const noise = noiseOf(world);
  const [step, turn] = [(2 * RADIUS * Math.PI) / LAP, (2 * Math.PI) / LAP];
  let truth: Pose = [RADIUS, 0, Math.PI / 2];
  let odometry = certain(truth);
  let belief = odometry;
  yield { truth, odometry, belief, events: [] };
  for (let t = 1; t <= STEPS; t++) {
    truth = moved(truth, [step, turn]);
    const control = [
      step + noise.step * normal(random),
      turn + noise.turn * normal(random),
    ] as const;
    odometry = predict(odometry, control, noise);
    const events: Event[] = [];
    const take = (event: Event) => {
      events.push(event);
      belief = event.after;
    };
    const start = world.cut ? cutApart(belief) : belief;
    take({ kind: 'predict', control, before: start, after: predict(start, control, noise) });
    LANDMARKS.forEach((place, landmark) => {
      const off = [noise.range * normal(random), noise.bearing * normal(random)];
      const [range, bearing] = sighted(truth, place);
      if (range > world.sight) return;
      const seen = [range + off[0], wrapAngle(bearing + off[1])] as const;
      const named = landmark === 0 && t > LAP / 2 ? world.mistake : landmark;
      const before = belief;
      const k = before.ids.indexOf(named);
      if (k < 0) {
        take({
          kind: 'enter',
          landmark,
          named,
          seen,
          before,
          after: entered(before, named, seen, noise),
        });
        return;
      }
      const found = correction(before, k, seen, noise);
      const refused = world.gate && found.distance > GATE;
      const after = refused ? before : corrected(before, k, found, noise);
      take({
        kind: refused ? 'refuse' : 'update',
        landmark,
        named,
        seen,
        correction: found,
        before,
        after,
      });
    });
    yield { truth, odometry, belief, events };
  }
}

/** How far a belief lies from the truth, and what it believes about that. */
export interface Judged {
  /** Estimate less truth. */
  dx: number;
  dy: number;
  dheading: number;
  error: number;
  spread: number;
  /** Squared Mahalanobis distance of the true place: 5.99 is the rim of the 95 % ellipse. */
  distance: number;
}

export function judged(belief: Belief, truth: Pose): Judged {
  const [x, y, heading] = poseOf(belief);
  const [dx, dy] = [x - truth[0], y - truth[1]];
  return {
    dx,
    dy,
    dheading: wrapAngle(heading - truth[2]),
    error: Math.hypot(dx, dy),
    spread: spreadOf(belief),
    distance: mahalanobis([dx, dy], blockOf(belief, 0)),
  };
}
