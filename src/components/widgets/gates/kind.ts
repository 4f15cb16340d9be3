/** The gate stepper, for the toolkit. */
import { loadData } from '../../../models/data.ts';
import { bring, pictureOfDigit } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { bringReaders } from './readers.ts';
import { reference } from './reference.ts';
import { DEFAULTS, format, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, edit, firstCursor, guess, holds, images, parts, pick, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'gates',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  format,
  pictureOf: ({ task, source }) => (task === 'rows' ? pictureOfDigit(source) : undefined),
  load({ task, source }) {
    if (task === 'steps') return undefined;
    const wanted = [bringReaders(), bring([], source)].filter(Boolean);
    return wanted.length > 0 ? Promise.all(wanted) : undefined;
  },
  reference,
  compute: () => import('./compute.ts'),
  code: async () => {
    // The numbers of the code are those of the networks and of the digit.
    await Promise.all([bringReaders(), loadData('digits/test')]).catch(() => undefined);
    return import('./code.ts');
  },
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
  images,
  edit,
  pick,
  act,
};
