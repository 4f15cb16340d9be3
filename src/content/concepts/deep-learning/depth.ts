/** What depth buys: the tent function composed with itself, in ReLU networks. */

const relu = (x: number) => Math.max(0, x);

// #region tent
/** One layer of two ReLU units: up from 0 to 1, and down again. */
export const tent = (x: number) => 2 * relu(x) - 4 * relu(x - 1 / 2);

/** The same layer applied again and again: `layers` layers, two units each. */
export function deep(x: number, layers: number): number {
  return layers === 0 ? x : deep(tent(x), layers - 1);
}
// #endregion

// #region shallow
/** The same zigzag with one hidden layer: a unit for every piece. */
export function shallow(x: number, layers: number): number {
  const pieces = 2 ** layers;
  let y = pieces * relu(x);
  for (let k = 1; k < pieces; k++) y += (k % 2 ? -2 : 2) * pieces * relu(x - k / pieces);
  return y;
}
// #endregion

/** How many straight pieces a function has on [0, 1], looked at on a fine grid. */
export function pieces(f: (x: number) => number, grid: number): number {
  let count = 1;
  let slope: number | undefined;
  for (let i = 0; i < grid; i++) {
    const next = (f((i + 1) / grid) - f(i / grid)) * grid;
    if (slope !== undefined && Math.abs(next - slope) > 1e-6) count++;
    slope = next;
  }
  return count;
}

export function main(): void {
  for (const layers of [1, 2, 3, 5, 10]) {
    const count = pieces((x) => deep(x, layers), 2 ** 12);
    console.log(
      `${layers} layers of 2: ${2 * layers} units, ${count} pieces; one hidden layer: ${2 ** layers} units`,
    );
  }
}
