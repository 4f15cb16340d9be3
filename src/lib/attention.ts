/**
 * Attention over the patches of a picture: softmax(Q Kᵀ / √d) V, with several heads.
 *
 * A. Vaswani et al., “Attention Is All You Need”, NeurIPS 2017, sections 3.2 and 3.5 (positions as
 * sines and cosines, here of row and column); patches as tokens: A. Dosovitskiy et al., “An Image is
 * Worth 16x16 Words”, ICLR 2021. Rows are tokens; a head has its own columns of Q, K and V.
 */
import { grid, requireAxes, requireInteger, type Grid } from './grid.ts';
import { integer, mulberry32, normal } from './random.ts';

/** A B for A [n, m] and B [m, k]. */
export function product(a: Grid, b: Grid): Grid {
  requireAxes('a', a.shape, 'n, m');
  requireAxes('b', b.shape, 'm, k');
  const [n, m] = a.shape;
  const [rows, k] = b.shape;
  if (rows !== m) throw new RangeError(`a has ${m} columns, but b has ${rows} rows`);
  const out = grid([n, k]);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      let sum = 0;
      for (let j = 0; j < m; j++) sum += a.data[i * m + j] * b.data[j * k + c];
      out.data[i * k + c] = sum;
    }
  }
  return out;
}

/** Positive shares that sum to 1; the largest score is taken off first, so nothing overflows. */
export function shares(scores: ArrayLike<number>): Float64Array {
  const all = Float64Array.from(scores);
  const top = all.reduce((a, b) => Math.max(a, b));
  const powers = all.map((score) => Math.exp(score - top));
  const total = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / total);
}

/**
 * The squares of an image [H, W, 1], in reading order, each as a row of its pixels [n, size²].
 *
 * @throws RangeError when the squares do not fill the image.
 */
export function patchesOf(image: Grid, size: number): Grid {
  requireInteger('size', size, 1);
  const [high, wide, channels = 1] = image.shape;
  if (channels !== 1 || high % size !== 0 || wide % size !== 0) {
    throw new RangeError(`squares of ${size} do not fill [${image.shape.join(', ')}]`);
  }
  const cols = wide / size;
  const out = grid([(high / size) * cols, size * size]);
  for (let r = 0; r < high; r++) {
    for (let c = 0; c < wide; c++) {
      const patch = Math.floor(r / size) * cols + Math.floor(c / size);
      out.data[patch * size * size + (r % size) * size + (c % size)] = image.data[r * wide + c];
    }
  }
  return out;
}

/** Frequencies down and across below `size`, the slow ones first: 00, 01, 10, 02, 11, 20, … */
export function frequencies(count: number, size: number): [down: number, across: number][] {
  return Array.from({ length: size * size }, (_, i): [number, number] => {
    return [Math.floor(i / size), i % size];
  })
    .sort(([a, b], [c, d]) => a + b - c - d || a - c)
    .slice(0, count);
}

/**
 * The slowest cosine patterns of a square as the columns of a matrix [size², count]: pattern (u, v)
 * is (2 + 3u + 3v) · cos(πu(r + ½)/size) · cos(πv(c + ½)/size) / size². The factor evens out that
 * fast patterns are weak in pictures.
 */
export function cosinePatterns(size: number, count: number): Grid {
  const out = grid([size * size, count]);
  frequencies(count, size).forEach(([u, v], k) => {
    for (let r = 0; r < size; r++) {
      for (let c = 0; c < size; c++) {
        const wave = Math.cos((Math.PI * u * (r + 0.5)) / size) * Math.cos((Math.PI * v * (c + 0.5)) / size); // prettier-ignore
        out.data[(r * size + c) * count + k] = ((2 + 3 * u + 3 * v) * wave) / (size * size);
      }
    }
  });
  return out;
}

/**
 * A matrix of seeded normal numbers with the given deviation [rows, cols], each rounded to two
 * decimals, so that what stands on screen is what is used.
 */
