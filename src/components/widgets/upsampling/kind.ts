/** The up-sampling widget, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { firstCursor, holds, stops } from './places.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { speak } from './sums.ts';
import { guess, images, parts } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'upsampling',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
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
};
