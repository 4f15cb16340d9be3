/** The normalisation widget, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, edited, KEYS, parse, texts, translated, type State } from './state.ts';
import type { Words } from './strings.ts';
import { firstCursor, guess, holds, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'batchnorm',
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
  edit: ({ state }, name, value) => edited(state, name, value),
  act: ({ state }, name) => (name === 'translate' ? texts(translated(state)) : undefined),
};
