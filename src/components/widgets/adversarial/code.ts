/**
 * The attack as a program: TensorFlow.js, PyTorch, NumPy, which goes back through the network by
 * itself. Pure; the tests run all three.
 */
import { program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { digitRows, MODELS_NOTE, pythonImports } from '../toolkit/network-code.ts';
import { randomLines } from '../toolkit/random-code.ts';
import { runOf } from './reference.ts';
import { MODEL, stepOf, type State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  const run = runOf(state);
  if (!run) return `${language === 'tfjs' ? '//' : '#'} …\n`; // its numbers are on their way
  const { rows, divisor } = digitRows(run.path[0]);
  const given = { rows, divisor, aim: run.aim, state };
  if (language === 'tfjs') return program(tfjs(given));
  return program(python(given, language === 'pytorch'));
}

interface Given {
  rows: string;
  divisor: string;
  aim: number;
  state: State;
}

/** What a step does, in words and as a sign. */
const sense = ({ attack }: State) => (attack === 'away' ? '+' : '-');
const length = (state: State) => +stepOf(state).toPrecision(12);

function tfjs({ rows, divisor, aim, state }: Given): string[] {
  const { eps, steps, seed, attack } = state;
  const move = attack === 'away' ? 'add' : 'sub';
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    ...randomLines(`${seed}`, true),
    ``,
    `const x = tf.tensor4d([`,
    rows,
    `], [1, 28, 28, 1])${divisor && '.div(255)'};`,
    `// ${MODELS_NOTE}`,
    `const model = await tf.loadLayersModel('models/${MODEL}/model.json');`,
    `const body = tf.model({ inputs: model.inputs, outputs: model.getLayer('dense1').output });`,
    `const [w, b] = model.getLayer('dense2').getWeights();`,
    `const scores = (image) => body.apply(image).matMul(w).add(b); // before the softmax`,
    ``,
    `// -ln p of class ${aim}: softplus(ln of the sum of the others - own), without cancellation`,
    `const own = tf.oneHot([${aim}], 10).toFloat();`,
    `const loss = (image) => {`,
    `  const z = scores(image);`,
    `  const others = z.sub(own.mul(1e9)).logSumExp(1);`,
    `  return others.sub(z.mul(own).sum(1)).softplus().sum();`,
    `};`,
    `const gradient = tf.grad(loss);`,
    ``,
    `let attacked = x;`,
    `for (let i = 0; i < ${steps}; i++) {`,
    `  const delta = attacked.${move}(gradient(attacked).sign().mul(${length(state)})).sub(x);`,
    `  attacked = x.add(delta.clipByValue(${-eps || 0}, ${eps})).clipByValue(0, 1);`,
    `}`,
    `const signs = Array.from({ length: 784 }, () => (random() < 0.5 ? -1 : 1));`,
    `const noisy = x.add(tf.tensor4d(signs, x.shape).mul(${eps})).clipByValue(0, 1);`,
    `// each row: as it is, attacked, with noise`,
    `const p = scores(tf.concat([x, attacked, noisy])).softmax();`,
    `p.print();`,
  ];
}

const LOAD = (torch: boolean) => [
  `def load(folder):`,
  `    """The weights of a TensorFlow.js model: ${MODELS_NOTE}."""`,
  `    spec = json.load(open(f'models/{folder}/model.json'))`,
  `    raw = open(f'models/{folder}/weights.bin', 'rb').read()`,
  `    weights, at = {}, 0`,
  `    for entry in spec['weightsManifest'][0]['weights']:`,
  `        q = entry.get('quantization')  # a byte for each weight`,
  `        v = np.frombuffer(raw, np.uint8 if q else np.float32, math.prod(entry['shape']), at)`,
  `        at += v.nbytes`,
  `        v = np.float32(v * q['scale'] + q['min']) if q else v`,
  `        v = v.astype(float).reshape(entry['shape'])`,
  `        weights[entry['name']] = ${torch ? 'torch.from_numpy(v)' : 'v'}`,
  `    return weights`,
  ``,
  `W = load('${MODEL}')`,
];

const TORCH = [
  `def scores(x):  # before the softmax`,
  `    for name in ('conv1', 'conv2', '', 'conv3', 'conv4', ''):`,
  `        if name:  # kernels are [height, width, in, out]`,
  `            k = W[f'{name}/kernel'].permute(3, 2, 0, 1)`,
  `            x = F.relu(F.conv2d(x, k, W[f'{name}/bias'], padding=1))`,
  `        else:`,
  `            x = F.max_pool2d(x, 2)`,
  `    x = x.permute(0, 2, 3, 1).flatten(1)  # in the order of [H, W, C]`,
  `    x = F.relu(x @ W['dense1/kernel'] + W['dense1/bias'])`,
  `    return x @ W['dense2/kernel'] + W['dense2/bias']`,
  ``,
  `def gradient(x, aim):`,
  `    x = x.clone().requires_grad_()`,
  `    z = scores(x)[0]`,
  `    others = torch.cat([z[:aim], z[aim + 1:]])`,
  `    # -ln p = softplus(ln of the sum of the others - own), without cancellation`,
  `    F.softplus(torch.logsumexp(others, 0) - z[aim]).backward()`,
  `    return x.grad`,
];

