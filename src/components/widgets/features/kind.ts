/** The feature space, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { load, reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, edit, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'features',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  load,
  reference,
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
  edit,
  act,
  images,
};
