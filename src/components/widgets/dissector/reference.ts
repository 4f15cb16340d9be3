/** Everything the dissector shows in float64, from src/lib. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { mapsOf } from '../../../lib/nn/explain.ts';
import { forward, forwardNow, type Weights } from '../../../lib/nn/forward.ts';
import { gradCam, tailOf, withoutSoftmax, type Tail } from '../../../lib/nn/gradcam.ts';
import type { Graph, GraphNode } from '../../../lib/nn/graph.ts';
import { occlusion } from '../../../lib/nn/occlusion.ts';
import { softmax } from '../../../lib/ops/activation.ts';
import { loadedModel } from '../../../models/store.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { matrixText } from '../toolkit/query.ts';
import { ownModel } from './own-model.ts';
import {
  camTargetWith,
  inputGrid,
  layerOf,
  layersOf,
  SITE,
  squares,
  tones,
  type State,
} from './state.ts';

/** A network in the form in which it is taken apart. */
export interface Net {
  /** Its output are the scores before the softmax. */
  bare: Graph;
  /** The same with the softmax, or with the activation that the model ends in. */
  scored: Graph;
  weights: Weights;
  input: string;
  output: string;
  /** Whether the scores are a softmax. */
  soft: boolean;
  tail: Tail | undefined;
}

const nets = new WeakMap<Graph, Net>();

/** The network of a state, once its files are there. */
export function netOf({ own }: Pick<State, 'own'>): Net {
  const { graph, weights } = own ? ownModel(own)! : loadedModel(SITE);
  let net = nets.get(graph);
  if (!net) {
    const [output] = graph.outputs;
    const last = graph.nodes.find(({ name }) => name === output)!;
    // Scores without an activation are what a softmax is made of.
    const soft = !('activation' in last) || ['softmax', 'linear'].includes(last.activation);
    const bare = withoutSoftmax(graph);
    const end = (node: GraphNode): GraphNode =>
      soft && node === last && 'activation' in node ? { ...node, activation: 'softmax' } : node;
    const scored = { ...graph, nodes: graph.nodes.map(end) };
    const tail = tailOf(bare);
    net = { bare, scored, weights, input: graph.inputs[0], output, soft, tail };
    nets.set(graph, net);
  }
  return net;
}

camTargetWith((own) => netOf({ own }).tail?.target.shape);

/** What is known of one input: the results of every layer, the last one after its softmax. */
export interface Base {
  net: Net;
  results: Readonly<Record<string, Grid>>;
  /** Scores before the softmax. */
  logits: Grid;
  top: number;
  occlusions: Map<string, Grid>;
  cams: Map<number, { map: Grid; weights: Grid }>;
}

const pictures = new WeakMap<Grid, number>();
let pictureCount = 0;
const bases = new Map<string, Base>();
const KEPT = 8;

const readFor = new WeakMap<State, Grid>();

/** The reader's picture that a state was worked out with. */
export const pictureFor = (state: State): Grid | undefined => readFor.get(state);

function keyOf({ source, own, range }: State, picture: Grid | undefined): string {
  if (source.kind === 'own' && !pictures.has(picture!)) pictures.set(picture!, ++pictureCount);
  const what = {
    'held-out': () => `${(source as { index: number }).index}`,
    drawn: () => matrixText((source as { rows: number[][] }).rows),
    own: () => `own ${pictures.get(picture!)}`,
  }[source.kind]();
  return `${own} ${range} ${what}`;
}

function keep(key: string, net: Net, found: Record<string, Grid>): Base {
  const logits = found[net.output];
  const scores = net.soft ? grid(logits.shape, softmax(logits.data)) : logits;
  const top = scores.data.indexOf(scores.data.reduce((a, b) => Math.max(a, b)));
  const results = { ...found, [net.output]: scores };
  const base: Base = { net, results, logits, top, occlusions: new Map(), cams: new Map() };
  bases.set(key, base);
  if (bases.size > KEPT) bases.delete(bases.keys().next().value!);
  return base;
}

