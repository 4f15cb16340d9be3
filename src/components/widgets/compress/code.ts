/** Eight weights of the layer as a program. Pure; the tests run all three. */
import { schemesOf } from '../../../lib/compress.ts';
import { loadedModel } from '../../../models/store.ts';
import { decimal, list, program } from '../toolkit/code.ts';
import type { Language } from '../toolkit/kind.ts';
import { madeOf, shownWeights, SITE } from './reference.ts';
import type { State } from './state.ts';

export function codeTwin(state: State, language: Language): string {
  const name = `${state.layer}/kernel`;
  const { before, limit } = madeOf(state);
  const places = shownWeights(state);
  const w = places.map((i) => before[name].data[i]);
  const head = {
    tfjs: "import * as tf from '@tensorflow/tfjs';",
    pytorch: 'import torch',
    numpy: 'import numpy as np',
  }[language];
  const note = language === 'tfjs' ? '//' : '#';
  const array = (of: readonly number[]) =>
    ({
      tfjs: `tf.tensor1d([${list(of)}])`,
      pytorch: `torch.tensor([${of.map(decimal).join(', ')}], dtype=torch.float64)`,
      numpy: `np.array([${of.map(decimal).join(', ')}])`,
    })[language];
  const set = (left: string, right: string) => (language === 'tfjs' ? `const ${left} = ${right};` : `${left} = ${right}`); // prettier-ignore
  const print = { tfjs: 'back.print();', pytorch: 'print(back)', numpy: 'print(back)' }[language];
  const start = [head, '', `${note} eight weights of ${state.layer}`, set('w', array(w))];
  if (state.method === 'prune') {
    const scale = state.order === 'layer' ? loadedModel(SITE).weights[name].data.reduce((sum, v, _, all) => sum + Math.abs(v) / all.length, 0) : 1; // prettier-ignore
    const limitText = `${limit * scale}`;
    if (state.order === 'random') return program([...start, `${note} cut at random: a seed decides, not the weights`, set('back', array(places.map((i) => madeOf(state).weights[name].data[i]))), print]); // prettier-ignore
    const cut = {
      tfjs: `w.mul(w.abs().greaterEqual(${limitText}))`,
      pytorch: `torch.where(w.abs() < ${limitText}, 0.0, w)`,
      numpy: `np.where(np.abs(w) < ${limitText}, 0.0, w)`,
    }[language];
    return program([...start, set('back', cut), print]);
  }
  const schemes = schemesOf(before[name], state.bits, state.scales === 'channel');
  const of = places.map((i) => schemes[i % schemes.length]);
  const most = 2 ** state.bits - 1;
  const q = {
    tfjs: `w.div(S).round().add(Z).clipByValue(0, ${most})`,
    pytorch: `(torch.round(w / S) + Z).clamp(0, ${most})`,
    numpy: `np.clip(np.round(w / S) + Z, 0, ${most})`,
  }[language];
  const one = state.scales === 'tensor';
  return program([
    ...start,
    set('S', one ? `${of[0].scale}` : array(of.map(({ scale }) => scale))),
    set('Z', one ? `${of[0].zero}` : array(of.map(({ zero }) => zero))),
    set('q', q),
    set('back', { tfjs: 'q.sub(Z).mul(S)', pytorch: 'S * (q - Z)', numpy: 'S * (q - Z)' }[language]), // prettier-ignore
    print,
  ]);
}
