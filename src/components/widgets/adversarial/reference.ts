/** Everything the widget shows in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  backToInput,
  distances,
  gradientAtScores,
  lossOf,
  randomSigns,
  signsOf,
  stepped,
} from '../../../lib/nn/adversarial.ts';
import { forward } from '../../../lib/nn/forward.ts';
import { withoutSoftmax } from '../../../lib/nn/gradcam.ts';
import type { Graph } from '../../../lib/nn/graph.ts';
import { softmax } from '../../../lib/ops/activation.ts';
import { loadedModel } from '../../../models/store.ts';
import { digitGrid } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { magnitude } from '../toolkit/text.ts';
import { classOf, MODEL, stepOf, texts, type State } from './state.ts';

/** An attack with everything in between. */
export interface Run {
  /** The class of the picture, and the one whose −ln p is followed. */
  label: number;
  aim: number;
  /** The picture, and where each step leads. */
  path: Grid[];
  /** What each step adds, in steps: −1, 0 or 1 for each pixel. */
  signs: Float64Array[];
  noises: { signs: Float64Array; picture: Grid }[];
  /** Results of every layer for the picture as it is. */
  results: Readonly<Record<string, Grid>>;
  outputs: Outputs;
}

type Breathe = () => Promise<boolean>;

let bare: Graph | undefined;

/** The classifier without its softmax. */
export function netOf() {
  const { graph, weights } = loadedModel(MODEL);
  bare ??= withoutSoftmax(graph);
  return { graph: bare, weights, input: bare.inputs[0], output: bare.outputs[0] };
}

const runs = new Map<string, Run>();
const KEPT = 8;
const pictures = new WeakMap<Grid, number>();
let pictureCount = 0;

function keyOf(state: State, picture: Grid | undefined): string {
  if (picture && !pictures.has(picture)) pictures.set(picture, ++pictureCount);
  return `${Object.values(texts(state)).join()} ${picture ? pictures.get(picture) : ''}`;
}

const latest = new WeakMap<State, Run>();

/** What has been worked out of a state. */
export const runOf = (state: State): Run | undefined => latest.get(state);

/** The class with the highest of ten scores, which begin at a place. */
export function topOf(scores: ArrayLike<number>, from = 0, step = 1): number {
  let top = 0;
  for (let k = 1; k < 10; k++) if (scores[from + k * step] > scores[from + top * step]) top = k;
  return top;
}

/** All results by name; every layer is followed by a breath, where it took long. */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: Breathe,
): Outputs | Promise<Outputs | undefined> {
  const key = keyOf(state, picture);
  const known = runs.get(key);
  if (known) {
    latest.set(state, known);
    return known.outputs;
  }
  return attacked(state, digitGrid(state.source, picture), breathe).then((run) => {
    if (!run) return undefined;
    runs.set(key, run);
    if (runs.size > KEPT) runs.delete(runs.keys().next().value!);
    latest.set(state, run);
    return run.outputs;
  });
}

async function attacked(state: State, x: Grid, breathe: Breathe): Promise<Run | undefined> {
  const { eps, steps, attack, target, draws, seed } = state;
  const { graph, weights, input, output } = netOf();
  // A pass is shorter than a slice: the clock runs on from one to the next.
  let since = Date.now();
  const rest = async () => {
    if (Date.now() - since < 10) return true;
    const go = await breathe();
    since = Date.now();
    return go;
  };
  const look = async (image: Grid) =>
    (await rest()) ? forward(graph, weights, { [input]: image }, breathe) : undefined;
  const path = [x];
  const signs: Float64Array[] = [];
  const logits: ArrayLike<number>[] = [];
  let [label, aim] = [0, 0];
  let first: { results: Run['results']; gradient: Grid } | undefined;
  for (let step = 0; step <= steps; step++) {
    const results = await look(path[step]);
    if (!results) return undefined;
    const z = results[output].data;
    logits.push(z);
    if (step === 0) {
      label = classOf(state, topOf(z));
      aim = attack === 'away' ? label : target;
    }
    if (step === steps) break;
    const work = backToInput(graph, weights, results, gradientAtScores(softmax(z), aim));
    let next = work.next();
    for (; !next.done; next = work.next()) if (!(await rest())) return undefined;
    const gradient = next.value;
    first ??= { results, gradient };
    const sense = attack === 'away' ? 1 : -1;
    signs.push(signsOf(gradient.data).map((s) => (s === 0 ? 0 : sense * s)));
    path.push(stepped(x, path[step], signs[step], stepOf(state), eps));
  }
  const noises = Array.from({ length: draws }, (_, i) => {
    const random = randomSigns(x.data.length, seed + i);
    return { signs: random, picture: stepped(x, x, random, eps, eps) };
  });
  const drawn: number[][] = [];
  for (const noise of noises) {
    const results = await look(noise.picture);
    if (!results) return undefined;
    drawn.push(softmax(results[output].data));
  }
  const scored = logits.map((z) => softmax(z));
  const { results, gradient } = first!;
  const most = magnitude(gradient.data) || 1;
  const [moved, noisy] = [path[steps], noises[0].picture];
  const sizes = [moved, noisy].flatMap((image) => Object.values(distances(x, image)));
  const shown = [scored[0], scored[steps], drawn[0]];
  const table = (rows: number[][]) => grid([rows.length, 10, 1], rows.flat());
  const outputs = {
    scores: grid([10, 3, 1], scored[0].flatMap((_, k) => shown.map((p) => p[k]))), // prettier-ignore
    losses: grid([steps + 1, 1, 1], logits.map((z) => lossOf(z, aim))), // prettier-ignore
    path: table(scored),
    draws: table(drawn),
    sizes: grid([2, 2, 1], sizes),
    attacked: moved,
    noisy,
    gradient,
    direction: grid(gradient.shape, gradient.data.map((g) => g / most)), // prettier-ignore
  };
  return { label, aim, path, signs, noises, results, outputs };
}
