/** The race up to the step on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { isAdaptive, type Method } from '../../../lib/optimizers.ts';
import { bowlMatrix, HOLE } from '../../../lib/surfaces.ts';
import { program } from '../toolkit/code.ts';
import { normalLines } from '../toolkit/random-code.ts';
import type { Language } from '../toolkit/kind.ts';
import { raceOf } from './race.ts';
import type { State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch');
}

/** Steps until the last optimizer stops: one that went too far is not followed. */
const last = (state: State) => {
  const longest = Math.max(...raceOf(state).runs.map(({ losses }) => losses.length - 1));
  return Math.min(state.at, longest);
};

/** The loss at x and y; `exp` is what the language calls it. */
function formulaOf(state: State, exp: string, square: (text: string) => string): string {
  const [xx, xy, yy] = bowlMatrix(state);
  return {
    quadratic: `(${xx} * ${square('x')} + ${2 * xy} * x * y + ${yy} * ${square('y')}) / 2`,
    saddle: `(${square('x')} - ${square('y')}) / 2 + ${square('y')} * ${square('y')} / 4`,
    rosenbrock: `(1 - x) * (1 - x) + 100 * (y - ${square('x')}) * (y - ${square('x')})`,
    plateau: `1 - ${exp}(-(${square('x')} + ${square('y')}) / ${2 * HOLE * HOLE})`,
  }[state.surface];
}

/** η of step t as an expression; `floor` and `pi` belong to the language. */
function rateText({ schedule, every, factor, warmup, steps }: State, js: boolean): string {
  const k = warmup > 0 ? `(t - 1 - ${warmup})` : '(t - 1)';
  const step = js ? `Math.floor(${k} / ${every})` : `(${k} // ${every})`;
  const pi = js ? 'Math.PI' : 'math.pi';
  const cos = js ? 'Math.cos' : 'math.cos';
  const full = {
    constant: 'rate',
    step: `rate * ${factor} ** ${step}`,
    cosine: `rate * (1 + ${cos}(${pi} * ${k} / ${steps - warmup})) / 2`,
  }[schedule];
  if (warmup === 0) return full;
  return js ? `t <= ${warmup} ? (rate * t) / ${warmup} : ${full}` : `rate * t / ${warmup} if t <= ${warmup} else ${full}`; // prettier-ignore
}

/** mulberry32 and Box–Muller: the noise of the page. */
function noiseLines({ noise, seed }: State, js: boolean): string[] {
  if (noise === 0) return [];
  return [`${js ? '//' : '#'} The noise of the page: mulberry32, then Box and Muller.`, ...normalLines(seed, js)]; // prettier-ignore
}

/** The update rule as lines; the same text is JavaScript and Python but for `sqrt` and `**`. */
function rule(method: Method, state: State, sqrt: string): string[] {
  const { beta, rho, beta1, beta2, eps, decay, convention } = state;
  const keras = convention === 'keras';
  const root = keras ? `${sqrt}(v + ${eps})` : `(${sqrt}(v) + ${eps})`;
  const apart = decay > 0 && (keras || method === 'adamw');
  const lines = apart
    ? [`p = p * (1 - eta * ${decay})`]
    : decay > 0
      ? [`g = g + ${decay} * p0`]
      : [];
  if (method === 'sgd') lines.push('p = p - eta * g');
  else if (method === 'momentum' || method === 'nesterov') {
    const ahead = method === 'nesterov';
    lines.push(keras ? `m = ${beta} * m - eta * g` : `m = ${beta} * m + g`);
    if (keras) lines.push(ahead ? `p = p + ${beta} * m - eta * g` : 'p = p + m');
    else lines.push(ahead ? `p = p - eta * (g + ${beta} * m)` : 'p = p - eta * m');
  } else if (method === 'adagrad' || method === 'rmsprop') {
    lines.push(method === 'adagrad' ? 'v = v + g * g' : `v = ${rho} * v + (1 - ${rho}) * g * g`);
    lines.push(`p = p - eta * g / ${root}`);
  } else {
    lines.push(
      `m = ${beta1} * m + (1 - ${beta1}) * g`,
      `v = ${beta2} * v + (1 - ${beta2}) * g * g`,
      `c = 1 - ${beta2} ** t`,
      `p = p - eta * m / (1 - ${beta1} ** t) / (${sqrt}(v / c) + ${keras ? `${eps} / c ** 0.5` : eps})`,
    );
  }
  return lines;
}

