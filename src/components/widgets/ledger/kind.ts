/** The architecture ledger, for the toolkit. */
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, edit, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'ledger',
  keys: KEYS,
  either: [['net', 'layers']],
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ image, channels }) => (image === 'none' ? undefined : { id: image, channels }),
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
  edit,
  act,
  pick,
};
