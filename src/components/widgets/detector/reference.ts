/** Heads, boxes, suppression and scores of a scene in float64. */
import {
  averagePrecision,
  decodeHeads,
  matchDetections,
  nonMaxSuppression,
  precisionRecall,
  type CurvePoint,
  type HeadDetection,
  type Matching,
  type Nms,
  type Truth,
} from '../../../lib/boxes.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import { forward } from '../../../lib/nn/forward.ts';
import type { Scene } from '../../../lib/scenes.ts';
import { loadedModel } from '../../../models/store.ts';
import { bringScenes, composedId, remember, sceneOf } from '../toolkit/composed.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { BOXES, type State } from './state.ts';

export const MODEL = 'scenes-detector';

export const load = () => bringScenes(MODEL);

/** A detection is right from this IoU on. */
export const RIGHT = 0.5;

/** Everything that follows from the heads of a scene. */
export interface Analysis {
  scene: Scene;
  heads: Grid;
  /** One detection per cell, row by row. */
  found: HeadDetection[];
  nms: Nms;
  /** For each detection of `nms.order` the one that suppressed it; undefined for those kept. */
  by: Map<number, number>;
  truths: Truth[];
  /** The kept detections, best first, against the truth; indices are those of `nms.kept`. */
  match: Matching;
  counts: { tp: number; fp: number; fn: number };
  /** After each kept detection, all classes in one ranking. */
  curve: CurvePoint[];
  ap: number;
  ap11: number;
}

const heads = new Map<string, Grid>();
const analyses = new WeakMap<State, Analysis>();

/** The analysis of a state; undefined until `reference` has been there. */
export function analysisOf(state: State): Analysis | undefined {
  const known = analyses.get(state);
  if (known) return known;
  const made = heads.get(composedId(state));
  if (!made) return undefined;
  const analysis = analyse(state, made);
  analyses.set(state, analysis);
  return analysis;
}

function analyse(state: State, made: Grid): Analysis {
  const { threshold, iou, perClass } = state;
  const scene = sceneOf(state);
  const found = decodeHeads(made);
  const nms = nonMaxSuppression(found, { iou, score: threshold, perClass });
  const by = new Map<number, number>();
  for (const { kept, compared } of nms.steps) {
    for (const { index, gone } of compared) if (gone) by.set(index, kept);
  }
  const truths = scene.boxes.map((box, i) => ({ box, label: scene.labels[i] }));
  const kept = nms.kept.map((index) => found[index]);
  const match = matchDetections(kept, truths, RIGHT);
  const tp = match.truthOf.filter((t) => t >= 0).length;
  const scored = kept.map(({ score }, k) => ({ score, right: match.truthOf[k] >= 0 }));
  const curve = precisionRecall(scored, truths.length);
  return {
    scene,
    heads: made,
    found,
    nms,
    by,
    truths,
    match,
    counts: { tp, fp: kept.length - tp, fn: truths.length - tp },
    curve,
    ap: averagePrecision(curve),
    ap11: averagePrecision(curve, '11'),
  };
}

/** The steps of suppression that are done. */
export const stepsDone = ({ step }: State, { nms }: Analysis): number =>
  step === 'end' ? nms.steps.length : Math.min(step, nms.steps.length);

const scalar = (value: number): Grid => grid([1, 1, 1], [value]);

/**
 * Named results: `heads` [8, 8, 15] and `boxes` [64, 5, 1] (left, top, right, bottom in pixels,
 * score), one for each cell, row by row; `candidates` [n, 7, 1], those above the threshold, best
 * first: class, score, the place in this table (from 1) of the box that suppressed it (0 for none),
 * left, top, right, bottom; scalars `objects`, `kept`, `tp`, `fp`, `fn`, `ap`, `ap11`. Without
 * candidates that table is left out.
 */
export async function reference(
  state: State,
  _picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Promise<Outputs | undefined> {
  const key = composedId(state);
  if (!heads.has(key)) {
    const { graph, weights } = loadedModel(MODEL);
    const { image } = sceneOf(state);
    const made = await forward(graph, weights, { [graph.inputs[0]]: image }, breathe);
    if (!made) return undefined;
    remember(heads, key, made.heads, 40);
  }
  return outputsOf(analysisOf(state)!);
}

function outputsOf(analysis: Analysis): Outputs {
  const { found, nms, by, counts, truths } = analysis;
  const { order } = nms;
  const rows = order.flatMap((index) => {
    const { label, score, box } = found[index];
    const keeper = by.get(index);
    return [label, score, keeper === undefined ? 0 : order.indexOf(keeper) + 1, ...box];
  });
  return {
    heads: analysis.heads,
    boxes: grid([BOXES, 5, 1], found.flatMap(({ box, score }) => [...box, score])), // prettier-ignore
    ...(order.length > 0 && { candidates: grid([order.length, 7, 1], rows) }),
    objects: scalar(truths.length),
    kept: scalar(nms.kept.length),
    tp: scalar(counts.tp),
    fp: scalar(counts.fp),
    fn: scalar(counts.fn),
    ap: scalar(analysis.ap),
    ap11: scalar(analysis.ap11),
  };
}
