/** Changes that touch more than one key, as queries. Pure; fetched with the first of them. */
import {
  channelsText,
  derive,
  formatQuery,
  groupCount,
  kernelText,
  LIMITS,
  parseQuery,
  PICTURES,
  presetKernel,
  type PictureInfo,
  type Preset,
  type Query,
  type State,
} from './state.ts';

/**
 * A kernel cut or repeated to a new number of filters, channels, rows and columns; what is new is
 * zero, or a copy where a whole channel or filter is.
 */
export function resizeKernel(
  kernel: number[][][][],
  [rows, cols, channels, filters]: readonly number[],
): number[][][][] {
  const sized = (from: number[][]) =>
    Array.from({ length: rows }, (_, i) =>
      Array.from({ length: cols }, (_, j) => from[i]?.[j] ?? 0),
    );
  return Array.from({ length: filters }, (_, f) =>
    Array.from({ length: channels }, (_, c) => {
      const filter = kernel[f % kernel.length];
      return sized(filter[c % filter.length]);
    }),
  );
}

/** A typed input cut or filled with zeros to a new size; a new channel copies the last one. */
export function resizeInput(
  channels: number[][][],
  [rows, cols, count]: readonly number[],
): number[][][] {
  return resizeKernel([channels], [rows, cols, count, 1])[0];
}

/** A query with another kernel, written as a preset where that means the same; biases follow. */
function withKernel(
  query: Query,
  kernel: number[][][][],
  preset: Preset | '',
  state: State,
  own?: PictureInfo,
): Query {
  const rest = { ...query };
  delete rest.kernel;
  delete rest.preset;
  const bias = kernel.map((_, f) => state.bias[f % state.bias.length]);
  rest.bias = bias.every((b) => b === bias[0]) ? `${bias[0]}` : bias.join(',');
  if (preset) {
    const short = parseQuery({ ...rest, preset }, own).state;
    if (short && kernelText(short.kernel) === kernelText(kernel)) return { ...rest, preset };
  }
  return { ...rest, kernel: kernelText(kernel) };
}

/** A preset for the filter on show, or for all of them when there is one per group. */
export function presetQuery(state: State, preset: Preset, shown: number, own?: PictureInfo): Query {
  const [, , channels, filters] = derive(state).kernel;
  const all = filters === groupCount(state);
  const kernel = resizeKernel(state.kernel, [3, 3, channels, filters]).map((filter, f) =>
    all || f === shown ? filter.map((_, c) => presetKernel(preset, f * channels + c)) : filter,
  );
  return withKernel(formatQuery(state, own), kernel, preset, state, own);
}

/** A query whose input has `channels` channels; groups, kernel and biases follow. */
export function channelsQuery(
  state: State,
  channels: number,
  own?: PictureInfo,
  query: Query = formatQuery(state, own),
  groups: State['groups'] = state.groups,
): Query {
  const fitting = groups === 'depthwise' || channels % groups === 0 ? groups : 1;
  const count = fitting === 'depthwise' ? channels : fitting;
  const most = LIMITS.filters - (LIMITS.filters % count);
  const filters = Math.min(Math.ceil(state.kernel.length / count) * count, most);
  const [kh, kw] = derive(state).kernel;
  const kernel = resizeKernel(state.kernel, [kh, kw, channels / count, filters]);
  return withKernel({ ...query, groups: `${fitting}` }, kernel, state.preset, state, own);
}

/** Another input: `''` the default matrix, `draw` an empty drawing, else a picture. */
export function imageQuery(state: State, id: string, own?: PictureInfo): Query {
  const query = { ...formatQuery(state, own) };
  delete query.input;
  delete query.image;
  if (id === 'draw') query.input = Array(28).fill(Array(28).fill(0).join(',')).join(';');
  else if (id !== '') query.image = id;
  const info = id === 'own' ? own : PICTURES[id];
  const colour = info?.channels === 3 && derive(state).input[2] === 3;
  return channelsQuery(state, colour ? 3 : 1, own, query);
}

/** Another number of groups. */
export function groupsQuery(state: State, value: string, own?: PictureInfo): Query {
  const groups = value === 'depthwise' ? value : Number(value);
  const query = formatQuery(state, own);
  return channelsQuery(state, derive(state).input[2], own, query, groups);
}

/** Another size of input or kernel: `input:rows`, `kernel:filters` …; undefined when out of range. */
export function sizeQuery(
  state: State,
  size: string,
  value: number,
  own?: PictureInfo,
): { query?: Query; key: 'input' | 'kernel'; max: number } {
  const [key, axis] = size.split(':') as ['input' | 'kernel', string];
  const at = ['rows', 'columns', 'channels', 'filters'].indexOf(axis);
  const largest = key === 'input' ? LIMITS.matrix : LIMITS.kernel;
  const max = [largest, largest, LIMITS.channels, LIMITS.filters][at];
  if (!Number.isInteger(value) || value < 1 || value > max) return { key, max };
  const query = formatQuery(state, own);
  if (key === 'input' && state.source.kind === 'matrix') {
    const shape: number[] = derive(state).input.with(at, value);
    const input = channelsText(resizeInput(state.source.channels, shape));
    return {
      key,
      max,
      query: channelsQuery(state, shape[2], own, { ...query, input }),
    };
  }
  const shape: number[] = derive(state).kernel.with(at, value);
  const kernel = resizeKernel(state.kernel, shape);
  return { key, max, query: withKernel(query, kernel, '', state, own) };
}
