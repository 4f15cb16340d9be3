/** What the ledger can be told: a network, an input size, a layer and one of its cells. */
import {
  ledger,
  NetworkError,
  backSteps,
  type Layer,
  type Ledger,
  type Pair,
  type Row,
} from '../../../lib/network.ts';
import {
  layerText,
  LIST_LIMITS,
  ListError,
  listText,
  NETWORK_NAMES,
  NETWORKS,
  parseList,
  type NetworkName,
} from '../../../lib/network-list.ts';
import type { PictureInfo } from '../toolkit/kind.ts';
import { findPicture } from '../toolkit/maps.ts';
import {
  attempts,
  pairText,
  parseChoice,
  parsePair,
  parseWhole,
  Refusal,
  short,
  withoutDefaults,
  type Parsed,
  type Query,
} from '../toolkit/query.ts';
import { isCode, parseCode } from './paste.ts';

export const KEYS = ['net', 'layers', 'size', 'layer', 'cell', 'image'] as const;

export const THREE = 'input:32,32,3;conv:3x3,16,p1;conv:3x3,16,p1;conv:3x3,16,p1';
export const DEFAULTS: Readonly<Query> = { layers: THREE, image: 'cat' };

/** Multiply-adds that following the paths back may take. */
const MOST_WORK = 1e9;

export interface State {
  net: NetworkName | '';
  /** The reader's own list; empty for a network of the literature. */
  list: string;
  /** Height and width where they are not those of the list. */
  size: Pair | undefined;
  input: readonly [number, number, number];
  layers: readonly Layer[];
  ledger: Ledger;
  /** The row that is explained, and the cell of its output. */
  layer: number;
  cell: Pair;
  /** The picture behind the field: an id, `own` or `none`. */
  image: string;
  channels: 1 | 3;
}

/** A state, or every reason why there is none. */
export function parse(query: Query, own?: PictureInfo): Parsed<State> {
  const { problems, attempt } = attempts();
  const net =
    query.net === undefined
      ? ''
      : attempt(() => parseChoice<NetworkName>('net', query.net!, NETWORK_NAMES));
  if (query.net !== undefined && query.layers !== undefined) {
    problems.push({ key: 'net', code: 'both', params: { other: 'layers' } });
  }
  const size = attempt(() =>
    query.size === undefined ? undefined : parsePair('size', query.size, LIST_LIMITS.size),
  );
  const image = query.image ?? DEFAULTS.image!;
  const info = attempt(() =>
    image === 'none' ? undefined : findPicture(image, image === 'own' ? own : undefined),
  );
  const built = problems.length === 0 ? attempt(() => build(net as '', query.layers, size)) : undefined; // prettier-ignore
  if (!built) return { problems };

  const { rows, last } = built.ledger;
  const layer = attempt(() =>
    query.layer === undefined ? last : parseWhole('layer', query.layer, 0, rows.length - 1),
  );
  const cell =
    layer === undefined ? undefined : attempt(() => readCell(query.cell, rows[layer].cells));
  if (problems.length > 0) return { problems };
  const { own: before, ...rest } = built;
  const state: State = {
    net: net!,
    ...rest,
    size: size?.join() === before.slice(0, 2).join() ? undefined : size,
    layer: layer!,
    cell: cell!,
    image,
    channels: info?.channels ?? 1,
  };
  const work = backSteps(rows, state.layer).reduce((sum, { back }) => {
    if (back.kind !== 'window') return sum;
    return sum + back.cells[0] * back.cells[1] * back.reach.kernel[0] * back.reach.kernel[1];
  }, 0);
  const whole = [built.ledger.parameters, built.ledger.macs, built.ledger.bytes];
  if (work > MOST_WORK || !whole.every(Number.isSafeInteger)) {
    return { problems: [{ key: 'layers', code: 'too-large', params: {} }] };
  }
  return { state };
}

function readCell(text: string | undefined, [h, w]: Pair): Pair {
  if (text === undefined) return [h >> 1, w >> 1];
  const parts = text.split(',');
  if (parts.length !== 2) {
    throw new Refusal('cell', 'count', { expected: 2, got: parts.length });
  }
  return [parseWhole('cell', parts[0], 0, h - 1), parseWhole('cell', parts[1], 0, w - 1)];
}

function build(net: NetworkName | '', text: string | undefined, size: Pair | undefined) {
  const given = net ? NETWORKS[net] : (text ?? THREE);
  let lines = new Map<Layer, number>();
  try {
    const code = !net && isCode(given);
    let network = code ? parseCode(given, size, lines) : parseList(given);
    const own = network.input ?? ([...(size ?? [32, 32]), 3] as [number, number, number]);
    // What was pasted as code is a list from here on.
    const list = code
      ? listText(network)
      : network.input
        ? tidy(given)
        : `input:${own.join()};${tidy(given)}`;
    if (code) network = parseList(list);
    else lines = network.lines;
    const input: [number, number, number] = size ? [size[0], size[1], own[2]] : own;
    const made = ledger(input, network.layers, LIST_LIMITS.rows);
    return { list: net ? '' : list, input, own, layers: network.layers, ledger: made };
  } catch (error) {
    throw refusal(error, lines, net ? (size ? 'size' : 'net') : 'layers');
  }
}

