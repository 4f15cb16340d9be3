/** The autoencoder widget, for the toolkit. */
import { pictureOfDigit } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { load, reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { edit, firstCursor, guess, holds, images, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'autoencoder',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ digit }) => pictureOfDigit(digit),
  load,
  reference,
  compute: () => import('./compute.ts'),
  code: () => import('./code.ts'),
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
  images,
  edit,
};
