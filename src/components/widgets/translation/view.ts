/** What the translation widget shows, as HTML. Pure: the build and the browser draw the same. */
import type { Grid } from '../../../lib/grid.ts';
import { sampling } from '../../../lib/ops/geometry.ts';
import {
  explainHtml,
  rangeField,
  selectField,
  setButton,
  sizeFields,
  sourceControls,
  stepperField,
} from '../toolkit/controls.ts';
import { contractTable, fieldTable, fitsTable, longTable, plainTable } from '../toolkit/grids.ts';
import type { Colours, Cursor, Pixels, View as ViewOf } from '../toolkit/kind.ts';
import { mapHtml, pixelsOf, scaleOf, type Scale } from '../toolkit/maps.ts';
import { LIMITS } from '../toolkit/query.ts';
import { equals, fill, minus, onceFor, operand, plain, scalar, show } from '../toolkit/text.ts';
import { errorsOf } from './reference.ts';
import {
  activations,
  BINOMIAL,
  dense,
  layersOf,
  STACK_IDS,
  strideOf,
  type Layer,
} from './stacks.ts';
import {
  featureMotion,
  isShift,
  MAX_SHIFT,
  motionOf,
  SCALES,
  sideOf,
  texts,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

export type View = ViewOf<State, Words>;

/** The six maps, the way over the features in the first row, the way over the picture in the second. */
const MAPS = ['x', 'fx', 'tfx', 'tx', 'y', 'difference'] as const;
type MapName = (typeof MAPS)[number];

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  return {
    maps: mapsHtml(view),
    formula: explainHtml(where(view), formula(view, true)),
    input: inputHtml(view),
    params: paramsHtml(view),
    errors: errorsHtml(view),
    facts: factsHtml(view),
    curve: curveHtml(view),
    numbers: numbersOnce(view),
  };
}

/** Side of the map under the cursor. */
const sideAt = ({ state }: View, on: string) =>
  on === 'x' || on === 'tx' ? sideOf(state) : sideOf(state) / strideOf(state.stack);

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  const n = sideAt(view, on);
  return (MAPS as readonly string[]).includes(on) && at[1] >= 0 && at[2] >= 0 && at[1] < n && at[2] < n; // prettier-ignore
}

/** Near the middle, where there usually is something to see. */
export function firstCursor(state: State): Cursor {
  const n = sideOf(state) / strideOf(state.stack);
  return { on: 'y', at: [0, Math.floor(n * 0.5), Math.floor(n * 0.57)] };
}

export function stops({ state }: View): Cursor[] {
  const n = sideOf(state) / strideOf(state.stack);
  return Array.from({ length: n * n }, (_, i) => ({ on: 'y', at: [0, Math.floor(i / n), i % n] }));
}

const where = ({ words, cursor: { at } }: View) => fill(words.cell, { r: at[1] + 1, c: at[2] + 1 });

// ---- the maps -------------------------------------------------------------------------------

function mapsHtml(view: View): string {
  const { state, words, cursor, image, ui } = view;
  const id = state.source.kind === 'picture' ? state.source.id : 'matrix';
  const same = (on: string) =>
    (on === 'x' || on === 'tx') === (cursor.on === 'x' || cursor.on === 'tx');
  return MAPS.map((name) => {
    const n = sideAt(view, name);
    const nothing = name === 'difference' && errorsOf(view.outputs!).equivariance === 0;
    const title = `<b>${words.maps[name]}</b> ${nothing ? '= 0' : words.maps2[name]}`;
    const covered = name === 'y' || name === 'difference';
    const map = mapHtml({
      on: name,
      rows: n,
      cols: n,
      name,
      image,
      alt: fill(words.mapAlt, { title: words.alts[name], what: words.pictureAlt[id], n }),
      label: words.alts[name],
      title,
      box: same(name) ? [cursor.at[1], cursor.at[2], 1, 1] : undefined,
      ink: name === 'x' && ui.draw === '1',
    });
    return covered ? `<div class="w-covered">${map}</div>` : `<div>${map}</div>`;
  }).join('');
}