/** The results of every layer, at once. */
export function baseOf(state: State, picture: Grid | undefined): Base {
  const key = keyOf(state, picture);
  const known = bases.get(key);
  if (known) return known;
  const net = netOf(state);
  const found = forwardNow(net.bare, net.weights, { [net.input]: inputGrid(state, picture) });
  return keep(key, net, found);
}

/** The class that is asked about. */
export const labelOf = (state: State, base: Base): number =>
  state.label === 'top' ? base.top : state.label;

const occlusionKey = (state: State, base: Base) =>
  [labelOf(state, base), state.square, state.fill].join();

/** The occlusion map of a state, once it has been worked out. */
export const occlusionOf = (state: State, base: Base): Grid =>
  base.occlusions.get(occlusionKey(state, base))!;

/** Whether the slow part of a state has been worked out. */
export const isReady = (state: State, base: Base): boolean =>
  state.view !== 'occlusion' || base.occlusions.has(occlusionKey(state, base));

/** The Grad-CAM of a state. */
export function camOf(state: State, base: Base): { map: Grid; weights: Grid } {
  const label = labelOf(state, base);
  let cam = base.cams.get(label);
  if (!cam) {
    const { net, results, logits } = base;
    const bare = { ...results, [net.output]: logits };
    cam = gradCam(net.tail!, net.weights, bare, label);
    base.cams.set(label, cam);
  }
  return cam;
}

/** The place of the largest number. */
export function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** One map [H, W, 1] of a layer. */
export function mapOf(layer: Grid, map: number): Grid {
  const [H, W, C] = mapsOf({ shape: [...layer.shape] });
  return grid(
    [H, W, 1],
    Float64Array.from({ length: H * W }, (_, i) => layer.data[i * C + map]),
  );
}

/** Which map, cell and class a state means. */
export interface Chosen {
  map: number;
  row: number;
  col: number;
  label: number;
}

export function chosenOf(state: State, base: Base): Chosen {
  const layer = base.results[state.layer];
  const [, , C] = mapsOf({ shape: [...layer.shape] });
  const map = state.map === 'max' ? largest(layer.data) % C : state.map;
  const label = labelOf(state, base);
  if (state.cell !== 'max') return { map, label, row: state.cell[0], col: state.cell[1] };
  const shown =
    state.view === 'occlusion'
      ? occlusionOf(state, base)
      : state.view === 'grad-cam'
        ? camOf(state, base).map
        : mapOf(layer, map);
  const at = largest(shown.data);
  return { map, label, row: Math.floor(at / shown.shape[1]), col: at % shown.shape[1] };
}

/** The name of a layer among the outputs. */
export const outputName = (layer: string) => `layer/${layer}`;

function named(state: State, base: Base): Outputs {
  const { map } = chosenOf(state, base);
  const { net, results, logits } = base;
  const layers = layersOf(state).map(({ name }) => [
    outputName(name),
    name === net.output ? logits : results[name],
  ]);
  const extra: Record<string, Grid> =
    state.view === 'occlusion'
      ? { occlusion: occlusionOf(state, base) }
      : state.view === 'grad-cam'
        ? { cam: camOf(state, base).map, alpha: camOf(state, base).weights }
        : {};
  return {
    scores: results[net.output],
    map: mapOf(results[layerOf(state).name], map),
    ...extra,
    ...Object.fromEntries(layers),
  };
}

/** All results by name: scores, the map on show, what the view adds, and every layer. */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  if (picture) readFor.set(state, picture);
  const key = keyOf(state, picture);
  const known = bases.get(key);
  if (known && isReady(state, known)) return named(state, known);
  const work = async () => {
    const net = netOf(state);
    let base = bases.get(key);
    if (!base) {
      const inputs = { [net.input]: inputGrid(state, picture) };
      const found = await forward(net.bare, net.weights, inputs, breathe);
      if (!found) return undefined;
      base = keep(key, net, found);
    }
    if (!isReady(state, base)) {
      const label = labelOf(state, base);
      const { square } = tones(state);
      const { scored, weights } = net;
      const map = await occlusion(scored, weights, base.results, label, squares(state), square, breathe); // prettier-ignore
      if (!map) return undefined;
      base.occlusions.set(occlusionKey(state, base), map);
    }
    return named(state, base);
  };
  return work();
}
