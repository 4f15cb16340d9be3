/** The segmenter widget, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { load, reference } from './reference.ts';
import { DEFAULTS, format, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, firstCursor, guess, holds, images, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'segmenter',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  format,
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
  act,
};
