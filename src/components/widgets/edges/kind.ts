/** The edges widget, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, edit, KEYS, MATRIX, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { firstCursor, guess, holds, images, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'edges',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  typed: MATRIX,
  parse,
  texts,
  pictureOf: ({ source }) =>
    source.kind === 'picture' ? { id: source.id, channels: 1 } : undefined,
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
  edit: ({ state }, name, value) => edit(state, name, value),
};
