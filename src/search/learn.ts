/**
 * Learns which words speak for which page, when the site is built: softmax regression on phrases whose
 * page is known. A reader asks in words of their own, so what counts is not how often a word stands on
 * a page but how well it tells that page from the others. Pure, and the same at every run.
 */

/** A phrase cut into words, the page it belongs to, and how much it counts. */
export interface Example {
  words: readonly string[];
  place: number;
  weight: number;
}

/** Passes over all phrases. */
const PASSES = 8;
/** First step; AdaGrad makes it smaller for words that were often seen. */
const RATE = 0.3;
/** A word that stands in nearly every phrase says nothing: weight of words by rarity, at most 1. */
const RARITY = 8;
/** Smaller derivatives are not worth a step. */
const SMALL = 1e-4;

/** Numbers from 0 to 1, always the same (Numerical Recipes' linear congruential generator). */
function dice(): () => number {
  let state = 7;
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

/** Word → what it says for each page, as far as it says more than the usual one and `least`. */
export function learn(
  examples: readonly Example[],
  pages: number,
  least: number,
): Map<string, [place: number, says: number][]> {
  const ids = new Map<string, number>();
  const seen: number[] = [];
  const cut = examples.map(({ words }) =>
    [...new Set(words)].map((word) => {
      const id = ids.get(word) ?? ids.size;
      ids.set(word, id);
      seen[id] = (seen[id] ?? 0) + 1;
      return id;
    }),
  );
  const rarity = seen.map((times) => Math.min(1, Math.log(1 + examples.length / times) / RARITY));
  // Each word's share of its phrase: by rarity, all of length one together.
  const shares = cut.map((words) => {
    const length = Math.sqrt(words.reduce((sum, id) => sum + rarity[id] ** 2, 0)) || 1;
    return words.map((id) => rarity[id] / length);
  });
  const weights = new Float32Array(ids.size * pages);
  const squares = new Float32Array(ids.size * pages).fill(1e-3);
  const order = examples.map((_, at) => at);
  const chance = new Float64Array(pages);
  const random = dice();
  for (let pass = 0; pass < PASSES; pass++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other], order[at]];
    }
    for (const at of order) {
      const words = cut[at];
      const share = shares[at];
      chance.fill(0);
      for (let which = 0; which < words.length; which++) {
        const row = words[which] * pages;
        const much = share[which];
        for (let page = 0; page < pages; page++) chance[page] += much * weights[row + page];
      }
      toChances(chance);
      chance[examples[at].place] -= 1;
      for (let page = 0; page < pages; page++) {
        const error = examples[at].weight * chance[page];
        if (Math.abs(error) < SMALL) continue;
        for (let which = 0; which < words.length; which++) {
          const slope = share[which] * error;
          if (Math.abs(slope) < SMALL) continue;
          const cell = words[which] * pages + page;
          squares[cell] += slope * slope;
          weights[cell] -= (RATE * slope) / Math.sqrt(squares[cell]);
        }
      }
    }
  }
  const said = [...ids].map(([word, id]): [string, [number, number][]] => {
    const row = weights.subarray(id * pages, (id + 1) * pages);
    const usual = row.toSorted()[pages >> 1];
    const says = [...row].map((weight, place): [number, number] => [
      place,
      (weight - usual) * rarity[id],
    ]);
    return [word, says.filter(([, much]) => much >= least)];
  });
  return new Map(said.filter(([, says]) => says.length));
}

/** Scores to probabilities, in place. */
function toChances(scores: Float64Array): void {
  let most = -Infinity;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let at = 0; at < scores.length; at++) sum += scores[at] = Math.exp(scores[at] - most);
  for (let at = 0; at < scores.length; at++) scores[at] /= sum;
}
