/** The parts of the style widget as HTML, and what is said about them. Pure. */
import { maskText } from '../../../lib/style-pictures.ts';
import { ARROWS, SIDE } from '../../../lib/style.ts';
import { explainHtml, setButton } from '../toolkit/controls.ts';
import { longTable } from '../toolkit/grids.ts';
import { lineOf } from '../toolkit/ink.ts';
import type { Cursor, Outputs } from '../toolkit/kind.ts';
import type { Query } from '../toolkit/query.ts';
import { escapeHtml, fill, onceFor } from '../toolkit/text.ts';
import { isGram, type View } from './figures.ts';
import { gramStage, matrixHtml, entryText, pairHtml, featureText, paintedText } from './gram.ts';
import { runStage, sliderHtml, lossHtml, comparedHtml, scoresHtml, pixelText, lossText, mixHtml } from './run.ts'; // prettier-ignore
import { BOUNDS, shownStep, texts, type State } from './state.ts';

// ---- the cursor and the steps ---------------------------------------------------------------

/** Two neighbouring directions of the Gram matrix; the pixel that is pulled at most. */
export function firstCursor(state: State, outputs: Outputs): Cursor {
  if (state.show === 'gram') return { on: 'gram', at: [0, 0, 2] };
  const { data } = outputs.gradient;
  let most = 0;
  data.forEach((g, i) => {
    if (Math.abs(g) > Math.abs(data[most])) most = i;
  });
  return { on: 'image', at: [0, Math.floor(most / SIDE), most % SIDE] };
}

export const holds = (view: View): boolean =>
  (isGram(view) ? ['gram', 'content', 'feature'] : ['image', 'content', 'loss']).includes(view.cursor.on); // prettier-ignore

/** Steps from one frame of a run to the next. */
const frameOf = ({ steps }: State) => Math.max(1, Math.ceil(steps / 50));

/** The entries on and above the diagonal; the frames of a run, on from here or from its start. */
export function stops(view: View): Cursor[] {
  const { state } = view;
  if (isGram(view)) {
    return ARROWS.flatMap((_, i) => ARROWS.slice(i).map((__, k): Cursor => ({ on: 'gram', at: [0, i, i + k] }))); // prettier-ignore
  }
  const all: Cursor[] = [];
  const now = shownStep(state);
  for (let s = now < state.steps ? now : 0; s < state.steps; s += frameOf(state)) all.push({ on: 'loss', at: [0, 0, s] }); // prettier-ignore
  return [...all, { on: 'loss', at: [0, 0, state.steps] }];
}

const atStep = (state: State, step: number): Query => ({
  ...texts(state),
  at: step >= state.steps ? 'end' : `${Math.max(0, Math.round(step))}`,
});

export const pick = ({ state }: View, { on, at }: Cursor): Query | undefined =>
  on === 'loss' ? atStep(state, at[2]) : undefined;

/** `paint`, or `paint:ROW,COLUMN` on from a pixel, which then has what the others get. */
export function act({ state, cursor }: View, name: string): Query | undefined {
  const all = texts(state);
  const now = shownStep(state);
  if (name === 'back') return atStep(state, now - 1);
  if (name === 'on') return atStep(state, now + 1);
  if (name === 'start') return { ...all, at: '0' };
  if (name === 'end') return { ...all, at: 'end' };
  if (name === 'clear') return { ...all, paint: '' };
  if (name === 'shuffle') return { ...all, shuffle: `${(state.shuffle % BOUNDS.shuffle[1]) + 1}` };
  if (name === 'unshuffle') return { ...all, shuffle: '0' };
  const [what, from] = name.split(':');
  if (what !== 'paint' || cursor.on !== 'content') return undefined;
  const [, row, col] = cursor.at;
  const mask = state.paint.slice();
  if (from === undefined) mask[row * SIDE + col] = 1 - mask[row * SIDE + col];
  else {
    const [r, c] = from.split(',').map(Number);
    for (const [y, x] of lineOf([r, c], [row, col])) mask[y * SIDE + x] = mask[r * SIDE + c];
  }
  return { ...all, paint: maskText(mask), at: 'end' };
}

