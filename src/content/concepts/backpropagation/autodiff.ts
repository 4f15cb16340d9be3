/** Backpropagation for any program made of +, × and ReLU, and the network of the worked example. */

// #region engine
/** A number, where it came from, and how fast it changes with each of its inputs. */
export interface Node {
  value: number;
  grad: number;
  inputs: Node[];
  local: number[];
}

const node = (value: number, inputs: Node[] = [], local: number[] = []): Node => ({
  value,
  grad: 0,
  inputs,
  local,
});
export const leaf = (value: number) => node(value);
export const add = (a: Node, b: Node) => node(a.value + b.value, [a, b], [1, 1]);
export const mul = (a: Node, b: Node) => node(a.value * b.value, [a, b], [b.value, a.value]);
export const relu = (a: Node) => node(Math.max(0, a.value), [a], [a.value > 0 ? 1 : 0]);

/** All nodes behind `output`, each one after its inputs. */
export function inOrder(output: Node): Node[] {
  const seen = new Set<Node>();
  const visit = (n: Node) => {
    if (!seen.has(n)) n.inputs.forEach(visit);
    seen.add(n);
  };
  visit(output);
  return [...seen];
}

/** The chain rule, from the output back to the leaves: every node is visited once. */
export function backward(output: Node): void {
  const order = inOrder(output);
  for (const n of order) n.grad = 0;
  output.grad = 1;
  for (const n of order.reverse()) {
    n.inputs.forEach((input, k) => (input.grad += n.grad * n.local[k]));
  }
}
// #endregion

// #region wrong-overwrite
/** Overwrites instead of adding: a node that is used twice keeps the last share only. */
export function wrongBackward(output: Node): void {
  output.grad = 1;
  for (const n of inOrder(output).reverse()) {
    n.inputs.forEach((input, k) => (input.grad = n.grad * n.local[k]));
  }
}
// #endregion

// #region network
export const PARAMETERS = {
  w11: 2, w12: 1, b1: -1, // first hidden unit
  w21: 1, w22: 1, b2: -1, // second hidden unit
  v1: 2, v2: -1, c: 0, // output
}; // prettier-ignore
export type Parameters = typeof PARAMETERS;

/** Two inputs, two hidden ReLU units, one output, half the squared error. */
export function network(parameters: Parameters, x = [1, 2], target = 2) {
  const p = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, leaf(value)]),
  ) as Record<keyof Parameters, Node>;
  const [x1, x2] = x.map(leaf);
  const z1 = add(add(mul(p.w11, x1), mul(p.w12, x2)), p.b1);
  const z2 = add(add(mul(p.w21, x1), mul(p.w22, x2)), p.b2);
  const [h1, h2] = [relu(z1), relu(z2)];
  const y = add(add(mul(p.v1, h1), mul(p.v2, h2)), p.c);
  const error = add(y, leaf(-target));
  const loss = mul(leaf(1 / 2), mul(error, error));
  return { p, x1, x2, z1, z2, h1, h2, y, loss };
}
// #endregion

// #region check
/** Central differences: two forward passes for each parameter; for tests only. */
export function numericGradient(parameters: Parameters, h = 1e-5): Parameters {
  const at = (name: string, by: number) => {
    const moved = { ...parameters, [name]: parameters[name as keyof Parameters] + by };
    return network(moved).loss.value;
  };
  return Object.fromEntries(
    Object.keys(parameters).map((name) => [name, (at(name, h) - at(name, -h)) / (2 * h)]),
  ) as Parameters;
}
// #endregion

export function main(): void {
  const n = network(PARAMETERS);
  console.log(`forward: h = (${n.h1.value}, ${n.h2.value}), y = ${n.y.value}, L = ${n.loss.value}`);
  backward(n.loss);
  const numeric = numericGradient(PARAMETERS);
  for (const [name, { value, grad }] of Object.entries(n.p)) {
    const check = numeric[name as keyof Parameters].toFixed(6);
    console.log(
      `${name.padEnd(3)} = ${String(value).padStart(2)}, gradient ${String(grad).padStart(2)}, numeric ${check}`,
    );
  }
  console.log(`inputs: (${n.x1.grad}, ${n.x2.grad})`);
  const x = leaf(3);
  const square = mul(x, x);
  backward(square);
  const right = x.grad;
  wrongBackward(square);
  console.log(`slope of x * x at 3: ${right}, overwritten ${x.grad}`);
}
