/** The state of the mask bench and its form in the address. Pure. */
import {
  attempts,
  matrixText,
  parseChannels,
  parseChoice,
  parseFlag,
  parseWhole,
  Refusal,
  short,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';

export const MODES = ['dice', 'miou', 'merged', 'panoptic', 'cut'] as const;
export const NEIGHBOURS = ['4', '8'] as const;

/** The keys of the address, in the order in which they are written. */
export const KEYS = [
  'mode',
  'a',
  'b',
  'truth',
  'guess',
  'one',
  'two',
  'neighbors',
  'post',
  'move',
  'street',
  'said',
  'mask',
  'picture',
  'ground',
] as const;
export type Key = (typeof KEYS)[number];
/** The keys that hold a map of cells. */
export type MapKey = 'a' | 'b' | 'truth' | 'guess' | 'street' | 'said' | 'mask' | 'picture' | 'ground'; // prettier-ignore

/** Codes of a panoptic map: 0 sky, 1 road, from 2 on the cars. */
const STREET = '0,0,0,0,0,0;0,2,2,3,3,0;1,2,2,3,3,1;1,1,1,1,1,1';

export const DEFAULTS = {
  mode: 'dice',
  a: '0,0,0,0,0,0,0,0;0,1,1,1,0,0,0,0;0,1,1,1,0,0,0,0;0,1,1,1,0,0,0,0;0,1,1,1,0,0,0,0;0,0,0,0,0,0,0,0',
  b: '0,0,0,0,0,0,0,0;0,0,1,1,1,0,0,0;0,0,1,1,1,0,0,0;0,0,1,1,1,0,0,0;0,0,1,1,1,0,0,0;0,0,0,0,0,0,0,0',
  truth:
    '0,0,0,0,0,0,0,0;0,1,1,1,0,0,2,0;0,1,1,1,0,0,2,0;0,1,1,1,0,0,2,0;0,0,0,0,0,0,2,0;0,0,0,0,0,0,0,0',
  guess:
    '0,0,0,0,0,0,0,0;0,1,1,1,0,0,0,0;0,1,1,1,1,0,0,0;0,1,1,1,0,0,2,0;0,0,0,0,0,0,0,0;0,0,0,0,0,0,0,0',
  one: '1,2',
  two: '2,7',
  neighbors: '4',
  post: '0',
  move: '2',
  street: STREET,
  said: STREET,
  mask: '0,0,0,0,0,0,0,0;0,1,0,0,0,0,1,0;0,1,1,0,0,1,1,0;0,1,1,1,1,1,1,0;0,1,1,1,1,1,1,0;0,1,1,1,1,1,1,0;0,0,1,1,1,1,0,0;0,0,0,1,1,0,0,0',
  picture:
    '70,60,70,60,70,60,70,60;60,200,60,70,60,70,200,70;70,220,200,60,70,200,220,60;60,210,220,210,210,220,210,70;70,215,20,225,225,20,215,60;60,220,235,235,235,235,220,70;70,60,220,40,40,220,70,60;60,70,60,190,190,60,60,70',
  ground:
    '20,20,20,20,20,20,20,20;45,45,45,45,45,45,45,45;70,70,70,70,70,70,70,70;95,95,95,95,95,95,95,95;120,120,120,120,120,120,120,120;145,145,145,145,145,145,145,145;170,170,170,170,170,170,170,170;195,195,195,195,195,195,195,195',
} as const satisfies Query<Key>;

/** Rows and columns of a map, and the greatest label of each. */
export const BOUNDS = { rows: 10, columns: 12, classes: 3, cars: 4, value: 255 } as const;
/** The field of the two shapes, how large a shape is, and the column of the post. */
export const FIELD = { rows: 8, columns: 14, shape: 5, post: 4 } as const;

export type Cells = number[][];

export interface State {
  mode: (typeof MODES)[number];
  /** dice: the true and the predicted mask. */
  a: Cells;
  b: Cells;
  /** miou: the true and the predicted class of each cell. */
  truth: Cells;
  guess: Cells;
  /** merged: row and column of the upper left corner of both shapes. */
  one: [row: number, column: number];
  two: [row: number, column: number];
  neighbors: (typeof NEIGHBOURS)[number];
  /** Whether a post stands in front. */
  post: boolean;
  /** The shape that the pointer and the arrow keys move. */
  move: '1' | '2';
  /** panoptic: the true and the predicted map. */
  street: Cells;
  said: Cells;
  /** cut: what survives, of what, on what. */
  mask: Cells;
  picture: Cells;
  ground: Cells;
}

/** What the cells of a map may hold: up to `max`, whole or to three decimals. */
const HOLDS: Record<MapKey, readonly [max: number, whole: boolean]> = {
  a: [1, true],
  b: [1, true],
  truth: [BOUNDS.classes, true],
  guess: [BOUNDS.classes, true],
  street: [BOUNDS.cars + 1, true],
  said: [BOUNDS.cars + 1, true],
  mask: [1, false],
  picture: [BOUNDS.value, false],
  ground: [BOUNDS.value, false],
};

/** Three decimals, and no −0. */
const rounded = (value: number) => Math.round(value * 1e3) / 1e3 + 0;

const sizeText = (cells: Cells) => `${cells.length}×${cells[0].length}`;

/** Cells in rows, all in their bounds. */
function parseCells(key: MapKey, text: string): Cells {
  const [max, whole] = HOLDS[key];
  const cells = parseChannels(key, text, BOUNDS.columns, 1)[0];
  if (cells.length > BOUNDS.rows) {
    throw new Refusal(key, 'too-many', { got: cells.length, max: BOUNDS.rows });
  }
  return cells.map((row) =>
    row.map((value) => {
      if (value < 0 || value > max) {
        throw new Refusal(key, 'range', { value: short(`${value}`), min: 0, max });
      }
      if (whole && !Number.isInteger(value)) {
        throw new Refusal(key, 'not-whole', { value: short(`${value}`) });
      }
      return rounded(value);
    }),
  );
}

function parsePlace(key: 'one' | 'two', text: string): [number, number] {
  const parts = text.split(',');
  if (parts.length !== 2) throw new Refusal(key, 'count', { expected: 2, got: parts.length });
  const [row, col] = parts.map((part, axis) =>
    parseWhole(key, part, 0, (axis === 0 ? FIELD.rows : FIELD.columns) - FIELD.shape),
  );
  return [row, col];
}

/** A state from texts, or every reason why there is none. */
export function parse(query: Query): Parsed<State> {
  const { problems, attempt } = attempts();
  const text = (key: Key) => query[key] ?? DEFAULTS[key];
  const cells = (key: MapKey) => attempt(() => parseCells(key, text(key)));
  /** A map as large as the one it is compared with. */
  const beside = (key: MapKey, other: Cells | undefined, name: MapKey) => {
    const own = cells(key);
    if (own && other && sizeText(own) !== sizeText(other)) {
      problems.push({ key, code: 'sizes', params: { got: sizeText(own), expected: sizeText(other), other: name } }); // prettier-ignore
    }
    return own;
  };
  const [a, truth, street, picture] = (['a', 'truth', 'street', 'picture'] as const).map(cells);
  const state = {
    mode: attempt(() => parseChoice('mode', text('mode'), MODES)),
    a,
    b: beside('b', a, 'a'),
    truth,
    guess: beside('guess', truth, 'truth'),
    one: attempt(() => parsePlace('one', text('one'))),
    two: attempt(() => parsePlace('two', text('two'))),
    neighbors: attempt(() => parseChoice('neighbors', text('neighbors'), NEIGHBOURS)),
    post: attempt(() => parseFlag('post', text('post'))),
    move: attempt(() => parseChoice('move', text('move'), ['1', '2'])),
    street,
    said: beside('said', street, 'street'),
    mask: beside('mask', picture, 'picture'),
    picture,
    ground: beside('ground', picture, 'picture'),
  };
  return problems.length > 0 ? { problems } : { state: state as State };
}

/** Every key as text. */
export function texts(state: State): Query<Key> {
  const { mode, one, two, neighbors, post, move } = state;
  const maps = (Object.keys(HOLDS) as MapKey[]).map((key) => [key, matrixText(state[key])]);
  return {
    mode,
    one: one.join(','),
    two: two.join(','),
    neighbors,
    post: post ? '1' : '0',
    move,
    ...(Object.fromEntries(maps) as Record<MapKey, string>),
  };
}
