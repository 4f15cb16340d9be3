/**
 * Spaces of few dimensions for many points: principal components, linear discriminants, t-SNE, and
 * the eigenvectors that the first two need. Points are rows of one array [n, d].
 */
import { mulberry32, type Random } from './random.ts';
import { exp, ln } from './same.ts';

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix [n, n], the largest first, by C. G.
 * J. Jacobi's rotations, sweep by sweep until what is off the diagonal has vanished. Yields after each
 * row.
 *
 * @returns `vectors` [n, n], one eigenvector a row
 */
export function* jacobi(
  matrix: Float64Array,
  n: number,
): Generator<undefined, { values: number[]; vectors: Float64Array }> {
  const a = matrix.slice();
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  let scale = 0;
  for (const x of a) scale += x * x;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p * n + q] ** 2;
    if (off <= 1e-30 * scale) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p * n + q] ** 2 <= 1e-34 * scale) continue;
        const theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[k * n + p], a[k * n + q]];
          a[k * n + p] = c * x - s * y;
          a[k * n + q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p * n + k], a[q * n + k]];
          a[p * n + k] = c * x - s * y;
          a[q * n + k] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [v[p * n + k], v[q * n + k]];
          v[p * n + k] = c * x - s * y;
          v[q * n + k] = s * x + c * y;
        }
      }
      yield;
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j] - a[i * n + i]);
  const vectors = new Float64Array(n * n);
  order.forEach((from, to) => vectors.set(v.subarray(from * n, from * n + n), to * n));
  return { values: order.map((i) => a[i * n + i]), vectors };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The mean of n points [d]. */
export function meanOf(points: Float64Array, n: number, d: number): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) mean[k] += points[i * d + k] / n;
  return mean;
}

/** A space that points are projected into: y = (x − mean) · axisᵀ, an axis a row. */
export interface Space {
  mean: Float64Array;
  axes: Float64Array[];
  /** The variance along each axis (divided by n − 1); for LDA the ratio between/within. */
  values: number[];
  /** The sum over all axes that there are, shown or not. */
  total: number;
}

/** The largest entry of an axis is positive: an eigenvector has no sign of its own. */
function settleSign(axis: Float64Array): Float64Array {
  let most = 0;
  for (let k = 1; k < axis.length; k++) if (Math.abs(axis[k]) > Math.abs(axis[most])) most = k;
  return axis[most] < 0 ? axis.map((v) => -v) : axis;
}

/**
 * Principal components (K. Pearson, 1901; H. Hotelling, 1933): eigenvectors of the covariance matrix,
 * or, where there are fewer points than dimensions, of the matrix of inner products.
 */
export function* principal(
  points: Float64Array,
  n: number,
  d: number,
  count: number,
): Generator<undefined, Space> {
  const mean = meanOf(points, n, d);
  const centred = points.slice(0, n * d);
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) centred[i * d + k] -= mean[k];
  let total = 0;
  for (const x of centred) total += (x * x) / (n - 1);
  const side = Math.min(n, d);
  const most = Math.min(count, side, n - 1);
  const matrix = new Float64Array(side * side);
  if (n <= d) {
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < d; k++) sum += centred[i * d + k] * centred[j * d + k];
        matrix[i * n + j] = matrix[j * n + i] = sum / (n - 1);
      }
      if (i % 8 === 0) yield;
    }
  } else {
    for (let i = 0; i < n; i++) {
      for (let a = 0; a < d; a++) {
        const x = centred[i * d + a] / (n - 1);
        for (let b = 0; b < d; b++) matrix[a * d + b] += x * centred[i * d + b];
      }
      if (i % 16 === 0) yield;
    }
  }
  const { values, vectors } = yield* jacobi(matrix, side);
  const axes = Array.from({ length: most }, (_, a) => {
    const vector = vectors.slice(a * side, a * side + side);
    if (n > d) return settleSign(vector);
    // From the points back to the dimensions, and to length 1.
    const axis = new Float64Array(d);
    for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) axis[k] += vector[i] * centred[i * d + k]; // prettier-ignore
    const length = Math.sqrt(dot(axis, axis)) || 1;
    return settleSign(axis.map((v) => v / length));
  });
  return { mean, axes, values: values.slice(0, most), total };
}

