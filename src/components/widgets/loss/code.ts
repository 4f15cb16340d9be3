/** The same computation as a program with the numbers of the state. Fetched on demand. */
import type { Language } from '../toolkit/kind.ts';
import type { State } from './state.ts';

/** A complete program that prints the loss (or losses) and the gradient. */
export function codeTwin(state: State, language: Language): string {
  return `${{ tfjs, pytorch, numpy }[language](state).join('\n')}\n`;
}

const list = (values: readonly number[]) => `[${values.join(', ')}]`;
const rows = (values: readonly (readonly number[])[]) => `[${values.map(list).join(', ')}]`;

// ---- TensorFlow.js --------------------------------------------------------------------------

function tfjs(state: State): string[] {
  const { mode, logits, labels, weights, smoothing, temperature, gamma, reduction, convention } = state; // prettier-ignore
  const head = [`import * as tf from '@tensorflow/tfjs';`, ``];
  const tail = (input: string) => [
    `const loss = f(${input});`,
    `const gradient = tf.grad(f)(${input});`,
    `loss.print();`,
    `gradient.print();`,
  ];
  if (mode === 'classes') {
    const by =
      reduction === 'sum' ? `1` : convention === 'keras' ? `${labels.length}` : `own.sum()`;
    return [
      ...head,
      `const z = tf.tensor(${rows(logits)});`,
      `const y = tf.tensor1d(${list(labels)}, 'int32');`,
      `const w = tf.tensor1d(${list(weights)});`,
      `const own = w.gather(y);`,
      `const C = z.shape[1];`,
      `const q = tf.oneHot(y, C).mul(${1 - smoothing}).add(${smoothing} / C);`,
      `const f = (z) => {`,
      `  const lnP = tf.logSoftmax(z.div(${temperature}));`,
      ...(gamma > 0 ? [`  const focal = tf.sub(1, lnP.exp()).pow(${gamma});`] : []),
      `  const terms = ${convention === 'keras' ? 'own.reshape([-1, 1])' : 'w'}.mul(q).mul(lnP)${gamma > 0 ? '.mul(focal)' : ''}.neg();`,
      `  return terms.sum().div(${by});`,
      `};`,
      ...tail('z'),
    ];
  }
  if (mode === 'binary') {
    const { z, y, positive } = state;
    const over = reduction === 'sum' ? 'sum' : 'mean';
    const focal = (text: string, share: string) => (gamma > 0 ? `${text}.mul(${share}.pow(${gamma}))` : text); // prettier-ignore
    return [
      ...head,
      `const z = tf.tensor1d(${list(z)});`,
      `const y = tf.tensor1d(${list(y)});`,
      `const f = (z) => {`,
      `  const yes = ${focal('z.neg().softplus()', 'z.neg().sigmoid()')};`,
      `  const no = ${focal('z.softplus()', 'z.sigmoid()')};`,
      `  return y.mul(${positive}).mul(yes).add(tf.sub(1, y).mul(no)).${over}();`,
      `};`,
      ...tail('z'),
      `const s = y.mul(2).sub(1);`,
      `tf.relu(tf.sub(1, s.mul(z))).${over}().print(); // hinge`,
    ];
  }
  const { predictions, targets, delta } = state;
  const over = reduction === 'sum' ? 'sum' : 'mean';
  return [
    ...head,
    `const p = tf.tensor1d(${list(predictions)});`,
    `const t = tf.tensor1d(${list(targets)});`,
    `const f = (p) => { // Huber`,
    `  const r = p.sub(t);`,
    `  const c = r.clipByValue(${-delta}, ${delta});`,
    `  return c.mul(r.sub(c.div(2))).${over}();`,
    `};`,
    ...tail('p'),
    `p.sub(t).square().${over}().print(); // MSE`,
    `p.sub(t).abs().${over}().print(); // MAE`,
  ];
}

// ---- PyTorch --------------------------------------------------------------------------------

