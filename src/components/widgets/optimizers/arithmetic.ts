/** The step of one optimizer written out with its numbers. Pure. */
import { isDecoupled } from '../../../lib/optimizers.ts';
import { bowlMatrix, HOLE } from '../../../lib/surfaces.ts';
import { equals, minus, operand, plain } from '../toolkit/text.ts';
import { lastOf, raceOf, rateOf, type Run } from './race.ts';
import type { State } from './state.ts';
import type { Words } from './strings.ts';

const raised = (n: number) => [...`${n}`].map((c) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[+c]).join('');

/**
 * How the number under the cursor comes about.
 *
 * @param row the optimizer, in the order of those that are on
 */
export function arithmetic(
  state: State,
  words: Words,
  row: number,
  what: 'x' | 'y' | 'f',
  html: boolean,
): string {
  const { runs } = raceOf(state);
  const run = runs[row];
  const t = lastOf(run, state.at);
  const bold = (value: number) => (html ? `<b>${minus(plain(value))}</b>` : minus(plain(value)));
  if (what === 'f') return lossText(state, run, t, bold);
  if (t === 0) return words.atStart;
  return stepText(state, words, run, t, what === 'x' ? 0 : 1, bold).join('; ');
}

type Bold = (value: number) => string;

/** The loss above its least value at the place reached. */
function lossText(state: State, run: Run, t: number, bold: Bold): string {
  const { surface } = raceOf(state);
  const [x, y] = run.points[t];
  const value = run.losses[t];
  const [a, b] = [operand(x), operand(y)];
  const [xx, xy, yy] = bowlMatrix(state);
  const made = {
    quadratic: () => `½×(${plain(xx)}×${a}²${xy === 0 ? '' : ` + ${operand(2 * xy)}×${a}×${b}`} + ${plain(yy)}×${b}²)`, // prettier-ignore
    saddle: () => `½×${a}² − ½×${b}² + ¼×${b}⁴ + 0.25`,
    rosenbrock: () => `(1 − ${a})² + 100×(${b} − ${a}²)²`,
    plateau: () => `1 − e^(−(${a}² + ${b}²)/${2 * HOLE * HOLE})`,
  }[state.surface]();
  const least = surface.least === 0 ? 'f' : `f − (${minus(`${surface.least}`)})`;
  return `${least} = ${made} ${equals(x, y, xx, yy, value)} ${bold(value)}`;
}

/** The slope along x or y at a place, from the formula of the surface. */
function slopeText(state: State, [x, y]: readonly [number, number], axis: 0 | 1): string {
  const [a, b] = [operand(x), operand(y)];
  const own = axis === 0 ? a : b;
  if (state.surface === 'quadratic') {
    const [xx, xy, yy] = bowlMatrix(state);
    const row = axis === 0 ? [xx, xy] : [xy, yy];
    if (xy === 0) return `${plain(row[axis])}×${own}`;
    return `${operand(row[0])}×${a} + ${operand(row[1])}×${b}`;
  }
  if (state.surface === 'saddle') return axis === 0 ? a : `${b}³ − ${b}`;
  if (state.surface === 'plateau') {
    return `${own}×e^(−(${a}² + ${b}²)/${2 * HOLE * HOLE})/${HOLE * HOLE}`;
  }
  const off = `(${b} − ${a}²)`;
  return axis === 0 ? `2×(${a} − 1) − 400×${a}×${off}` : `200×${off}`;
}