/** Points [n, d] in a space [n, axes]. */
export function project(points: Float64Array, n: number, { mean, axes }: Space): Float64Array {
  const d = mean.length;
  const y = new Float64Array(n * axes.length);
  for (let i = 0; i < n; i++) {
    axes.forEach((axis, a) => {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += (points[i * d + k] - mean[k]) * axis[k];
      y[i * axes.length + a] = sum;
    });
  }
  return y;
}

/** mean + Σ yᵢ · axisᵢ over the first k axes. */
export function rebuild(y: ArrayLike<number>, { mean, axes }: Space, k: number): Float64Array {
  const x = mean.slice();
  for (let a = 0; a < Math.min(k, axes.length); a++) {
    for (let i = 0; i < x.length; i++) x[i] += y[a] * axes[a][i];
  }
  return x;
}

/** Scatter within and between classes [d, d] each: sums of (x − m_c)(x − m_c)ᵀ and n_c(m_c − m)(m_c − m)ᵀ. */
export function scatters(
  points: Float64Array,
  labels: ArrayLike<number>,
  n: number,
  d: number,
): { within: Float64Array; between: Float64Array } {
  const mean = meanOf(points, n, d);
  const classes = [...new Set(Array.from(labels).slice(0, n))];
  const [within, between] = [new Float64Array(d * d), new Float64Array(d * d)];
  const add = (matrix: Float64Array, off: Float64Array, share: number) => {
    for (let a = 0; a < d; a++) {
      for (let b = 0; b < d; b++) matrix[a * d + b] += share * off[a] * off[b];
    }
  };
  for (const label of classes) {
    const own = Array.from({ length: n }, (_, i) => i).filter((i) => labels[i] === label);
    const middle = new Float64Array(d);
    for (const i of own) for (let k = 0; k < d; k++) middle[k] += points[i * d + k] / own.length;
    for (const i of own) add(within, middle.map((m, k) => points[i * d + k] - m), 1); // prettier-ignore
    add(between, middle.map((m, k) => m - mean[k]), own.length); // prettier-ignore
  }
  return { within, between };
}

/**
 * Linear discriminants (R. A. Fisher, 1936; C. R. Rao, 1948): the axes along which the scatter between
 * the classes is largest against that within them, S_w⁻¹S_b, by way of the roots of S_w. An axis has
 * w·S_w·w = n − classes, so the spread within a class is 1.
 *
 * @throws RangeError when S_w has no inverse: fewer points than dimensions.
 */
export function discriminant(
  points: Float64Array,
  labels: ArrayLike<number>,
  n: number,
  d: number,
  count: number,
): Space {
  const { within, between } = scatters(points, labels, n, d);
  const classes = new Set(Array.from(labels).slice(0, n)).size;
  const { values: spreads, vectors } = finish(jacobi(within, d));
  if (!(spreads[d - 1] > 1e-12 * spreads[0])) throw new RangeError('the scatter within has no inverse'); // prettier-ignore
  // R: rows are eigenvectors of S_w over the root of their values, so that R S_w Rᵀ = 1.
  const roots = vectors.map((v, i) => v / Math.sqrt(spreads[Math.floor(i / d)]));
  const half = multiply(roots, between, d);
  const inner = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += half[i * d + k] * roots[j * d + k];
      inner[i * d + j] = sum;
    }
  }
  for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) inner[i * d + j] = inner[j * d + i];
  const found = finish(jacobi(inner, d));
  const most = Math.min(count, classes - 1, d);
  const axes = Array.from({ length: most }, (_, a) => {
    const axis = new Float64Array(d);
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) axis[k] += found.vectors[a * d + j] * roots[j * d + k];
    }
    return settleSign(axis.map((v) => v * Math.sqrt(n - classes)));
  });
  const total = found.values.slice(0, classes - 1).reduce((a, b) => a + b, 0);
  return { mean: meanOf(points, n, d), axes, values: found.values.slice(0, most), total };
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const y = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const share = a[i * n + k];
      for (let j = 0; j < n; j++) y[i * n + j] += share * b[k * n + j];
    }
  }
  return y;
}

