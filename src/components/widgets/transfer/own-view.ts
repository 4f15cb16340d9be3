/** Classes of the reader's own: drawn, added, asked about. Pure. */
import { errorHtml, optionList } from '../toolkit/controls.ts';
import { BLANK } from '../toolkit/ink.ts';
import { mapHtml } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { equals, fill, minus, plain } from '../toolkit/text.ts';
import { layerOf, LAYERS, largest, ownOf } from './reference.ts';
import { keepDrawing, keepPicture, sampleText, tileOfPicture, type Sample } from './samples.ts';
import { BOUNDS, examplesText, type Key, type State } from './state.ts';
import { chance, type View } from './view.ts';

export const NAMES = 'ABCD';

/** Where the picture comes from, the drawing pad, and the buttons that add it to a class. */
export function sourceHtml(view: View): string {
  const { state, words, ui, image } = view;
  const { asked, examples } = state;
  const now = asked.kind === 'ink' ? 'draw' : asked.kind === 'own' ? 'own' : sampleText(asked);
  const choices = {
    o7: words.shapes.o,
    x7: words.shapes.x,
    z7: words.shapes.z,
    ...(asked.kind === 'shape' && { [now]: `${words.shapes[asked.shape as 'o']}${words.comma}${asked.seed}` }), // prettier-ignore
    ...((asked.kind === 'drawn' || asked.kind === 'picture') && { [now]: words.kept }),
    draw: words.draw,
    ...((ui.own || now === 'own') && { own: words.own }),
  };
  const ink = ui.draw === '1';
  const label = words.pad;
  const pad =
    asked.kind === 'ink'
      ? mapHtml({ on: 'ink', rows: asked.rows.length, cols: asked.rows[0].length, name: 'pad', image, alt: label, label, title: label, ink }) // prettier-ignore
      : '';
  const seen = mapHtml({ on: 'asked', rows: 28, cols: 28, name: 'asked', image, alt: words.askedAlt, label: words.asked, title: words.asked }); // prettier-ignore
  const add = examples.map((each, k) => `<button type="button" data-do="act:add:${k}"${each.length >= BOUNDS.each ? ' disabled' : ''}>${fill(words.add, { k: NAMES[k] })}</button>`); // prettier-ignore
  const clear = asked.kind === 'ink' ? `${ink ? '' : `<button type="button" data-do="ui:draw=1">${words.goOn}</button>`}<button type="button" data-do="act:clear">${words.clear}</button>` : ''; // prettier-ignore
  return (
    `<div class="t-own w-line"><label><span>${words.source}</span><select name="image">${optionList(choices, now)}</select></label>` +
    `<label class="w-file"><input type="file" accept="image/*"><span>${words.upload}</span></label></div>${errorHtml('image')}${errorHtml('input')}` +
    `<div class="t-pads">${pad}${seen}</div>${clear && `<div class="w-chips">${clear}</div>`}` +
    `<p class="w-hint w-needs-script">${asked.kind === 'ink' ? words.drawHint : words.uploadHint}</p>` +
    `<div class="w-chips" role="group" aria-label="${words.addGroup}">${add.join('')}</div>`
  );
}

export function probsHtml({ words, outputs, state }: View): string {
  const { data, shape } = outputs!.probs;
  const top = largest(data);
  const rows = Array.from(data, (p, k) => `<tr><th scope="row">${NAMES[k]}</th><td class="t-bar${k === top ? ' top' : ''}" style="--p:${+(100 * p).toFixed(2)}%" data-at="0,${k},0" data-on="probs" tabindex="${k === 0 ? 0 : -1}"><data value="${p}">${chance(p).replace('<', '&lt;').replace('>', '&gt;')}</data></td></tr>`); // prettier-ignore
  return (
    `<p class="w-h">${words.probs}</p><p class="t-verdict w-covered">${state.examples.every((each) => each.length === 0) ? words.noExamples : fill(words.ownVerdict, { k: `<b>${NAMES[top]}</b>` })}</p>` +
    `<table class="t-table t-probs w-covered" role="grid" aria-label="${words.probs}" data-output="probs" data-shape="${shape.join()}"><tbody>${rows.join('')}</tbody></table>` // prettier-ignore
  );
}

