/** The compression bench, for the toolkit. */
import { bring } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { reference, SITE } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { firstCursor, guess, holds, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'compress',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  load: () => bring([SITE], { kind: 'held-out', index: 0 }),
  reference,
  // Which weights are left, and the last layer after retraining, come from the reference.
  waits: true,
  compute: () => import('./compute.ts'),
  code: () => import('./code.ts'),
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
};
