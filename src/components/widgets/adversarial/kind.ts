/** The adversarial examples, for the toolkit. */
import { loadData } from '../../../models/data.ts';
import { loadModel } from '../../../models/store.ts';
import { bring, pictureOfDigit } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { images } from './pictures.ts';
import { reference } from './reference.ts';
import { DEFAULTS, KEYS, MODEL, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, firstCursor, guess, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'adversarial',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ source }) => pictureOfDigit(source),
  load: ({ source }) => bring([MODEL], source),
  waits: true,
  reference,
  compute: () => import('./compute.ts'),
  code: async () => {
    // The numbers of the code are those of the digit.
    await Promise.all([loadModel(MODEL), loadData('digits/test')]).catch(() => undefined);
    return import('./code.ts');
  },
  parts,
  firstCursor,
  speak,
  stops,
  guess,
  images,
  act,
};
