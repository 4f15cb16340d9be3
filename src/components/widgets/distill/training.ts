/**
 * Students in training: four of them from the same weights, on hard labels, on soft targets, on both,
 * and on soft targets of more pictures. Key frames of the latest runs are kept, so that any step of
 * them can be shown again at once.
 */
import { lastTwo } from '../../../lib/compress.ts';
import { copyOf, halved, learn, logitsOf, meanLoss, newPupil, soften, topOf, type Examples, type Mix, type Pupil } from '../../../lib/distill.ts'; // prettier-ignore
import { withoutSoftmax } from '../../../lib/nn/gradcam.ts';
import type { Graph } from '../../../lib/nn/graph.ts';
import { loadedData, tileOf } from '../../../models/data.ts';
import { loadedModel } from '../../../models/store.ts';
import { firstOf, HELD_OUT, labelOf } from '../toolkit/digits.ts';
import { EVERY, texts, type State } from './state.ts';

export const SITE = 'digits-classifier';
export const DATA = 'digits/test';
/** Of each class, in the order of the held-out digits: the first are for labels, the next the pool. */
export const FOR_LABELS = 10;
export const FOR_POOL = 40;
const BEFORE_TEST = FOR_LABELS + FOR_POOL;
/** Step length of Adam. */
export const RATE = 0.01;
export const STUDENTS = ['hard', 'soft', 'both', 'pool'] as const;
const STRIDE = 10;
const KEEP = 3;

/** The held-out digits that students are tried on. */
export const testDigits = (): number[] =>
  HELD_OUT.flatMap((n, d) => Array.from({ length: n - BEFORE_TEST }, (_, i) => firstOf(d) + BEFORE_TEST + i)); // prettier-ignore

/** The first of each class from a place on. */
const takenOf = (from: number, count: number): number[] =>
  HELD_OUT.flatMap((_, d) => Array.from({ length: count }, (__, i) => firstOf(d) + from + i));

export const labelledDigits = ({ labels }: State): number[] => takenOf(0, labels);
export const poolDigits = ({ pool }: State): number[] => takenOf(FOR_LABELS, pool);

/** What a held-out digit is to the students. */
export function roleOf(
  index: number,
  { labels, pool }: State,
): 'labels' | 'pool' | 'test' | 'none' {
  const place = index - firstOf(labelOf(index));
  if (place >= BEFORE_TEST) return 'test';
  if (place < FOR_LABELS) return place < labels ? 'labels' : 'none';
  return place - FOR_LABELS < pool ? 'pool' : 'none';
}

let bare: Graph | undefined;
/** The teacher without its softmax. */
export const teacherGraph = (): Graph => (bare ??= withoutSoftmax(loadedModel(SITE).graph));

/** The teacher's logits for a digit [28, 28, 1]. */
export const teach = (image: Float64Array): Float64Array =>
  lastTwo(teacherGraph(), loadedModel(SITE).weights, image)[1];

const taught = new Map<number, Float64Array>();
const small = new Map<number, Float64Array>();

/** What the teacher says of a held-out digit. */
function teacherOf(index: number): Float64Array {
  const known = taught.get(index) ?? teach(tileOf(loadedData(DATA), index).data);
  taught.set(index, known);
  return known;
}

/** A held-out digit as students see it. */
function smallOf(index: number): Float64Array {
  const known = small.get(index) ?? halved(tileOf(loadedData(DATA), index).data);
  small.set(index, known);
  return known;
}

/** What each student minimizes. */
export const mixOf = (state: State, student: (typeof STUDENTS)[number]): Mix => ({
  temperature: state.temperature,
  square: state.square,
  alpha: { hard: 0, soft: 1, both: state.alpha, pool: 1 }[student],
});

/** Examples with the logits that the teacher's answers are made of. */
export interface Lessons extends Examples {
  v: readonly Float64Array[];
}

const examplesOf = (digits: readonly number[], temperature: number): Lessons => ({
  x: digits.map(smallOf),
  v: digits.map(teacherOf),
  p: digits.map((index) => soften(teacherOf(index), temperature)),
  // Students of soft targets alone do not look at them.
  labels: digits.map(labelOf),
});

export interface Way {
  few: Lessons;
  many: Lessons;
  /** What stood after so many steps; not to be changed. */
  frames: Map<number, Pupil[]>;
  /** Losses of the four on what they learn from, and test digits read rightly. */
  history: { step: number; losses: number[]; right: number[] }[];
  done: boolean;
}

const ways = new Map<string, Way>();

function wayOf(state: State): Way {
  const { temperature, alpha, square, labels, pool, hidden, steps, seed } = texts(state);
  const key = [temperature, alpha, square, labels, pool, hidden, steps, seed].join();
  const known = ways.get(key);
  ways.delete(key);
  const none = { x: [], v: [], p: [], labels: [] };
  const way = known ?? { few: none, many: none, frames: new Map(), history: [], done: false };
  ways.set(key, way);
  for (const old of ways.keys()) {
    if (ways.size <= KEEP) break;
    ways.delete(old);
  }
  return way;
}

export const lessonsOf = ({ few, many }: Way, student: (typeof STUDENTS)[number]): Lessons =>
  student === 'pool' ? many : few;

/** Digits of a list that a student reads rightly. */
export const rightOf = ({ student }: Pupil, digits: readonly number[]): number =>
  logitsOf(student, digits.map(smallOf)).reduce((n, z, i) => n + Number(topOf(z) === labelOf(digits[i])), 0); // prettier-ignore

/** Trains in slices: yields after each digit the teacher answers and each step of a student. */
export function* training(state: State): Generator<undefined, Way> {
  const way = wayOf(state);
  if (way.done) return way;
  const labelled = labelledDigits(state);
  const all = [...labelled, ...poolDigits(state)];
  for (const index of all) {
    if (taught.has(index)) continue;
    teacherOf(index);
    yield;
  }
  way.few = examplesOf(labelled, state.temperature);
  way.many = examplesOf(all, state.temperature);
  const test = testDigits();
  // A run that was given up begins anew: what it left is the same.
  way.history.length = 0;
  const pupils = STUDENTS.map(() => newPupil(state.hidden, state.seed));
  for (let step = 0; ; step++) {
    if (step % STRIDE === 0 || step === state.steps) way.frames.set(step, pupils.map(copyOf));
    if (step % EVERY === 0 || step === state.steps) {
      const row: Way['history'][number] = { step, losses: [], right: [] };
      for (const [i, name] of STUDENTS.entries()) {
        row.losses.push(meanLoss(pupils[i].student, lessonsOf(way, name), mixOf(state, name)));
        row.right.push(rightOf(pupils[i], test));
        yield;
      }
      way.history.push(row);
    }
    if (step === state.steps) break;
    for (const [i, name] of STUDENTS.entries()) {
      learn(pupils[i], lessonsOf(way, name), mixOf(state, name), RATE);
      yield;
    }
  }
  way.done = true;
  return way;
}

/** The whole run at once. */
export function trained(state: State): Way {
  const work = training(state);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

export const shownStep = ({ at, steps }: State): number => (at === 'end' ? steps : at);

/** The four students after so many steps. */
export function stoodAt(state: State, way: Way, step: number): Pupil[] {
  const known = way.frames.get(step);
  if (known) return known;
  const from = Math.floor(step / STRIDE) * STRIDE;
  const pupils = way.frames.get(from)!.map(copyOf);
  for (let s = from; s < step; s++) {
    STUDENTS.forEach((name, i) => learn(pupils[i], lessonsOf(way, name), mixOf(state, name), RATE));
  }
  way.frames.set(step, pupils);
  return pupils;
}
