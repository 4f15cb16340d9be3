/** The sampling on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { MODELS_NOTE, pythonImports, pythonNetwork } from '../toolkit/network-code.ts';
import { noise, sharesOf } from './reference.ts';
import { CLASSES, classOf, type State } from './state.ts';

/** The chosen sample in a language. */
export function codeTwin(state: State, language: Language): string {
  return program(language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch'));
}

function tfjs(state: State): string[] {
  const { model, seed, sample, truncation, walk } = state;
  const row = (values: ArrayLike<number>) => `tf.tensor2d([[${list(values)}]])`;
  const lines = [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    `// ${MODELS_NOTE}`,
    `const generator = await tf.loadLayersModel('models/${model}/model.json');`,
    `const start = ${row(noise(seed, sample))}; // from N(0, 1), seed ${seed}, sample ${sample + 1}`,
  ];
  if (walk) {
    const [p, q] = sharesOf(state, sample);
    lines.push(
      `const end = ${row(noise(walk.to, sample))}; // seed ${walk.to}`,
      `const z = start.mul(${p}).add(end.mul(${q})).mul(${truncation}); // ${walk.kind}, t = ${walk.t}`,
    );
  } else lines.push(`const z = start.mul(${truncation});`);
  lines.push(
    `const label = tf.oneHot([${classOf(state, sample)}], ${CLASSES});`,
    `const image = generator.predict(tf.concat([z, label], 1));`,
    `image.reshape([28, 28]).print();`,
  );
  return lines;
}

function python(state: State, torch: boolean): string[] {
  const { model, seed, sample, truncation, walk } = state;
  const vector = (values: ArrayLike<number>) =>
    torch
      ? `torch.tensor([[${list(values)}]], dtype=torch.float64)`
      : `np.array([${list(values)}], dtype=float)`;
  const oneHot = Array.from({ length: CLASSES }, (_, c) => Number(c === classOf(state, sample)));
  const lines = [
    ...pythonImports(torch),
    ``,
    ...pythonNetwork(torch),
    ``,
    `start = ${vector(noise(seed, sample))}  # from N(0, 1), seed ${seed}, sample ${sample + 1}`,
  ];
  if (walk) {
    const [p, q] = sharesOf(state, sample);
    lines.push(
      `end = ${vector(noise(walk.to, sample))}  # seed ${walk.to}`,
      `z = ${truncation} * (${p} * start + ${q} * end)  # ${walk.kind}, t = ${walk.t}`,
    );
  } else lines.push(`z = ${truncation} * start`);
  const joined = torch ? `torch.cat([z, label], 1)` : `np.concatenate([z, label])`;
  lines.push(`label = ${vector(oneHot)}`, `image = run('${model}', ${joined})['image']`, `print(image)`); // prettier-ignore
  return lines;
}
