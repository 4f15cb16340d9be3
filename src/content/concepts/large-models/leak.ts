/** Why sharing gradients instead of pictures is not private: the first layer gives the picture away. */

/** A picture of 5×5 pixels, row by row. */
export const PICTURE = [
  [0, 0, 9, 0, 0],
  [0, 9, 9, 0, 0],
  [0, 0, 9, 0, 0],
  [0, 0, 9, 0, 0],
  [0, 9, 9, 9, 0],
].flat();

// #region leak
/** Gradients of a layer Wx + b, given the errors that come back: dW = error · xᵀ, db = error. */
export function gradients(x: number[], error: number[]) {
  return { dW: error.map((e) => x.map((value) => e * value)), db: error };
}

/** The sum that a participant with several pictures sends. */
export function add(parts: ReturnType<typeof gradients>[]) {
  return {
    dW: parts[0].dW.map((row, i) => row.map((_, j) => parts.reduce((s, p) => s + p.dW[i][j], 0))),
    db: parts[0].db.map((_, i) => parts.reduce((s, p) => s + p.db[i], 0)),
  };
}

/** What the server reads from them: a row of dW divided by its db. */
export function restore({ dW, db }: ReturnType<typeof gradients>): number[] {
  const row = db.reduce((best, e, i) => (Math.abs(e) > Math.abs(db[best]) ? i : best), 0);
  return dW[row].map((value) => value / db[row]);
}
// #endregion

/** Errors of three units, as they might come back from the rest of a network. */
export const ERROR = [-0.25, 0.5, 0.125];

export function main(): void {
  const restored = restore(gradients(PICTURE, ERROR));
  for (let r = 0; r < 5; r++) {
    console.log(
      restored
        .slice(5 * r, 5 * r + 5)
        .map((v) => (v > 0 ? '#' : '.'))
        .join(' '),
    );
  }
  const off = Math.max(...restored.map((v, i) => Math.abs(v - PICTURE[i])));
  console.log(`largest difference ${off}`);
}
