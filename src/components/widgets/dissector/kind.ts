/** The dissector, for the toolkit. */
import { loadData } from '../../../models/data.ts';
import { loadModel } from '../../../models/store.ts';
import { bring, digitTexts } from '../toolkit/digits.ts';
import type { Kind } from '../toolkit/kind.ts';
import { reference } from './reference.ts';
import {
  DEFAULTS,
  edit,
  format,
  KEYS,
  parse,
  pictureOf,
  SITE,
  texts,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';
import { speak } from './arithmetic.ts';
import { images } from './maps.ts';
import { act, firstCursor, guess, holds, parts, pick, stops } from './view.ts';

export const KIND: Kind<State, Words> = {
  name: 'dissector',
  keys: KEYS,
  either: [['input', 'image']],
  defaults: DEFAULTS,
  parse,
  texts,
  format,
  pictureOf,
  load: ({ own, source }) => bring(own === 0 ? [SITE] : [], source),
  reference,
  compute: () => import('./compute.ts'),
  code: async () => {
    // The numbers of the code are those of the model.
    await Promise.all([loadModel(SITE), loadData('digits/test')]).catch(() => undefined);
    return import('./code.ts');
  },
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
  images,
  edit: ({ state }, name, value) => edit(state, name, value),
  pick,
  act,
  async openFiles({ source }, files) {
    const { openModel } = await import('./open-model.ts');
    const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
    await openModel(files, lang);
    return { ...digitTexts(source), model: 'own' };
  },
};
