/** The augmentation bench, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { load, reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, edit, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'augment',
  keys: KEYS,
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ source }) =>
    source.kind === 'picture' ? { id: source.id, channels: source.channels } : undefined,
  load,
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
  images,
};