const firstOf = (method: Method, state: State) =>
  method === 'adagrad' && state.convention === 'keras' ? 0.1 : 0;
const rateFor = (method: Method, state: State) =>
  isAdaptive(method) ? state.adaptiveRate : state.rate;

/** What the library calls an optimizer whose step is the one written out. */
function library(method: Method, state: State): string | undefined {
  const { rate, adaptiveRate, beta, beta1, beta2, eps, convention, decay } = state;
  if (decay > 0) return undefined;
  if (method === 'sgd') return `tf.train.sgd(${rate})`;
  if (convention === 'pytorch') {
    if (method === 'momentum') return `tf.train.momentum(${rate}, ${beta})`;
    if (method === 'nesterov') return `tf.train.momentum(${rate}, ${beta}, true)`;
    if (method === 'adam') return `tf.train.adam(${adaptiveRate}, ${beta1}, ${beta2}, ${eps})`;
  } else if (method === 'rmsprop') {
    return `tf.train.rmsprop(${adaptiveRate}, ${state.rho}, 0, ${eps})`;
  }
  return undefined;
}

function tfjs(state: State): string {
  const { optimizers, noise, start } = state;
  const rules = optimizers.flatMap((method) => {
    const same = library(method, state);
    // Arrays of x and y: one rule for both.
    const lines = rule(method, state, 'Math.sqrt').map((line) => `    ${line};`);
    return [
      ...(same ? [`  // ${same}, while the rate stays the same`] : []),
      `  ${method}: { rate: ${rateFor(method, state)}, v: ${firstOf(method, state)}, step: (p, g, m, v, eta, t) => {`,
      ...(lines.some((line) => line.includes('p0')) ? ['    const p0 = p;'] : []),
      ...lines.map((line) => line.replace('    c = ', '    const c = ')),
      '    return [p, m, v];',
      '  } },',
    ];
  });
  return program([
    "import * as tf from '@tensorflow/tfjs';",
    '',
    `const loss = (x, y) => tf.tidy(() => ${tfFormula(state)});`,
    'const slope = tf.grads(loss);',
    ...noiseLines(state, true),
    `const noise = Array.from({ length: ${last(state)} }, () => [${noise > 0 ? `${noise} * normal(), ${noise} * normal()` : '0, 0'}]);`,
    '',
    '// One step of one parameter.',
    'const rules = {',
    ...rules,
    '};',
    '',
    'const ends = {};',
    'for (const [name, { rate, v: first, step }] of Object.entries(rules)) {',
    `  let [p, m, v] = [[${start.join(', ')}], [0, 0], [first, first]];`,
    `  for (let t = 1; t <= ${last(state)}; t++) {`,
    `    const eta = ${rateText(state, true)};`,
    '    const g = tf.tidy(() => slope(p.map((each) => tf.scalar(each))).map((each) => each.dataSync()[0]));',
    '    const next = [0, 1].map((i) => step(p[i], g[i] + noise[t - 1][i], m[i], v[i], eta, t));',
    '    [p, m, v] = [0, 1, 2].map((j) => next.map((each) => each[j]));',
    '  }',
    '  ends[name] = p;',
    '}',
    'console.log(ends);',
  ]);
}

function tfFormula(state: State): string {
  const [xx, xy, yy] = bowlMatrix(state);
  return {
    quadratic: `x.square().mul(${xx}).add(x.mul(y).mul(${2 * xy})).add(y.square().mul(${yy})).div(2)`,
    saddle: 'x.square().sub(y.square()).div(2).add(y.square().square().div(4))',
    rosenbrock: 'tf.sub(1, x).square().add(y.sub(x.square()).square().mul(100))',
    plateau: `tf.sub(1, x.square().add(y.square()).div(${-2 * HOLE * HOLE}).exp())`,
  }[state.surface];
}

