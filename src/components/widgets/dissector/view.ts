/** What the dissector shows, as HTML. Pure: the build and the browser draw the same. */
import { fieldOf, mapsOf, type Explained, type Share } from '../../../lib/nn/explain.ts';
import type { GraphNode } from '../../../lib/nn/graph.ts';
import { squareAt } from '../../../lib/nn/occlusion.ts';
import {
  errorHtml,
  explainHtml,
  rangeField,
  selectField,
  setButton,
  stepperField,
} from '../toolkit/controls.ts';
import { digitControls, digitName } from '../toolkit/digits.ts';
import { contractTable, longTable, plainTable } from '../toolkit/grids.ts';
import type { Cursor } from '../toolkit/kind.ts';
import { legendHtml } from '../toolkit/maps.ts';
import type { Query } from '../toolkit/query.ts';
import { escapeHtml, fill, heat, magnitude, minus, show, thousands } from '../toolkit/text.ts';
import { formulaOf } from './arithmetic.ts';
import { facts, nameOf, whereOf, type Facts, type View } from './facts.ts';
import { columnsOf, layerGrid, mapBox, sheetOf, tileOf } from './maps.ts';
import { ownModel } from './own-model.ts';
import { occlusionOf } from './reference.ts';
import {
  classesOf,
  edit,
  FILLS,
  format,
  inputGrid,
  inputShape,
  layerOf,
  layersOf,
  RANGES,
  SQUARE,
  squares,
  texts,
  VIEWS,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

/** The HTML of each part. */
export function parts(view: View): Record<string, string> {
  const known = facts(view);
  return {
    input: inputHtml(view, known),
    scores: scoresHtml(view, known),
    views: viewsHtml(view),
    body: bodyHtml(view, known),
    formula: explainHtml(whereOf(view, known), formulaOf(view, known, true)),
    params: paramsHtml(view, known),
    facts: factsHtml(view, known),
    ask: askHtml(view, known),
    own: ownHtml(view),
    numbers: numbersHtml(view, known),
  };
}

// ---- the cursor -------------------------------------------------------------------------------

/** The map over which `cell` walks. */
const walked = ({ view }: State) => (view === 'maps' ? 'map' : 'heat');

/** What the cursor lies on when the chosen cell is looked at; a vector is walked in its sheet. */
function cursorOf(view: View, known: Facts): Cursor {
  const { state } = view;
  if (state.view !== 'maps' || known.node.shape.length === 3) {
    return { on: walked(state), at: [0, known.row, known.col] };
  }
  const index = layersOf(state).findIndex(({ name }) => name === state.layer);
  return { on: 'sheet', at: [index, ...tileOf(known.node.shape, known.map)] };
}

export function firstCursor(state: State): Cursor {
  return { on: walked(state), at: [0, ...(state.cell === 'max' ? [0, 0] : state.cell)] };
}

export function holds(view: View): boolean {
  const { on, at } = view.cursor;
  if (on !== 'shares') return true;
  return view.state.view === 'maps' && at[2] < (facts(view).explained?.shares.length ?? 0);
}

/** The cells of the map on show, beginning with the one that is explained. */
export function stops(view: View): Cursor[] {
  const known = facts(view);
  const vector = view.state.view === 'maps' && known.node.shape.length === 1;
  const [H, W] = known.size;
  const all: Cursor[] = vector
    ? Array.from({ length: known.node.shape[0] }, (_, i) => ({
        on: 'sheet',
        at: [cursorOf(view, known).at[0], ...tileOf(known.node.shape, i)],
      }))
    : Array.from({ length: H * W }, (_, i) => ({
        on: walked(view.state),
        at: [0, Math.floor(i / W), i % W],
      }));
  const here = vector ? known.map : known.row * W + known.col;
  // The first step leads to the cell after the one on show.
  return [...all.slice(here + 1), ...all.slice(0, here + 1)];
}

/** Where a cell that is pressed leads. */
export function pick({ state }: View, { on, at }: Cursor): Query | undefined {
  const query = format(state);
  if (on === walked(state)) return { ...query, cell: `${at[1]},${at[2]}` };
  if (on !== 'sheet') return undefined;
  const layer = layersOf(state)[at[0]];
  const [, , count] = mapsOf({ shape: [...layer.shape] });
  const map = Math.min(count - 1, at[1] * columnsOf(layer.shape) + at[2]);
  const fresh: Query = state.layer === layer.name ? query : edit(state, 'layer', layer.name)!;
  return { ...fresh, map: `${map}` };
}

/** What the buttons ask for. */
export function act({ state }: View, name: string): Query | undefined {
  const query: Query = { ...format(state) };
  if (name === 'clear') {
    delete query.image;
    return { ...query, input: Array(28).fill(Array(28).fill(0).join(',')).join(';') };
  }
  if (name === 'site') {
    const { image, input } = query;
    return { ...(image !== undefined && { image }), ...(input !== undefined && { input }) };
  }
  return undefined;
}

// ---- input and scores -------------------------------------------------------------------------

/** A score to four decimals. */
function scoreText(value: number): string {
  if (value === 0 || value === 1) return String(value);
  return value > 0 && value < 0.00005 ? '&lt;0.0001' : `≈${minus(value.toFixed(4))}`;
}

/** The part of the input that the chosen cell is about. */
function boxOnInput({ state }: View, known: Facts): readonly number[] {
  const [H, W] = inputShape(state);
  if (state.view === 'occlusion') {
    const [top, left, bottom, right] = squareAt(squares(state), known.row, known.col, H, W);
    return [top, left, bottom - top, right - left];
  }
  const { bare, tail } = known.base.net;
  const name = state.view === 'grad-cam' ? tail!.target.name : state.layer;
  return fieldOf(bare, name, known.row, known.col);
}

function inputHtml(view: View, known: Facts): string {
  const { state, words, ui } = view;
  const [H, W] = inputShape(state);
  const { source } = state;
  const name = digitName(source, words);
  let html = '';
  if (source.kind === 'drawn') {
    const [rows, cols] = [source.rows.length, source.rows[0].length];
    const ink = ui.draw === '1';
    html +=
      `<p class="w-h">${words.drawHere}</p>` +
      mapBox(view, {
        on: 'ink',
        rows,
        cols,
        name: 'drawn',
        alt: words.drawHere,
        label: words.drawHere,
        ink,
      }) + // prettier-ignore
      `<div class="w-chips">${ink ? '' : `<button type="button" data-do="ui:draw=1">${words.goOn}</button>`}` +
      `<button type="button" data-do="act:clear">${words.clear}</button></div>`;
  }
  html +=
    `<p class="w-h">${words.seen} <small>${inputShape(state).join('×')}</small></p>` +
    mapBox(view, {
      on: 'x',
      rows: H,
      cols: W,
      name: 'input',
      alt: name,
      label: words.seen,
      box: boxOnInput(view, known),
      still: true,
    });
  return html + digitControls(words, source, ui);
}

function scoresHtml({ state, words, outputs }: View, { base, label }: Facts): string {
  const scores = outputs!.scores.data;
  const rows = Array.from(scores, (value, n) => {
    const classes = [n === base.top ? 'top' : '', n === label && state.view !== 'maps' ? 'asked' : '']; // prettier-ignore
    const name = classes.filter(Boolean).join(' ');
    const width = base.net.soft ? `${+(100 * value).toFixed(2)}%` : '0';
    return (
      `<tr${name && ` class="${name}"`}><th scope="row">${n}</th>` +
      `<td class="d-bar"><i style="width:${width}"></i></td><td><data value="${value}">${scoreText(value)}</data></td></tr>`
    );
  });
  return (
    `<p class="w-h">${scores.length === 10 ? words.scores : words.scoreColumn} <small>${base.net.soft ? words.scoresHint : words.notSoft}</small></p>` +
    `<div class="d-tall w-covered"><table class="d-scores" data-output="scores" data-shape="1,${scores.length},1" aria-label="${words.scoreColumn}">` +
    `<tbody>${rows.join('')}</tbody></table></div>`
  );
}

function viewsHtml({ state, words }: View): string {
  return VIEWS.map((name) => {
    const label = words.views[name];
    return setButton('view', name, label, name === state.view);
  }).join('');
}

// ---- the body ---------------------------------------------------------------------------------

function bodyHtml(view: View, known: Facts): string {
  if (view.state.view !== 'maps') return heatHtml(view, known);
  return sheetsHtml(view, known) + focusHtml(view, known);
}

function sheetsHtml(view: View, { map }: Facts): string {
  const { state, words } = view;
  const sheets = layersOf(state).map(({ name, shape }, i) => {
    const { rows, cols, pixels } = sheetOf(shape);
    const [h, w, n] = mapsOf({ shape: [...shape] });
    const chosen = name === state.layer;
    const here = chosen ? tileOf(shape, map) : ([0, 0] as const);
    const most = magnitude(layerGrid(view, name).data);
    const layer = escapeHtml(name);
    const box = mapBox(view, {
      on: 'sheet',
      layer: i,
      rows,
      cols,
      pixels,
      pick: here,
      name: `sheet-${i}`,
      alt: fill(words.sheetAlt, { layer: name, n }),
      label: fill(words.sheet, { layer: name, n, h, w }),
      box: chosen ? [...here, 1, 1] : undefined,
    });
    return (
      `<div class="d-layer" style="--share:${cols / (shape.length === 3 ? 16 : 32)}">` +
      `<p class="w-h">${layer} <small>${shape.join('×')}</small> <small class="d-scale">${fill(words.sheetHint, { max: show(most, 3) })}</small></p>${box}</div>`
    );
  });
  const title = `<p class="w-h">${words.layers} <small>${words.layersHint}</small></p>`;
  return `${title}<div class="d-sheets w-covered" role="group" aria-label="${words.layers}">${sheets.join('')}</div>`;
}

/** The chosen map and what its chosen cell reads. */
function focusHtml(view: View, known: Facts): string {
  const { state, words } = view;
  const { node, base, map, row, col, explained, share } = known;
  let html = '';
  if (node.shape.length === 3) {
    const [H, W] = node.shape;
    const name = nameOf(view, state.layer, map);
    html +=
      `<div class="w-col d-map"><p class="w-h">${name} <small class="w-covered">${H}×${W}</small></p><div class="w-covered">` +
      mapBox(view, {
        on: 'map',
        rows: H,
        cols: W,
        pick: [row, col],
        name: 'map',
        alt: fill(words.mapAlt, { what: name, h: H, w: W }),
        label: name,
        box: [row, col, 1, 1],
      }) +
      `</div>${state.cell === 'max' ? '' : `<div class="w-chips"><button type="button" data-do="set:cell">${words.strongest}</button></div>`}</div>`;
  }
  if (explained && share) {
    const from = escapeHtml(explained.from);
    const spatial = share.x.length * share.x[0].length > 1;
    if (spatial) {
      const [H, W] = mapsOf(base.net.bare.nodes.find(({ name }) => name === explained.from)!);
      const [top, left, h, w] = explained.window;
      const clip = [
        Math.max(0, top),
        Math.max(0, left),
        Math.min(H, top + h) - Math.max(0, top),
        Math.min(W, left + w) - Math.max(0, left),
      ];
      const title = fill(words.before, { layer: from, n: share.channel });
      html +=
        `<div class="w-col d-before"><p class="w-h">${title}</p>` +
        mapBox(view, {
          on: 'before',
          rows: H,
          cols: W,
          name: 'before',
          alt: fill(words.beforeAlt, { layer: explained.from, n: share.channel }),
          label: title,
          box: clip,
          still: true,
        }) +
        `</div><div class="w-col d-window">${windowHtml(view, share)}</div>`;
    }
    if (explained.shares.length > 1) html += sharesHtml(view, explained, share);
  }
  return `<div class="d-focus">${html}</div>`;
}

function windowHtml({ words }: View, { x, w }: Share): string {
  const cell = (value: number | undefined) => (value === undefined ? '<span class="pad">0</span>' : show(value, 3)); // prettier-ignore
  const table = (rows: readonly (readonly (number | undefined)[])[], label: string) =>
    `<p class="w-h">${label}</p><div class="w-scroll">${plainTable(rows.map((line) => line.map(cell)), label)}</div>`; // prettier-ignore
  return table(x, words.windowOf) + (w.length > 0 ? table(w, words.kernelOf) : '');
}

/** What every map of the layer before adds to the number. */
function sharesHtml({ words }: View, { from, shares, bias }: Explained, chosen: Share): string {
  const most = Math.max(...shares.map(({ sum }) => Math.abs(sum)));
  const cols = 8;
  const label = fill(words.shares, { from: escapeHtml(from) });
  const spatial = chosen.x.length * chosen.x[0].length > 1;
  let body = '';
  for (let i = 0; i < shares.length; i += cols) {
    const cells = shares.slice(i, i + cols).map((each, j) => {
      const { sum, channel } = each;
      const here = each === chosen;
      const colour = heat(sum, most);
      const classes = here ? (colour ? colour.replace('class="', 'class="at ') : ' class="at"') : colour; // prettier-ignore
      return (
        `<td data-at="0,0,${i + j}" data-on="shares" tabindex="${here ? 0 : -1}"${classes}>` +
        `<small>${channel}</small>${show(sum, 3)}</td>`
      );
    });
    body += `<tr>${cells.join('')}</tr>`;
  }
  return (
    `<div class="w-col d-shares"><p class="w-h">${label} ${spatial ? `<small>${words.sharesHint}</small>` : ''}</p>` +
    `<div class="w-scroll"><table class="w-grid w-heat w-crowd" role="grid" aria-label="${label}"><tbody>${body}</tbody></table></div>` +
    `<p class="w-hint">+ ${words.bias} ${show(bias, 3)}</p></div>`
  );
}

/** The map of occlusion or Grad-CAM on the input, and what goes with it. */
function heatHtml(view: View, known: Facts): string {
  const { state, words, outputs } = view;
  const { base, label, row, col } = known;
  const [rows, cols] = known.size;
  const [H, W] = inputShape(state);
  const cam = state.view === 'grad-cam';
  const map = cam ? outputs!.cam : outputs!.occlusion;
  const title = cam ? fill(words.camTitle, { label }) : words.occlusionTitle;
  const largest = magnitude(map.data);
  // Grad-CAM has nothing below 0.
  const camLegend = `<span>0</span><i class="w-bar d-half"></i><span class="w-pos">${show(largest, 3)}</span>`;
  let html =
    `<div class="w-col d-heat"><p class="w-h">${title}</p><div class="w-covered">` +
    mapBox(view, {
      on: 'heat',
      rows,
      cols,
      pixels: [H, W],
      pick: [row, col],
      name: 'heat',
      alt: fill(cam ? words.camAlt : words.occlusionAlt, { label }),
      label: title,
      box: [row, col, 1, 1],
    }) +
    `</div><p class="w-legend w-covered" role="img" aria-label="${words.legend}">${cam ? camLegend : legendHtml({ kind: 'signed', min: -largest, max: largest })}</p></div>`;
  if (!cam) {
    html +=
      `<div class="w-col d-before"><p class="w-h">${words.coveredTitle}</p>` +
      mapBox(view, {
        on: 'covered',
        rows: H,
        cols: W,
        name: 'covered',
        alt: fill(words.coveredAlt, { side: state.square }),
        label: words.coveredTitle,
        still: true,
      }) +
      `</div>`;
  } else {
    const alpha = outputs!.alpha.data;
    const tiles = Array.from(alpha, (value, k) => {
      const colour = heat(value, magnitude(alpha));
      return `<td${colour}><small>${k}</small>${show(value, 2)}</td>`;
    });
    let body = '';
    for (let i = 0; i < tiles.length; i += 6) body += `<tr>${tiles.slice(i, i + 6).join('')}</tr>`;
    const { name } = base.net.tail!.target;
    const about = fill(words.alphaTable, { layer: escapeHtml(name) });
    html +=
      `<div class="w-col d-shares"><p class="w-h">${about}</p><div class="w-scroll" tabindex="0" role="group" aria-label="${about}">` +
      `<table class="w-grid w-heat w-crowd" aria-label="${about}"><tbody>${body}</tbody></table></div></div>`;
  }
  return `<div class="d-focus">${html}</div>`;
}

// ---- parameters and facts ---------------------------------------------------------------------

function paramsHtml({ id, words, state }: View, known: Facts): string {
  const all = texts(state);
  const control = (key: keyof Words['labels'], hint?: string) => ({
    id,
    key,
    label: words.labels[key],
    hint,
    value: all[key] ?? '',
  });
  const same = (list: readonly string[]) => Object.fromEntries(list.map((each) => [each, escapeHtml(each)])); // prettier-ignore
  let html = '';
  if (state.view === 'maps') {
    const names = layersOf(state).map(({ name }) => name);
    const [, , count] = mapsOf({ shape: [...layerOf(state).shape] });
    html +=
      selectField(control('layer'), same(names)) +
      stepperField(
        { ...control('map', words.hints.map), number: `${known.map}` },
        {
          min: 0,
          max: count - 1,
          words,
          extra: setButton('map', 'max', 'max', state.map === 'max'),
        },
      );
  } else {
    const classes = Array.from({ length: classesOf(state) }, (_, n) => [`${n} `, `${n}`]);
    const top = fill(words.top, { n: known.base.top });
    html += selectField(
      {
        ...control('class', words.hints.class),
        value: state.label === 'top' ? 'top' : `${state.label} `,
      },
      // A blank keeps them in this order: numbers would come before words.
      { top, ...Object.fromEntries(classes) },
    ).replaceAll(/value="(\d+) "/g, 'value="$1"');
  }
  if (state.view === 'occlusion') {
    html +=
      rangeField(control('square', words.hints.square), { ...SQUARE, step: 2 }) +
      selectField(control('fill', words.hints.fill), Object.fromEntries(FILLS.map((name) => [name, words.fills[name]]))); // prettier-ignore
  }
  if (state.own) {
    const ranges = Object.fromEntries(RANGES.map((name) => [name, words.ranges[name]]));
    html += selectField(control('range', words.hints.range), ranges);
  }
  return html;
}

/** Weights of a layer as a product, and their number. */
function parametersOf({ base: { net }, node }: Facts): { text: string; count: number } {
  const shapes = Object.entries(net.weights).filter(([name]) => name.startsWith(`${node.name}/`));
  const products = shapes.map(([, { shape }]) => shape.join('×'));
  const count = shapes.reduce((sum, [, { data }]) => sum + data.length, 0);
  return { text: products.join(' + '), count };
}

function factsHtml(view: View, known: Facts): string {
  const { state, words } = view;
  const { base, node } = known;
  const lines: string[] = [];
  const line = (text: string) => lines.push(`<p class="w-hint w-covered">${text}</p>`);
  if (state.view === 'maps') {
    const { text, count } = parametersOf(known);
    const weights = count > 0 ? `${text} = <b>${thousands(count)}</b>` : words.noParameters;
    lines.push(
      `<p class="w-covered"><span class="w-label">${words.size}</span><span>${node.shape.join('×')}</span></p>` +
        `<p class="w-covered"><span class="w-label">${words.parameters}</span><span>${weights}</span></p>`,
    );
    if (node.shape.length === 3) {
      const [, , h, w] = fieldOf(base.net.bare, node.name, known.row, known.col);
      line(fill(words.sees, { h, w }));
    }
  } else if (state.view === 'occlusion') {
    const map = occlusionOf(state, base);
    const n = map.data.length;
    const zeros = map.data.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0);
    line(fill(words.places, { n, step: squares(state).step }));
    if (zeros > 0) line(fill(words.noChange, { n: zeros }));
    line(
      fill(words.mostDrop, {
        v: show(
          map.data.reduce((a, b) => Math.max(a, b)),
          3,
        ),
      }),
    );
  } else {
    const { target } = base.net.tail!;
    const [h, w] = target.shape;
    const [H, W] = inputShape(state);
    line(fill(words.camAbout, { layer: escapeHtml(target.name), n: h * w }));
    const p = `${+(H / h).toFixed(1)}×${+(W / w).toFixed(1)}`;
    line(fill(words.resolution, { h, w, p }));
    if (view.outputs!.cam.data.every((value) => value === 0)) line(words.camFlat);
  }
  return lines.join('');
}