/** The examples of each class, each with a button that takes it away. */
export function ownHtml({ state, words, image }: View): string {
  const { examples } = state;
  const tile = (sample: Sample, k: number, i: number) => {
    const name = `example-${k}-${i}`;
    const alt = fill(words.exampleAlt, { k: NAMES[k], i: i + 1 });
    const inside = image
      ? `<img src="${image(name)}" alt="${alt}" width="28" height="28" decoding="async">`
      : `<canvas data-paint="${name}" role="img" aria-label="${alt}" width="28" height="28"></canvas>`;
    return `<li>${inside}<button type="button" data-do="act:drop:${k}:${i}" aria-label="${fill(words.drop, { k: NAMES[k], i: i + 1 })}">×</button></li>`;
  };
  const rows = examples.map((each, k) => `<div class="t-class"><b>${NAMES[k]}</b><ul>${each.map((sample, i) => tile(sample, k, i)).join('')}</ul>${each.length === 0 ? `<span class="w-hint">${words.none}</span>` : ''}</div>`); // prettier-ignore
  const [min, max] = BOUNDS.classes;
  const button = (name: string, text: string, off: boolean) => `<button type="button" data-do="act:${name}"${off ? ' disabled' : ''}>${text}</button>`; // prettier-ignore
  return (
    `<p class="w-h">${words.classesTitle}</p>${errorHtml('examples')}<div class="t-classes">${rows.join('')}</div>` +
    `<div class="w-chips">${button('class+', words.moreClasses, examples.length >= max)}${button('class-', words.lessClasses, examples.length <= min)}${button('empty', words.startOver, examples.flat().length === 0)}</div>` +
    `<p class="w-hint">${words.ownHint}</p>`
  );
}

const number = (value: number) => minus(plain(value, 4));

/** The softmax of a class, or a layer's change. */
export function ownSum({ state, words, outputs, cursor }: View): [where: string, sum: string] {
  const [, row] = cursor.at;
  if (cursor.on === 'ownMoved') {
    const value = outputs!.ownMoved.data[row];
    const n = row < 4 ? layerOf(LAYERS[row]).kernel.length : 1568 * state.examples.length;
    return [`${row < 4 ? LAYERS[row] : words.head}${words.colon}`.trim(), fill(words.movedText, { n, r: value === 0 ? '= 0' : `≈ ${plain(value, 4)}` })]; // prettier-ignore
  }
  const k = cursor.on === 'probs' ? row : 0;
  const z = Array.from(ownOf(state).scores);
  const terms = z.map((v) => Math.exp(v));
  const sum = terms.reduce((a, b) => a + b, 0);
  const shown = terms.map(number).join(' + ');
  return [
    `${fill(words.className, { k: NAMES[k] })}${words.colon}`.trim(),
    `z ${equals(z[k])} ${number(z[k])}; e^z ${equals(terms[k])} ${number(terms[k])}; p = e^z / Σe^z ≈ ${number(terms[k])} / (${shown}) ≈ ${number(terms[k])} / ${number(sum)} ${chance(terms[k] / sum)}`, // prettier-ignore
  ];
}

/** A class more or less, an example added or taken away, the pad. */
export function actOwn(view: View, name: string, query: Query<Key>): Query<Key> | undefined {
  const { state, picture } = view;
  const { asked } = state;
  const [what, k = '0', i = '0'] = name.split(':');
  const examples = state.examples.map((each) => [...each]);
  const [min, max] = BOUNDS.classes;
  const made = (more: Partial<State> = {}): Query<Key> => ({ ...query, examples: examplesText(more.examples ?? examples) }); // prettier-ignore
  if (what === 'clear') {
    const { image: _, ...rest } = query;
    return { ...rest, input: BLANK };
  }
  if (what === 'class+' && examples.length < max) return made({ examples: [...examples, []] });
  if (what === 'class-' && examples.length > min) return made({ examples: examples.slice(0, -1) });
  if (what === 'empty') return made({ examples: examples.map(() => []) });
  if (what === 'drop') {
    examples[Number(k)]?.splice(Number(i), 1);
    return made();
  }
  if (what !== 'add' || !examples[Number(k)] || examples[Number(k)].length >= BOUNDS.each) return undefined; // prettier-ignore
  if (asked.kind === 'ink') {
    if (asked.rows.flat().every((value) => value === 0)) return undefined;
    examples[Number(k)].push(keepDrawing(asked.rows));
    return { ...made(), input: BLANK };
  }
  examples[Number(k)].push(asked.kind === 'own' ? keepPicture(tileOfPicture(picture!)) : asked);
  return made();
}
