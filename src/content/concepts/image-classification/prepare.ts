// What happens to every picture, and what happens in training alone.
import { integer, mulberry32, type Random } from '../../../lib/random.ts';

// #region prepare
type Image = number[][]; // 0 to 255

/** The same for every picture, in training and at inference. */
export const preprocess = (x: Image): Image => x.map((row) => row.map((v) => v / 255));

/** Random, in training only: a shift by up to one pixel that keeps the label true. */
export function augment(x: Image, random: Random): Image {
  const [dy, dx] = [integer(random, -1, 1), integer(random, -1, 1)];
  return x.map((row, r) => row.map((_, c) => x[r - dy]?.[c - dx] ?? 0));
}

export const forTraining = (x: Image, random: Random) => preprocess(augment(x, random));
export const forInference = preprocess;
// #endregion

// #region wrong-mirror
/** For cats fine. For digits a label that was true becomes false: a mirrored 2 is no 2. */
export const mirror = (x: Image): Image => x.map((row) => [...row].reverse());
// #endregion

export const TWO = ['......', '..##..', '....#.', '...#..', '..###.', '......'].map((row) =>
  [...row].map((c) => (c === '#' ? 255 : 0)),
);

const show = (x: Image) => x.map((row) => row.map((v) => (v ? '#' : '.')).join('')).join(' ');

export function main(): void {
  const random = mulberry32(1);
  for (let i = 0; i < 2; i++) console.log('inference', show(forInference(TWO)));
  for (let i = 0; i < 2; i++) console.log('training ', show(forTraining(TWO, random)));
  console.log('mirrored ', show(mirror(TWO)));
}
