/** The state of the dissector, its form in the address and what follows from it. Pure but for the reader's own model. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { mapsOf } from '../../../lib/nn/explain.ts';
import { squaresOf, type Squares } from '../../../lib/nn/occlusion.ts';
import { digitGrid, digitTexts, parseDigit, type DigitSource } from '../toolkit/digits.ts';
import type { PictureInfo, PictureRef } from '../toolkit/kind.ts';
import {
  attempts,
  parseChoice,
  parseWhole,
  Refusal,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';
import { lastOwn, ownModel } from './own-model.ts';

/** The model of this site. */
export const SITE = 'digits-classifier';

/** A layer whose maps are shown. */
export interface Layer {
  name: string;
  shape: readonly number[];
}

/** The layers of the site's model, known before it is loaded; a test compares them with the file. */
export const SITE_LAYERS: readonly Layer[] = [
  { name: 'conv1', shape: [28, 28, 16] },
  { name: 'conv2', shape: [28, 28, 16] },
  { name: 'pool1', shape: [14, 14, 16] },
  { name: 'conv3', shape: [14, 14, 32] },
  { name: 'conv4', shape: [14, 14, 32] },
  { name: 'pool2', shape: [7, 7, 32] },
  { name: 'dense1', shape: [64] },
  { name: 'dense2', shape: [10] },
];

export const VIEWS = ['maps', 'occlusion', 'grad-cam'] as const;
export type ViewName = (typeof VIEWS)[number];
export const FILLS = ['black', 'grey'] as const;
export type Fill = (typeof FILLS)[number];
/** What the pixels of an own model's input run through. */
export const RANGES = ['0..1', '0..255', '-1..1'] as const;
export type Range = (typeof RANGES)[number];

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'image',
  'input',
  'model',
  'range',
  'view',
  'layer',
  'map',
  'cell',
  'class',
  'square',
  'fill',
] as const;
export type Key = (typeof KEYS)[number];

export const DEFAULTS = {
  image: 'test-1092',
  model: 'digits',
  range: '0..1',
  view: 'maps',
  layer: 'conv3',
  map: 'max',
  cell: 'max',
  class: 'top',
  square: '7',
  fill: 'black',
} as const satisfies Query<Key>;

/** Side of the occluding square. */
export const SQUARE = { min: 3, max: 13 };

export interface State {
  source: DigitSource;
  /** 0 for the site's model, else the number of one of the reader's own. */
  own: number;
  range: Range;
  view: ViewName;
  layer: string;
  /** `max`: the map with the largest value. */
  map: number | 'max';
  /** Row and column in what is on show; `max`: its largest value. */
  cell: readonly [number, number] | 'max';
  /** `top`: the class with the highest score. */
  label: number | 'top';
  square: number;
  fill: Fill;
}

/** The layers of the model that have maps to show. */
export function layersOf({ own }: Pick<State, 'own'>): readonly Layer[] {
  if (own === 0) return SITE_LAYERS;
  return ownModel(own)!.graph.nodes.filter(
    ({ op, shape }) => op !== 'input' && op !== 'flatten' && op !== 'reshape' && shape.length !== 2,
  );
}

/** [H, W, C] of the model's input. */
export function inputShape({ own }: Pick<State, 'own'>): readonly number[] {
  if (own === 0) return [28, 28, 1];
  const { graph } = ownModel(own)!;
  return graph.nodes.find(({ name }) => name === graph.inputs[0])!.shape;
}

export const layerOf = (state: Pick<State, 'own' | 'layer'>): Layer =>
  layersOf(state).find(({ name }) => name === state.layer)!;

/** How many classes there are. */
export const classesOf = (state: Pick<State, 'own'>): number => layersOf(state).at(-1)!.shape[0];

/** Where the squares of the occlusion map stand: fewer for an own model that takes long. */
export function squares(state: Pick<State, 'own' | 'square'>): Squares {
  const [H, W] = inputShape(state);
  const macs = ownModel(state.own)?.macs ?? 0;
  return squaresOf(H, W, state.square, macs > 8e6 ? 7 : 14);
}

