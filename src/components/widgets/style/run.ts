/** A run from noise, its losses and its weights, as HTML. Pure. */
import { ADAM, CHANNELS, SIDE } from '../../../lib/style.ts';
import { rangeField, selectField, stepperField, textField } from '../toolkit/controls.ts';
import { equals, escapeHtml, fill, magnitude, minus, operand, plain, scalar, show, thousands } from '../toolkit/text.ts'; // prettier-ignore
import { inkPaths, mapFigure, signedPaths } from './draw.ts';
import { nameOf, ink, placeOn, contentFigure, sourceField, clearHtml, type View } from './figures.ts'; // prettier-ignore
import { BETA, BOUNDS, STARTS, texts } from './state.ts';

/** The content picture, the picture of the step, the style picture. */
export function runStage(view: View): string {
  const { words, outputs, state } = view;
  const { image, style, step } = outputs!;
  const now = step.data[0];
  return (
    `<div class="y-run"><div class="y-side">${sourceField(view, 'content', words.contentPicture)}${contentFigure(view)}<p class="w-hint w-needs-script">${words.paintHint}</p><div class="w-line">${clearHtml(view)}</div></div>` +
    `<div class="y-now w-covered"><p class="w-h">${fill(words.imageTitle, { n: now })}</p>${mapFigure({ on: 'image', rows: SIDE, cols: SIDE, inside: ink(image.data), alt: fill(words.imageAlt, { n: now }), label: words.imageLabel, at: placeOn(view, 'image'), name: 'y-paper' })}</div>` +
    `<div class="y-side">${sourceField(view, 'style', words.stylePicture)}${mapFigure({ rows: SIDE, cols: SIDE, inside: ink(style.data), alt: `${words.stylePicture}${words.colon}${nameOf(state.style, words)}`, name: 'y-paper' })}</div></div>`
  );
}

/** The slider over all steps. */
export const sliderHtml = ({ id, words, state, outputs }: View): string =>
  rangeField({ id, key: 'at', label: words.labels.at, value: `${outputs!.step.data[0]}` }, { min: 0, max: state.steps, step: 1 }); // prettier-ignore

const [WIDE, HIGH] = [600, 220];
/** Powers of ten that the plot goes down. */
const DOWN = 4;

/** Both losses over the steps, to be pointed at. */
export function lossHtml(view: View): string {
  const { words, outputs, state } = view;
  const { history, step } = outputs!;
  const cols = state.steps + 1;
  const now = step.data[0];
  const x = (at: number) => +(((at + 0.5) / cols) * WIDE).toFixed(1);
  const column = (c: number) => Float64Array.from({ length: cols }, (_, t) => history.data[2 * t + c]); // prettier-ignore
  const y = (share: number) => +((HIGH * Math.min(DOWN, -Math.log10(Math.max(share, 1e-9)))) / DOWN + 6).toFixed(1); // prettier-ignore
  const curve = (c: number, from: number, to: number) => {
    const values = column(c);
    const most = magnitude(values) || 1;
    // A point for every pixel or so is enough.
    const every = Math.max(1, Math.floor(cols / 200));
    let d = '';
    for (let t = from; t <= to; t = t === to ? to + 1 : Math.min(to, t + every)) d += `${d ? 'L' : 'M'}${x(t)} ${y(values[t] / most)}`; // prettier-ignore
    return d;
  };
  const grid = [1, 0.1, 0.01, 0.001].map((v) => `<path class="y-axis" d="M0 ${y(v)}H${WIDE}"/><text x="6" y="${y(v) + 21}">${v}</text>`).join(''); // prettier-ignore
  const lines = [0, 1].map((c) => `<path class="y-loss${c} y-faint" d="${curve(c, now, state.steps)}"/><path class="y-loss${c}" d="${curve(c, 0, now)}"/>`).join(''); // prettier-ignore
  const key = (c: number, text: string) => `<span class="w-together"><i class="y-key y-loss${c}"></i>${text}</span> `; // prettier-ignore
  return (
    `<figure class="y-losses"><div class="w-map" data-map="loss" data-layer="0" data-rows="1" data-cols="${cols}" data-pick="0,${now}" tabindex="0" role="application" aria-label="${escapeHtml(words.losses)}" style="aspect-ratio:${WIDE}/${HIGH + 12}">` +
    `<svg viewBox="0 0 ${WIDE} ${HIGH + 12}" preserveAspectRatio="none" role="img" aria-label="${escapeHtml(fill(words.lossAlt, { n: now }))}">${grid}${lines}<path class="y-here" d="M${x(now)} 0V${HIGH + 12}"/></svg></div>` +
    `<figcaption><b>${words.losses}</b> ${key(0, words.contentLoss)}${key(1, words.styleLoss)}</figcaption></figure>`
  );
}

/** The two Gram matrices as colors, on one scale, and where the pixels are pulled. */
export function comparedHtml({ words, outputs }: View): string {
  const { gram, styleGram, gradient } = outputs!;
  const most = Math.max(magnitude(gram.data), magnitude(styleGram.data)) || 1;
  const heat = (values: Float64Array, caption: string) =>
    mapFigure({ rows: CHANNELS, cols: CHANNELS, inside: inkPaths(values, CHANNELS, most, 'y-both'), alt: caption, caption }); // prettier-ignore
  const pull = gradient.data.map((g) => -g);
  const inside = signedPaths(pull, SIDE, magnitude(pull));
  return (
    heat(styleGram.data, words.styleGramTitle) +
    heat(gram.data, words.imageGramTitle) +
    mapFigure({ rows: SIDE, cols: SIDE, inside, alt: words.pullAlt, caption: words.pullTitle })
  );
}

