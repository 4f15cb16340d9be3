import { describe, expect, test } from 'vitest';
import {
  BATCH,
  curveOf,
  distinctUnits,
  drawNormal,
  drawWeights,
  FUNCTIONS,
  INITS,
  isHomogeneous,
  meanSquare,
  momentsOf,
  passBackward,
  passForward,
  predict,
  signalOf,
  train,
  varianceOf,
  type FlowOptions,
  type FunctionName,
  type Init,
  type Norm,
} from '@lib/gradient-flow.ts';
import { mulberry32 } from '@lib/random.ts';
import { expectClose, golden } from './helpers.ts';

interface Golden {
  cases: {
    fn: FunctionName;
    norm: Norm;
    skip: boolean;
    width: number;
    depth: number;
    x: number[];
    c: number[];
    weights: number[][];
    activations: number[][];
    gradients: number[][];
    after: number[][];
  }[];
  moments: { fn: FunctionName; variance: number; mean: number; square: number; slope: number }[];
}
const { cases, moments } = golden('gradient-flow') as unknown as Golden;

const OPTIONS: FlowOptions = { depth: 1, width: 64, fn: 'relu', init: 'he-normal', std: 0.01, skip: false, norm: 'none' }; // prettier-ignore

/** The activations of every layer, the input first, and the gradients there. */
function flow(options: FlowOptions, x: Float64Array, c: Float64Array, weights: Float64Array[]) {
  const activations = [x];
  const passed = weights.map((w) => {
    const made = passForward(activations[activations.length - 1], w, options);
    activations.push(made.out);
    return made;
  });
  const gradients = [c];
  const signals: Float64Array[] = [];
  for (let l = weights.length - 1; l >= 0; l--) {
    const signal = signalOf(gradients[0], passed[l], options);
    signals.unshift(signal);
    gradients.unshift(passBackward(gradients[0], signal, weights[l], options));
  }
  return { activations, gradients, signals };
}

function drawn(options: FlowOptions, seed: number) {
  const random = mulberry32(seed);
  const x = drawNormal(BATCH * options.width, random);
  const c = drawNormal(BATCH * options.width, random);
  const weights = Array.from({ length: options.depth }, () => drawWeights(options, random));
  return { x, c, weights };
}

describe('one network', () => {
  test('activations, gradients and a step of training equal PyTorch’s with the same weights', () => {
    expect(cases.length).toBe(30);
    for (const { fn, norm, skip, width, depth, ...given } of cases) {
      const options: FlowOptions = { ...OPTIONS, fn, norm, skip, width, depth };
      const weights = given.weights.map((w) => Float64Array.from(w));
      const x = Float64Array.from(given.x);
      const { activations, gradients, signals } = flow(options, x, Float64Array.from(given.c), weights); // prettier-ignore
      activations.forEach((a, l) => expectClose(a, given.activations[l], 1e-10));
      gradients.forEach((g, l) => expectClose(g, given.gradients[l], 1e-10));
      weights.forEach((w, l) => {
        train(w, activations[l], signals[l], width, 0.1);
        expectClose(w, given.after[l], 1e-10);
      });
    }
  });

  test('a chain of sigmoids passes on at most 0.25ⁿ times the norms of its weights', () => {
    for (const init of ['xavier-normal', 'he-normal', 'normal'] as Init[]) {
      const options: FlowOptions = {
        ...OPTIONS,
        depth: 12,
        width: 24,
        fn: 'sigmoid',
        init,
        std: 0.9,
      };
      const { x, c, weights } = drawn(options, 5);
      const { gradients } = flow(options, x, c, weights);
      let bound = Math.sqrt(meanSquare(c));
      for (let l = options.depth - 1; l >= 0; l--) {
        bound *= 0.25 * spectralNorm(weights[l], options.width);
        expect(Math.sqrt(meanSquare(gradients[l]))).toBeLessThanOrEqual(bound);
      }
      expect(bound).toBeGreaterThan(0);
    }
    expect(Math.max(...[-1, 0, 1].map((z) => curveOf('sigmoid').df(z)))).toBe(0.25);
  });

  test('with skip connections the gradient arrives, without them it vanishes', () => {
    const options: FlowOptions = { ...OPTIONS, depth: 40, fn: 'tanh', init: 'normal', std: 0.02 };
    const { x, c, weights } = drawn(options, 2);
    const left = (skip: boolean) => meanSquare(flow({ ...options, skip }, x, c, weights).gradients[0]); // prettier-ignore
    expect(left(false)).toBeLessThan(1e-40);
    expect(left(true)).toBeGreaterThan(0.5);
    expect(left(true)).toBeLessThan(20);
  });

  test('sizes that a square would overflow are measured', () => {
    expect(meanSquare([3e150, 4e150])).toBeCloseTo(12.5e300, -290);
    expect(meanSquare([0, 0])).toBe(0);
    expect(meanSquare([1, -1, 3])).toBeCloseTo(11 / 3, 12);
  });
});