/** Squared distances of all pairs [n, n]. */
export function* distances(
  points: Float64Array,
  n: number,
  d: number,
): Generator<undefined, Float64Array> {
  const squares = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += (points[i * d + k] - points[j * d + k]) ** 2;
      squares[i * n + j] = squares[j * n + i] = sum;
    }
    if (i % 8 === 0) yield;
  }
  return squares;
}

/** The `k` nearest among `candidates` to point i, nearest first; i itself is none of them. */
export function nearest(
  squares: Float64Array,
  n: number,
  i: number,
  k: number,
  candidates: readonly number[],
): number[] {
  return candidates
    .filter((j) => j !== i)
    .sort((a, b) => squares[i * n + a] - squares[i * n + b] || a - b)
    .slice(0, k);
}

/** The class that most neighbours have; of several the one whose member is nearest. */
export function vote(neighbours: readonly number[], labels: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (const j of neighbours) counts.set(labels[j], (counts.get(labels[j]) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return labels[neighbours.find((j) => counts.get(labels[j]) === most)!];
}

// ---- t-SNE ------------------------------------------------------------------------------------

/**
 * The joint probabilities P of t-SNE [n, n]: Gaussians whose widths give each point the same
 * perplexity, made symmetric. L. van der Maaten and G. Hinton, “Visualizing Data using t-SNE”, JMLR
 * 9:2579–2605, 2008, equations 1 and section 3.1.
 */
export function* affinities(
  squares: Float64Array,
  n: number,
  perplexity: number,
): Generator<undefined, Float64Array> {
  const wanted = ln(perplexity);
  const p = new Float64Array(n * n);
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let [low, high] = [0, Infinity];
    let nearestSquare = Infinity;
    for (let j = 0; j < n; j++) if (j !== i) nearestSquare = Math.min(nearestSquare, squares[i * n + j]); // prettier-ignore
    let beta = 1 / (nearestSquare || 1);
    for (let round = 0; round < 60; round++) {
      let [sum, weighted] = [0, 0];
      for (let j = 0; j < n; j++) {
        const off = squares[i * n + j] - nearestSquare;
        const e = j === i ? 0 : exp(-off * beta);
        row[j] = e;
        sum += e;
        weighted += e * off;
      }
      const entropy = ln(sum) + (beta * weighted) / sum;
      for (let j = 0; j < n; j++) row[j] /= sum;
      if (Math.abs(entropy - wanted) < 1e-7) break;
      if (entropy > wanted) low = beta;
      else high = beta;
      beta = high === Infinity ? beta * 2 : (low + high) / 2;
    }
    p.set(row, i * n);
    if (i % 4 === 0) yield;
  }
  const joint = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) joint[i * n + j] = (p[i * n + j] + p[j * n + i]) / (2 * n);
  }
  return joint;
}

/** How close each two places lie, 1/(1 + distance²), and the sum of all: Q is their quotient. */
function closeness(y: Float64Array, n: number): { w: Float64Array; sum: number } {
  const w = new Float64Array(n * n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const dx = y[2 * i] - y[2 * j];
      const dy = y[2 * i + 1] - y[2 * j + 1];
      const t = 1 / (1 + dx * dx + dy * dy);
      w[i * n + j] = w[j * n + i] = t;
      sum += 2 * t;
    }
  }
  return { w, sum };
}

