/** The distillation bench, for the toolkit. */
import { bring, pictureOfDigit } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { SITE } from './training.ts';
import { act, edit, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'distill',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ source }) => pictureOfDigit(source),
  // Students learn from held-out digits, wherever the digit on show is from.
  load: ({ source, mode }) => bring([SITE], source, mode === 'train' ? { kind: 'held-out', index: 0 } : undefined), // prettier-ignore
  reference,
  // Weights that are trained from a seed, and what the teacher says of the digits.
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
  images,
};
