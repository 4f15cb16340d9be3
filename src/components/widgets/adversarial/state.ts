/** The state of the attack and its form in the address. Pure. */
import { stepLength } from '../../../lib/nn/adversarial.ts';
import { digitTexts, labelOf, parseDigit, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import {
  attempts,
  parseChoice,
  parseNumber,
  parseWhole,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

/** The model that is attacked. */
export const MODEL = 'digits-classifier';

/** Away from the class of the picture, or toward another one. */
export const ATTACKS = ['away', 'toward'] as const;
export type Attack = (typeof ATTACKS)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = ['image', 'input', 'attack', 'target', 'eps', 'steps', 'seed', 'draws'] as const; // prettier-ignore
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  image: 'test-788',
  attack: 'away',
  target: '3',
  eps: '0.1',
  steps: '1',
  seed: '1',
  draws: '8',
} as const satisfies Query<Key>;

export const LIMITS = { eps: 0.3, steps: 20, draws: 24, seed: 9999 } as const;

export interface State {
  source: DigitSource;
  attack: Attack;
  target: number;
  /** The largest change of a pixel, which runs from 0 to 1. */
  eps: number;
  steps: number;
  /** Of the first random noise; the others follow it. */
  seed: number;
  draws: number;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, picture?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const image = query.input === undefined ? (query.image ?? DEFAULTS.image) : undefined;
  const source = attempt(() => parseDigit({ input: query.input, image }, picture));
  const text = (key: Exclude<Key, 'input'>) => query[key] ?? DEFAULTS[key];
  const attack = attempt(() => parseChoice('attack', text('attack'), ATTACKS));
  const target = attempt(() => parseWhole('target', text('target'), 0, 9));
  const eps = attempt(() => Number(parseNumber('eps', text('eps'), LIMITS.eps, 0).toFixed(4)));
  const steps = attempt(() => parseWhole('steps', text('steps'), 1, LIMITS.steps));
  const seed = attempt(() => parseWhole('seed', text('seed'), 0, LIMITS.seed));
  const draws = attempt(() => parseWhole('draws', text('draws'), 1, LIMITS.draws));
  if (problems.length > 0) return { problems };
  return {
    state: {
      source: source!,
      attack: attack!,
      target: target!,
      eps: eps!,
      steps: steps!,
      seed: seed!,
      draws: draws!,
    },
  };
}

/** Every key as text. */
export function texts({ source, ...state }: State): Query<Key> {
  return {
    ...digitTexts(source),
    attack: state.attack,
    target: `${state.target}`,
    eps: `${state.eps}`,
    steps: `${state.steps}`,
    seed: `${state.seed}`,
    draws: `${state.draws}`,
  };
}

/** The class that the picture has: its label, or what is read before the attack where it has none. */
export const classOf = ({ source }: Pick<State, 'source'>, read: number): number =>
  source.kind === 'held-out' ? labelOf(source.index) : read;

/** How far a single step goes. */
export const stepOf = ({ eps, steps }: Pick<State, 'eps' | 'steps'>) => stepLength(eps, steps);