export function seededMatrix(random: () => number, rows: number, cols: number, by: number): Grid {
  const out = grid([rows, cols]);
  for (let i = 0; i < rows * cols; i++) out.data[i] = Math.round(100 * by * normal(random)) / 100 + 0; // prettier-ignore
  return out;
}

/** Numbers that tell the places of a square grid apart, added to the tokens [side², dims]. */
export function sinePositions(side: number, dims: number): Grid {
  if (dims % 4 !== 0) throw new RangeError(`dims must be a multiple of 4, but is ${dims}`);
  const out = grid([side * side, dims]);
  for (let place = 0; place < side * side; place++) {
    [Math.floor(place / side), place % side].forEach((along, axis) => {
      for (let i = 0; i < dims / 4; i++) {
        const angle = along / 2 ** i;
        const at = place * dims + axis * (dims / 2) + 2 * i;
        out.data[at] = Math.sin(angle);
        out.data[at + 1] = Math.cos(angle);
      }
    });
  }
  return out;
}

/** The numbers 0 … n − 1 in an order drawn by the seed (R. Fisher and F. Yates); 0 leaves them. */
export function shuffled(n: number, seed: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  if (seed === 0) return order;
  const random = mulberry32(seed);
  for (let i = n - 1; i > 0; i--) {
    const j = integer(random, 0, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** The rows of a matrix in another order: row i is row order[i] of `a`. */
export function rowsIn(a: Grid, order: readonly number[]): Grid {
  const [, m] = a.shape;
  const out = grid([order.length, m]);
  order.forEach((from, to) => out.data.set(a.data.subarray(from * m, (from + 1) * m), to * m));
  return out;
}

/** What a layer of attention has learned: W_Q, W_K, W_V and W_O, each [D, D]. */
export interface AttentionWeights {
  query: Grid;
  key: Grid;
  value: Grid;
  out: Grid;
}

export interface Attended {
  /** [n, D]; head h has the columns from h·D/heads on. */
  q: Grid;
  k: Grid;
  v: Grid;
  /** q · k [n, n, heads]. */
  scores: Grid;
  /** What goes into softmax: the scores times `scale` [n, n, heads]. */
  logits: Grid;
  /** Each row of each head sums to 1 [n, n, heads]. */
  weights: Grid;
  /** The weighted means of the values, head beside head [n, D]. */
  joined: Grid;
  /** `joined` times W_O [n, D]. */
  y: Grid;
}

/**
 * Self-attention of tokens x [n, D].
 *
 * @param scale what the scores are multiplied by before softmax, usually 1/√(D / heads)
 * @throws RangeError when the heads do not divide D, or sizes do not fit.
 */
export function attend(
  x: Grid,
  { query, key, value, out }: AttentionWeights,
  heads: number,
  scale: number,
): Attended {
  const [n, D] = x.shape;
  requireInteger('heads', heads, 1);
  if (D % heads !== 0) throw new RangeError(`${heads} heads do not divide ${D} numbers`);
  const d = D / heads;
  const [q, k, v] = [product(x, query), product(x, key), product(x, value)];
  const scores = grid([n, n, heads]);
  const logits = grid([n, n, heads]);
  const weights = grid([n, n, heads]);
  const joined = grid([n, D]);
  for (let h = 0; h < heads; h++) {
    for (let i = 0; i < n; i++) {
      const row = new Float64Array(n);
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let c = h * d; c < (h + 1) * d; c++) sum += q.data[i * D + c] * k.data[j * D + c];
        const at = (i * n + j) * heads + h;
        scores.data[at] = sum;
        logits.data[at] = row[j] = sum * scale;
      }
      shares(row).forEach((share, j) => {
        weights.data[(i * n + j) * heads + h] = share;
        for (let c = h * d; c < (h + 1) * d; c++) joined.data[i * D + c] += share * v.data[j * D + c]; // prettier-ignore
      });
    }
  }
  return { q, k, v, scores, logits, weights, joined, y: product(joined, out) };
}