/** What src/lib refuses, in the widget's words. */
function refusal(error: unknown, lines: Map<Layer, number>, key: string): unknown {
  if (error instanceof ListError) {
    const { layer, argument } = error.params;
    return new Refusal(key, `line-${error.fault}`, {
      ...error.params,
      line: error.line,
      ...(layer !== undefined && { layer: short(String(layer)) }),
      ...(argument !== undefined && { argument: short(String(argument)) }),
    });
  }
  if (error instanceof NetworkError) {
    return new Refusal(key, `fit-${error.fault}`, {
      ...error.params,
      line: lines.get(error.layer) ?? '?',
      layer: short(layerText(error.layer)),
    });
  }
  return error;
}

/** A typed list in one line. */
function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, '')
    .replace(/[;\n]+/g, ';')
    .replace(/;?([(|)]);?/g, (_, sign: string) => (sign === ')' ? ')' : sign))
    .replace(/\)(?=[^;|)])/g, ');')
    .replace(/^;|;$/g, '');
}

/** Every key as text; what follows from the others is left out. */
export function texts(state: State): Query {
  const { net, list, size, layer, cell, image, ledger: made } = state;
  const [h, w] = made.rows[layer].cells;
  return {
    ...(net ? { net } : { layers: list }),
    ...(size && { size: pairText([...size]) }),
    ...(layer !== made.last && { layer: String(layer) }),
    ...(cell.join() !== [h >> 1, w >> 1].join() && { cell: cell.join() }),
    image,
  };
}

/** The query of a state without the layer and the cell, which another network has not. */
export function network(state: State): Query {
  const { net, layers, size, image } = texts(state);
  const query = { net, layers, size, image };
  const given = Object.fromEntries(Object.entries(query).filter(([, text]) => text !== undefined));
  return withoutDefaults(given, DEFAULTS);
}

/** The list as it is edited: one layer per line, blocks in one. */
export function editText(state: State): string {
  const given = state.net ? NETWORKS[state.net] : state.list;
  const list = given.replace(/^input:[^;]*/, `input:${state.input.join()}`);
  let depth = 0;
  return [...list]
    .map((sign) => {
      if (sign === '(') depth++;
      if (sign === ')') depth--;
      return sign === ';' && depth === 0 ? '\n' : sign;
    })
    .join('');
}

const ADDED: Readonly<Record<string, (channels: number) => string>> = {
  conv: (c) => `conv:3x3,${c},p1`,
  stride: (c) => `conv:3x3,${c},s2,p1`,
  dilated: (c) => `conv:3x3,${c},p2,d2`,
  depthwise: () => 'depthwise:3x3,p1',
  pool: () => 'maxpool:2',
};
export const ADDABLE = Object.keys(ADDED);

/** The query after a button: a layer behind the chosen one, or the chosen one taken away. */
export function change(state: State, name: string): Query {
  const { ledger: made, layer, input } = state;
  const row = made.rows[layer];
  const remove = name === 'remove';
  const at = row.at.length === 0 ? [remove ? 0 : -1] : row.at;
  const fresh = remove ? undefined : ADDED[name](row.output[row.output.length - 1]);
  const edit = (list: readonly Layer[], [i, branch, ...rest]: readonly number[]): Layer[] => {
    if (branch === undefined) {
      const made = fresh ? parseList(fresh).layers : [];
      return list.toSpliced(remove ? i : i + 1, remove ? 1 : 0, ...made);
    }
    return list.map((each, k) => {
      if (k !== i || !('branches' in each)) return each;
      const branches = each.branches.map((b, n) => (n === branch ? edit(b, rest) : b));
      return { ...each, branches };
    });
  };
  const changed = edit(state.layers, at);
  const query: Query = {
    ...network(state),
    layers: listText({ input: [...input], layers: changed }),
  };
  delete query.net;
  delete query.size;
  const place = at.with(-1, at[at.length - 1] + (remove ? -1 : 1)).join();
  const { state: next } = parse({ ...query, image: 'none' });
  const found = next?.ledger.rows.findIndex((each) => each.at.join() === place) ?? -1;
  if (found >= 0 && found !== next!.ledger.last) query.layer = String(found);
  return query;
}

/** The rows that “next”, “back” and “play” visit: those where the field or the step changes. */
export function milestones(rows: readonly Row[]): number[] {
  return rows.flatMap(({ reach, op }, i) =>
    reach || i === 0 || ['gap', 'gmp', 'dense', 'add'].includes(op) ? [i] : [],
  );
}