const NUMPY = [
  `def conv(x, k):  # kernels are [height, width, in, out]`,
  `    x = np.pad(x, [(1, 1), (1, 1), (0, 0)])`,
  `    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), (0, 1))`,
  `    return np.einsum('rcdij,ijdf->rcf', windows, k, optimize=True)`,
  ``,
  `def windows(x):  # [h/2, w/2, 4, channels]`,
  `    h, w, c = x.shape`,
  `    return x.reshape(h // 2, 2, w // 2, 2, c).transpose(0, 2, 1, 3, 4).reshape(h // 2, w // 2, 4, c)`,
  ``,
  `LAYERS = ('conv1', 'conv2', '', 'conv3', 'conv4', '')  # '' is max pooling`,
  ``,
  `def forward(x):`,
  `    """The results of all layers; the last ones are the scores before the softmax."""`,
  `    seen = [x]`,
  `    for name in LAYERS:`,
  `        y = windows(seen[-1]).max(2) if not name else np.maximum(`,
  `            conv(seen[-1], W[f'{name}/kernel']) + W[f'{name}/bias'], 0)`,
  `        seen.append(y)`,
  `    seen.append(np.maximum(seen[-1].ravel() @ W['dense1/kernel'] + W['dense1/bias'], 0))`,
  `    seen.append(seen[-1] @ W['dense2/kernel'] + W['dense2/bias'])`,
  `    return seen`,
  ``,
  `def scores(x):`,
  `    return forward(x)[-1]`,
  ``,
  `def softmax(z):`,
  `    e = np.exp(z - z.max())`,
  `    return e / e.sum()`,
  ``,
  `def gradient(x, aim):`,
  `    """Of -ln p of a class with respect to the picture, layer by layer from the end."""`,
  `    seen = forward(x)`,
  `    g = softmax(seen[-1])`,
  `    g[aim] = 0`,
  `    g[aim] = -g.sum()  # p - 1, without cancellation`,
  `    g = W['dense1/kernel'] @ (W['dense2/kernel'] @ g * (seen[-2] > 0))`,
  `    g = g.reshape(seen[-3].shape)`,
  `    for name, before, after in reversed(list(zip(LAYERS, seen, seen[1:]))):`,
  `        if name:  # the kernel turned, in and out exchanged`,
  `            g = conv(g * (after > 0), W[f'{name}/kernel'][::-1, ::-1].transpose(0, 1, 3, 2))`,
  `        else:  # the first maximum of each window gets all`,
  `            all = windows(before)`,
  `            back = np.zeros(all.shape)`,
  `            np.put_along_axis(back, all.argmax(2)[:, :, None], g[:, :, None], 2)`,
  `            h, w, c = g.shape`,
  `            g = back.reshape(h, w, 2, 2, c).transpose(0, 2, 1, 3, 4).reshape(before.shape)`,
  `    return g`,
];

function python({ rows, divisor, aim, state }: Given, torch: boolean): string[] {
  const { eps, steps, seed } = state;
  const shape = torch ? '1, 1, 28, 28' : '28, 28, 1';
  const array = (values: string) =>
    torch ? `torch.tensor(${values}, dtype=torch.float64)` : `np.array(${values}, dtype=float)`;
  const sign = torch ? `gradient(attacked, ${aim}).sign()` : `np.sign(gradient(attacked, ${aim}))`;
  const clip = torch ? 'clamp' : 'clip';
  return [
    ...pythonImports(torch),
    ``,
    ...LOAD(torch),
    ``,
    ...(torch ? TORCH : NUMPY),
    ``,
    ...randomLines(`${seed}`, false),
    ``,
    `x = ${array(`[\n${rows}\n]`)}.reshape(${shape})${divisor}`,
    `attacked = x`,
    `for _ in range(${steps}):`,
    `    delta = attacked ${sense(state)} ${length(state)} * ${sign} - x`,
    `    attacked = (x + delta.${clip}(${-eps || 0}, ${eps})).${clip}(0, 1)`,
    `signs = ${array('[-1 if random() < 0.5 else 1 for _ in range(784)]')}.reshape(${shape})`,
    `noisy = (x + ${eps} * signs).${clip}(0, 1)`,
    `# each row: as it is, attacked, with noise`,
    torch
      ? `p = F.softmax(scores(torch.cat([x, attacked, noisy])), 1)`
      : `p = np.array([softmax(scores(image)) for image in (x, attacked, noisy)])`,
    `print(p)`,
  ];
}