function inputHtml({ state, words, ui }: View): string {
  const { source } = state;
  const chosen = source.kind === 'picture' ? source.id : ui.draw ? 'draw' : '';
  let html = sourceControls(words, chosen, { own: ui.own === '1' });
  if (source.kind === 'matrix') {
    const [H, W] = [source.rows.length, source.rows[0].length];
    html += sizeFields('input', [
      [1, words.rows, H, LIMITS.matrix],
      [0, words.columns, W, LIMITS.matrix],
    ]);
    if (fitsTable(H, W)) {
      html += `<div class="w-scroll">${fieldTable([source.rows], { input: 'x', key: 'input', what: words.input, words })}</div>`;
    }
  }
  return html;
}

// ---- the arithmetic -------------------------------------------------------------------------

const bold = (text: string, html: boolean) => (html ? `<b>${text}</b>` : text);
const number = (value: number) => minus(plain(value));

/** The bilinear reading of one cell: weights and values that are not outside. */
function taken(image: Grid, motion: Parameters<typeof sampling>[2], at: number) {
  const [H, W] = image.shape;
  const { index, weight } = sampling(H, W, motion);
  const terms: [weight: number, value: number][] = [];
  for (let k = 4 * at; k < 4 * at + 4; k++) {
    if (index[k] >= 0) terms.push([weight[k], image.data[index[k]]]);
  }
  return terms;
}

/** `0.5×10 + 0.5×14 = 12`; a single pixel is its value. */
function mixture(terms: [number, number][], total: number, html: boolean): string {
  if (terms.length === 0) return bold(number(total), html);
  if (terms.length === 1 && terms[0][0] === 1) return bold(number(total), html);
  const sum = terms.map(([w, v]) => `${operand(w)}×${operand(v)}`).join(' + ');
  return `${sum} ${equals(...terms.flat(), total)} ${bold(number(total), html)}`;
}

/** What the last layer did for one feature: its inputs and the result. */
function last(layer: Layer, x: Grid, row: number, col: number, total: number, html: boolean) {
  const [H, W] = x.shape;
  const at = (r: number, c: number) =>
    r < 0 || c < 0 || r >= H || c >= W ? undefined : x.data[r * W + c];
  const used = [total];
  const products = (
    rows: readonly (readonly number[])[],
    g: typeof at,
    top: number,
    left: number,
  ) =>
    rows
      .flatMap((line, i) =>
        line.map((w, j) => {
          if (w === 0) return '';
          const value = g(top + i, left + j) ?? 0;
          used.push(w, value);
          return `${operand(w)}×${operand(value)}`;
        }),
      )
      .filter(Boolean)
      .join(' + ');
  let text: string;
  if (layer.kind === 'conv') {
    text = `max(0, ${products(layer.kernel, at, row - 1, col - 1)})`;
  } else if (layer.kind === 'max') {
    const values = [0, 1, 2, 3].map((k) => at(2 * row + (k >> 1), 2 * col + (k & 1))!);
    used.push(...values);
    text = `max(${values.map(number).join(', ')})`;
  } else {
    const wide = dense(x);
    const inside = (r: number, c: number) =>
      r < 0 || c < 0 || r >= H || c >= W ? undefined : wide.data[r * W + c];
    text = `(${products(BINOMIAL, inside, 2 * row - 1, 2 * col - 1)}) / 16`;
  }
  return `${text} ${equals(...used)} ${bold(number(total), html)}`;
}

/** How the number under the cursor comes about. */
export function formula(view: View, html: boolean): string {
  const { state, cursor, outputs, words } = view;
  const { x, tx, fx, y, tfx, difference, trusted } = outputs!;
  const [, row, col] = cursor.at;
  const name = cursor.on as MapName;
  const at = row * (name === 'x' || name === 'tx' ? x : y).shape[1] + col;
  if (name === 'x') return `x = ${bold(number(x.data[at]), html)}`;
  if (name === 'tx') return `Tx = ${mixture(taken(x, motionOf(state), at), tx.data[at], html)}`;
  const layers = layersOf(state.stack);
  const made = (image: Grid, total: number) => {
    const before = activations(image, layers)[layers.length - 1];
    return last(layers[layers.length - 1], before, row, col, total, html);
  };
  if (name === 'fx') return `F(x) = ${made(x, fx.data[at])}`;
  const other = `T′F(x) = ${mixture(taken(fx, featureMotion(state), at), tfx.data[at], html)}`;
  if (name === 'tfx') return other;
  const [a, b, d] = [y.data[at], tfx.data[at], difference.data[at]];
  const apart = `F(Tx) − T′F(x) = ${operand(a)} − ${operand(b)} ${equals(a, b, d)} ${bold(number(d), html)}`;
  const counted = trusted.data[at] ? '' : ` ${words.notCounted}`;
  return `F(Tx) = ${made(tx, a)}; ${other}; ${apart}${counted}`;
}

