/** The tensor viewer, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, pictureOf, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { edit, firstCursor, guess, holds, images, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'tensor',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf,
  reference,
  compute: () => import('./compute.ts'),
  code: () => import('./code.ts'),
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
  edit,
  images,
};
