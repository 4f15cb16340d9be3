/** The attention stepper, for the toolkit. */
import { bring, pictureOfDigit } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'attention',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ source }) => pictureOfDigit(source),
  load: ({ source }) => bring([], source),
  reference,
  compute: () => import('./compute.ts'),
  code: () => import('./code.ts'),
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  pick,
  act,
  guess,
  images,
};
