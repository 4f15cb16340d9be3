/** The detector widget, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { load, reference } from './reference.ts';
import { DEFAULTS, format, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, edit, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'detector',
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
  pick,
  act,
  edit,
};
