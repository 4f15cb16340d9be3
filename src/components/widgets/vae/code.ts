/** The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { normals } from '../../../lib/vae.ts';
import { list, program } from '../toolkit/code.ts';
import type { DigitSource } from '../toolkit/digits.ts';
import type { Language } from '../toolkit/kind.ts';
import { digitRows, MODELS_NOTE, pythonImports, pythonNetwork } from '../toolkit/network-code.ts';
import { epsilons, inputOf } from './reference.ts';
import { sizeOf, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program(language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch'));
}

/** What gives the code: `encoder(x)` with ε, or numbers. */
function sourceOf(state: State): { digit?: DigitSource; z: ArrayLike<number>; note: string } {
  const { from, epsilon } = state;
  if (from.kind === 'digit') {
    const note = epsilon === 0 ? 'ε = 0' : `ε from N(0, 1), seed ${epsilon}`;
    return { digit: from.digit, z: epsilons(state)[0], note };
  }
  if (from.kind === 'seed') {
    return { z: normals(sizeOf(state), from.seed), note: `from N(0, 1), seed ${from.seed}` };
  }
  return { z: from.z, note: '' };
}

const endDigit = ({ to }: State): DigitSource | undefined =>
  to && 'index' in to ? { kind: 'held-out', index: to.index } : undefined;

function tfjs(state: State): string[] {
  const { model, to, t, walk } = state;
  const { digit, z, note } = sourceOf(state);
  const end = endDigit(state);
  const picture = (name: string, source: DigitSource) => {
    const { rows, divisor } = digitRows(inputOf(state, source));
    return [`const ${name} = tf.tensor4d([`, rows, `], [1, 28, 28, 1])${divisor && '.div(255)'};`];
  };
  const lines = [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    `// ${MODELS_NOTE}`,
    `const decoder = await tf.loadLayersModel('models/${model}/decoder/model.json');`,
  ];
  if (digit || end) {
    lines.push(`const encoder = await tf.loadLayersModel('models/${model}/encoder/model.json');`);
  }
  if (digit) {
    lines.push(
      ...picture('x', digit),
      `const [mu, logvar] = encoder.predict(x);`,
      `const sigma = logvar.div(2).exp();`,
      `const epsilon = tf.tensor2d([[${list(z)}]]); // ${note}`,
      `${to ? 'const start' : 'const z'} = mu.add(sigma.mul(epsilon));`,
    );
  } else {
    lines.push(`${to ? 'const start' : 'const z'} = tf.tensor2d([[${list(z)}]]);${note && ` // ${note}`}`); // prettier-ignore
  }
  if (to) {
    if (end) lines.push(...picture('other', end), `const finish = encoder.predict(other)[0];`);
    else lines.push(`const finish = tf.tensor2d([[${list((to as { z: number[] }).z)}]]);`);
    if (walk === 'lerp') lines.push(`const z = start.mul(${1 - t}).add(finish.mul(${t}));`);
    else {
      lines.push(
        `const angle = start.mul(finish).sum().div(start.norm().mul(finish.norm())).acos();`,
        `const share = (s) => angle.mul(s).sin().div(angle.sin());`,
        `const z = start.mul(share(${1 - t})).add(finish.mul(share(${t})));`,
      );
    }
  }
  lines.push(`const image = decoder.predict(z);`, `image.reshape([28, 28]).print();`);
  if (digit && !to) {
    lines.push(
      ``,
      `const on = x.mul(image.log());`,
      `const off = tf.sub(1, x).mul(tf.sub(1, image).log());`,
      `const reconstruction = on.add(off).sum().neg();`,
      `const kl = mu.square().add(sigma.square()).sub(1).sub(logvar).sum().div(2);`,
      `const elbo = reconstruction.add(kl).neg();`,
      `tf.stack([reconstruction, kl, elbo]).print(); // nats`,
    );
  }
  return lines;
}

function python(state: State, torch: boolean): string[] {
  const { model, to, t, walk } = state;
  const { digit, z, note } = sourceOf(state);
  const end = endDigit(state);
  const array = (values: string) => (torch ? `torch.tensor(${values}, dtype=torch.float64)` : `np.array(${values}, dtype=float)`); // prettier-ignore
  const vector = (values: ArrayLike<number>) => torch ? array(`[[${list(values)}]]`) : array(`[${list(values)}]`); // prettier-ignore
  const picture = (name: string, source: DigitSource) => {
    const { rows, divisor } = digitRows(inputOf(state, source));
    const shape = torch ? '1, 1, 28, 28' : '28, 28, 1';
    return [`${name} = ${array(`[\n${rows}\n]`)}.reshape(${shape})${divisor}`];
  };
  const m = torch ? 'torch' : 'np';
  const lines = [...pythonImports(torch), ``, ...pythonNetwork(torch), ``];
  if (digit) {
    lines.push(
      ...picture('x', digit),
      `encoded = run('${model}/encoder', x)`,
      `mu, sigma = encoded['mu'], ${m}.exp(encoded['logvar'] / 2)`,
      `epsilon = ${vector(z)}  # ${note}`,
      `z = mu + sigma * epsilon`,
    );
  } else lines.push(`z = ${vector(z)}${note && `  # ${note}`}`);
  if (to) {
    if (end) lines.push(...picture('other', end), `finish = run('${model}/encoder', other)['mu']`);
    else lines.push(`finish = ${vector((to as { z: number[] }).z)}`);
    if (walk === 'lerp') lines.push(`z = ${1 - t} * z + ${t} * finish`);
    else {
      lines.push(
        `angle = ${m}.arccos((z * finish).sum() / (${m}.linalg.norm(z) * ${m}.linalg.norm(finish)))`,
        `z = (${m}.sin(${1 - t} * angle) * z + ${m}.sin(${t} * angle) * finish) / ${m}.sin(angle)`,
      );
    }
  }
  lines.push(`image = run('${model}/decoder', z)['image']`, `print(image)`);
  if (digit && !to) {
    lines.push(
      ``,
      `reconstruction = -(x * ${m}.log(image) + (1 - x) * ${m}.log(1 - image)).sum()`,
      `kl = ((mu ** 2 + sigma ** 2 - 1) / 2 - ${m}.log(sigma)).sum()`,
      `elbo = -(reconstruction + kl)`,
      `print(float(reconstruction), float(kl), float(elbo))  # nats`,
    );
  }
  return lines;
}
