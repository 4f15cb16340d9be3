/** The results in float64, from src/lib. */
import { compareMaps } from '../../../lib/boxes.ts';
import { grid, type Grid } from '../../../lib/grid.ts';
import {
  cutOut,
  maskedMean,
  maskOverlap,
  panopticQuality,
  regionsOf,
  type PanopticQuality,
  type Regions,
} from '../../../lib/masks.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { FIELD, type Cells, type State } from './state.ts';

const table = (rows: readonly (readonly number[])[]): Grid =>
  grid([rows.length, rows[0].length, 1], rows.flat());
/** A list of cells in the rows of another map. */
const like = (cells: Cells, values: readonly number[]): Grid =>
  grid([cells.length, cells[0].length, 1], values);

/** The class of a code of the street: sky, road, car. */
export const kindOf = (code: number) => Math.min(code, 2);
/** The number of a car; 0 for what is not countable. */
export const numberOf = (code: number) => Math.max(0, code - 1);

/** The classes that stand in either map. */
export function classesOf(truth: Cells, guess: Cells): number[] {
  return [...new Set([...truth.flat(), ...guess.flat()])].sort((a, b) => a - b);
}

/** How the classes of two maps agree: numbers of classes are their places in `classes`. */
export function agreementOf(truth: Cells, guess: Cells) {
  const classes = classesOf(truth, guess);
  const place = (cells: Cells) => cells.flat().map((label) => classes.indexOf(label));
  const scores = compareMaps(place(guess), place(truth), classes.length);
  const matrix = classes.map((_, t) => classes.map((__, p) => scores.confusion[t * classes.length + p])); // prettier-ignore
  return { ...scores, classes, matrix };
}

export interface Shapes {
  /** The cells of each shape that are seen. */
  masks: [number[], number[]];
  semantic: number[];
  regions: Regions;
}

/** A disc of 21 cells. */
const inShape = (r: number, c: number) =>
  r >= 0 && c >= 0 && r < 5 && c < 5 && !((r === 0 || r === 4) && (c === 0 || c === 4));

/** Two shapes in their field, and their regions. */
export function shapesOf({ one, two, neighbors, post }: State): Shapes {
  const { rows, columns } = FIELD;
  const maskOf = ([top, left]: readonly [number, number]) =>
    Array.from({ length: rows * columns }, (_, i) => {
      const [r, c] = [Math.floor(i / columns), i % columns];
      return Number(inShape(r - top, c - left) && !(post && c === FIELD.post));
    });
  const masks: [number[], number[]] = [maskOf(one), maskOf(two)];
  const semantic = masks[0].map((v, i) => Math.max(v, masks[1][i]));
  return { masks, semantic, regions: regionsOf(semantic, columns, neighbors === '4' ? 4 : 8) };
}

/** The street compared, segment by segment, and class by class. */
export const streetOf = ({ said, street }: State): PanopticQuality =>
  panopticQuality(said.flat(), street.flat(), kindOf);

export const semanticOf = (cells: Cells): Cells => cells.map((row) => row.map(kindOf));

/**
 * dice: `counts` [1, 4]: TP, FP, FN, TN; `measures` [1, 3]: IoU, Dice, accuracy.
 * miou: `confusion` [k, k] of the classes in either map, row = truth; `scores` [2, k]: IoU, Dice;
 * `means` [1, 2]: mIoU, accuracy.
 * merged: `semantic` and `regions` [8, 14]; `instances` [8, 14, 2]; `totals` [1, 3]: regions,
 * instances, cells in both shapes.
 * panoptic: `semantic` and `instances` [H, W] of the prediction; `pairs` [segments, true segments]:
 * IoU; `quality` [k, 6]: TP, FP, FN, SQ, RQ, PQ; `means` [1, 2]: mIoU, PQ.
 * cut: `y` [H, W]; `sums` [1, 2]: Σm and the mean of the picture under the mask (0 under none).
 */
export function reference(state: State): Outputs {
  const { mode, a, b, truth, guess, said, street, mask, picture, ground } = state;
  if (mode === 'dice') {
    const { tp, fp, fn, tn, iou, dice, accuracy } = maskOverlap(a.flat(), b.flat());
    return { counts: table([[tp, fp, fn, tn]]), measures: table([[iou, dice, accuracy]]) };
  }
  if (mode === 'miou') {
    const { matrix, iou, dice, meanIou, accuracy } = agreementOf(truth, guess);
    return { confusion: table(matrix), scores: table([iou, dice]), means: table([[meanIou, accuracy]]) }; // prettier-ignore
  }
  if (mode === 'merged') {
    const { masks, semantic, regions } = shapesOf(state);
    const field = (values: readonly number[]) => grid([FIELD.rows, FIELD.columns, 1], values);
    const both = masks[0].reduce((sum, v, i) => sum + v * masks[1][i], 0);
    return {
      semantic: field(semantic),
      regions: field(regions.labels),
      instances: grid([FIELD.rows, FIELD.columns, 2], masks[0].flatMap((v, i) => [v, masks[1][i]])), // prettier-ignore
      totals: table([[regions.count, 2, both]]),
    };
  }
  if (mode === 'panoptic') {
    const { said: mine, truth: theirs, classes, pq } = streetOf(state);
    const overlap = (p: number[], t: number[]) => {
      const both = p.filter((i) => t.includes(i)).length;
      return both / (p.length + t.length - both);
    };
    return {
      semantic: like(said, said.flat().map(kindOf)),
      instances: like(said, said.flat().map(numberOf)),
      pairs: table(mine.map((p) => theirs.map((t) => overlap(p.cells, t.cells)))),
      quality: table(classes.map(({ tp, fp, fn, sq, rq, pq: own }) => [tp, fp, fn, sq, rq, own])),
      means: table([[agreementOf(semanticOf(street), semanticOf(said)).meanIou, pq]]),
    };
  }
  const [m, x] = [mask.flat(), picture.flat()];
  const weight = m.reduce((sum, v) => sum + v, 0);
  return {
    y: like(picture, cutOut(m, x, ground.flat())),
    sums: table([[weight, maskedMean(m, x) ?? 0]]),
  };
}
