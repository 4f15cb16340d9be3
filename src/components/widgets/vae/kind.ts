/** The vae widget, for the toolkit. */
import { pictureOfDigit } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { load, reference } from './reference.ts';
import { DEFAULTS, EITHER, format, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { edit, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'vae',
  keys: KEYS,
  either: EITHER,
  defaults: DEFAULTS,
  parse,
  texts,
  format,
  pictureOf: ({ from }) => (from.kind === 'digit' ? pictureOfDigit(from.digit) : undefined),
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
  pick,
};
