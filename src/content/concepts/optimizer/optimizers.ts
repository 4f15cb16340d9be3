/** Six update rules in one form, a ravine to race in, and an equation with many solutions. */

// #region rules
/** Turns the gradient at the current place into a step; what a rule remembers is in its closure. */
export type Rule = (g: number[]) => number[];

export const RULES = {
  sgd:
    (rate: number): Rule =>
    (g) =>
      g.map((s) => -rate * s),

  momentum: (rate: number, mu = 0.9): Rule => {
    let m: number[] = [];
    return (g) => {
      m = g.map((s, i) => mu * (m[i] ?? 0) + s);
      return m.map((v) => -rate * v);
    };
  },

  nesterov: (rate: number, mu = 0.9): Rule => {
    let m: number[] = [];
    return (g) => {
      m = g.map((s, i) => mu * (m[i] ?? 0) + s);
      return m.map((v, i) => -rate * (g[i] + mu * v));
    };
  },

  adagrad: (rate: number, epsilon = 1e-10): Rule => {
    let sum: number[] = [];
    return (g) => {
      sum = g.map((s, i) => (sum[i] ?? 0) + s * s);
      return g.map((s, i) => (-rate * s) / (Math.sqrt(sum[i]) + epsilon));
    };
  },

  rmsprop: (rate: number, rho = 0.99, epsilon = 1e-8): Rule => {
    let v: number[] = [];
    return (g) => {
      v = g.map((s, i) => rho * (v[i] ?? 0) + (1 - rho) * s * s);
      return g.map((s, i) => (-rate * s) / (Math.sqrt(v[i]) + epsilon));
    };
  },

  adam: (rate: number, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8): Rule => {
    let m: number[] = [];
    let v: number[] = [];
    let t = 0;
    return (g) => {
      t += 1;
      m = g.map((s, i) => beta1 * (m[i] ?? 0) + (1 - beta1) * s);
      v = g.map((s, i) => beta2 * (v[i] ?? 0) + (1 - beta2) * s * s);
      return g.map((_, i) => {
        const root = Math.sqrt(v[i] / (1 - beta2 ** t));
        return (-rate * m[i]) / (1 - beta1 ** t) / (root + epsilon);
      });
    };
  },
};
// #endregion

// #region walk
/** Every place that a rule visits, the start included. */
export function walk(
  rule: Rule,
  gradient: (p: number[]) => number[],
  start: number[],
  steps: number,
): number[][] {
  const path = [start];
  for (let t = 0; t < steps; t++) {
    const step = rule(gradient(path[t]));
    path.push(path[t].map((value, i) => value + step[i]));
  }
  return path;
}

/** A ravine, 25 times as steep across as along: (x² + 25y²)/2. */
export const ravine = ([x, y]: number[]) => [x, 25 * y];
export const START = [-4, 1];
// #endregion

// #region solutions
/** Half the squared error of w₁ + 3w₂ = 10: one equation, two weights, infinitely many solutions. */
export const equation = ([a, b]: number[]) => {
  const error = a + 3 * b - 10;
  return [error, 3 * error];
};
// #endregion

export const RATES: Record<keyof typeof RULES, number> = {
  sgd: 0.035,
  momentum: 0.01,
  nesterov: 0.01,
  adagrad: 0.6,
  rmsprop: 0.1,
  adam: 0.3,
};

export function main(): void {
  const names = Object.keys(RULES) as (keyof typeof RULES)[];
  for (const name of names) {
    const end = walk(RULES[name](RATES[name]), ravine, START, 60)[60];
    const rate = name === 'adagrad' ? 0.5 : 0.01;
    const solution = walk(RULES[name](rate), equation, [0, 0], 20000)[20000];
    console.log(
      name.padEnd(9),
      `ravine ${end.map((v) => v.toFixed(5)).join(' ')}`.padEnd(26),
      `solution ${solution.map((v) => v.toFixed(3)).join(' ')}`,
    );
  }
}
