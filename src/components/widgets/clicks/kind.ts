/** Segmentation by clicks, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { PICTURES } from '../toolkit/maps.ts';
import { reference } from './reference.ts';
import { DEFAULTS, edit, format, KEYS, parse, SHAPES, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, after, firstCursor, guess, holds, images, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'clicks',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  format,
  pictureOf: ({ image }) =>
    image === SHAPES ? undefined : { id: image, channels: PICTURES[image]?.channels ?? 3 },
  reference,
  // The mask whose energy the device works out comes from the reference.
  waits: true,
  compute: () => import('./compute.ts'),
  code: () => import('./code.ts'),
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
  images,
  edit: ({ state, own }, name, value) => edit(state, name, value, own),
  act,
  after,
};