function stepText(
  state: State,
  words: Words,
  run: Run,
  t: number,
  axis: 0 | 1,
  bold: Bold,
): string[] {
  const { method } = run;
  const { surface, noise } = raceOf(state);
  const { beta, rho, beta1, beta2, eps, decay, convention } = state;
  const keras = convention === 'keras';
  const at = run.points[t - 1];
  const old = at[axis];
  const name = axis === 0 ? 'x' : 'y';
  const made = run.made[t - 1][axis];
  const before = run.before[t - 1];
  const [m0, v0] = [before.m[axis], before.v[axis]];
  const rate = rateOf(state, method, t);
  const o = (value: number) => operand(value);
  const p = (value: number) => minus(plain(value));
  /** An equation: `g = 8×1.2 = 9.6`. */
  const line = (left: string, expression: string, value: number, ...used: number[]) => {
    const same = expression === p(value) || expression === o(value);
    const shown = `${left} ${equals(...used, value)} `;
    return same ? shown + bold(value) : `${left} = ${expression} ${equals(...used, value)} ${bold(value)}`; // prettier-ignore
  };
  const lines: string[] = [];

  const slope = surface.gradient(...at)[axis];
  const off = noise[t - 1][axis];
  const coupled = decay > 0 && !isDecoupled(method, state);
  let expression = slopeText(state, at, axis);
  if (off !== 0) expression += ` + ${o(off)}`;
  if (coupled) expression += ` + ${p(decay)}×${o(old)}`;
  lines.push(line('g', expression, made.g, ...at, slope, off));
  const { g, m, v, mHat, vHat } = made;

  const kept = decay > 0 && isDecoupled(method, state);
  const from = kept ? made.kept : old;
  if (kept) lines.push(`${words.decayed} ${line(name, `(1 − ${p(rate)}×${p(decay)})×${o(old)}`, from, rate, old)}`); // prettier-ignore
  const sum = (text: string, ...used: number[]) =>
    line(name, `${p(from)} ${text}`, made.theta, from, rate, ...used);

  if (method === 'sgd') {
    lines.push(sum(`− ${p(rate)}×${o(g)}`, g));
    const still = state.schedule === 'constant' && state.warmup === 0 && state.noise === 0 && decay === 0; // prettier-ignore
    const [xx, xy, yy] = bowlMatrix(state);
    if (state.surface === 'quadratic' && xy === 0 && still && t > 1) {
      const lambda = axis === 0 ? xx : yy;
      const value = (1 - rate * lambda) ** t * state.start[axis];
      lines.push(`${words.closed} ${line(name, `(1 − ${p(rate)}×${p(lambda)})${raised(t)}×${o(state.start[axis])}`, value, rate, lambda)}`); // prettier-ignore
    }
  } else if (method === 'momentum' || method === 'nesterov') {
    const b = p(beta);
    if (keras) lines.push(line('v', `${b}×${o(m0)} − ${p(rate)}×${o(g)}`, m, m0, rate, g));
    else lines.push(line('m', `${b}×${o(m0)} + ${o(g)}`, m, m0, g));
    if (method === 'momentum')
      lines.push(keras ? sum(`+ ${o(m)}`, m) : sum(`− ${p(rate)}×${o(m)}`, m)); // prettier-ignore
    else if (keras) lines.push(sum(`+ ${b}×${o(m)} − ${p(rate)}×${o(g)}`, m, g));
    else lines.push(sum(`− ${p(rate)}×(${p(g)} + ${b}×${o(m)})`, m, g));
  } else if (method === 'adagrad' || method === 'rmsprop') {
    if (method === 'adagrad') lines.push(line('v', `${p(v0)} + ${o(g)}²`, v, v0, g));
    else lines.push(line('v', `${p(rho)}×${p(v0)} + ${p(1 - rho)}×${o(g)}²`, v, v0, g));
    const below = keras ? `√(${p(v)} + ${p(eps)})` : `(√${p(v)} + ${p(eps)})`;
    lines.push(sum(`− ${p(rate)}×${o(g)}/${below}`, g, v, made.below));
  } else {
    lines.push(
      line('m', `${p(beta1)}×${o(m0)} + ${p(1 - beta1)}×${o(g)}`, m, m0, g),
      line('v', `${p(beta2)}×${p(v0)} + ${p(1 - beta2)}×${o(g)}²`, v, v0, g),
      line('m̂', `${o(m)}/(1 − ${p(beta1)}${raised(t)})`, mHat, m),
      line('v̂', `${p(v)}/(1 − ${p(beta2)}${raised(t)})`, vHat, v),
    );
    const small = keras ? `${p(eps)}/√(1 − ${p(beta2)}${raised(t)})` : p(eps);
    lines.push(sum(`− ${p(rate)}×${o(mHat)}/(√${p(vHat)} + ${small})`, mHat, vHat, made.below));
  }
  return lines;
}
