/** The style widget, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, edit, firstCursor, guess, holds, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'style',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ content, style }) =>
    content === 'own' || style === 'own' ? { id: 'own', channels: 1 } : undefined,
  reference,
  // The pixels that a run has reached come from the reference.
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
};