function pytorch(state: State): string[] {
  const { mode, logits, labels, weights, smoothing, temperature, gamma, reduction, convention } = state; // prettier-ignore
  const head = [`import torch`, `import torch.nn.functional as F`, ``];
  const tensor = (text: string, learn = false) => `torch.tensor(${text}, dtype=torch.float64${learn ? ', requires_grad=True' : ''})`; // prettier-ignore
  const tail = (input: string) => [
    `gradient, = torch.autograd.grad(loss, ${input})`,
    `print(loss.item())`,
    `print(gradient)`,
  ];
  if (mode === 'classes') {
    const start = [
      ...head,
      `z = ${tensor(rows(logits), true)}`,
      `y = torch.tensor(${list(labels)})`,
      `w = ${tensor(list(weights))}`,
    ];
    const scaled = temperature === 1 ? 'z' : `z / ${temperature}`;
    if (gamma === 0 && convention === 'pytorch') {
      return [
        ...start,
        `loss = F.cross_entropy(${scaled}, y, weight=w, label_smoothing=${smoothing}, reduction='${reduction}')`,
        ...tail('z'),
      ];
    }
    const own = convention === 'keras';
    const by = reduction === 'sum' ? '' : own ? ' / len(y)' : ' / w[y].sum()';
    return [
      ...start,
      `ln_p = F.log_softmax(${scaled}, 1)`,
      `C = z.shape[1]`,
      `q = F.one_hot(y, C).double() * ${1 - smoothing} + ${smoothing} / C`,
      ...(gamma > 0
        ? [
            `# ln(1 - p) from the other classes: 1 - p itself would cancel`,
            `ln_rest = torch.stack([torch.logsumexp(ln_p[:, [i for i in range(C) if i != k]], 1) for k in range(C)], 1)`,
            `focal = torch.exp(${gamma} * ln_rest)`,
          ]
        : []),
      `terms = -${own ? 'w[y][:, None]' : 'w'} * q * ${gamma > 0 ? 'focal * ' : ''}ln_p`,
      `loss = terms.sum()${by}`,
      ...tail('z'),
    ];
  }
  if (mode === 'binary') {
    const { z, y, positive } = state;
    const call =
      gamma === 0
        ? [
            `loss = F.binary_cross_entropy_with_logits(z, y, pos_weight=${tensor(`${positive}`)}, reduction='${reduction}')`,
          ]
        : [
            `yes, no = F.logsigmoid(z), F.logsigmoid(-z)  # ln p, ln(1 - p)`,
            `each = -(${positive} * y * torch.exp(${gamma} * no) * yes + (1 - y) * torch.exp(${gamma} * yes) * no)`,
            `loss = each.${reduction}()`,
          ];
    return [
      ...head,
      `z = ${tensor(list(z), true)}`,
      `y = ${tensor(list(y))}`,
      ...call,
      ...tail('z'),
      `print(F.relu(1 - (2 * y - 1) * z).${reduction}().item())  # hinge`,
    ];
  }
  const { predictions, targets, delta } = state;
  return [
    ...head,
    `p = ${tensor(list(predictions), true)}`,
    `t = ${tensor(list(targets))}`,
    `loss = F.huber_loss(p, t, delta=${delta}, reduction='${reduction}')`,
    ...tail('p'),
    `print(F.mse_loss(p, t, reduction='${reduction}').item())`,
    `print(F.l1_loss(p, t, reduction='${reduction}').item())`,
  ];
}

// ---- NumPy ----------------------------------------------------------------------------------

function numpy(state: State): string[] {
  const { mode, logits, labels, weights, smoothing, temperature, gamma, reduction, convention } = state; // prettier-ignore
  const head = [`import numpy as np`, ``];
  const tail = [`print(loss)`, `print(gradient)`];
  if (mode === 'classes') {
    const own = convention === 'keras';
    const by = reduction === 'sum' ? '1' : own ? 'len(y)' : 'w[y].sum()';
    return [
      ...head,
      `z = np.array(${rows(logits)}, dtype=float) / ${temperature}`,
      `y = np.array(${list(labels)})`,
      `w = np.array(${list(weights)}, dtype=float)`,
      `N, C = z.shape`,
      `q = np.eye(C)[y] * ${1 - smoothing} + ${smoothing} / C`,
      `# u = ln(sum of the other classes) - z, the logit of "not k"`,
      `rest = np.array([[np.logaddexp.reduce(np.delete(z[n], k)) for k in range(C)] for n in range(N)])`,
      `u = rest - z`,
      `p, ln_p, ln_1p = np.exp(-np.logaddexp(0, u)), -np.logaddexp(0, u), -np.logaddexp(0, -u)`,
      `wq = ${own ? 'w[y][:, None]' : 'w'} * q`,
      `terms = -wq * np.exp(${gamma} * ln_1p) * ln_p`,
      `loss = terms.sum() / ${by}`,
      gamma === 0
        ? `spread = wq`
        : `spread = wq * np.exp(${gamma} * ln_1p) * (1 - ${gamma} * p * ln_p / np.maximum(np.exp(ln_1p), 1e-300))`,
      `pull = spread * np.exp(ln_1p)`,
      `gradient = (p * (spread.sum(1, keepdims=True) - spread) - pull) / ${temperature} / ${by}`,
      ...tail,
    ];
  }
  const over = reduction === 'sum' ? '.sum()' : '.mean()';
  if (mode === 'binary') {
    const { z, y, positive } = state;
    return [
      ...head,
      `z, y = np.array(${list(z)}, dtype=float), np.array(${list(y)}, dtype=float)`,
      `sigmoid = lambda z: np.exp(-np.logaddexp(0, -z))`,
      `value = lambda u: sigmoid(u) ** ${gamma} * np.logaddexp(0, u)`,
      `slope = lambda u: sigmoid(u) ** ${gamma} * (${gamma} * sigmoid(-u) * np.logaddexp(0, u) + sigmoid(u))`,
      `loss = (${positive} * y * value(-z) + (1 - y) * value(z))${over}`,
      `gradient = ((1 - y) * slope(z) - ${positive} * y * slope(-z))${reduction === 'sum' ? '' : ' / len(z)'}`,
      ...tail,
      `print(np.maximum(0, 1 - (2 * y - 1) * z)${over})  # hinge`,
    ];
  }
  const { predictions, targets, delta } = state;
  return [
    ...head,
    `r = np.array(${list(predictions)}, dtype=float) - np.array(${list(targets)}, dtype=float)`,
    `c = np.clip(r, ${-delta}, ${delta})`,
    `loss = (c * (r - c / 2))${over}  # Huber`,
    `gradient = c${reduction === 'sum' ? '' : ' / len(r)'}`,
    ...tail,
    `print((r ** 2)${over}, np.abs(r)${over})  # MSE, MAE`,
  ];
}