/** The losses of the step, and their weighted sum with its terms. */
export function scoresHtml(view: View): string {
  const { words, outputs, state } = view;
  const { contentLoss, styleLoss, total, history, step } = outputs!;
  const [c, s, all] = [contentLoss, styleLoss, total].map(({ data }) => data[0]);
  const { alpha, beta } = state;
  const first = (k: number) => fill(words.atFirst, { v: show(history.data[k], 3) });
  const score = (name: string, label: string, value: number, k: number) =>
    `<p><span class="w-label">${label}</span> <span>${scalar(name, value, show(value, 3))}</span> <small>${first(k)}</small></p>`; // prettier-ignore
  return (
    `<div class="y-scores w-covered"><p><span class="w-label">${words.stepLabel}</span> <span>${scalar('step', step.data[0])}</span> <small>${fill(words.ofSteps, { n: state.steps })}</small></p>` +
    score('contentLoss', words.contentLoss, c, 0) +
    score('styleLoss', words.styleLoss, s, 1) +
    `<p class="y-total"><span class="w-label">${words.totalLabel}</span> <span class="w-sum">${plain(alpha)}·${operand(c)} + ${plain(beta)}·${operand(s)} ${equals(alpha, c, beta, s, all)} <b>${scalar('total', all, plain(all))}</b></span></p></div>`
  );
}

/** What the next step does to the pixel under the cursor. */
export function pixelText({ cursor, outputs, words }: View): [string, string] {
  const [, r, c] = cursor.at;
  const i = r * SIDE + c;
  const of = (name: string) => outputs![name].data[i];
  const [x, g, m, v, next] = ['image', 'gradient', 'mean', 'root', 'next'].map(of);
  const raw = v === 0 ? x : x - (ADAM.rate * m) / (v + ADAM.epsilon);
  const clipped = raw < 0 || raw > 1 ? ` → ${plain(next)}${words.clipped}` : '';
  const step = v === 0 ? '' : ` − ${ADAM.rate}·${operand(m, 4)}/${plain(v, 4)} ${equals(x, m, v, raw)} ${clipped ? minus(plain(raw, 4)) : `<b>${plain(next, 4)}</b>`}`; // prettier-ignore
  return [
    `${fill(words.cell, { r: r + 1, c: c + 1 })}${words.colon}x ${equals(x)} ${plain(x, 4)}${words.comma}∂L/∂x ${equals(g)} ${minus(plain(g, 4))}${words.comma}${v === 0 ? words.noPull : words.nextStep}`,
    v === 0 ? '' : `${plain(x, 4)}${step}${clipped}`,
  ];
}

/** The weighted sum of the losses at the step on show. */
export function lossText({ state, outputs, words }: View): [string, string] {
  const { contentLoss, styleLoss, total, step } = outputs!;
  const [c, s, all] = [contentLoss, styleLoss, total].map(({ data }) => data[0]);
  const { alpha, beta } = state;
  return [fill(words.lossesAt, { n: step.data[0] }), `L = α·L<sub>${words.subContent}</sub> + β·L<sub>${words.subStyle}</sub> = ${plain(alpha)}·${operand(c)} + ${plain(beta)}·${operand(s)} ${equals(alpha, c, beta, s, all)} <b>${plain(all)}</b>`]; // prettier-ignore
}

/** How much each loss counts, and what else a run is made of. */
export function mixHtml({ id, words, state }: View): string {
  const { alpha, beta } = state;
  /** One loss alone, the other, or both. */
  const way = (a: number, b: number, label: string, pressed: boolean) =>
    `<button type="button" data-do="set:alpha=${a}&amp;beta=${b}" aria-pressed="${pressed}">${label}</button>`;
  const [least, most] = BOUNDS.mix;
  const mix = beta === 0 ? least : alpha === 0 ? most : Math.min(most, Math.max(least, Math.log10(beta / alpha))); // prettier-ignore
  const said = beta === 0 ? words.contentOnly : alpha === 0 ? words.styleOnly : `β/α ${equals(beta / alpha)} ${thousands(Number(plain(beta / alpha)))}`; // prettier-ignore
  const control = (key: 'alpha' | 'beta' | 'start' | 'seed' | 'steps') => ({
    id,
    key,
    label: words.labels[key],
    value: texts(state)[key]!,
  });
  return (
    `<div class="y-ways"><div class="w-chips" role="group" aria-label="${escapeHtml(words.ways)}">` +
    way(1, 0, words.contentOnly, beta === 0) +
    way(1, BETA, words.both, alpha > 0 && beta > 0) +
    way(0, BETA, words.styleOnly, alpha === 0) +
    `</div><div class="w-field y-mix"><label for="${id}-mix">${words.mix}</label><div><span aria-hidden="true">${words.subContent}</span>` +
    `<input type="range" id="${id}-mix" name="mix" min="${least}" max="${most}" step="0.1" value="${+mix.toFixed(1)}" aria-valuetext="${escapeHtml(said)}"><span aria-hidden="true">${words.subStyle}</span></div><small>${said}</small></div></div>` +
    `<div class="w-params">${textField(control('alpha'))}${textField(control('beta'))}` +
    selectField(
      control('start'),
      Object.fromEntries(STARTS.map((each) => [each, words.startNames[each]])),
    ) + // prettier-ignore
    stepperField(control('seed'), { min: BOUNDS.seed[0], max: BOUNDS.seed[1], words }) +
    `${textField(control('steps'))}</div>`
  );
}