/** What each place is pulled by, [n, 2]. */
function pulls(
  p: Float64Array,
  y: Float64Array,
  n: number,
  exaggeration: number,
  { w, sum }: { w: Float64Array; sum: number },
): Float64Array {
  const gradient = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i === j) continue;
      const at = i * n + j;
      const q = w[at] / sum;
      const pull = 4 * (exaggeration * p[at] - q) * w[at];
      gradient[2 * i] += pull * (y[2 * i] - y[2 * j]);
      gradient[2 * i + 1] += pull * (y[2 * i + 1] - y[2 * j + 1]);
    }
  }
  return gradient;
}

/**
 * KL(P‖Q) in nats and its gradient [n, 2] for places y [n, 2] (equation 5 of the same article);
 * `exaggeration` multiplies P in the gradient alone.
 */
export function tsneGradient(
  p: Float64Array,
  y: Float64Array,
  n: number,
  exaggeration = 1,
): { kl: number; gradient: Float64Array } {
  const close = closeness(y, n);
  let kl = 0;
  for (let i = 0; i < n * n; i++) {
    if (p[i] > 0) kl += p[i] * ln(p[i] / (close.w[i] / close.sum));
  }
  return { kl, gradient: pulls(p, y, n, exaggeration, close) };
}

/** Where t-SNE stands: places, the last movements, and a gain for each. */
export interface Tsne {
  y: Float64Array;
  velocity: Float64Array;
  gains: Float64Array;
  step: number;
}

/**
 * Steps in which P is exaggerated, and by how much: 4 as in the article. A few hundred points have
 * many neighbours each, and with 12, which libraries use for thousands, they fall into one point.
 */
export const EXAGGERATED = { steps: 100, by: 4 } as const;

/** Small normal places from a seed. */
export function beginTsne(n: number, seed: number): Tsne {
  const random = mulberry32(Math.imul(seed + 1, 0x9e3779b1));
  const y = Float64Array.from({ length: 2 * n }, () => 1e-4 * gauss(random));
  return { y, velocity: new Float64Array(2 * n), gains: new Float64Array(2 * n).fill(1), step: 0 };
}

/** A normal number by G. Marsaglia's polar method. */
function gauss(random: Random): number {
  for (;;) {
    const [a, b] = [2 * random() - 1, 2 * random() - 1];
    const s = a * a + b * b;
    if (s > 0 && s < 1) return a * Math.sqrt((-2 * ln(s)) / s);
  }
}

/** A copy that further steps leave alone. */
export const copyTsne = ({ y, velocity, gains, step }: Tsne): Tsne => ({
  y: y.slice(),
  velocity: velocity.slice(),
  gains: gains.slice(),
  step,
});

/** How much P is exaggerated in a step. */
export const exaggerationAt = (step: number) => (step < EXAGGERATED.steps ? EXAGGERATED.by : 1);

/**
 * The learning rate grows with the number of points (A. Belkina et al., Nature Communications 10:5415,
 * 2019): the points over four times the exaggeration, so that the exaggerated steps do not swing.
 */
export const rateOf = (n: number): number => n / (4 * EXAGGERATED.by);

/** One step in place: gains and momentum as in the authors' program, momentum 0.5, from step 100 on 0.8. */
export function tsneStep(p: Float64Array, at: Tsne, n: number, rate = rateOf(n)): void {
  // Without KL, whose logarithms would take as long again.
  const gradient = pulls(p, at.y, n, exaggerationAt(at.step), closeness(at.y, n));
  const momentum = at.step < EXAGGERATED.steps ? 0.5 : 0.8;
  const mean = [0, 0];
  for (let i = 0; i < 2 * n; i++) {
    const against = gradient[i] * at.velocity[i] < 0;
    at.gains[i] = Math.max(0.01, against ? at.gains[i] + 0.2 : at.gains[i] * 0.8);
    at.velocity[i] = momentum * at.velocity[i] - rate * at.gains[i] * gradient[i];
    at.y[i] += at.velocity[i];
    mean[i % 2] += at.y[i] / n;
  }
  for (let i = 0; i < 2 * n; i++) at.y[i] -= mean[i % 2];
  at.step++;
}

/** Runs a generator to its end. */
export function finish<T>(work: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
