// Ways to cut a data set, and what happens when one patient lands on both sides.

// #region folds
/** k folds of nearly equal size after a shuffle; each index is held out once. */
export function kFold(n: number, k: number, random: () => number): number[][] {
  const order = shuffle(n, random);
  return Array.from({ length: k }, (_, f) => order.filter((_, i) => i % k === f));
}

/** The same with all examples of a group (patient, video, place) in one fold. */
export function groupKFold(groups: string[], k: number, random: () => number): number[][] {
  const names = [...new Set(groups)];
  const folds = kFold(names.length, k, random);
  return folds.map((fold) => groups.flatMap((g, i) => (fold.includes(names.indexOf(g)) ? [i] : [])));
}

/** The same with the shares of the classes kept in each fold. */
export function stratifiedKFold(labels: number[], k: number, random: () => number): number[][] {
  const folds: number[][] = Array.from({ length: k }, () => []);
  let next = 0;
  for (const label of new Set(labels)) {
    const own = labels.flatMap((l, i) => (l === label ? [i] : []));
    for (const i of shuffle(own.length, random)) folds[next++ % k].push(own[i]);
  }
  return folds;
}
// #endregion

/** 0 … n − 1 in random order (Fisher and Yates). */
export function shuffle(n: number, random: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

// #region cross-validate
/** The share of examples that the nearest neighbor outside their own fold gets right. */
export function crossValidate(x: number[], y: number[], folds: number[][]): number {
  let right = 0;
  for (const held of folds) {
    const train = x.map((_, i) => i).filter((i) => !held.includes(i));
    for (const i of held) {
      const nearest = train.reduce((a, b) => (Math.abs(x[b] - x[i]) < Math.abs(x[a] - x[i]) ? b : a));
      if (y[nearest] === y[i]) right++;
    }
  }
  return right / x.length;
}
// #endregion

/** Four patients, two images each: brightness, and sick (1) or healthy (0). */
export const BRIGHTNESS = [10, 11, 20, 21, 30, 31, 40, 41];
export const SICK = [1, 1, 0, 0, 1, 1, 0, 0];
export const PATIENT = ['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D'];

export function main(): void {
  const images = BRIGHTNESS.map((_, i) => [i]);
  const patients = groupKFold(PATIENT, 4, () => 0.5);
  console.log('each image held out:  ', crossValidate(BRIGHTNESS, SICK, images));
  console.log('each patient held out:', crossValidate(BRIGHTNESS, SICK, patients));
}
