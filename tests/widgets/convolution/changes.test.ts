import { describe, expect, test } from 'vitest';
import {
  channelsQuery,
  groupsQuery,
  imageQuery,
  presetQuery,
  resizeInput,
  resizeKernel,
  sizeQuery,
} from '@widgets/convolution/changes.ts';
import { SCENE_NAMES, SCENES } from '@widgets/convolution/scenes.ts';
import {
  derive,
  inputShape,
  parseQuery,
  PICTURES,
  PRESETS,
  presetKernel,
  readQuery,
  type Query,
  type State,
} from '@widgets/convolution/state.ts';
import { combinations } from './combinations.ts';

const scene = (name: keyof typeof SCENES): State =>
  parseQuery(readQuery(SCENES[name].query, () => undefined).query).state!;
const parsed = (query: Query | undefined): State => {
  const { state, problems } = parseQuery(query!);
  expect(problems, JSON.stringify(query)).toBeUndefined();
  return state!;
};

describe('a change of several keys always gives a state that fits', () => {
  const states = [...SCENE_NAMES.map(scene), ...combinations(60, 5).map(({ state }) => state)];

  test('another picture', () => {
    for (const state of states) {
      for (const id of [...Object.keys(PICTURES), 'draw']) {
        const query = imageQuery(state, id);
        // A kernel may be too large for nothing but the small default matrix.
        expect(inputShape(parsed(query))[0]).toBeGreaterThanOrEqual(28);
      }
    }
  });

  test('colour on and off', () => {
    const colour = parsed(channelsQuery(scene('sobel-x'), 3));
    expect(inputShape(colour)).toEqual([128, 128, 3]);
    expect(derive(colour).kernel).toEqual([3, 3, 3, 1]);
    expect(parsed(channelsQuery(colour, 1)).kernel).toEqual(scene('sobel-x').kernel);
  });

  test('groups', () => {
    const state = scene('rgb');
    expect(derive(parsed(groupsQuery(state, '3'))).kernel).toEqual([2, 2, 1, 3]);
    expect(derive(parsed(groupsQuery(state, 'depthwise'))).kernel).toEqual([2, 2, 1, 3]);
    expect(derive(parsed(groupsQuery(state, '1'))).kernel).toEqual([2, 2, 3, 2]);
  });

  test('a preset is written short where that means the same', () => {
    for (const preset of PRESETS) {
      const query = presetQuery(scene('worked-example'), preset, 0);
      expect(query.preset).toBe(preset);
      expect(parsed(query).kernel[0][0]).toEqual(presetKernel(preset));
    }
    const query = presetQuery(scene('rgb'), 'box', 1);
    expect(query.preset).toBeUndefined();
    expect(parsed(query).kernel[1]).toEqual(Array(3).fill(presetKernel('box')));
    expect(parsed(query).kernel[0][0][0].slice(0, 2)).toEqual(scene('rgb').kernel[0][0][0]);
  });

  test('sizes, and where they end', () => {
    const state = scene('worked-example');
    expect(inputShape(parsed(sizeQuery(state, 'input:rows', 7).query))).toEqual([7, 5, 1]);
    expect(inputShape(parsed(sizeQuery(state, 'input:channels', 3).query))).toEqual([5, 5, 3]);
    expect(derive(parsed(sizeQuery(state, 'kernel:filters', 4).query)).kernel).toEqual([
      3, 3, 1, 4,
    ]);
    expect(sizeQuery(state, 'input:rows', 33)).toEqual({ key: 'input', max: 32 });
    expect(sizeQuery(state, 'kernel:columns', 12)).toEqual({ key: 'kernel', max: 11 });
    expect(sizeQuery(state, 'kernel:rows', 0).query).toBeUndefined();
    expect(sizeQuery(state, 'kernel:rows', 1.5).query).toBeUndefined();
  });
});

test('resizing keeps what was there', () => {
  expect(resizeKernel([[[[1, 2]]]], [2, 3, 2, 1])).toEqual([
    [
      [
        [1, 2, 0],
        [0, 0, 0],
      ],
      [
        [1, 2, 0],
        [0, 0, 0],
      ],
    ],
  ]);
  expect(
    resizeInput(
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [1, 1, 1],
    ),
  ).toEqual([[[1]]]);
});