/** What a layer is, in the terms of its code. */
function kindOf(node: GraphNode): string {
  switch (node.op) {
    case 'conv2d':
      return `Conv2D(${node.filters}, ${node.kernel.join('×')}, ${node.padding})`;
    case 'depthwiseConv2d':
      return `DepthwiseConv2D(${node.kernel.join('×')}, ${node.padding})`;
    case 'pool':
      return `${node.kind === 'max' ? 'MaxPooling2D' : 'AveragePooling2D'}(${node.window.join('×')})`;
    case 'dense':
      return `Dense(${node.units})`;
    default:
      return node.op;
  }
}

function askHtml({ words }: View, { base, node }: Facts): string {
  const from = base.net.bare.nodes.find(({ name }) => name === node.inputs[0])!;
  return fill(words.predictAsk, { from: from.shape.join('×'), what: kindOf(node) });
}

/** Rows, columns, maps and parameters of the layer on show. */
export function guess(view: View, [gh, gw, gc, gp]: string[]) {
  const { words } = view;
  const known = facts(view);
  const [h, w, c] = mapsOf(known.node);
  const p = parametersOf(known).count;
  const right = [gh, gw, gc, gp].join() === [h, w, c, p].join();
  const given = { gh: gh || '?', gw: gw || '?', gc: gc || '?', gp: gp || '?' };
  return { right, text: fill(right ? words.right : words.wrong, { h, w, c, p, ...given }) };
}

