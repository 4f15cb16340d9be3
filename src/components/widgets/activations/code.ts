/** The same computation as a program with the numbers of the state. Fetched on demand. */
import type { ActivationId } from '../../../lib/ops/activation.ts';
import type { Language } from '../toolkit/kind.ts';
import type { State } from './state.ts';

type Lines = (string | undefined)[];

/** A complete program that prints f(x), f′(x) and the gradient of the chain; or p and ∂p/∂z. */
export function codeTwin(state: State, language: Language): string {
  const write = { tfjs, pytorch, numpy }[language];
  return `${write(state)
    .filter((line) => line !== undefined)
    .join('\n')}\n`;
}

/** A number that Python reads as a float. */
function decimal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** α of hard-sigmoid as a fraction where it is one. */
const slope = (alpha: number) => (alpha === 1 / 6 ? '1 / 6' : String(alpha));

// ---- TensorFlow.js --------------------------------------------------------------------------

function tfjsFunction(fn: ActivationId, alpha: number): string {
  const table: Record<ActivationId, string> = {
    sigmoid: 'x.sigmoid()',
    tanh: 'x.tanh()',
    relu: 'x.relu()',
    'leaky-relu': `x.leakyRelu(${alpha})`,
    prelu: `x.prelu(tf.scalar(${alpha}))`,
    elu:
      alpha === 1 ? 'x.elu()' : `x.relu().add(x.minimum(0).exp().sub(1).mul(${alpha}))`, // prettier-ignore
    selu: 'x.selu()',
    softplus: 'x.softplus()',
    swish: 'x.mul(x.sigmoid())',
    gelu: 'x.mul(x.mul(Math.SQRT1_2).erf().add(1)).div(2)',
    'gelu-tanh':
      'x.mul(x.add(x.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI)).tanh().add(1)).div(2)',
    mish: 'x.mul(x.softplus().tanh())',
    'hard-sigmoid': `x.mul(${slope(alpha)}).add(0.5).clipByValue(0, 1)`,
    'hard-swish': 'x.mul(x.div(6).add(0.5).clipByValue(0, 1))',
  };
  return table[fn];
}

function tfjs({ fn, x, alpha, depth, weight, skip, logits, temperature }: State): Lines {
  if (fn === 'softmax') {
    const n = logits.length;
    return [
      `import * as tf from '@tensorflow/tfjs';`,
      ``,
      `const z = tf.tensor1d([${logits.join(', ')}]);`,
      `const T = ${temperature};`,
      `const p = tf.softmax(z.div(T));`,
      `p.print();`,
      `const jacobian = p.reshape([${n}, 1]).mul(tf.eye(${n}).sub(p.reshape([1, ${n}]))).div(T);`,
      `jacobian.print();`,
    ];
  }
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    `const f = (x) => ${tfjsFunction(fn, alpha ?? 0)};`,
    `const x = tf.scalar(${x});`,
    `const y = f(x);`,
    `const dy = tf.grad(f)(x);`,
    `y.print();`,
    `dy.print();`,
    ``,
    `// ${depth} layers, each ${skip ? 'a + f(w·a)' : 'f(w·a)'}`,
    `const chain = (x) => {`,
    `  let a = x;`,
    `  for (let k = 0; k < ${depth}; k++) a = ${skip ? `a.add(f(a.mul(${weight})))` : `f(a.mul(${weight}))`};`,
    `  return a;`,
    `};`,
    `const gradient = tf.grad(chain)(x);`,
    `gradient.print();`,
  ];
}

// ---- PyTorch --------------------------------------------------------------------------------

function torchFunction(fn: ActivationId, alpha: number): string {
  const table: Record<ActivationId, string> = {
    sigmoid: 'torch.sigmoid(x)',
    tanh: 'torch.tanh(x)',
    relu: 'F.relu(x)',
    'leaky-relu': `F.leaky_relu(x, ${alpha})`,
    prelu: `F.prelu(x, torch.tensor([${decimal(alpha)}], dtype=x.dtype))`,
    elu: `F.elu(x, ${decimal(alpha)})`,
    selu: 'F.selu(x)',
    softplus: 'F.softplus(x)',
    swish: 'F.silu(x)',
    gelu: 'F.gelu(x)',
    'gelu-tanh': "F.gelu(x, approximate='tanh')",
    mish: 'F.mish(x)',
    'hard-sigmoid': alpha === 1 / 6 ? 'F.hardsigmoid(x)' : `torch.clamp(${alpha} * x + 0.5, 0, 1)`,
    'hard-swish': 'F.hardswish(x)',
  };
  return table[fn];
}

