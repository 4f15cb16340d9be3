/** The smallest VAE: z ~ N(0, 1), x ~ N(2z, 1), so that everything is known exactly. */
const HALF_LN_2PI = Math.log(2 * Math.PI) / 2;

// #region elbo
/** E over z ~ N(m, v) of −ln p(x|z), with the decoder p(x|z) = N(2z, 1). */
export const reconstruction = (x: number, m: number, v: number) =>
  HALF_LN_2PI + ((x - 2 * m) ** 2 + 4 * v) / 2;

/** KL(N(m, v)‖N(0, 1)). */
export const kl = (m: number, v: number) => (m * m + v - 1 - Math.log(v)) / 2;

/** The bound: never more than ln p(x). */
export const elbo = (x: number, m: number, v: number) => -reconstruction(x, m, v) - kl(m, v);
// #endregion

// #region evidence
/** ln p(x), known here because x = 2z + noise has the distribution N(0, 5). */
export const evidence = (x: number) => -HALF_LN_2PI - Math.log(5) / 2 - (x * x) / 10;

/** The true posterior p(z|x) = N(2x/5, 1/5). */
export const posterior = (x: number) => ({ m: (2 * x) / 5, v: 1 / 5 });
// #endregion

/** Answers an encoder might give for x = 5. */
export const ANSWERS: [m: number, v: number][] = [
  [0, 1],
  [1, 1],
  [2, 1],
  [2, 1 / 5],
];

export function main(): void {
  for (const [m, v] of ANSWERS) {
    const terms = `reconstruction ${reconstruction(5, m, v).toFixed(3)} + KL ${kl(m, v).toFixed(3)}`;
    console.log(`q = N(${m}, ${v}): ${terms} = ${(-elbo(5, m, v)).toFixed(3)} nats`);
  }
  console.log(`−ln p(5) = ${(-evidence(5)).toFixed(3)} nats`);
}