function ownHtml({ state, words }: View): string {
  const model = ownModel(state.own);
  const said = model
    ? fill(words.ownIs, {
        name: escapeHtml(model.name),
        input: inputShape(state).join('×'),
        n: layersOf(state).length,
        classes: classesOf(state),
      })
    : '';
  return (
    `<p class="w-hint">${words.ownHint}</p>` +
    `<div class="w-line"><label class="w-file"><input type="file" data-files="model" multiple accept=".json,.bin,application/json"><span>${words.ownPick}</span></label>` +
    `${model ? `<button type="button" data-do="act:site">${words.ownBack}</button>` : ''}</div>` +
    `${errorHtml('model')}<p>${said}</p>`
  );
}

function numbersHtml(view: View, { base }: Facts): string {
  const { state, words, ui, picture, outputs } = view;
  const open = ui['fold-numbers'] === '1';
  let html = '';
  if (state.view === 'maps') {
    html += contractTable('map', outputs!.map.data, outputs!.map.shape, words.mapTable, open);
  } else if (state.view === 'occlusion') {
    const { data, shape } = outputs!.occlusion;
    html += contractTable('occlusion', data, shape, words.heatTable.occlusion, open);
  } else {
    const { cam, alpha } = outputs!;
    const about = fill(words.alphaTable, { layer: escapeHtml(base.net.tail!.target.name) });
    html +=
      contractTable('cam', cam.data, cam.shape, words.heatTable.cam, open) +
      contractTable('alpha', alpha.data, [1, alpha.data.length, 1], about, open);
  }
  const x = inputGrid(state, picture);
  return html + longTable('data-input="x"', open ? x.data : undefined, x.shape, words.inputTable);
}