/** The same, read out. */
export function speak(view: View): string {
  return `${view.words.alts[view.cursor.on as MapName]}, ${where(view)}: ${formula(view, false)}`;
}

// ---- parameters and facts -------------------------------------------------------------------

function paramsHtml({ id, words, state }: View): string {
  const all = texts(state);
  const control = (key: keyof typeof all, hint?: string) => ({
    id,
    key,
    label: words.labels[key as 'shift'],
    hint,
    value: all[key] ?? '',
  });
  const turns = ['0', '90', '180', '-90']
    .map((value) => setButton('rotate', value, `${minus(value)}°`, value === all.rotate))
    .join('');
  return (
    selectField(
      control('stack'),
      Object.fromEntries(STACK_IDS.map((each) => [each, words.stacks[each]])),
    ) +
    stepperField(control('shift', words.shiftHint), { min: -MAX_SHIFT, max: MAX_SHIFT, words }) +
    `<div class="w-turn">${rangeField(control('rotate', words.rotateHint), { min: -180, max: 180, step: 1 })}<div class="w-buttons">${turns}</div></div>` +
    rangeField(control('scale'), { ...SCALES, step: 0.05 })
  );
}

/** What is left of 0 when sums of decimals are added up in another order. */
const ZERO = 1e-6;

const percent = (value: number) => {
  if (Number.isNaN(value)) return '—';
  if (value < ZERO) return value === 0 ? '0' : '≈0';
  return Number.isFinite(value) ? `${show(100 * value, 3)}%` : '∞';
};

/** Both errors and the result in a sentence. */
function errorsHtml(view: View): string {
  const { state, words, outputs } = view;
  const { equivariance, invariance } = errorsOf(outputs!);
  const line = (name: string, value: number, label: string, formulaText: string) =>
    `<p class="w-error-line"><span>${label}</span> <strong>${scalar(name, value, percent(value))}</strong> <small>${formulaText}</small></p>`;
  return (
    `<div class="w-covered"><div class="w-errors">` +
    line('equivarianceError', equivariance, words.equivariance, words.equivarianceFormula) +
    line('invarianceError', invariance, words.invariance, words.invarianceFormula) +
    `</div><p class="w-verdict">${verdict(view, equivariance, strideOf(state.stack))}</p></div>`
  );
}

function factsHtml({ state, words, outputs }: View): string {
  const { cells } = errorsOf(outputs!);
  const stride = strideOf(state.stack);
  const kernels = layersOf(state.stack)
    .map((layer, i) => {
      const title = `${i + 1}. ${words.layers[layer.kind]}`;
      const rows =
        layer.kind === 'conv' ? layer.kernel : layer.kind === 'blur' ? BINOMIAL : undefined;
      const table = rows
        ? plainTable(
            rows.map((each) => each.map((v) => show(v))),
            title,
          )
        : '';
      return `<figure><figcaption>${title}</figcaption>${table}</figure>`;
    })
    .join('');
  return (
    `<div class="w-kernels">${kernels}</div>` +
    `<p class="w-hint">${fill(words.counted, { cells, n: outputs!.y.data.length })} ${fill(stride === 1 ? words.strideOne : words.strideFact, { stride })}</p>`
  );
}

/** The result in a sentence. */
function verdict({ state, words }: View, error: number, stride: number): string {
  const { verdicts } = words;
  const { shift, rotate, scale, stack } = state;
  if (Number.isNaN(error)) return verdicts.none;
  if (isShift(state)) {
    if (shift.every((n) => n === 0)) return verdicts.still;
    if (shift.every((n) => n % stride === 0)) return fill(verdicts.multiple, { stride });
  } else if (stack.startsWith('symmetric') && rotate % 90 === 0 && scale === 1 && error < ZERO) {
    return verdicts.symmetric;
  }
  if (error < ZERO) return verdicts.agree;
  return fill(isShift(state) ? verdicts.between : verdicts.moved, { stride });
}