function pytorch({ fn, x, alpha, depth, weight, skip, logits, temperature }: State): Lines {
  if (fn === 'softmax') {
    return [
      `import torch`,
      ``,
      `z = torch.tensor([${logits.map(decimal).join(', ')}], dtype=torch.float64)`,
      `softmax = lambda z: torch.softmax(z / ${temperature}, 0)`,
      `p = softmax(z)`,
      `jacobian = torch.autograd.functional.jacobian(softmax, z)`,
      `print(p)`,
      `print(jacobian)`,
    ];
  }
  return [
    `import torch`,
    `import torch.nn.functional as F`,
    ``,
    `def f(x):`,
    `    return ${torchFunction(fn, alpha ?? 0)}`,
    ``,
    `x = torch.tensor([${decimal(x)}], dtype=torch.float64, requires_grad=True)`,
    `y = f(x)`,
    `dy, = torch.autograd.grad(y, x)`,
    `print(y.item(), dy.item())`,
    ``,
    `a = x`,
    `for k in range(${depth}):`,
    `    a = ${skip ? `a + f(${weight} * a)` : `f(${weight} * a)`}`,
    `gradient, = torch.autograd.grad(a, x)`,
    `print(gradient.item())`,
  ];
}

// ---- NumPy ----------------------------------------------------------------------------------

/** f, f′, and what both need before. */
function numpyFunction(
  fn: ActivationId,
  alpha: number,
): [f: string, df: string, before?: string[]] {
  const sigmoid = 'sigmoid = lambda x: (1 + np.tanh(x / 2)) / 2';
  const cdf = 'Phi = lambda x: math.erfc(-x / math.sqrt(2)) / 2';
  const pdf = 'phi = lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi)';
  const softplus = 'softplus = lambda x: np.logaddexp(0, x)';
  const u = 'u = lambda x: math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)';
  const du = 'du = lambda x: math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x * x)';
  const s = slope(alpha);
  const table: Record<ActivationId, [string, string, string[]?]> = {
    sigmoid: ['sigmoid(x)', 'sigmoid(x) * sigmoid(-x)', [sigmoid]],
    tanh: ['np.tanh(x)', '1 - np.tanh(x) ** 2'],
    relu: ['max(x, 0.0)', '1.0 if x > 0 else 0.0'],
    'leaky-relu': [`x if x > 0 else ${alpha} * x`, `1.0 if x > 0 else ${alpha}`],
    prelu: [`x if x > 0 else ${alpha} * x`, `1.0 if x > 0 else ${alpha}`],
    elu: [`x if x > 0 else ${alpha} * np.expm1(x)`, `1.0 if x > 0 else ${alpha} * np.exp(x)`],
    selu: [
      'scale * (x if x > 0 else alpha * np.expm1(x))',
      'scale * (1.0 if x > 0 else alpha * np.exp(x))',
      ['scale, alpha = 1.0507009873554805, 1.6732632423543772'],
    ],
    softplus: ['softplus(x)', 'sigmoid(x)', [softplus, sigmoid]],
    swish: ['x * sigmoid(x)', 'sigmoid(x) + x * sigmoid(x) * sigmoid(-x)', [sigmoid]],
    gelu: ['x * Phi(x)', 'Phi(x) + x * phi(x)', ['import math', cdf, pdf]],
    'gelu-tanh': [
      'x / 2 * (1 + np.tanh(u(x)))',
      '(1 + np.tanh(u(x))) / 2 + x / 2 * (1 - np.tanh(u(x)) ** 2) * du(x)',
      ['import math', u, du],
    ],
    mish: [
      'x * np.tanh(softplus(x))',
      'np.tanh(softplus(x)) + x * (1 - np.tanh(softplus(x)) ** 2) * sigmoid(x)',
      [softplus, sigmoid],
    ],
    'hard-sigmoid': [
      `min(max(${s} * x + 0.5, 0.0), 1.0)`,
      `${s} if abs(x) * (${s}) < 0.5 else 0.0`,
    ],
    'hard-swish': [
      'x * min(max(x / 6 + 0.5, 0.0), 1.0)',
      'x / 3 + 0.5 if abs(x) < 3 else float(x > 0)',
    ],
  };
  return table[fn];
}

function numpy({ fn, x, alpha, depth, weight, skip, logits, temperature }: State): Lines {
  if (fn === 'softmax') {
    return [
      `import numpy as np`,
      ``,
      `z = np.array([${logits.join(', ')}], dtype=float)`,
      `T = ${temperature}`,
      `e = np.exp((z - z.max()) / T)`,
      `p = e / e.sum()`,
      `jacobian = (np.diag(p) - np.outer(p, p)) / T`,
      `print(p)`,
      `print(jacobian)`,
    ];
  }
  const [f, df, before = []] = numpyFunction(fn, alpha ?? 0);
  return [
    before.includes('import math') ? 'import math' : undefined,
    `import numpy as np`,
    ``,
    ...before.filter((line) => line !== 'import math'),
    `f = lambda x: ${f}`,
    `df = lambda x: ${df}`,
    ``,
    `x = ${decimal(x)}`,
    `y, dy = f(x), df(x)`,
    `print(y, dy)`,
    ``,
    `a, gradient = x, 1.0`,
    `for k in range(${depth}):`,
    `    z = ${weight} * a`,
    `    a, gradient = ${skip ? 'a + f(z)' : 'f(z)'}, gradient * (${weight} * df(z)${skip ? ' + 1' : ''})`,
    `print(gradient)`,
  ];
}