/** The largest singular value, by the power method. */
function spectralNorm(w: Float64Array, n: number): number {
  let v = new Float64Array(n).fill(1);
  let norm = 0;
  for (let k = 0; k < 300; k++) {
    const u = Float64Array.from({ length: n }, (_, i) => v.reduce((sum, value, j) => sum + w[i * n + j] * value, 0)); // prettier-ignore
    const back = Float64Array.from({ length: n }, (_, j) => u.reduce((sum, value, i) => sum + w[i * n + j] * value, 0)); // prettier-ignore
    norm = Math.sqrt(Math.hypot(...back));
    const size = Math.hypot(...back);
    v = back.map((value) => value / size);
  }
  return norm * (1 + 1e-6);
}

describe('symmetry', () => {
  const trained = (init: Init, fn: FunctionName, steps: number) => {
    const options: FlowOptions = { ...OPTIONS, depth: 4, width: 8, fn, init, std: 0.3 };
    const { x, c, weights } = drawn(options, 7);
    for (let t = 0; t < steps; t++) {
      const { activations, signals } = flow(options, x, c, weights);
      weights.forEach((w, l) => train(w, activations[l], signals[l], 8, 0.1));
    }
    return weights;
  };

  test('zero and constant weights keep the neurons of every hidden layer equal for ever', () => {
    for (const fn of FUNCTIONS) {
      for (const init of ['zeros', 'constant'] as const) {
        for (const steps of [0, 1, 5, 40]) {
          const weights = trained(init, fn, steps);
          const hidden = weights.slice(0, -1);
          expect(hidden.map((w) => distinctUnits(w, 8)), `${fn} ${init} ${steps}`).toEqual([1, 1, 1]); // prettier-ignore
        }
      }
    }
    // They do learn: the targets of the last layer differ, and the hidden weights move together.
    const moved = trained('constant', 'tanh', 40);
    expect(distinctUnits(moved[3], 8)).toBe(8);
    expect(Math.abs(moved[1][0] - 0.3)).toBeGreaterThan(1e-3);
    // From zeros, ReLU and tanh do not even move.
    expect(trained('zeros', 'relu', 40).every((w) => w.every((v) => v === 0))).toBe(true);
    expect(trained('zeros', 'tanh', 40).every((w) => w.every((v) => v === 0))).toBe(true);
    expect(trained('zeros', 'sigmoid', 40)[3].some((v) => v !== 0)).toBe(true);
  });

  test('random weights, however small, break it', () => {
    for (const init of ['normal', 'xavier-uniform'] as const) {
      expect(trained(init, 'tanh', 5).map((w) => distinctUnits(w, 8))).toEqual([8, 8, 8, 8]);
    }
  });
});

