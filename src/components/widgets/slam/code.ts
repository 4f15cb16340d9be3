/** The drive up to the operation on show, as a program. Fetched on demand. */
import { GATE, noiseOf } from '../../../lib/slam.ts';
import type { Language } from '../toolkit/kind.ts';
import { normalLines } from '../toolkit/random-code.ts';
import { driveOf, nowOf } from './reference.ts';
import type { State } from './state.ts';

const short = (v: number) => `${+v.toPrecision(12)}`;

/** A complete program: it drives, estimates, and prints the pose, its covariance and the error. */
export function codeTwin(state: State, language: Language): string {
  return `${(language === 'tfjs' ? script(state) : python(state, language)).join('\n')}\n`;
}

/** How many operations of the filter lie behind what is on show. */
function operations(state: State): number {
  const before = driveOf(state).slice(0, state.t);
  return before.reduce((sum, { events }) => sum + events.length, nowOf(state).done);
}

const sigmas = (state: State) => {
  const { step, turn, range, bearing } = noiseOf(state);
  return [step, turn, range, bearing].map(short).join(', ');
};

function python(state: State, language: Language): string[] {
  const torch = language === 'pytorch';
  const { sight, mistake, gate, cut, seed } = state;
  return [
    `import math`,
    ...(torch
      ? [
          `import torch`,
          ``,
          `torch.set_default_dtype(torch.float64)`,
          `zeros, eye, inv = lambda r, c: torch.zeros(r, c), torch.eye, torch.linalg.inv`,
          `matrix = lambda rows: torch.tensor(rows, dtype=torch.float64)`,
        ]
      : [
          `import numpy as np`,
          ``,
          `zeros, eye, inv = lambda r, c: np.zeros((r, c)), np.eye, np.linalg.inv`,
          `matrix = lambda rows: np.array(rows, float)`,
        ]),
    ``,
    ...normalLines(seed, false),
    ``,
    `SD, ST, SR, SB = ${sigmas(state)}  # distance, turn, range, bearing`,
    `Q = matrix([[SD * SD, 0], [0, ST * ST]])`,
    `R = matrix([[SR * SR, 0], [0, SB * SB]])`,
    `wrap = lambda a: math.atan2(math.sin(a), math.cos(a))`,
    `posts = [(8 * math.cos((k + 0.5) * math.pi / 8), 8 * math.sin((k + 0.5) * math.pi / 8)) for k in range(16)]`,
    ``,
    `def move(pose, step, turn):`,
    `    x, y, h = pose`,
    `    return [x + step * math.cos(h), y + step * math.sin(h), h + turn]`,
    ``,
    `def predict(mean, P, step, turn):`,
    `    n, h = len(mean), mean[2]`,
    `    F, G = eye(n), zeros(n, 2)`,
    `    F[0, 2], F[1, 2] = -step * math.sin(h), step * math.cos(h)`,
    `    G[0, 0], G[1, 0], G[2, 1] = math.cos(h), math.sin(h), 1`,
    `    x, y, h = move(mean[:3], step, turn)`,
    `    return [x, y, wrap(h), *mean[3:]], F @ P @ F.T + G @ Q @ G.T`,
    ``,
    `def enter(mean, P, r, b):`,
    `    n, (x, y, h) = len(mean), mean[:3]`,
    `    c, s = math.cos(h + b), math.sin(h + b)`,
    `    J, W = zeros(n + 2, n), zeros(n + 2, 2)`,
    `    J[:n] = eye(n)`,
    `    J[n, 0], J[n, 2], J[n + 1, 1], J[n + 1, 2] = 1, -r * s, 1, r * c`,
    `    W[n, 0], W[n, 1], W[n + 1, 0], W[n + 1, 1] = c, -r * s, s, r * c`,
    `    return [*mean, x + r * c, y + r * s], J @ P @ J.T + W @ R @ W.T`,
    ``,
    `def update(mean, P, at, r, b):`,
    `    n, dx, dy = len(mean), mean[at] - mean[0], mean[at + 1] - mean[1]`,
    `    d = math.hypot(dx, dy)`,
    `    H = zeros(2, n)`,
    `    for i, row in enumerate([[-dx / d, -dy / d, 0, dx / d, dy / d], [dy / d**2, -dx / d**2, -1, -dy / d**2, dx / d**2]]):`,
    `        for column, value in zip([0, 1, 2, at, at + 1], row):`,
    `            H[i, column] = value`,
    `    nu = matrix([r - d, wrap(b - (math.atan2(dy, dx) - mean[2]))])`,
    `    S = H @ P @ H.T + R`,
    ...(gate
      ? [`    if nu @ inv(S) @ nu > ${short(GATE)}:`, `        return mean, P  # refused`]
      : []),
    `    K = P @ H.T @ inv(S)`,
    `    A = eye(n) - K @ H`,
    `    mean = [m + float(k) for m, k in zip(mean, K @ nu)]`,
    `    mean[2] = wrap(mean[2])`,
    `    return mean, A @ P @ A.T + K @ R @ K.T`,
    ``,
    `def drive(todo):`,
    `    truth, mean, P, ids = [6, 0, math.pi / 2], [6, 0, math.pi / 2], zeros(3, 3), []`,
    `    for t in range(1, 73):`,
    `        if todo == 0:`,
    `            break`,
    `        truth = move(truth, math.pi / 5, math.pi / 30)`,
    ...(cut
      ? [
          `        block = lambda i: max(-1, (i - 3) // 2) if i > 2 else -1`,
          `        P = P * matrix([[float(block(i) == block(j)) for j in range(len(mean))] for i in range(len(mean))])`,
        ]
      : []),
    `        step, turn = math.pi / 5 + SD * normal(), math.pi / 30 + ST * normal()`,
    `        mean, P = predict(mean, P, step, turn)`,
    `        todo -= 1`,
    `        for i, (u, v) in enumerate(posts):`,
    `            off = SR * normal(), SB * normal()`,
    `            dx, dy = u - truth[0], v - truth[1]`,
    `            if math.hypot(dx, dy) > ${sight} or todo == 0:`,
    `                continue`,
    `            r, b = math.hypot(dx, dy) + off[0], math.atan2(dy, dx) - truth[2] + off[1]`,
    `            name = ${mistake ? `${mistake} if i == 0 and t > 30 else i` : 'i'}`,
    `            if name in ids:`,
    `                mean, P = update(mean, P, 3 + 2 * ids.index(name), r, b)`,
    `            else:`,
    `                mean, P = enter(mean, P, r, b)`,
    `                ids.append(name)`,
    `            todo -= 1`,
    `    return truth, mean, P`,
    ``,
    `truth, mean, P = drive(${operations(state)})  # so many operations of the filter`,
    `print(mean[:3])`,
    `print(P[:3, :3])`,
    `print(math.hypot(mean[0] - truth[0], mean[1] - truth[1]))`,
  ];
}

