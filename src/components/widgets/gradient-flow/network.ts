/** The network of a state, with what flows through it: worked out in slices and kept. */
import {
  BATCH,
  drawNormal,
  drawWeights,
  passBackward,
  passForward,
  RATE,
  signalOf,
  train,
  type Passed,
} from '../../../lib/gradient-flow.ts';
import { mulberry32 } from '../../../lib/random.ts';
import { texts, type State } from './state.ts';

export interface Flow {
  /** One matrix [n, n] for each layer. */
  weights: Float64Array[];
  /** a [batch, n] of the input and after each layer. */
  activations: Float64Array[];
  passed: Passed[];
  /** ∂L/∂a at the same places, L being Σ c·a over the batch. */
  gradients: Float64Array[];
}

const KEEP = 3;
const kept = new Map<string, Flow>();
const keyOf = (state: State) => JSON.stringify({ ...texts(state), layer: '' });

/** Draws, trains and passes through, yielding after each layer. */
export function* flowing(state: State): Generator<undefined, Flow> {
  const key = keyOf(state);
  const known = kept.get(key);
  if (known) return known;
  const { depth, width, steps, seed } = state;
  const random = mulberry32(seed);
  const input = drawNormal(BATCH * width, random);
  const top = drawNormal(BATCH * width, random);
  const weights: Float64Array[] = [];
  for (let l = 0; l < depth; l++) {
    weights.push(drawWeights(state, random));
    yield;
  }
  for (let t = 0; ; t++) {
    const activations = [input];
    const passed: Passed[] = [];
    for (let l = 0; l < depth; l++) {
      passed.push(passForward(activations[l], weights[l], state));
      activations.push(passed[l].out);
      yield;
    }
    const gradients = [top];
    for (let l = depth - 1; l >= 0; l--) {
      const signal = signalOf(gradients[0], passed[l], state);
      gradients.unshift(passBackward(gradients[0], signal, weights[l], state));
      if (t < steps) train(weights[l], activations[l], signal, width, RATE);
      yield;
    }
    if (t === steps) {
      const flow = { weights, activations, passed, gradients };
      kept.set(key, flow);
      if (kept.size > KEEP) kept.delete(kept.keys().next().value!);
      return flow;
    }
  }
}

/** The same at once. */
export function flowOf(state: State): Flow {
  const way = flowing(state);
  for (;;) {
    const { done, value } = way.next();
    if (done) return value;
  }
}
