/** The game on a handful of pictures, and on the smallest GAN there is. */

// #region optimum
/** The best discriminator: D*(x) = p(x) / (p(x) + q(x)) for data p and generator q. */
export const bestD = (p: number[], q: number[]) => p.map((v, i) => v / (v + q[i]));

/** V = Σ p log D + Σ q log(1 − D), in bits; pictures that never occur count nothing. */
export function value(p: number[], q: number[], D: number[]): number {
  const term = (mass: number, share: number) => (mass === 0 ? 0 : mass * Math.log2(share));
  return D.reduce((sum, d, i) => sum + term(p[i], d) + term(q[i], 1 - d), 0);
}

/** JS divergence in bits, from 0 (equal) to 1 (nothing in common): (V* + 2) / 2. */
export const js = (p: number[], q: number[]) => (value(p, q, bestD(p, q)) + 2) / 2;
// #endregion

export const sigmoid = (a: number) => 1 / (1 + Math.exp(-a));

// #region dirac
/** All data lie at 0, the generator puts all samples at theta, and D(x) = sigmoid(psi·x). */
export type Players = { theta: number; psi: number };
export type Rule = 'simultaneous' | 'alternating';

/** One step of both players on V = log D(0) + log(1 − D(theta)); gamma weighs the penalty γ/2·psi². */
export function step({ theta, psi }: Players, rule: Rule, rate: number, gamma = 0): Players {
  const up = -theta * sigmoid(psi * theta) - gamma * psi; // D climbs dV/dpsi
  const next = psi + rate * up;
  const seen = rule === 'simultaneous' ? psi : next; // the D that the generator answers
  const down = -seen * sigmoid(seen * theta); // G descends dV/dtheta
  return { theta: theta - rate * down, psi: next };
}

/** The path from theta = 1, psi = 0; the equilibrium is (0, 0). */
export function play(rule: Rule, steps: number, gamma = 0, rate = 1 / 5): Players[] {
  const path: Players[] = [{ theta: 1, psi: 0 }];
  for (let i = 0; i < steps; i++) path.push(step(path[i], rule, rate, gamma));
  return path;
}
// #endregion

// #region losses
/** Slope of the generator's loss at the discriminator's logit a: what reaches the generator. */
export const minimaxSlope = (a: number) => -sigmoid(a); // of log(1 − D)
export const nonSaturatingSlope = (a: number) => sigmoid(a) - 1; // of −log D
// #endregion

// #region wrong-loss
/** −log D(G(z)) alone looks like success: one perfect picture gets it as low as all of them do. */
export const wrongProgress = (D: number[], q: number[]) =>
  q.reduce((sum, mass, i) => (mass === 0 ? sum : sum - mass * Math.log2(D[i])), 0);
// #endregion

/** The worked example: three pictures, the data hold the first two. */
export const P = [1 / 2, 1 / 2, 0];
export const Q = [0, 1 / 2, 1 / 2];

export const distance = ({ theta, psi }: Players) => Math.hypot(theta, psi);

const GENERATORS = { far: [0, 0, 1], half: Q, collapsed: [1, 0, 0], perfect: P };
const fraction = (v: number) => (Number.isNaN(v) ? '-' : String(Number(v.toFixed(3))));

export function main(): void {
  for (const [name, q] of Object.entries(GENERATORS)) {
    const D = bestD(P, q);
    const shown = D.map(fraction).join(', ');
    console.log(`${name}: D* = (${shown}), V = ${fraction(value(P, q, D))}, JS = ${fraction(js(P, q))}`);
  }
  for (const [rule, gamma] of [
    ['simultaneous', 0],
    ['alternating', 0],
    ['simultaneous', 1 / 4],
  ] as [Rule, number][]) {
    const path = play(rule, 300, gamma).map(distance);
    const at = [0, 100, 200, 300].map((i) => path[i].toFixed(2)).join(' ');
    console.log(`${rule}, gamma ${gamma}: distance from equilibrium ${at}`);
  }
}
