/** The same computation as a program with the numbers of the state. Fetched on demand. */
import type { Unit } from '../../../lib/backprop.ts';
import type { Language } from '../toolkit/kind.ts';
import { samplesOf, type State } from './state.ts';

type Rows = readonly (readonly number[])[];

/** A complete program that prints the loss, the gradients held and the parameters after the update. */
export function codeTwin(state: State, language: Language): string {
  return `${{ tfjs, pytorch, numpy }[language](state).join('\n')}\n`;
}

/** `[[1, 2], [3, 4]]`, with a point in each number where Python is to read floats. */
const rowsText = (rows: Rows) => `[${rows.map((row) => `[${row.join(', ')}]`).join(', ')}]`;

/** What all three languages write: parameters [name, rows or list], and samples [x, t]. */
function pieces(state: State) {
  const { net, leaves, pass } = state;
  const { x, t, w, b, w2: v, b2: c } = leaves;
  const conv = net === 'conv';
  const samples = conv ? [[rowsText(x!), t![0][0]]] : x!.slice(0, pass).map((row, s) => [`[${row.join(', ')}]`, t![s][0]]); // prettier-ignore
  const params: [string, string][] = [
    ['w', rowsText(w!)],
    ['b', `[${b![0].join(', ')}]`],
  ];
  if (v) params.push(['v', rowsText(v)], ['c', `[${c![0].join(', ')}]`]);
  return { samples, params, names: params.map(([name]) => name) };
}

const zeroNote = (state: State) => samplesOf(state) > 1 && !state.zero;

// ---- TensorFlow.js --------------------------------------------------------------------------

function tfjs(state: State): string[] {
  const { net, activation, loss, rate } = state;
  const { samples, params, names } = pieces(state);
  const act = (text: string, unit: Unit) => (unit === 'linear' ? text : `${text}.${unit}()`);
  const dense = (x: string, w: string, b: string) => `${w}.mul(${x}).sum(1).add(${b})`;
  const body: string[] = [];
  if (net === 'conv') {
    body.push(
      `const image = tf.tensor(x).reshape([1, 3, 3, 1]);`,
      `const z = tf.conv2d(image, w.reshape([2, 2, 1, 1]), 1, 'valid').add(b);`,
      `const a = ${act('z', activation)};`,
      `return a.reshape([2, 2]).mul(v).sum().add(c).sub(t).square().sum();`,
    );
  } else {
    const hidden = net === 'neuron' ? 'tf.tensor(x)' : act(dense('x', 'w', 'b'), activation);
    if (net !== 'neuron') body.push(`const h = ${hidden};`);
    body.push(net === 'neuron' ? `const z = ${dense('x', 'w', 'b')};` : `const z = ${dense('h', 'v', 'c')};`); // prettier-ignore
    if (net === 'softmax') body.push(`return z.logSumExp().sub(z.gather(t - 1)).sum();`);
    else if (loss === 'bce') body.push(`return z.softplus().sub(z.mul(t)).sum();`);
    else body.push(`return ${act('z', net === 'neuron' ? activation : 'sigmoid')}.sub(t).square().sum();`); // prettier-ignore
  }
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...params.map(([name, text]) => `const ${name}0 = tf.tensor(${text});`),
    `const samples = [${samples.map(([x, t]) => `[${x}, ${t}]`).join(', ')}];`,
    `const loss = (x, t) => (${names.join(', ')}) => {`,
    ...body.map((line) => `  ${line}`),
    `};`,
    ``,
    `let params = [${names.map((name) => `${name}0`).join(', ')}];`,
    `let held = params.map((p) => tf.zerosLike(p));`,
    `let value;`,
    `for (const [x, t] of samples) {`,
    `  value = loss(x, t)(...params);`,
    `  const found = tf.grads(loss(x, t))(params);`,
    zeroNote(state)
      ? `  held = found.map((g, i) => g.add(held[i])); // nobody zeroed`
      : `  held = found;`,
    `  params = params.map((p, i) => p.sub(held[i].mul(${rate})));`,
    `}`,
    `value.print();`,
    `held.forEach((g) => g.print());`,
    `params.forEach((p) => p.print());`,
  ];
}

// ---- PyTorch --------------------------------------------------------------------------------

