// Each rule turns a slope g into a step; its memory stays in the closure.
type Rule = (g: number[]) => number[];
const make: Record<string, (lr: number) => Rule> = {
  SGD: (lr) => (g) => g.map((v) => -lr * v),
  momentum: (lr, m = [0, 0]) => (g) => {
    m = m.map((v, i) => 0.9 * v + g[i]);
    return m.map((v) => -lr * v);
  },
  Nesterov: (lr, m = [0, 0]) => (g) => {
    m = m.map((v, i) => 0.9 * v + g[i]);
    return m.map((v, i) => -lr * (g[i] + 0.9 * v));
  },
  RMSProp: (lr, s = [0, 0]) => (g) => {
    s = s.map((v, i) => 0.9 * v + 0.1 * g[i] ** 2);
    return g.map((v, i) => (-lr * v) / Math.sqrt(s[i] + 1e-8));
  },
  Adam: (lr, m = [0, 0], s = [0, 0], t = 0) => (g) => {
    t += 1;
    m = m.map((v, i) => 0.9 * v + 0.1 * g[i]);
    s = s.map((v, i) => 0.999 * v + 0.001 * g[i] ** 2);
    return m.map((v, i) => {
      const mean = v / (1 - 0.9 ** t);
      return (-lr * mean) / (Math.sqrt(s[i] / (1 - 0.999 ** t)) + 1e-8);
    });
  },
};
const RATES: Record<string, number> = {
  SGD: 0.035, momentum: 0.01, Nesterov: 0.01, RMSProp: 0.1, Adam: 0.3,
};
display.table(Object.keys(make).map((rule) => ({ rule, 'learning rate': RATES[rule] })));
