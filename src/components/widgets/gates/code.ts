/** The same computation as a program with the numbers of the state. Fetched on demand. */
import { BLOCKS } from '../../../lib/recurrent.ts';
import { digitGrid } from '../toolkit/digits.ts';
import type { Language } from '../toolkit/kind.ts';
import { readerOf, UNITS } from './readers.ts';
import type { State } from './state.ts';

/** A complete program that prints every state, or for a digit what it is taken for. */
export function codeTwin(state: State, language: Language): string {
  const { task, cell, keep, reset } = state;
  const js = language === 'tfjs';
  const torch = language === 'pytorch';
  // PyTorch has the layer, unless a gate is forced or the reset gate stands before the product.
  const layer = torch && (cell === 'rnn' || (keep === 'learned' && (cell === 'lstm' || reset === 'after'))); // prettier-ignore
  const lines = [
    ...(js ? [`import * as tf from '@tensorflow/tfjs';`] : []),
    ...(torch ? [`import torch`] : []),
    ...(language === 'numpy' || (torch && task === 'rows') ? [`import numpy as np`] : []),
    ...(!js && task === 'rows' ? [`import base64`] : []),
    ``,
    ...numbers(state, language),
    ...(layer ? layerLines(state) : loopLines(state, language)),
    ...ends(state, language),
  ];
  return `${lines.join('\n')}\n`;
}

/** Lists in the place of matrices: the digits that JavaScript writes are Python's too. */
const text = (value: unknown) => JSON.stringify(value).replace(/,/g, ', ');

/** w [blocks, n, d], u [blocks, n, n], b [blocks, n], br [n], xs [T, d]. */
function numbers({ task, cell, x, w, u, b, br, source }: State, language: Language): string[] {
  const js = language === 'tfjs';
  const put = (name: string, value: string, about = '') =>
    `${js ? 'const ' : ''}${name} = ${language === 'pytorch' ? `torch.tensor(${value}, dtype=torch.float64)` : js ? `tf.tensor(${value})` : `np.array(${value}, float)`}${js ? ';' : ''}${about && `${js ? ' //' : '  #'} ${about}`}`; // prettier-ignore
  const blocks = BLOCKS[cell];
  if (task === 'steps') {
    return [
      put('w', text(w.map((row) => row.map((v) => [v]))), `blocks ${blocks.join(', ')}; units; inputs`), // prettier-ignore
      put('u', text(u)),
      put('b', text(b)),
      ...(cell === 'gru' ? [put('br', text(br))] : []),
      put('xs', text(x.map((v) => [v]))),
    ];
  }
  const n = UNITS;
  const G = blocks.length;
  const parts: [string, number[]][] = [
    ['w', [G, n, 28]],
    ['u', [G, n, n]],
    ['b', [G, n]],
    ...(cell === 'gru' ? [['br', [n]] as [string, number[]]] : []),
    ['dense', [10, n]],
    ['bias', [10]],
  ];
  let at = 0;
  const cut = parts.map(([name, shape]) => {
    const from = at;
    at += shape.reduce((product, v) => product * v, 1);
    const dims = shape.join(', ');
    return js
      ? `const ${name} = tf.tensor(bytes.slice(${from}, ${at}), [${dims}]).div(32);`
      : `${name} = ${language === 'pytorch' ? 'torch.from_numpy' : ''}(bytes[${from}:${at}].reshape(${dims}) / 32)`; // prettier-ignore
  });
  const bytes = readerOf(cell).bytes;
  const pixels = source.kind === 'own' ? undefined : [...digitGrid(source, undefined).data].map((v) => Number(v.toFixed(4))); // prettier-ignore
  const rows = pixels && text(Array.from({ length: 28 }, (_, r) => pixels.slice(28 * r, 28 * r + 28))); // prettier-ignore
  const empty = js ? 'tf.zeros([28, 28])' : language === 'pytorch' ? 'torch.zeros(28, 28, dtype=torch.float64)' : 'np.zeros((28, 28))'; // prettier-ignore
  return [
    js ? `// Weights are bytes, in 32nds.` : `# Weights are bytes, in 32nds.`,
    js
      ? `const bytes = Array.from(Int8Array.from(atob('${bytes}'), (c) => c.charCodeAt(0)));`
      : `bytes = np.frombuffer(base64.b64decode('${bytes}'), np.int8).astype(float)`,
    ...cut,
    rows
      ? put('xs', rows, '28 rows of 28 pixels')
      : `${js ? 'const ' : ''}xs = ${empty}${js ? ';  //' : '  #'} your picture, bright on black, 28 rows of 28 pixels from 0 to 1`, // prettier-ignore
  ];
}

