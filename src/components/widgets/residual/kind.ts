/** The residual block and networks, for the toolkit. */
import { hasData, loadData } from '../../../models/data.ts';
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, format, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { DATA } from './training.ts';
import { act, edit, firstCursor, guess, holds, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'residual',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  format,
  load: ({ mode }) => (mode === 'nets' && !hasData(DATA) ? loadData(DATA) : undefined),
  reference,
  waits: true,
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
