/** The state of the autoencoder widget and its form in the address. Pure. */
import { digitTexts, parseDigit, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { attempts, parseNumber, parseWhole, type Parsed, type Query } from '../toolkit/query.ts';

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['input', 'image', 'sigma', 'seed'] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  image: 'test-490',
  sigma: '0.4',
  seed: '1',
} as const satisfies Query<Key>;

export const LIMITS = { sigma: 1, seed: 999_999 };

/** The largest σ that the model met in training. */
export const TRAINED = 0.8;

export interface State {
  digit: DigitSource;
  /** Standard deviation of the noise; pixels lie between 0 and 1. */
  sigma: number;
  seed: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const { input, image = DEFAULTS.image } = query;
  const digit = attempt(() => parseDigit({ input, image }, own));
  const sigma = attempt(() => parseNumber('sigma', query.sigma ?? DEFAULTS.sigma, LIMITS.sigma, 0));
  const seed = attempt(() => parseWhole('seed', query.seed ?? DEFAULTS.seed, 1, LIMITS.seed));
  if (problems.length > 0) return { problems };
  return { state: { digit: digit!, sigma: sigma!, seed: seed! } };
}

/** Every key as text; of `image` and `input` the one that is used. */
export function texts({ digit, sigma, seed }: State): Query<Key> {
  return { ...digitTexts(digit), sigma: `${sigma}`, seed: `${seed}` };
}