/** The layer that Grad-CAM weighs, where the site's model is concerned. */
const SITE_TARGET = [14, 14];

/** Rows and columns of what `cell` walks over. */
export function extent(state: State): [number, number] {
  if (state.view === 'occlusion') {
    const { rows, cols } = squares(state);
    return [rows, cols];
  }
  if (state.view === 'grad-cam') {
    const [H, W] = state.own ? camTarget(state.own)! : SITE_TARGET;
    return [H, W];
  }
  const [H, W] = mapsOf({ shape: [...layerOf(state).shape] });
  return [H, W];
}

/** The shape of the maps that Grad-CAM weighs in an own model, filled in by net.ts. */
let camTarget: (own: number) => readonly number[] | undefined = () => undefined;
export function camTargetWith(find: typeof camTarget): void {
  camTarget = find;
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query, picture?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  if (query.input !== undefined && query.image !== undefined) {
    problems.push({ key: 'image', code: 'both', params: { other: 'input' } });
  }
  const source = attempt(() => {
    const image = query.input === undefined ? (query.image ?? DEFAULTS.image) : undefined;
    return parseDigit({ input: query.input, image }, picture);
  });
  const own = attempt(() => {
    const model = parseChoice('model', query.model ?? DEFAULTS.model, ['digits', 'own']);
    if (model === 'own' && lastOwn() === 0) throw new Refusal('model', 'own-model');
    return model === 'own' ? lastOwn() : 0;
  });
  const range = attempt(() => parseChoice('range', query.range ?? DEFAULTS.range, RANGES));
  const view = attempt(() => parseChoice('view', query.view ?? DEFAULTS.view, VIEWS));
  const square = attempt(() => {
    const side = parseWhole('square', query.square ?? DEFAULTS.square, SQUARE.min, SQUARE.max);
    if (side % 2 === 0) throw new Refusal('square', 'odd', { value: side });
    return side;
  });
  const fill = attempt(() => parseChoice('fill', query.fill ?? DEFAULTS.fill, FILLS));
  // What follows depends on the model.
  const net = { own: own ?? 0 };
  const layer = attempt(() => {
    const names = layersOf(net).map(({ name }) => name);
    if (query.layer === undefined && net.own > 0) return firstLayer(net);
    return parseChoice('layer', query.layer ?? DEFAULTS.layer, names);
  });
  const label = attempt(
    (): State['label'] =>
    (query.class ?? 'top') === 'top' ? 'top' : parseWhole('class', query.class!, 0, classesOf(net) - 1), // prettier-ignore
  );
  if (own === undefined || layer === undefined || view === undefined || square === undefined) {
    return { problems };
  }
  const map = attempt((): State['map'] => {
    const [, , count] = mapsOf({ shape: [...layerOf({ own, layer }).shape] });
    return (query.map ?? 'max') === 'max' ? 'max' : parseWhole('map', query.map!, 0, count - 1);
  });
  if (own && view === 'grad-cam' && !camTarget(own)) {
    problems.push(new Refusal('view', 'no-cam').problem);
  }
  if (problems.length > 0) return { problems };
  const state: State = {
    source: source!,
    own,
    range: range!,
    view,
    layer,
    map: map!,
    cell: 'max',
    label: label!,
    square,
    fill: fill!,
  };
  const cell = attempt((): State['cell'] => {
    const text = query.cell ?? 'max';
    if (text === 'max') return 'max';
    const parts = text.split(',');
    if (parts.length !== 2) throw new Refusal('cell', 'count', { expected: 2, got: parts.length });
    const size = extent(state);
    return [
      parseWhole('cell', parts[0], 0, size[0] - 1),
      parseWhole('cell', parts[1], 0, size[1] - 1),
    ];
  });
  return problems.length > 0 ? { problems } : { state: { ...state, cell: cell! } };
}

