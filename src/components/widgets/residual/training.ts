/**
 * Training that is kept: key frames of the latest runs, so that going back, and going on from where
 * one was, costs a few steps and not the whole way.
 */
import {
  begin,
  forward,
  smallDigits,
  step,
  type Digits,
  type NetShape,
  type Pass,
  type Trained,
} from '../../../lib/residual-nets.ts';
import { loadedData } from '../../../models/data.ts';
import { STRIDE, type State } from './state.ts';

export const DATA = 'digits/test';

export interface Reached {
  at: Trained;
  pass: Pass;
}

interface Kept {
  /** Networks after so many steps; not to be changed. */
  frames: Map<number, Reached>;
  /** The loss after every step taken so far. */
  losses: number[];
}

const KEEP = 8;
const runs = new Map<string, Kept>();

let small: Digits | undefined;
/** The pictures; `loadData` has to have brought them. */
export function digits(): Digits {
  const { pixels, labels } = loadedData(DATA);
  return (small ??= smallDigits(pixels, labels));
}

/** The networks of a state: shallow, deep, and deep with shortcuts. */
export function netsOf({ shallow, depth, shortcuts, norm }: State): NetShape[] {
  const net = (layers: number, joined: boolean) => ({ depth: layers, shortcuts: joined, normalized: norm }); // prettier-ignore
  return [net(shallow, false), net(depth, false), ...(shortcuts ? [net(depth, true)] : [])];
}

function keptFor(shape: NetShape, seed: number, rate: number): Kept {
  const key = JSON.stringify([shape, seed, rate]);
  let kept = runs.get(key);
  runs.delete(key);
  if (!kept) {
    const at = begin(shape, seed);
    const pass = forward(at, digits());
    kept = { frames: new Map([[0, { at, pass }]]), losses: [pass.loss] };
  }
  runs.set(key, kept);
  for (const old of runs.keys()) {
    if (runs.size <= KEEP) break;
    runs.delete(old);
  }
  return kept;
}

/** A network as a state has it, and its losses up to there. */
export interface Run extends Reached {
  shape: NetShape;
  losses: readonly number[];
}

/** Trains every network of a state; yields after each step. */
export function* training(state: State): Generator<undefined, Run[]> {
  const { seed, rate, steps } = state;
  const made: Run[] = [];
  for (const shape of netsOf(state)) {
    const { frames, losses } = keptFor(shape, seed, rate);
    yield;
    let reached = frames.get(Math.max(...[...frames.keys()].filter((n) => n <= steps)))!;
    while (reached.at.steps < steps && !reached.at.diverged) {
      const [at, pass] = step(reached.at, reached.pass, digits(), rate);
      reached = { at, pass };
      losses[at.steps] = pass.loss;
      if (at.steps % STRIDE === 0 || at.diverged) frames.set(at.steps, reached);
      yield;
    }
    made.push({ shape, ...reached, losses: losses.slice(0, reached.at.steps + 1) });
  }
  return made;
}

/** The same at once. */
export function trained(state: State): Run[] {
  const way = training(state);
  for (;;) {
    const { done, value } = way.next();
    if (done) return value;
  }
}
