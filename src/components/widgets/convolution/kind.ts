/** The convolution widget, for the toolkit. */
import type { Kind, PictureInfo } from '../toolkit/kind.ts';
import { channelsQuery, groupsQuery, imageQuery, presetQuery, sizeQuery } from './changes.ts';
import { isLong, reference, referenceInSlices } from './oracle.ts';
import {
  firstCursor,
  guess,
  holds,
  images,
  inputGrid,
  parts,
  speak,
  stops,
  type View,
} from './parts.ts';
import {
  channelsText,
  EITHER,
  formatQuery,
  KEYS,
  kernelText,
  parseQuery,
  PRESETS,
  type Preset,
  type Query,
  type State,
} from './state.ts';
import type { Words } from './strings.ts';

/** Changes that touch more than one key. */
function edit(view: View, name: string, value: string): Query | undefined {
  const { state, own, cursor, ui } = view;
  if (name === 'preset' && PRESETS.includes(value as Preset)) {
    const shown =
      cursor.on === 'y' || cursor.on === 'output' ? cursor.at[0] : Number(ui.layer ?? 0);
    return presetQuery(state, value as Preset, shown, own);
  }
  if (name === 'groups') return groupsQuery(state, value, own);
  if (name === 'image') return imageQuery(state, value, own);
  if (name === 'colour') return channelsQuery(state, value === '1' ? 3 : 1, own);
  if (name.startsWith('size:')) return sizeQuery(state, name.slice(5), Number(value), own).query;
  return undefined;
}

/** Every key as text; the kernel also where a preset made it, so that a cell of it can be typed. */
function texts(state: State, own?: PictureInfo): Query {
  const { source, kernel } = state;
  return {
    stride: '1',
    padding: '0',
    dilation: '1',
    groups: '1',
    bias: '0',
    flip: '0',
    activation: 'none',
    ...formatQuery(state, own),
    kernel: kernelText(kernel),
    ...(source.kind === 'matrix' && { input: channelsText(source.channels) }),
  };
}

export const KIND: Kind<State, Words> = {
  name: 'convolution',
  keys: KEYS,
  either: EITHER,
  defaults: {},
  parse: parseQuery,
  texts,
  format: formatQuery,
  pictureOf: ({ source }) =>
    source.kind === 'picture' ? { id: source.id, channels: source.channels } : undefined,
  reference(state, picture, breathe) {
    const input = inputGrid({ state, picture });
    if (!isLong(state)) return { y: reference(input, state) };
    return referenceInSlices(input, state, breathe).then((y) => y && { y });
  },
  async compute() {
    const { program } = await import('./compute.ts');
    return {
      program: (tf, state, picture) => ({
        y: tf.squeeze(program(tf, inputGrid({ state, picture }), state), [0]),
      }),
    };
  },
  code: () => import('./code-twin.ts'),
  parts,
  firstCursor,
  holds,
  speak,
  stops,
  guess,
  images,
  edit,
};