/** The error of every shift from 0 to 8 as bars. */
function curveHtml({ state, words, outputs }: View): string {
  const { curve } = outputs!;
  if (!curve) return '';
  const values = Array.from(curve.data, (v) => (Number.isFinite(v) ? v : 0));
  const most = Math.max(...values, 0.01);
  const here = state.shift[0] === 0 ? state.shift[1] : -1;
  const bars = values
    .map((v, dx) => {
      const h = (80 * v) / most;
      const x = 10 + dx * 38;
      const text = percent(v).replace('≈', '');
      return (
        `<g class="${dx === here ? 'here' : ''}"><rect x="${x}" y="${+(100 - h).toFixed(1)}" width="26" height="${+Math.max(h, 1).toFixed(1)}"/>` +
        `<text x="${x + 13}" y="${+(94 - h).toFixed(1)}">${text}</text><text x="${x + 13}" y="116">${dx}</text></g>`
      );
    })
    .join('');
  const text = fill(words.curve, { stride: strideOf(state.stack) });
  return (
    `<figure class="w-curve w-covered"><svg viewBox="0 0 350 122" role="img" aria-label="${text}">${bars}</svg>` +
    `<figcaption>${text}</figcaption></figure>`
  );
}

function numbersHtml(view: View): string {
  const { words, ui, outputs } = view;
  const open = ui['fold-numbers'] === '1';
  const caption = (name: MapName) => words.alts[name];
  const { y, x, curve } = outputs!;
  const rest = (['fx', 'tfx', 'difference'] as const).map((name) =>
    longTable(
      `data-output="${name}"`,
      open ? outputs![name].data : undefined,
      y.shape,
      caption(name),
    ),
  );
  return (
    contractTable('y', y.data, y.shape, caption('y'), open) +
    rest.join('') +
    (view.state.source.kind === 'matrix'
      ? ''
      : longTable('data-input="x"', open ? x.data : undefined, x.shape, caption('x'))) +
    (curve ? longTable('data-output="curve"', curve.data, curve.shape, words.curveTable) : '')
  );
}

/** The tables do not follow the cursor: long ones are written once. */
function numbersOnce(view: View): string {
  return onceFor(view.outputs!, view.ui['fold-numbers'] ?? '', () => numbersHtml(view));
}

// ---- predict first, pictures ----------------------------------------------------------------

export function guess({ words, outputs }: View, [choice]: string[]) {
  const { equivariance } = errorsOf(outputs!);
  const right = choice !== '' && (choice === 'zero') === equivariance < ZERO;
  const text = choice === '' ? words.choose : fill(right ? words.right : words.wrong, { v: percent(equivariance) }); // prettier-ignore
  return { right, text };
}

/** Cells that do not count. */
const DOUBT = [128, 128, 128, 96];

/** The pixels of the maps; features share one scale, that of the cells that count. */
export function images(
  { outputs }: View,
  { positive, negative }: Colours,
): Record<string, () => Pixels> {
  const { x, tx, fx, y, tfx, difference, trusted, still } = outputs!;
  const draw = (g: Grid, scale: Scale, mask?: Grid) => () => {
    const [height, width] = g.shape;
    const data = pixelsOf(g, scale, positive, negative);
    mask?.data.forEach((v, i) => v || data.set(DOUBT, 4 * i));
    return { height, width, data };
  };
  const pictureScale = scaleOf(x.data, true);
  const counted = (g: Grid) => g.data.filter((_, i) => still.data[i] === 1);
  const values = [...counted(fx), ...counted(y)];
  const all = scaleOf(values.length > 0 ? values : [1], false);
  const inside = difference.data.map((v, i) => (trusted.data[i] ? v : 0));
  const found = scaleOf(inside, false);
  // One share of the features is full colour, so that rounding does not shout.
  const most = Math.max(-found.min, found.max, all.max / 4);
  return {
    x: draw(x, pictureScale),
    tx: draw(tx, pictureScale),
    fx: draw(fx, all),
    y: draw(y, all),
    tfx: draw(tfx, all),
    difference: draw(difference, { kind: 'signed', min: -most, max: most }, trusted),
  };
}