function script(state: State): string[] {
  const { sight, mistake, gate, cut, seed } = state;
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...normalLines(seed, true),
    ``,
    `const [SD, ST, SR, SB] = [${sigmas(state)}]; // distance, turn, range, bearing`,
    `const Q = [[SD * SD, 0], [0, ST * ST]];`,
    `const R = [[SR * SR, 0], [0, SB * SB]];`,
    `const wrap = (a) => Math.atan2(Math.sin(a), Math.cos(a));`,
    `const posts = Array.from({ length: 16 }, (_, k) => [8 * Math.cos(((k + 0.5) * Math.PI) / 8), 8 * Math.sin(((k + 0.5) * Math.PI) / 8)]);`,
    `const zeros = (r, c) => Array.from({ length: r }, () => Array(c).fill(0));`,
    `const eye = (r, c = r) => zeros(r, c).map((row, i) => row.map((_, j) => Number(i === j)));`,
    `const sandwich = (A, P) => tf.matMul(tf.matMul(A, P), A, false, true);`,
    `const move = ([x, y, h], step, turn) => [x + step * Math.cos(h), y + step * Math.sin(h), h + turn];`,
    ``,
    `function predict(mean, P, step, turn) {`,
    `  const [n, h] = [mean.length, mean[2]];`,
    `  const [F, G] = [eye(n), zeros(n, 2)];`,
    `  [F[0][2], F[1][2]] = [-step * Math.sin(h), step * Math.cos(h)];`,
    `  [G[0][0], G[1][0], G[2][1]] = [Math.cos(h), Math.sin(h), 1];`,
    `  const [x, y, turned] = move(mean, step, turn);`,
    `  return [[x, y, wrap(turned), ...mean.slice(3)], sandwich(F, P).add(sandwich(G, Q))];`,
    `}`,
    ``,
    `function enter(mean, P, r, b) {`,
    `  const [n, [x, y, h]] = [mean.length, mean];`,
    `  const [c, s] = [Math.cos(h + b), Math.sin(h + b)];`,
    `  const [J, W] = [eye(n + 2, n), zeros(n + 2, 2)];`,
    `  [J[n][0], J[n][2], J[n + 1][1], J[n + 1][2]] = [1, -r * s, 1, r * c];`,
    `  [W[n], W[n + 1]] = [[c, -r * s], [s, r * c]];`,
    `  return [[...mean, x + r * c, y + r * s], sandwich(J, P).add(sandwich(W, R))];`,
    `}`,
    ``,
    `function update(mean, P, at, r, b) {`,
    `  const [n, dx, dy] = [mean.length, mean[at] - mean[0], mean[at + 1] - mean[1]];`,
    `  const d = Math.hypot(dx, dy);`,
    `  const H = zeros(2, n);`,
    `  [H[0][0], H[0][1], H[0][at], H[0][at + 1]] = [-dx / d, -dy / d, dx / d, dy / d];`,
    `  [H[1][0], H[1][1], H[1][2]] = [dy / d ** 2, -dx / d ** 2, -1];`,
    `  [H[1][at], H[1][at + 1]] = [-dy / d ** 2, dx / d ** 2];`,
    `  const nu = [r - d, wrap(b - (Math.atan2(dy, dx) - mean[2]))];`,
    `  const PH = tf.matMul(P, H, false, true);`,
    `  const [[a, c], [, e]] = tf.matMul(H, PH).add(R).arraySync();`,
    `  const det = a * e - c * c;`,
    `  const inverse = [[e / det, -c / det], [-c / det, a / det]];`,
    ...(gate
      ? [
          `  const squared = (e * nu[0] ** 2 - 2 * c * nu[0] * nu[1] + a * nu[1] ** 2) / det;`,
          `  if (squared > ${short(GATE)}) return [mean, P]; // refused`,
        ]
      : []),
    `  const K = tf.matMul(PH, inverse);`,
    `  const shift = tf.matMul(K, [[nu[0]], [nu[1]]]).dataSync();`,
    `  const next = mean.map((m, i) => m + shift[i]);`,
    `  next[2] = wrap(next[2]);`,
    `  return [next, sandwich(tf.sub(eye(n), tf.matMul(K, H)), P).add(sandwich(K, R))];`,
    `}`,
    ``,
    `function drive(todo) {`,
    `  let truth = [6, 0, Math.PI / 2];`,
    `  let [mean, P] = [truth, tf.zeros([3, 3])];`,
    `  const ids = [];`,
    `  for (let t = 1; t <= 72 && todo > 0; t++) {`,
    `    truth = move(truth, Math.PI / 5, Math.PI / 30);`,
    ...(cut
      ? [
          `    const block = (i) => (i < 3 ? -1 : (i - 3) >> 1);`,
          `    P = tf.mul(P, eye(mean.length).map((row, i) => row.map((_, j) => Number(block(i) === block(j)))));`,
        ]
      : []),
    `    const [step, turn] = [Math.PI / 5 + SD * normal(), Math.PI / 30 + ST * normal()];`,
    `    [mean, P] = predict(mean, P, step, turn);`,
    `    todo--;`,
    `    for (const [i, [u, v]] of posts.entries()) {`,
    `      const off = [SR * normal(), SB * normal()];`,
    `      const [dx, dy] = [u - truth[0], v - truth[1]];`,
    `      if (Math.hypot(dx, dy) > ${sight} || todo === 0) continue;`,
    `      const [r, b] = [Math.hypot(dx, dy) + off[0], Math.atan2(dy, dx) - truth[2] + off[1]];`,
    `      const name = ${mistake ? `i === 0 && t > 30 ? ${mistake} : i` : 'i'};`,
    `      if (ids.includes(name)) [mean, P] = update(mean, P, 3 + 2 * ids.indexOf(name), r, b);`,
    `      else {`,
    `        [mean, P] = enter(mean, P, r, b);`,
    `        ids.push(name);`,
    `      }`,
    `      todo--;`,
    `    }`,
    `  }`,
    `  return [truth, mean, P];`,
    `}`,
    ``,
    `const [truth, mean, P] = tf.tidy(() => drive(${operations(state)})); // so many operations of the filter`,
    `console.log(mean.slice(0, 3));`,
    `P.slice([0, 0], [3, 3]).print();`,
    `console.log(Math.hypot(mean[0] - truth[0], mean[1] - truth[1]));`,
  ];
}
