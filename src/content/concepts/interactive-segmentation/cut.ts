/** Object or background with the least total cost, given clicks: as a sum, and as a minimum cut. */

// #region energy
export interface Problem {
  /** Cost of calling pixel i object, and of calling it background; Infinity after a click. */
  object: number[];
  background: number[];
  /** Pairs of neighbors and the cost of separating them. */
  pairs: [i: number, j: number, weight: number][];
}

/** The cost of a labeling: true is object. */
export function energy({ object, background, pairs }: Problem, labels: boolean[]): number {
  const own = labels.reduce((sum, inside, i) => sum + (inside ? object[i] : background[i]), 0);
  const apart = pairs.filter(([i, j]) => labels[i] !== labels[j]);
  return apart.reduce((sum, [, , weight]) => sum + weight, own);
}
// #endregion

// #region cut
/**
 * The labeling of least cost, by a maximum flow: as long as a path with room leads from the source
 * to the sink, send as much as fits; what the source still reaches is object (Edmonds and Karp).
 */
export function minimumCut({ object, background, pairs }: Problem): boolean[] {
  const n = object.length;
  const [source, sink] = [n, n + 1];
  const room = Array.from({ length: n + 2 }, () => new Map<number, number>());
  const join = (i: number, j: number, there: number, back: number) => {
    room[i].set(j, (room[i].get(j) ?? 0) + there);
    room[j].set(i, (room[j].get(i) ?? 0) + back);
  };
  object.forEach((_, i) => {
    join(source, i, background[i], 0); // cut when i is background
    join(i, sink, object[i], 0); // cut when i is object
  });
  for (const [i, j, weight] of pairs) join(i, j, weight, weight);

  for (;;) {
    const from = new Map<number, number>([[source, source]]);
    for (const i of from.keys()) {
      for (const [j, left] of room[i]) if (left > 0 && !from.has(j)) from.set(j, i);
    }
    if (!from.has(sink)) return object.map((_, i) => from.has(i));
    const path: [number, number][] = [];
    for (let j = sink; j !== source; j = from.get(j)!) path.push([from.get(j)!, j]);
    const flow = Math.min(...path.map(([i, j]) => room[i].get(j)!));
    for (const [i, j] of path) {
      room[i].set(j, room[i].get(j)! - flow);
      room[j].set(i, room[j].get(i)! + flow);
    }
  }
}
// #endregion

// #region row
/** A row of gray values: the object is the two bright pixels, a gray neighbor follows. */
export const ROW = [9, 8, 5, 5, 1];
const [BRIGHT, DARK] = [9, 1];

/** Costs: distance to the brightness of object and background; neighbors cost 10 − difference. */
export function rowProblem(clicks: Record<number, '+' | '-'>, row = ROW): Problem {
  const cost = (i: number, brightness: number, wrong: '+' | '-') =>
    clicks[i] === undefined ? Math.abs(row[i] - brightness) : clicks[i] === wrong ? Infinity : 0;
  return {
    object: row.map((_, i) => cost(i, BRIGHT, '-')),
    background: row.map((_, i) => cost(i, DARK, '+')),
    pairs: row.slice(1).map((value, i) => [i, i + 1, 10 - Math.abs(value - row[i])]),
  };
}
// #endregion

/** Every labeling of n pixels. */
export const labelings = (n: number): boolean[][] =>
  Array.from({ length: 2 ** n }, (_, code) =>
    Array.from({ length: n }, (_, i) => ((code >> i) & 1) === 1),
  );

export const FIRST = { 0: '+', 4: '-' } as const;
export const CORRECTED = { ...FIRST, 3: '-' } as const;

// #region wrong-threshold
/** Each pixel for itself, by brightness alone: no neighbors, no clicks. */
export const wrongThreshold = (row: number[]): boolean[] =>
  row.map((value) => Math.abs(value - BRIGHT) < Math.abs(value - DARK));
// #endregion

export function main(): void {
  const show = (labels: boolean[]) => labels.map((inside) => (inside ? '#' : '.')).join('');
  for (const [name, clicks] of Object.entries({ 'first clicks': FIRST, corrected: CORRECTED })) {
    const problem = rowProblem(clicks);
    const costs = [1, 2, 3, 4].map((k) => energy(problem, ROW.map((_, i) => i < k)));
    const best = minimumCut(problem);
    console.log(`${name}: cut after pixel 1, 2, 3, 4 costs ${costs.join(', ')}`);
    console.log(`  minimum cut ${show(best)} costs ${energy(problem, best)}`);
  }
  const noisy = [9, 8, 3, 9, 8, 2, 1, 7, 2, 1];
  console.log(`noisy row: threshold ${show(wrongThreshold(noisy))}`);
  console.log(`           cut       ${show(minimumCut(rowProblem({ 0: '+', 9: '-' }, noisy)))}`);
}
