/** The shared space of pictures and words, for the toolkit. */
import { pictureOfDigit } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { load, reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'embed',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ show, ask, digit }) =>
    show === 'retrieval' && ask === 'picture' ? pictureOfDigit(digit) : undefined,
  load,
  reference,
  // The weights that training reaches come from the reference.
  waits: true,
  compute: () => import('./compute.ts'),
  code: () => import('./code.ts'),
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  pick,
  guess,
  images,
  act,
};