/** What an own model begins with: its last layer with maps, or its last layer. */
function firstLayer(net: Pick<State, 'own'>): string {
  const layers = layersOf(net);
  return (layers.findLast(({ shape }) => shape.length === 3) ?? layers.at(-1)!).name;
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  return {
    ...digitTexts(state.source),
    model: state.own ? 'own' : 'digits',
    range: state.range,
    view: state.view,
    layer: state.layer,
    map: `${state.map}`,
    cell: state.cell === 'max' ? 'max' : state.cell.join(','),
    class: `${state.label}`,
    square: `${state.square}`,
    fill: state.fill,
  };
}

/** What the address says: every text that differs from its default. */
export function format(state: State): Query<Key> {
  const all = texts(state);
  const query = withoutDefaults(all, DEFAULTS);
  // The layer that is left out is another one for an own model.
  return state.own ? { ...query, layer: all.layer } : query;
}

/** What a control asks for when it touches other keys. */
export function edit(state: State, name: string, value: string): Query | undefined {
  const query: Query = format(state);
  const less = (...keys: Key[]): Query =>
    Object.fromEntries(Object.entries(query).filter(([key]) => !keys.includes(key as Key)));
  if (name === 'layer') return { ...less('map', 'cell'), layer: value };
  if (name === 'view') return { ...less('cell'), view: value };
  if (name === 'class' && state.view === 'grad-cam') return { ...less('cell'), class: value };
  return undefined;
}

/** The picture of the reader's own that a state needs. */
export const pictureOf = (state: State): PictureRef | undefined =>
  state.source.kind === 'own'
    ? { id: 'own', channels: inputShape(state)[2] === 3 ? 3 : 1 }
    : undefined;

/** The value of the square, and what black and white are, in the model's range. */
export function tones({ own, range, fill }: Pick<State, 'own' | 'range' | 'fill'>): {
  black: number;
  white: number;
  square: number;
} {
  const [black, white] = own ? { '0..1': [0, 1], '0..255': [0, 255], '-1..1': [-1, 1] }[range] : [0, 1]; // prettier-ignore
  return { black, white, square: fill === 'black' ? black : (black + white) / 2 };
}

/** What the model reads [H, W, C]: a digit as in training, or for another input the picture in its size. */
export function inputGrid(state: State, picture: Grid | undefined): Grid {
  const [H, W, C] = inputShape(state);
  const { source } = state;
  const asDigit = source.kind !== 'own' || (H === 28 && W === 28 && C === 1);
  const image = asDigit
    ? digitGrid(source, picture)
    : grid(
        picture!.shape,
        picture!.data.map((value) => value / 255),
      );
  if (state.own === 0) return image;
  const { black, white } = tones(state);
  const sized = resized(image, H, W, C);
  return grid(
    sized.shape,
    sized.data.map((value) => black + value * (white - black)),
  );
}

/** Each pixel the mean of the part of the image that it covers; one channel is repeated for three. */
export function resized(image: Grid, H: number, W: number, C: number): Grid {
  const [h, w, c] = image.shape;
  if (h === H && w === W && c === C) return image;
  const out = grid([H, W, C]);
  const span = (i: number, from: number, to: number): [number, number] => {
    const first = Math.floor((i * from) / to);
    return [first, Math.max(first + 1, Math.ceil(((i + 1) * from) / to))];
  };
  for (let r = 0; r < H; r++) {
    const [top, bottom] = span(r, h, H);
    for (let q = 0; q < W; q++) {
      const [left, right] = span(q, w, W);
      for (let k = 0; k < C; k++) {
        let sum = 0;
        for (let i = top; i < bottom; i++) {
          for (let j = left; j < right; j++) sum += image.data[(i * w + j) * c + (c === C ? k : 0)];
        }
        out.data[(r * W + q) * C + k] = sum / ((bottom - top) * (right - left));
      }
    }
  }
  return out;
}