/** Another picture or another weight begins a run that is shown at its end. */
export function edit({ state }: View, name: string, value: string): Query | undefined {
  const query: Query = { ...texts(state), at: 'end' };
  if (name === 'image') return { ...query, content: value, paint: '' };
  if (name === 'content') return { ...query, content: value, paint: '' };
  if (name === 'mix') {
    const alpha = state.alpha || 1;
    const beta = Number((alpha * 10 ** Number(value)).toPrecision(2));
    return { ...query, alpha: `${alpha}`, beta: Number.isFinite(beta) ? `${beta}` : value };
  }
  if (name === 'at') return { ...query, at: Number(value) === state.steps ? 'end' : value };
  if (name === 'shuffle' || name === 'show') return undefined;
  return { ...query, [name]: value };
}

// ---- words about the place under the cursor -------------------------------------------------

function told(view: View, html: boolean): [string, string] {
  const { on } = view.cursor;
  if (on === 'content') return paintedText(view);
  if (isGram(view)) return on === 'feature' ? featureText(view) : entryText(view, html);
  return on === 'loss' ? lossText(view) : pixelText(view);
}

export function speak(view: View): string {
  const [where, text] = told(view, false);
  return `${where}${text && ` ${text.replace(/<[^>]+>/g, '')}`}`;
}

// ---- controls and tables --------------------------------------------------------------------

const chooseHtml = ({ words, state }: View): string =>
  `<div class="w-chips" role="group" aria-label="${escapeHtml(words.labels.show)}">${setButton('show', 'gram', words.showGram, state.show === 'gram')}${setButton('show', 'transfer', words.showTransfer, state.show !== 'gram')}</div>`; // prettier-ignore

function numbersHtml({ words, ui, outputs }: View): string {
  const open = ui['fold-numbers'] === '1';
  return (['moved', 'styleGram', 'features', 'image', 'gradient', 'next', 'history'] as const)
    .filter((name) => outputs![name])
    .map((name) => {
      const { data, shape } = outputs![name];
      const small = name === 'styleGram';
      return longTable(`data-output="${name}"`, open || small ? data : undefined, shape, words.tables[name]); // prettier-ignore
    })
    .join('');
}

/** The Gram matrix of the picture of a run, in numbers. */
function runGramHtml({ words, outputs }: View): string {
  const { data, shape } = outputs!.gram;
  return longTable('data-output="gram"', data, shape, words.tables.gram);
}

const askHtml = ({ words, state }: View): string =>
  `<label><span>${isGram({ state }) ? words.askGram : fill(words.askRun, { n: state.steps })}</span><input data-guess inputmode="numeric" autocomplete="off"></label>`; // prettier-ignore

/** The HTML of each `data-part`. */
export function parts(view: View): Record<string, string> {
  const [where, text] = told(view, true);
  const once = (key: string, write: () => string) => onceFor(view.outputs!, `${key} ${view.words.tables.gram}`, write); // prettier-ignore
  const open = view.ui['fold-numbers'] ?? '';
  const both = {
    choose: chooseHtml(view),
    formula: text ? explainHtml(where, text) : `<span class="w-where">${where}</span>`,
    ask: askHtml(view),
  };
  if (isGram(view)) {
    return {
      ...both,
      stage: gramStage(view),
      slider: '',
      more: `<div class="y-matrix"><div>${matrixHtml(view)}</div><div>${pairHtml(view)}</div></div>`,
      params: '',
      numbers: once(`numbers ${open}`, () => numbersHtml(view)),
    };
  }
  return {
    ...both,
    stage: runStage(view),
    slider: sliderHtml(view),
    more: `${scoresHtml(view)}<div class="y-plots w-covered">${lossHtml(view)}<div class="y-pair">${once('compared', () => comparedHtml(view))}</div></div>`,
    params: mixHtml(view),
    numbers: once(`numbers ${open}`, () => runGramHtml(view) + numbersHtml(view)),
  };
}

/** None: no entry when positions are shuffled, no weight while pixels are learned. */
export function guess(
  { words, state }: View,
  [given = '']: string[],
): { right: boolean; text: string } {
  const right = given.trim() !== '' && Number(given) === 0;
  const [yes, no] = isGram({ state }) ? [words.rightGram, words.wrongGram] : [words.rightRun, words.wrongRun]; // prettier-ignore
  return { right, text: fill(right ? yes : no, { n: state.steps }) };
}
