/** The backpropagation stepper, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, format, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, edit, firstCursor, guess, holds, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'backprop',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  format,
  reference,
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
};
