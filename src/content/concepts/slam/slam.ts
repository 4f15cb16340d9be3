/** EKF-SLAM in the plane: a robot with noisy odometry that sees numbered landmarks. */
import { mulberry32, normal } from '../../../lib/random.ts';

/** Pose (x, y, heading) and then the landmarks (x, y) in the order in which they were met. */
export interface Belief {
  mean: number[];
  cov: number[][];
  /** Which landmark stands at which place of the list. */
  ids: number[];
}

export const NOISE = { step: 0.05, turn: 0.03, range: 0.1, bearing: 0.02 };

type Matrix = number[][];
/** A·B; zeros of A cost nothing. */
function multiply(A: Matrix, B: Matrix): Matrix {
  return A.map((row) => {
    const out = B[0].map(() => 0);
    for (let k = 0; k < row.length; k++) {
      const [a, other] = [row[k], B[k]];
      if (a !== 0) for (let j = 0; j < out.length; j++) out[j] += a * other[j];
    }
    return out;
  });
}
/** A·C·Aᵀ for a symmetric C. */
const sandwich = (A: Matrix, C: Matrix) => multiply(A, transpose(multiply(A, C)));
const transpose = (A: Matrix): Matrix => A[0].map((_, j) => A.map((row) => row[j]));
const add = (A: Matrix, B: Matrix, factor = 1): Matrix =>
  A.map((row, i) => row.map((a, j) => a + factor * B[i][j]));
const identity = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
const angle = (a: number) => Math.atan2(Math.sin(a), Math.cos(a));

// #region ekf
/** Moves the robot; its own uncertainty grows, the map stays as it is. */
export function predict({ mean, cov, ids }: Belief, step: number, turn: number): Belief {
  const n = mean.length;
  const heading = mean[2];
  const F = identity(n); // ∂(new state)/∂(old state)
  F[0][2] = -step * Math.sin(heading);
  F[1][2] = step * Math.cos(heading);
  const G = Array.from({ length: n }, () => [0, 0]); // ∂(new state)/∂(step, turn)
  G[0][0] = Math.cos(heading);
  G[1][0] = Math.sin(heading);
  G[2][1] = 1;
  const Q = [[NOISE.step ** 2, 0], [0, NOISE.turn ** 2]]; // prettier-ignore
  const moved = [mean[0] + step * G[0][0], mean[1] + step * G[1][0], angle(heading + turn)];
  return {
    ids,
    mean: [...moved, ...mean.slice(3)],
    cov: add(sandwich(F, cov), sandwich(G, Q)),
  };
}

/** Takes in one measurement; everything that is correlated with it moves along. */
export function update(belief: Belief, id: number, range: number, bearing: number): Belief {
  if (!belief.ids.includes(id)) return enter(belief, id, range, bearing);
  const { mean, cov, ids } = belief;
  const at = 3 + 2 * ids.indexOf(id);
  const [dx, dy] = [mean[at] - mean[0], mean[at + 1] - mean[1]];
  const [q, r] = [dx * dx + dy * dy, Math.hypot(dx, dy)];
  const H = [mean.map(() => 0), mean.map(() => 0)]; // ∂(range, bearing)/∂(state)
  [H[0][0], H[0][1], H[0][at], H[0][at + 1]] = [-dx / r, -dy / r, dx / r, dy / r];
  [H[1][0], H[1][1], H[1][2], H[1][at], H[1][at + 1]] = [dy / q, -dx / q, -1, -dy / q, dx / q];
  const R = [[NOISE.range ** 2, 0], [0, NOISE.bearing ** 2]]; // prettier-ignore
  const PH = transpose(multiply(H, cov));
  const S = add(multiply(H, PH), R);
  const K = multiply(PH, inverse2(S));
  const surprise = [range - r, angle(bearing - (Math.atan2(dy, dx) - mean[2]))];
  return {
    ids,
    mean: mean.map((m, i) => m + K[i][0] * surprise[0] + K[i][1] * surprise[1]),
    cov: add(cov, multiply(K, transpose(PH)), -1),
  };
}
// #endregion