describe('theory', () => {
  test('the integrals equal SciPy’s', () => {
    for (const { fn, variance, ...expected } of moments) {
      const found = momentsOf(fn, variance);
      // The derivative of tanh and sigmoid is a narrow peak where the variance is large.
      for (const name of ['mean', 'square', 'slope'] as const) {
        expect(Math.abs(found[name] - expected[name]), `${fn} ${variance} ${name}`).toBeLessThan(2e-5 * Math.max(1, Math.sqrt(variance))); // prettier-ignore
      }
    }
    const { mean, square, slope } = momentsOf('relu', 1);
    expect(mean).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 4);
    expect(square).toBeCloseTo(0.5, 12);
    expect(slope).toBeCloseTo(0.5, 12);
  });

  test('Var(w) is what each initialization says, and what is drawn has it', () => {
    const n = 128;
    const of = (init: Init) => varianceOf(init, n, 0.01);
    expect([of('lecun'), of('xavier-normal'), of('he-normal')]).toEqual([
      1 / n,
      2 / (n + n),
      2 / n,
    ]);
    expect(of('normal')).toBe(0.0001);
    for (const init of INITS.slice(2)) {
      const weights = drawWeights({ init, width: n, std: 0.01 }, mulberry32(3));
      // The relative error of a variance from N numbers is at most √(2/N).
      expect(Math.abs(meanSquare(weights) / of(init) - 1)).toBeLessThan(4 * Math.sqrt(2 / (n * n)));
      const edge = Math.max(...weights.map(Math.abs));
      if (init.endsWith('uniform')) expect(edge).toBeLessThanOrEqual(Math.sqrt(3 * of(init)));
      else expect(edge).toBeGreaterThan(Math.sqrt(3 * of(init)));
    }
    expect(isHomogeneous('leaky-relu') && !isHomogeneous('tanh')).toBe(true);
  });

  /** Mean and standard error over seeds of E[a²] at the top and E[δ²] at the bottom. */
  function sampled(options: FlowOptions, seeds: number) {
    const tops: number[] = [];
    const bottoms: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const { x, c, weights } = drawn(options, seed);
      const { activations, gradients } = flow(options, x, c, weights);
      tops.push(meanSquare(activations[options.depth]) / meanSquare(x));
      bottoms.push(meanSquare(gradients[0]) / meanSquare(c));
    }
    const summary = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (values.length - 1);
      return { mean, error: Math.sqrt(variance / values.length) };
    };
    return { forward: summary(tops), backward: summary(bottoms) };
  }

  test.each([
    ['He and ReLU', { fn: 'relu', init: 'he-normal' }, 0],
    ['He (uniform) and ReLU', { fn: 'relu', init: 'he-uniform' }, 0],
    ['Xavier and ReLU', { fn: 'relu', init: 'xavier-normal' }, 0],
    ['Xavier and nothing', { fn: 'linear', init: 'xavier-uniform' }, 0],
    ['Xavier and tanh', { fn: 'tanh', init: 'xavier-normal' }, 0.02],
    ['Xavier and sigmoid', { fn: 'sigmoid', init: 'xavier-normal' }, 0.02],
    ['He, ReLU and skip', { fn: 'relu', init: 'he-normal', skip: true }, 0.01],
  ] as [string, Partial<FlowOptions>, number][])(
    '%s: measured and predicted agree within the sampling error',
    (_, over, bias) => {
      // Exact on average for one layer and where f scales; the bias is what a finite n leaves.
      for (const depth of [1, 4]) {
        const options = { ...OPTIONS, width: 48, ...over, depth };
        const { forward, backward } = sampled(options, 60);
        const theory = predict(options)!;
        for (const [found, want] of [
          [forward, theory.forward[depth]],
          [backward, theory.backward[0]],
        ] as const) {
          // prettier-ignore
          const off = Math.abs(found.mean - want);
          expect(off, `${depth}: ${found.mean} for ${want}`).toBeLessThan(4 * found.error + bias * depth * want); // prettier-ignore
          expect(4 * found.error).toBeLessThan(0.5 * want);
        }
      }
    },
  );

  test('He keeps what ReLU halves; Xavier with ReLU halves it in every layer', () => {
    const he = predict({ ...OPTIONS, depth: 50 })!;
    he.forward.forEach((v) => expect(v).toBeCloseTo(1, 9));
    he.backward.forEach((v) => expect(v).toBeCloseTo(1, 9));
    const xavier = predict({ ...OPTIONS, depth: 10, init: 'xavier-normal' })!;
    expect(xavier.forward[10]).toBeCloseTo(0.5 ** 10, 12);
    expect(xavier.backward[0]).toBeCloseTo(0.5 ** 10, 12);
    const large = predict({ ...OPTIONS, depth: 50, init: 'normal', std: 2, width: 128, fn: 'linear' })!; // prettier-ignore
    expect(large.forward[50] / 512 ** 50).toBeCloseTo(1, 6);
    expect(predict({ ...OPTIONS, init: 'zeros' })).toBeUndefined();
    expect(predict({ ...OPTIONS, norm: 'batch' })).toBeUndefined();
  });
});
