/** The box bench, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { act, edit, firstCursor, holds, pick, stops } from './places.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { speak } from './sums.ts';
import { guess, parts } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'boxes',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
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
  pick,
  act,
};