function python(state: State, torch: boolean): string {
  const { optimizers, noise, start, convention } = state;
  const builtIn = torch && convention === 'pytorch';
  const array = torch ? 'torch.tensor' : 'np.array';
  const square = (text: string) => `${text}**2`;
  const exp = torch ? 'torch.exp' : 'np.exp';
  const loops = builtIn ? torchLoop(state) : ruleLoop(state, torch);
  return program([
    'import math',
    torch ? 'import torch' : 'import numpy as np',
    torch ? 'torch.set_default_dtype(torch.float64)' : undefined,
    '',
    'def loss(x, y):',
    `    return ${formulaOf(state, exp, square)}`,
    ...(torch ? [] : ['def slope(x, y):', `    return np.array([${slopesOf(state).join(', ')}])`]),
    ...noiseLines(state, false),
    `noise = [${array}([${noise > 0 ? `${noise} * normal(), ${noise} * normal()` : '0.0, 0.0'}]) for _ in range(${last(state)})]`,
    `start = [${start.map((v) => (Number.isInteger(v) ? `${v}.0` : v)).join(', ')}]`,
    `rates = {${optimizers.map((method) => `'${method}': ${rateFor(method, state)}`).join(', ')}}`,
    '',
    ...loops,
    'print(ends)',
  ]);
}

/** Both slopes in NumPy. */
function slopesOf(state: State): string[] {
  const [xx, xy, yy] = bowlMatrix(state);
  const hill = `np.exp(-(x**2 + y**2) / ${2 * HOLE * HOLE}) / ${HOLE * HOLE}`;
  return {
    quadratic: [`${xx} * x + ${xy} * y`, `${xy} * x + ${yy} * y`],
    saddle: ['x', 'y**3 - y'],
    rosenbrock: ['2 * (x - 1) - 400 * x * (y - x**2)', '200 * (y - x**2)'],
    plateau: [`x * ${hill}`, `y * ${hill}`],
  }[state.surface];
}

function torchLoop(state: State): string[] {
  const { optimizers, beta, rho, beta1, beta2, eps, decay } = state;
  const wd = decay > 0 ? `, weight_decay=${decay}` : '';
  const made: Record<Method, string> = {
    sgd: `torch.optim.SGD(p, lr${wd})`,
    momentum: `torch.optim.SGD(p, lr, momentum=${beta}${wd})`,
    nesterov: `torch.optim.SGD(p, lr${beta > 0 ? `, momentum=${beta}, nesterov=True` : ''}${wd})`,
    adagrad: `torch.optim.Adagrad(p, lr, eps=${eps}${wd})`,
    rmsprop: `torch.optim.RMSprop(p, lr, alpha=${rho}, eps=${eps}${wd})`,
    adam: `torch.optim.Adam(p, lr, betas=(${beta1}, ${beta2}), eps=${eps}${wd})`,
    // Without the argument its decay would be 0.01.
    adamw: `torch.optim.AdamW(p, lr, betas=(${beta1}, ${beta2}), eps=${eps}, weight_decay=${decay})`,
  };
  return [
    'make = {',
    ...optimizers.map((method) => `    '${method}': lambda p, lr: ${made[method]},`),
    '}',
    'ends = {}',
    'for name, rate in rates.items():',
    '    theta = torch.tensor(start, requires_grad=True)',
    '    opt = make[name]([theta], rate)',
    `    for t in range(1, ${last(state) + 1}):`,
    `        opt.param_groups[0]['lr'] = ${rateText(state, false)}`,
    '        opt.zero_grad()',
    '        (loss(*theta) + noise[t - 1] @ theta).backward()  # a slope of noise more',
    '        opt.step()',
    '    ends[name] = theta.tolist()',
  ];
}

function ruleLoop(state: State, torch: boolean): string[] {
  const { optimizers } = state;
  const sqrt = torch ? 'torch.sqrt' : 'np.sqrt';
  const array = torch ? 'torch.tensor' : 'np.array';
  const steps = optimizers.flatMap((method) => {
    const lines = rule(method, state, sqrt);
    return [
      `def ${method}(p, g, m, v, eta, t):`,
      ...(lines.some((line) => line.includes('p0')) ? ['    p0 = p'] : []),
      ...lines.map((line) => `    ${line}`),
      '    return p, m, v',
    ];
  });
  return [
    ...steps,
    '',
    'ends = {}',
    'for name, rate in rates.items():',
    `    first = ${firstOf('adagrad', state)} if name == 'adagrad' else 0`,
    `    p, m, v = ${array}(start), 0 * ${array}(start), first + 0 * ${array}(start)`,
    `    for t in range(1, ${last(state) + 1}):`,
    `        eta = ${rateText(state, false)}`,
    ...(torch
      ? ['        p.requires_grad_()', '        g, = torch.autograd.grad(loss(*p), p)', '        p = p.detach()'] // prettier-ignore
      : ['        g = slope(*p)']),
    '        p, m, v = globals()[name](p, g + noise[t - 1], m, v, eta, t)',
    '    ends[name] = p.tolist()',
  ];
}
