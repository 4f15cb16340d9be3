/** The computation on show as a program: TensorFlow.js, PyTorch, NumPy. Pure; the tests run all three. */
import { decimal, flatList, list, nestedList, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import {
  batchGrid,
  complement,
  movesStatistics,
  pytorchRefuses,
  shapeOf,
  sizesOf,
  slicesOfState,
  usesMoving,
  type State,
} from './state.ts';

export function codeTwin(state: State, language: Language): string {
  return program({ tfjs, pytorch, numpy }[language](state));
}

type Lines = (string | undefined)[];

const decimals = (values: readonly number[]) => values.map(decimal).join(', ');

/** Shapes in which the slices are whole axes, and those axes. */
function arrangement(state: State): { shape: number[]; axes: number[] } {
  const shape = shapeOf(state);
  const [N, , , C] = sizesOf(state);
  const space = state.images ? [1, 2] : [];
  const last = shape.length - 1;
  if (state.norm === 'batch') return { shape, axes: [0, ...space] };
  if (state.norm === 'layer') return { shape, axes: [...space, last] };
  if (state.norm === 'instance') return { shape, axes: space };
  const split = [N, ...shape.slice(1, last), state.groups, C / state.groups];
  return { shape: split, axes: [...space, last + 1] };
}

const REFUSED = 'PyTorch refuses to train on one value per channel: nothing is averaged';

// ---- TensorFlow.js --------------------------------------------------------------------------

function tfjs(state: State): Lines {
  const shape = shapeOf(state);
  const { shape: split, axes } = arrangement(state);
  const regroup = split.length !== shape.length;
  const per = sizesOf(state)
    .slice(1)
    .reduce((a, b) => a * b);
  const moves = movesStatistics(state);
  const torch = state.convention === 'pytorch';
  const { count } = slicesOfState(state);
  const vector = (values: readonly number[]) => `tf.tensor1d([${list(values)}])`;
  return [
    `import * as tf from '@tensorflow/tfjs';`,
    ``,
    `const x = tf.tensor(${flatList(batchGrid(state).data, per)}, [${shape.join(', ')}]); // ${state.images ? 'NHWC' : '[N, C]'}`,
    `const gamma = ${vector(state.gamma)};`,
    `const beta = ${vector(state.beta)};`,
    state.norm === 'batch' ? `let movingMean = ${vector(state.movingMean)};` : undefined,
    state.norm === 'batch' ? `let movingVariance = ${vector(state.movingVariance)};` : undefined,
    ``,
    ...(usesMoving(state)
      ? [
          `// inference: the moving statistics, whatever else is in the batch`,
          `const y = x.sub(movingMean).div(movingVariance.add(${state.eps}).sqrt()).mul(gamma).add(beta);`,
        ]
      : [
          regroup ? `const grouped = x.reshape([${split.join(', ')}]);` : undefined,
          `// the variance is the biased one`,
          `const { mean, variance } = tf.moments(${regroup ? 'grouped' : 'x'}, [${axes.join(', ')}], true);`,
          `const hat = ${regroup ? 'grouped' : 'x'}.sub(mean).div(variance.add(${state.eps}).sqrt())${regroup ? `.reshape([${shape.join(', ')}])` : ''};`,
          `const y = hat.mul(gamma).add(beta);`,
        ]),
    ...(moves
      ? torch && count === 1
        ? [`// ${REFUSED}`]
        : [
            ``,
            `const keep = ${torch ? complement(state.momentum) : state.momentum}; // ${torch ? `1 − momentum, as PyTorch has it` : `Keras' momentum`}`,
            `const now = variance.flatten()${torch ? `.mul(${count} / ${count - 1}); // PyTorch averages the unbiased variance` : `; // Keras averages the biased variance`}`,
            `for (let step = 0; step < ${state.steps}; step++) {`,
            `  movingMean = movingMean.mul(keep).add(mean.flatten().mul(1 - keep));`,
            `  movingVariance = movingVariance.mul(keep).add(now.mul(1 - keep));`,
            `}`,
          ]
      : []),
    ...(moves ? [`movingMean.print();`, `movingVariance.print();`] : []),
    `y.print(); // [${shape.join(', ')}]`,
  ];
}

// ---- PyTorch --------------------------------------------------------------------------------

function pytorch(state: State): Lines {
  const { norm, images, groups } = state;
  const moves = movesStatistics(state);
  const keras = state.convention === 'keras';
  const refuses = pytorchRefuses(state);
  const nested = images ? state.samples : state.samples.map((sample) => sample.flat(2));
  const vector = (values: readonly number[]) => `torch.tensor([${decimals(values)}])`;
  const affine = `gamma, beta, eps=${state.eps}`;
  const each = images ? '.reshape(1, -1, 1, 1)' : '';
  let y: Lines;
  if (refuses) {
    y = [
      `# F.${norm}_norm refuses one value per channel in training: by hand, x - mean is 0`,
      `y = (x - x) * gamma${each} + beta${each}`,
    ];
  } else if (norm === 'batch') {
    const call = (training: string) =>
      `F.batch_norm(x, moving_mean, moving_variance, gamma, beta, training=${training}, momentum=${keras ? complement(state.momentum) : state.momentum}, eps=${state.eps})`;
    y = !moves
      ? [`y = ${call('False')}`]
      : state.steps === 0
        ? [`y = F.batch_norm(x, None, None, gamma, beta, training=True, eps=${state.eps})`]
        : [
            keras
              ? `# Keras' momentum ${state.momentum} is PyTorch's ${complement(state.momentum)}; the running variance still differs: PyTorch takes the unbiased one`
              : undefined,
            `for step in range(${state.steps}):`,
            `    y = ${call('True')}`,
          ];
  } else if (norm === 'layer') {
    y = [
      `y = F.layer_norm(x, x.shape[1:], eps=${state.eps}) * gamma${each} + beta${each}  # one scale per channel`,
    ];
  } else if (norm === 'instance') {
    y = [`y = F.instance_norm(x, weight=gamma, bias=beta, eps=${state.eps})`];
  } else {
    y = [`y = F.group_norm(x, ${groups}, ${affine})`];
  }
  return [
    `import torch`,
    `import torch.nn.functional as F`,
    ``,
    `x = torch.tensor(${nestedList(nested)}, dtype=torch.float32)  # ${images ? 'NCHW' : '[N, C]'}`,
    `gamma = ${vector(state.gamma)}`,
    `beta = ${vector(state.beta)}`,
    norm === 'batch' ? `moving_mean = ${vector(state.movingMean)}` : undefined,
    norm === 'batch' ? `moving_variance = ${vector(state.movingVariance)}` : undefined,
    ``,
    ...y,
    moves ? `print(moving_mean, moving_variance)` : undefined,
    images ? `print(y.permute(0, 2, 3, 1))  # NHWC` : `print(y)`,
  ];
}

// ---- NumPy ----------------------------------------------------------------------------------

function numpy(state: State): Lines {
  const shape = shapeOf(state);
  const { shape: split, axes } = arrangement(state);
  const regroup = split.length !== shape.length;
  const moves = movesStatistics(state);
  const torch = state.convention === 'pytorch';
  const { count } = slicesOfState(state);
  const nested = state.images ? state.samples : state.samples.map((sample) => sample.flat(2));
  const vector = (values: readonly number[]) => `np.array([${list(values)}], dtype=float)`;
  const axis = `axis=(${axes.join(', ')}${axes.length === 1 ? ',' : ''}), keepdims=True`;
  const name = regroup ? 'grouped' : 'x';
  return [
    `import numpy as np`,
    ``,
    `x = np.array(${nestedList(nested)}, dtype=float)`,
    state.images ? `x = x.transpose(0, 2, 3, 1)  # NHWC` : undefined,
    `gamma = ${vector(state.gamma)}`,
    `beta = ${vector(state.beta)}`,
    state.norm === 'batch' ? `moving_mean = ${vector(state.movingMean)}` : undefined,
    state.norm === 'batch' ? `moving_variance = ${vector(state.movingVariance)}` : undefined,
    ``,
    ...(usesMoving(state)
      ? [`y = gamma * (x - moving_mean) / np.sqrt(moving_variance + ${state.eps}) + beta`]
      : [
          regroup ? `grouped = x.reshape(${split.join(', ')})` : undefined,
          `mean = ${name}.mean(${axis})`,
          `variance = ${name}.var(${axis})  # biased: divided by n`,
          `hat = (${name} - mean) / np.sqrt(variance + ${state.eps})`,
          `y = gamma * hat${regroup ? '.reshape(x.shape)' : ''} + beta`,
        ]),
    ...(moves
      ? torch && count === 1
        ? [`# ${REFUSED}`]
        : [
            ``,
            `keep = ${torch ? complement(state.momentum) : state.momentum}  # ${torch ? '1 - momentum, as PyTorch has it' : "Keras' momentum"}`,
            `now = variance.ravel()${torch ? ` * ${count} / ${count - 1}  # PyTorch averages the unbiased variance` : `  # Keras averages the biased variance`}`,
            `for step in range(${state.steps}):`,
            `    moving_mean = keep * moving_mean + (1 - keep) * mean.ravel()`,
            `    moving_variance = keep * moving_variance + (1 - keep) * now`,
          ]
      : []),
    moves ? `print(moving_mean, moving_variance)` : undefined,
    `print(y)`,
  ];
}
