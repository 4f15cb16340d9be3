/** The transfer bench, for the toolkit. */
import { loadData } from '../../../models/data.ts';
import { loadModel } from '../../../models/store.ts';
import { bring } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { images } from './pictures.ts';
import { DATA, reference, SOURCE } from './reference.ts';
import { DEFAULTS, KEYS, parse, texts, type State } from './state.ts';
import type { Words } from './strings.ts';
import { act, firstCursor, guess, holds, parts, speak, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'transfer',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  pictureOf: ({ task, asked }) =>
    task === 'own' && asked.kind === 'own' ? { id: 'own', channels: 1 } : undefined,
  load: () => bring([SOURCE], { kind: 'held-out', index: 0 }),
  reference,
  // Which digits are drawn and what is asked come from the reference.
  waits: true,
  compute: () => import('./compute.ts'),
  code: async () => {
    // The numbers of the code are those of the examples.
    await Promise.all([loadModel(SOURCE), loadData(DATA)]).catch(() => undefined);
    return import('./code.ts');
  },
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
  images,
  act,
};