/** torch.nn has two biases; the second one matters beside the reset gate alone. */
function layerLines({ cell }: State): string[] {
  return [
    `n, d = w.shape[1:]`,
    `net = torch.nn.${cell.toUpperCase()}(d, n).double()`,
    `with torch.no_grad():`,
    `    net.weight_ih_l0[:] = w.reshape(-1, d)`,
    `    net.weight_hh_l0[:] = u.reshape(-1, n)`,
    `    net.bias_ih_l0[:] = b.flatten()`,
    `    net.bias_hh_l0[:] = 0`,
    ...(cell === 'gru' ? [`    net.bias_hh_l0[2 * n:] = br`] : []),
    `    states = net(xs[:, None])[0][:, 0]`,
  ];
}

function loopLines({ cell, keep, reset }: State, language: Language): string[] {
  const js = language === 'tfjs';
  const lib = language === 'pytorch' ? 'torch' : 'np';
  const forced = keep !== 'learned';
  if (js) {
    const steps = {
      rnn: [`h = sum(0).tanh();`],
      lstm: [
        `const [i, f, g, o] = [sum(0).sigmoid(), ${forced ? `tf.fill(h.shape, ${keep})` : 'sum(1).sigmoid()'}, sum(2).tanh(), sum(3).sigmoid()];`,
        `c = f.mul(c).add(i.mul(g));`,
        `h = o.mul(c.tanh());`,
      ],
      gru: [
        `const [r, z] = [sum(0).sigmoid(), ${forced ? `tf.fill(h.shape, ${keep})` : 'sum(1).sigmoid()'}];`,
        `const past = ${reset === 'after' ? 'r.mul(dot(u, 2, h).add(br)); // reset after the product' : 'dot(u, 2, r.mul(h)).add(br); // reset before the product'}`,
        `h = z.mul(h).add(tf.sub(1, z).mul(dot(w, 2, x).add(b.gather(2)).add(past).tanh()));`,
      ],
    }[cell];
    return [
      `const dot = (m, k, v) => m.gather(k).dot(v);`,
      `let h = tf.zeros([b.shape[1]]);`,
      ...(cell === 'lstm' ? [`let c = h;`] : []),
      `const list = [];`,
      `for (const x of xs.unstack()) {`,
      `  const sum = (k) => dot(w, k, x).add(dot(u, k, h)).add(b.gather(k));`,
      ...steps.map((line) => `  ${line}`),
      `  list.push(h);`,
      `}`,
      `const states = tf.stack(list);`,
    ];
  }
  const gate = (k: number) => (k === 1 && forced ? `0 * h + ${keep}` : `sigmoid(s[${k}])`);
  const steps = {
    rnn: [`h = ${lib}.tanh(s[0])`],
    lstm: [
      `i, f, g, o = ${gate(0)}, ${gate(1)}, ${lib}.tanh(s[2]), ${gate(3)}`,
      `c = f * c + i * g`,
      `h = o * ${lib}.tanh(c)`,
    ],
    gru: [
      `r, z = ${gate(0)}, ${gate(1)}`,
      reset === 'after'
        ? `past = r * (u[2] @ h + br)  # reset after the product`
        : `past = u[2] @ (r * h) + br  # reset before the product`,
      `h = z * h + (1 - z) * ${lib}.tanh(w[2] @ x + b[2] + past)`,
    ],
  }[cell];
  return [
    ...(cell === 'rnn' ? [] : [`sigmoid = lambda v: 1 / (1 + ${lib}.exp(-v))`]),
    `h = ${cell === 'lstm' ? 'c = ' : ''}0 * b[0]`,
    `states = []`,
    `for x in xs:`,
    `    s = w @ x + u @ h + b`,
    ...steps.map((line) => `    ${line}`),
    `    states.append(h)`,
    language === 'pytorch' ? `states = torch.stack(states)` : `states = np.array(states)`,
  ];
}

function ends({ task }: State, language: Language): string[] {
  if (task === 'steps') return [language === 'tfjs' ? `states.print();` : `print(states)`];
  if (language === 'tfjs') {
    return [
      `const says = states.matMul(dense, false, true).add(bias).softmax(); // after each row`,
      `says.gather(27).print();`,
    ];
  }
  if (language === 'pytorch') {
    return [`says = torch.softmax(states @ dense.T + bias, 1)  # after each row`, `print(says[-1])`]; // prettier-ignore
  }
  return [
    `powers = np.exp(states @ dense.T + bias)`,
    `says = powers / powers.sum(1, keepdims=True)  # after each row`,
    `print(says[-1])`,
  ];
}
