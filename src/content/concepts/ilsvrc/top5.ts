/** Top-k error: the share of pictures whose right class is not among the k highest scores. */

/** Scores of a picture for its classes, and the index of the right one. */
export interface Scored {
  scores: number[];
  label: number;
}

// #region top5
/** 1 + the number of classes that do not score lower: ties, and NaN, count against the model. */
export const rank = ({ scores, label }: Scored) =>
  1 + scores.filter((score, i) => i !== label && !(score < scores[label])).length;

export const topError = (pictures: Scored[], k: number) =>
  pictures.filter((picture) => rank(picture) > k).length / pictures.length;
// #endregion

// #region wrong-ties
/** Counting ties in favor of the model: equal scores for all classes look perfect. */
export const wrongRank = ({ scores, label }: Scored) =>
  1 + scores.filter((score) => score > scores[label]).length;
// #endregion

/** Five pictures, seven classes; the right class comes first, third, fifth, sixth and second. */
export const PICTURES: Scored[] = [
  { scores: [9, 4, 2, 1, 0, 3, 5], label: 0 },
  { scores: [7, 6, 5, 1, 2, 3, 0], label: 2 },
  { scores: [8, 1, 7, 6, 5, 4, 0], label: 5 },
  { scores: [1, 9, 8, 7, 6, 5, 0], label: 0 },
  { scores: [2, 3, 8, 9, 1, 0, 4], label: 2 },
];

export function main(): void {
  console.log('ranks      ', PICTURES.map(rank).join(' '));
  for (const k of [1, 5]) {
    console.log(`top-${k} error ${(100 * topError(PICTURES, k)).toFixed(0)}%`);
  }
}
