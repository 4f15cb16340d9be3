/** The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { digitRows, MODELS_NOTE, pythonImports, pythonNetwork } from '../toolkit/network-code.ts';
import { inputOf, MODEL } from './reference.ts';
import type { State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program(language === 'tfjs' ? tfjs(state) : python(state, language === 'pytorch'));
}

function tfjs(state: State): string[] {
  const { rows, divisor } = digitRows(inputOf(state));
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    `let seed = ${state.seed};`,
    `const random = () => { // Mulberry32`,
    `  seed = (seed + 0x6d2b79f5) >>> 0;`,
    `  let t = Math.imul(seed ^ (seed >>> 15), seed | 1);`,
    `  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);`,
    `  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;`,
    `};`,
    `const normal = () => { // Box and Muller`,
    `  const radius = Math.sqrt(-2 * Math.log(1 - random()));`,
    `  return radius * Math.cos(2 * Math.PI * random());`,
    `};`,
    ``,
    `const x = tf.tensor4d([`,
    rows,
    `], [1, 28, 28, 1])${divisor && '.div(255)'};`,
    `const noise = tf.tensor4d(Array.from({ length: 784 }, normal), [1, 28, 28, 1]);`,
    `const noisy = x.add(noise.mul(${state.sigma})); // not clipped`,
    ``,
    `// ${MODELS_NOTE}`,
    `const model = await tf.loadLayersModel('models/${MODEL}/model.json');`,
    `const image = model.predict(noisy);`,
    `const psnr = (y) => tf.log(y.sub(x).square().mean()).mul(-10 / Math.LN10);`,
    `image.reshape([28, 28]).print();`,
    `tf.stack([psnr(noisy), psnr(image)]).print(); // dB before and after`,
  ];
}

function python(state: State, torch: boolean): string[] {
  const { rows, divisor } = digitRows(inputOf(state));
  const array = (values: string) =>
    torch ? `torch.tensor(${values}, dtype=torch.float64)` : `np.array(${values}, dtype=float)`;
  const shape = torch ? '1, 1, 28, 28' : '28, 28, 1';
  const m = torch ? 'torch' : 'np';
  return [
    ...pythonImports(torch),
    ``,
    ...pythonNetwork(torch),
    ``,
    `state = ${state.seed}`,
    `def random():  # Mulberry32`,
    `    global state`,
    `    state = (state + 0x6d2b79f5) & 0xffffffff`,
    `    t = (state ^ state >> 15) * (state | 1) & 0xffffffff`,
    `    t ^= t + ((t ^ t >> 7) * (t | 61)) & 0xffffffff`,
    `    return (t ^ t >> 14) / 2 ** 32`,
    ``,
    `def normal():  # Box and Muller`,
    `    radius = math.sqrt(-2 * math.log(1 - random()))`,
    `    return radius * math.cos(2 * math.pi * random())`,
    ``,
    `x = ${array(`[\n${rows}\n]`)}.reshape(${shape})${divisor}`,
    `noise = ${array('[normal() for _ in range(784)]')}.reshape(${shape})`,
    `noisy = x + ${state.sigma} * noise  # not clipped`,
    `results = run('${MODEL}', noisy)`,
    `code, image = results['code'], results['image']`,
    `psnr = [float(-10 * ${m}.log10(((y - x) ** 2).mean())) for y in (noisy, image)]`,
    `print(image)`,
    `print(psnr)  # dB before and after`,
  ];
}
