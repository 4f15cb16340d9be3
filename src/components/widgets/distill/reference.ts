/** What stands on screen, in float64. */
import { halved, lesson, logitsOf, meanLoss, meanParts, soften, softWeight, topOf, type Lesson } from '../../../lib/distill.ts'; // prettier-ignore
import { grid, type Grid } from '../../../lib/grid.ts';
import { digitGrid, labelOf } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import { inSlices } from '../toolkit/slices.ts';
import type { State } from './state.ts';
import { lessonsOf, mixOf, rightOf, shownStep, stoodAt, STUDENTS, teach, testDigits, trained, training } from './training.ts'; // prettier-ignore

/** Temperatures of the curves: 2⁻¹ to 2⁷ in steps of a quarter. */
export const COLUMNS = 33;
export const temperatureAt = (column: number): number => 2 ** (column / 4 - 1);
/** Columns of the table of classes. */
export const HEADS = ['v', 'p1', 'p', 'q', 'hard', 'soft', 'total'] as const;

export interface Made {
  /** The digit [28, 28, 1] from 0 to 1. */
  x: Grid;
  /** The teacher's logits, and the student's. */
  v: Float64Array;
  z: Float64Array;
  label: number;
  lesson: Lesson;
}

const made = new WeakMap<State, Made>();
/** What has been worked out of a state. */
export const madeOf = (state: State): Made | undefined => made.get(state);

const one = (value: number): Grid => grid([1], [value]);

function make(state: State, picture: Grid | undefined): Made {
  const { source, mode } = state;
  const x = digitGrid(source, picture);
  const v = teach(x.data);
  const label = source.kind === 'held-out' ? labelOf(source.index) : topOf(v);
  let z: Float64Array = Float64Array.from(state.student);
  if (mode === 'train') {
    const pupils = stoodAt(state, trained(state), shownStep(state));
    z = logitsOf(pupils[STUDENTS.indexOf('both')].student, [halved(x.data)])[0];
  }
  const known = { x, v, z, label, lesson: lesson(v, z, label, state) };
  made.set(state, known);
  return known;
}

function results(state: State, picture: Grid | undefined): Outputs {
  const found = make(state, picture);
  if (state.mode === 'train') return trainResults(state, found);
  const { v, lesson: all } = found;
  const { p, q, hard, soft, total, kl, ce, loss } = all;
  const plain = soften(v, 1).p;
  const rows = Array.from(v, (logit, k) => [logit, plain[k], p.p[k], q.p[k], hard[k], soft[k], total[k]]); // prettier-ignore
  return {
    targets: grid([rows.length, HEADS.length, 1], rows.flat()),
    kl: one(kl),
    ce: one(ce),
    softLoss: one(softWeight(state) * kl),
    loss: one(loss),
    ...(state.mode === 'temperature' && {
      curve: grid(
        [COLUMNS, v.length, 1],
        Array.from({ length: COLUMNS }, (_, i) => Array.from(soften(v, temperatureAt(i)).p)).flat(),
      ),
    }),
  };
}

function trainResults(state: State, { x, v }: Made): Outputs {
  const way = trained(state);
  const step = shownStep(state);
  const pupils = stoodAt(state, way, step);
  const test = testDigits();
  const seen = halved(x.data);
  const count = pupils[0].student.weights.length;
  const gradient: number[] = [];
  const students: number[] = [];
  const losses = STUDENTS.map((name, i) => {
    const grads = new Float64Array(count);
    const loss = meanLoss(pupils[i].student, lessonsOf(way, name), mixOf(state, name), grads);
    gradient.push(...grads.slice(-v.length));
    const norm = Math.sqrt(grads.reduce((sum, g) => sum + g * g, 0));
    students.push(...meanParts(pupils[i].student, lessonsOf(way, name), state.temperature), norm);
    return loss;
  });
  const answers = [soften(v, 1), ...pupils.map(({ student }) => soften(logitsOf(student, [seen])[0], 1))]; // prettier-ignore
  const n = STUDENTS.length;
  return {
    answers: grid([n + 1, v.length, 1], answers.flatMap(({ p }) => Array.from(p))), // prettier-ignore
    students: grid([n, 3, 1], students),
    losses: grid([n, 1, 1], losses),
    right: grid([n, 1, 1], pupils.map((pupil) => rightOf(pupil, test))), // prettier-ignore
    gradient: grid([n, v.length, 1], gradient),
    history: grid(
      [way.history.length, 1 + 2 * n, 1],
      way.history.flatMap(({ step: at, losses: l, right }) => [at, ...l, ...right]),
    ),
    step: one(step),
  };
}

/**
 * Of one digit: `targets` [10, 7], a row for each class: the teacher's logit, its probability at
 * temperature 1 and at T, the student's at T, the gradients from the label, from the soft targets and
 * from both; `kl`, `ce`, `softLoss` (KL times T²), `loss`; with `temperature` also `curve` [33, 10],
 * the probabilities at 33 temperatures. With `train`: `answers` [5, 10] of the teacher and the four
 * students; `students` [4, 3], the means of KL and cross-entropy over what each learns from and the norm
 * of its gradient; their `losses` and `right` (test digits); `gradient` [4, 10] for the output's bias; `history` (step, losses, right); `step`.
 */
export function reference(
  state: State,
  picture: Grid | undefined,
  breathe: () => Promise<boolean>,
): Outputs | Promise<Outputs | undefined> {
  if (state.mode !== 'train') return results(state, picture);
  return inSlices(training(state), breathe, () => results(state, picture));
}