function pytorch(state: State): string[] {
  const { net, activation, loss, rate } = state;
  const { samples, params, names } = pieces(state);
  const act = (text: string, unit: Unit) => (unit === 'linear' ? text : `torch.${unit}(${text})`);
  const body: string[] = [];
  if (net === 'conv') {
    body.push(
      `z = F.conv2d(x.view(1, 1, 3, 3), w.view(1, 1, 2, 2)) + b`,
      `a = ${act('z', activation)}`,
      `return (((a.view(2, 2) * v).sum() + c - t) ** 2).sum()`,
    );
  } else {
    if (net !== 'neuron') body.push(`h = ${act('w @ x + b', activation)}`);
    body.push(net === 'neuron' ? `z = w @ x + b` : `z = v @ h + c`);
    if (net === 'softmax') body.push(`return F.cross_entropy(z, torch.tensor(int(t) - 1))`);
    else if (loss === 'bce') {
      body.push(`return F.binary_cross_entropy_with_logits(z, t.view(1))`);
    } else body.push(`return ((${act('z', net === 'neuron' ? activation : 'sigmoid')} - t) ** 2).sum()`); // prettier-ignore
  }
  return [
    `import torch`,
    `import torch.nn.functional as F`,
    ``,
    `def tensor(values, learn=False):`,
    `    return torch.tensor(values, dtype=torch.float64, requires_grad=learn)`,
    ``,
    ...params.map(([name, text]) => `${name} = tensor(${text}, learn=True)`),
    `samples = [${samples.map(([x, t]) => `(${x}, ${t})`).join(', ')}]`,
    `params = [${names.join(', ')}]`,
    `optimizer = torch.optim.SGD(params, lr=${rate})`,
    ``,
    `def loss(x, t):`,
    ...body.map((line) => `    ${line}`),
    ``,
    `for x, t in samples:`,
    zeroNote(state) ? `    # optimizer.zero_grad() was forgotten` : `    optimizer.zero_grad()`,
    `    value = loss(tensor(x), tensor(t))`,
    `    value.backward()`,
    `    optimizer.step()`,
    `print(value.item())`,
    `held = [p.grad for p in params]`,
    `print(held)`,
    `print(params)`,
  ];
}

// ---- NumPy ----------------------------------------------------------------------------------

const SLOPE: Record<Unit, (name: string) => string> = {
  sigmoid: (y) => `${y} * (1 - ${y})`,
  tanh: (y) => `1 - ${y} ** 2`,
  relu: (y) => `(${y} > 0) * 1.0`,
  linear: (y) => `np.ones_like(${y})`,
};

const numpyAct = (text: string, unit: Unit) =>
  ({ sigmoid: `sigmoid(${text})`, tanh: `np.tanh(${text})`, relu: `np.maximum(${text}, 0)`, linear: text })[unit]; // prettier-ignore

function numpy(state: State): string[] {
  const { net, activation, loss, rate } = state;
  const { samples, params, names } = pieces(state);
  const body: string[] = [];
  if (net === 'conv') {
    body.push(
      `z = sum(w[i, j] * x[i:i+2, j:j+2] for i in range(2) for j in range(2)) + b`,
      `a = ${numpyAct('z', activation)}`,
      `dy = 2 * ((a * v).sum() + c - t)`,
      `value = ((dy / 2) ** 2).sum()`,
      `dv, dc = dy * a, dy`,
      `dz = dy * v * (${SLOPE[activation]('a')})`,
      `dw = np.array([[(dz * x[i:i+2, j:j+2]).sum() for j in range(2)] for i in range(2)])`,
      `db = np.array([dz.sum()])  # one bias, four positions`,
    );
  } else {
    const into = net === 'neuron' ? 'x' : 'h';
    const last = net === 'neuron' ? activation : 'sigmoid';
    if (net !== 'neuron') body.push(`h = ${numpyAct('w @ x + b', activation)}`);
    body.push(net === 'neuron' ? `z = w @ x + b` : `z = v @ h + c`);
    if (net === 'softmax') {
      body.push(
        `p = np.exp(z - z.max())`,
        `p = p / p.sum()`,
        `value = -np.log(p[t - 1])`,
        `dz = p - np.eye(2)[t - 1]`,
      );
    } else if (loss === 'bce') {
      body.push(`value = (np.logaddexp(0, z) - t * z).sum()`, `dz = sigmoid(z) - t`);
    } else {
      body.push(
        `y = ${numpyAct('z', last)}`,
        `value = ((y - t) ** 2).sum()`,
        `dz = 2 * (y - t) * (${SLOPE[last]('y')})`,
      );
    }
    const [w, b] = net === 'neuron' ? ['w', 'b'] : ['v', 'c'];
    body.push(`d${w}, d${b} = np.outer(dz, ${into}), dz`);
    if (net !== 'neuron') {
      body.push(`dh = v.T @ dz * (${SLOPE[activation]('h')})`, `dw, db = np.outer(dh, x), dh`);
    }
  }
  const used = body.some((line) => line.includes('sigmoid('));
  return [
    `import numpy as np`,
    ``,
    ...(used ? [`sigmoid = lambda z: (1 + np.tanh(z / 2)) / 2`] : []),
    ...params.map(([name, text]) => `${name} = np.array(${text}, dtype=float)`),
    `samples = [${samples.map(([x, t]) => `(${x}, ${t})`).join(', ')}]`,
    `held = [np.zeros_like(p) for p in (${names.join(', ')})]`,
    `for x, t in samples:`,
    `    x = np.array(x, dtype=float)`,
    ...body.map((line) => `    ${line}`),
    `    found = [${names.map((name) => `d${name}`).join(', ')}]`,
    zeroNote(state)
      ? `    held = [g + old for g, old in zip(found, held)]  # nobody zeroed`
      : `    held = found`,
    `    ${names.join(', ')} = [p - ${rate} * g for p, g in zip((${names.join(', ')}), held)]`,
    `params = [${names.join(', ')}]`,
    `print(value)`,
    `print(held)`,
    `print(params)`,
  ];
}