/** A new landmark takes over the uncertainty of the robot that saw it, and adds its own. */
function enter({ mean, cov, ids }: Belief, id: number, range: number, bearing: number): Belief {
  const [c, s] = [Math.cos(mean[2] + bearing), Math.sin(mean[2] + bearing)];
  const n = mean.length;
  const J = [...identity(n), mean.map(() => 0), mean.map(() => 0)];
  [J[n][0], J[n][2], J[n + 1][1], J[n + 1][2]] = [1, -range * s, 1, range * c];
  const W = Array.from({ length: n + 2 }, () => [0, 0]);
  [W[n][0], W[n][1], W[n + 1][0], W[n + 1][1]] = [c, -range * s, s, range * c];
  const R = [[NOISE.range ** 2, 0], [0, NOISE.bearing ** 2]]; // prettier-ignore
  return {
    ids: [...ids, id],
    mean: [...mean, mean[0] + range * c, mean[1] + range * s],
    cov: add(sandwich(J, cov), sandwich(W, R)),
  };
}

function inverse2([[a, b], [c, d]]: Matrix): Matrix {
  const det = a * d - b * c;
  return [
    [d / det, -b / det],
    [-c / det, a / det],
  ];
}

export const STEPS = 72;
const LAP = 60;
const SIGHT = 4;
/** Sixteen landmarks on a ring outside of the path, a circle of radius 6. */
export const LANDMARKS = Array.from({ length: 16 }, (_, k): [number, number] => {
  const a = (2 * Math.PI * (k + 0.5)) / 16;
  return [8 * Math.cos(a), 8 * Math.sin(a)];
});

/** Standard deviation of the position: the root of the trace of its 2×2 block. */
export const spread = ({ cov }: Belief) => Math.sqrt(cov[0][0] + cov[1][1]);

/**
 * One run of 72 steps, a lap of 60 and a bit: what is true, dead reckoning alone and EKF-SLAM. With `confuse`
 * the robot takes landmark 0 for landmark `confuse` when it comes back to it; `after` may change
 * the belief after each step.
 */
export function run(seed: number, confuse?: number, after = (belief: Belief) => belief) {
  const random = mulberry32(seed);
  const step = (2 * 6 * Math.PI) / LAP;
  const start = [6, 0, Math.PI / 2];
  let truth = [...start];
  let odometry: Belief = { mean: [...start], cov: identity(3).map((r) => r.map(() => 0)), ids: [] };
  let slam = odometry;
  const log = [];
  for (let t = 1; t <= STEPS; t++) {
    const turn = (2 * Math.PI) / LAP;
    const [x, y, heading] = truth;
    truth = [x + step * Math.cos(heading), y + step * Math.sin(heading), heading + turn];
    const told = [step + NOISE.step * normal(random), turn + NOISE.turn * normal(random)];
    odometry = predict(odometry, told[0], told[1]);
    slam = predict(slam, told[0], told[1]);
    LANDMARKS.forEach(([lx, ly], id) => {
      const [dx, dy] = [lx - truth[0], ly - truth[1]];
      const noise = [NOISE.range * normal(random), NOISE.bearing * normal(random)];
      if (Math.hypot(dx, dy) > SIGHT) return;
      const named = confuse !== undefined && t > LAP / 2 && id === 0 ? confuse : id;
      const bearing = Math.atan2(dy, dx) - truth[2] + noise[1];
      slam = update(slam, named, Math.hypot(dx, dy) + noise[0], bearing);
    });
    slam = after(slam);
    const error = ({ mean }: Belief) => Math.hypot(mean[0] - truth[0], mean[1] - truth[1]);
    log.push({
      t,
      truth,
      odometry: { at: odometry.mean.slice(0, 3), error: error(odometry), spread: spread(odometry) },
      slam: { at: slam.mean.slice(0, 3), error: error(slam), spread: spread(slam) },
    });
  }
  return { log, slam };
}

/** The run that the page shows. */
export const SEED = 7;

export function main(): void {
  const { log, slam } = run(SEED);
  console.log('step   error: odometry    SLAM   spread: odometry    SLAM');
  for (const t of [15, 30, 45, 54, 60, 66, 72]) {
    const { odometry, slam: own } = log[t - 1];
    const row = [odometry.error, own.error, odometry.spread, own.spread].map((v) => v.toFixed(2));
    console.log(String(t).padStart(4), row[0].padStart(15), row[1].padStart(9), row[2].padStart(16), row[3].padStart(9)); // prettier-ignore
  }
  const off = slam.ids.map((id, k) =>
    Math.hypot(slam.mean[3 + 2 * k] - LANDMARKS[id][0], slam.mean[4 + 2 * k] - LANDMARKS[id][1]),
  );
  console.log('landmarks in the map', off.length, ' mean error', (off.reduce((a, b) => a + b) / off.length).toFixed(2)); // prettier-ignore
  console.log('one landmark confused: error at the end', run(SEED, 8).log[STEPS - 1].slam.error.toFixed(2)); // prettier-ignore
}
