/** The loss of one digit and its gradient as a program. Pure; the tests run all three. */
import { decimal, list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { madeOf } from './reference.ts';
import type { State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  const made = madeOf(state);
  if (!made) return `${language === 'tfjs' ? '//' : '#'} …\n`; // its numbers are on their way
  const { v, z, label } = made;
  const { temperature: t, alpha, square } = state;
  const weight = square ? 'T ** 2 * ' : '';
  const floats = (values: Float64Array) => Array.from(values, decimal).join(', ');
  if (language === 'tfjs') {
    const scaled = square ? 'kl.mul(T ** 2)' : 'kl';
    return program([
      "import * as tf from '@tensorflow/tfjs';",
      '',
      '// logits of the teacher and of the student, and the label',
      `const v = tf.tensor1d([${list(v)}]);`,
      `const z = tf.tensor1d([${list(z)}]);`,
      `const y = tf.oneHot(tf.scalar(${label}, 'int32'), 10).toFloat();`,
      `const [T, alpha] = [${t}, ${alpha}];`,
      '',
      'const loss = (z) => {',
      '  const [p, logP, logQ] = [v.div(T).softmax(), v.div(T).logSoftmax(), z.div(T).logSoftmax()];',
      '  const kl = p.mul(logP.sub(logQ)).sum(); // KL(p || q) at temperature T',
      '  const ce = y.mul(z.logSoftmax()).sum().neg(); // cross-entropy at temperature 1',
      `  return ${scaled}.mul(alpha).add(ce.mul(1 - alpha));`,
      '};',
      '',
      'const gradient = tf.grad(loss)(z);',
      'loss(z).print();',
      'gradient.print();',
    ]);
  }
  if (language === 'pytorch') {
    return program([
      'import torch',
      'import torch.nn.functional as F',
      '',
      '# logits of the teacher and of the student, and the label',
      `v = torch.tensor([[${floats(v)}]], dtype=torch.float64)`,
      `z = torch.tensor([[${floats(z)}]], dtype=torch.float64, requires_grad=True)`,
      `y = torch.tensor([${label}])`,
      `T, alpha = ${decimal(t)}, ${decimal(alpha)}`,
      '',
      "kl = F.kl_div(F.log_softmax(z / T, 1), F.softmax(v / T, 1), reduction='batchmean')",
      `loss = alpha * ${weight}kl + (1 - alpha) * F.cross_entropy(z, y)`,
      'loss.backward()',
      'gradient = z.grad[0]',
      'print(loss.item())',
      'print(gradient)',
    ]);
  }
  return program([
    'import numpy as np',
    '',
    '# logits of the teacher and of the student, and the label',
    `v = np.array([${floats(v)}])`,
    `z = np.array([${floats(z)}])`,
    `y = np.eye(10)[${label}]`,
    `T, alpha = ${decimal(t)}, ${decimal(alpha)}`,
    '',
    'def log_softmax(x):',
    '    x = x - x.max()',
    '    return x - np.log(np.exp(x).sum())',
    '',
    'log_p, log_q, log_1 = log_softmax(v / T), log_softmax(z / T), log_softmax(z)',
    'p, q = np.exp(log_p), np.exp(log_q)',
    'kl = (p * (log_p - log_q)).sum()',
    'ce = -(y * log_1).sum()',
    `loss = alpha * ${weight}kl + (1 - alpha) * ce`,
    `gradient = alpha * ${square ? 'T * (q - p)' : '(q - p) / T'} + (1 - alpha) * (np.exp(log_1) - y)`,
    'print(loss)',
    'print(gradient)',
  ]);
}
