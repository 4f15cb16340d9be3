/** Fusing two modalities: evidence that adds up, evidence that interacts, and a modality of noise. */
import { mulberry32, normal, type Random } from '../../../lib/random.ts';

// #region fusion
/** Late fusion of two classifiers by averaging their probabilities. */
export const average = (p: number, q: number): number => (p + q) / 2;

/** Late fusion that multiplies the odds: right if the modalities are independent given the class. */
export function multiplyOdds(p: number, q: number, prior = 1 / 2): number {
  const odds = (p / (1 - p)) * (q / (1 - q)) * ((1 - prior) / prior);
  return odds / (1 + odds);
}

/** The most of the four cases that scores a(text) + b(face) can get right, whatever a and b are. */
export function bestAdditive(label: (text: number, face: number) => number): number {
  const scores = [-3, -2, -1, 0, 1, 2, 3];
  let best = 0;
  for (const a of scores) {
    for (const b of scores) {
      for (const base of scores) {
        let right = 0;
        for (const text of [0, 1]) {
          for (const face of [0, 1]) {
            const score = base + 0.5 + a * text + b * face;
            if (score > 0 === (label(text, face) === 1)) right++;
          }
        }
        best = Math.max(best, right);
      }
    }
  }
  return best;
}
// #endregion

/** What is said and how the face looks agree or not; sarcasm is when they do not. */
export const sarcasm = (text: number, face: number): number => (text === face ? 0 : 1);
/** Both must be positive. */
export const both = (text: number, face: number): number => text & face;

const USEFUL = 4;
export const NOISE = 200;

/** Numbers of an example: 4 of the image, whose mean tells the class, then 200 of a noisy modality. */
const draw = (label: number, random: Random): number[] =>
  Array.from({ length: USEFUL + NOISE }, (_, i) =>
    i < USEFUL ? (label ? 0.6 : -0.6) + normal(random) : normal(random),
  );

// #region joint
/** Nearest class mean on the first `features` numbers: share of 400 test examples that is right. */
export function accuracy(perClass: number, features: number, seed: number): number {
  const random = mulberry32(seed);
  const means = [0, 1].map((label) => {
    const sum = Array<number>(features).fill(0);
    for (let n = 0; n < perClass; n++) {
      draw(label, random).slice(0, features).forEach((v, i) => (sum[i] += v / perClass)); // prettier-ignore
    }
    return sum;
  });
  let right = 0;
  for (let n = 0; n < 400; n++) {
    const x = draw(n % 2, random);
    const distance = means.map((m) => m.reduce((sum, v, i) => sum + (x[i] - v) ** 2, 0));
    if ((distance[1] < distance[0] ? 1 : 0) === n % 2) right++;
  }
  return right / 400;
}
// #endregion

export const SIZES = [5, 10, 20, 40, 80];
const SEEDS = [1, 2, 3, 4];

/** Mean accuracy over four random draws: of the image alone, and of image and noise together. */
export function compare(perClass: number): { image: number; joint: number } {
  const mean = (features: number) =>
    SEEDS.reduce((sum, seed) => sum + accuracy(perClass, features, seed), 0) / SEEDS.length;
  return { image: mean(USEFUL), joint: mean(USEFUL + NOISE) };
}

export function main(): void {
  console.log('2/3 and 3/4, averaged', average(2 / 3, 3 / 4).toFixed(3), ' odds', multiplyOdds(2 / 3, 3 / 4).toFixed(3)); // prettier-ignore
  console.log('both positive: additive scores get', bestAdditive(both), 'of 4');
  console.log('sarcasm:       additive scores get', bestAdditive(sarcasm), 'of 4');
  console.log('training examples of each class   image alone   with 200 noisy features');
  for (const size of SIZES) {
    const { image, joint } = compare(size);
    console.log(String(size).padStart(8), image.toFixed(2).padStart(31), joint.toFixed(2).padStart(19));
  }
}
