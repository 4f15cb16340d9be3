import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/boxes/kind.ts';
import { SCENES } from '@widgets/boxes/scenes.ts';
import { DEFAULTS, KEYS, texts } from '@widgets/boxes/state.ts';
import { STRINGS } from '@widgets/boxes/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);

describe('the address', () => {
  test('round trip: 600 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(600, 7).map(({ state }) => state),
      ...Object.values(SCENES).map(({ query }) => good(read(query).query)),
    ];
    for (const state of states) {
      expect(good(texts(state))).toEqual(state);
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      expect(good(read(text).query), text).toEqual(state);
    }
  });

  test('the defaults are the texts of the default state', () => {
    expect(texts(good({}))).toEqual(DEFAULTS);
  });

  test('numbers keep three decimals, minus zero is zero', () => {
    const { a } = good({ a: '-0,0.12345,6,4' });
    expect(a).toEqual([0, 0.123, 6, 4]);
    expect(Object.is(a[0], 0)).toBe(true);
  });

  test.each([
    ['mode=dice', ['mode: choice']],
    ['a=1,2,3', ['a: count']],
    ['a=1,2,3,4,5', ['a: count']],
    ['a=4,0,4,2', ['a: flipped']],
    ['a=0,5,4,2', ['a: flipped']],
    ['a=0,0,0.0001,2', ['a: flipped']],
    ['b=0,0,129,4', ['b: range']],
    ['b=0,0,4,81', ['b: range']],
    ['b=-1,0,4,4', ['b: range']],
    ['b=0,0,NaN,4', ['b: not-a-number']],
    ['b=%3Cimg%20src=x%20onerror=alert(1)%3E,0,1,1', ['b: not-a-number']],
    ['boxes=', ['boxes: count']],
    ['boxes=0,0,1,1', ['boxes: count']],
    ['boxes=0,0,1,1,1.5', ['boxes: range']],
    [`boxes=${Array(11).fill('0,0,1,1,1').join(';')}`, ['boxes: too-many']],
    [`objects=${Array(7).fill('0,0,1,1').join(';')}`, ['objects: too-many']],
    ['objects=0,0,1,1,1', ['objects: count']],
    ['truths=', ['truths: count']],
    ['detections=0,0,1,1,', ['detections: empty']],
    ['rule=linear', ['rule: choice']],
    ['iou=1.1', ['iou: range']],
    ['iou=x', ['iou: not-a-number']],
    ['score=-0.1', ['score: range']],
    ['sigma=0', ['sigma: range']],
    ['step=11', ['step: range']],
    ['step=0.5', ['step: not-whole']],
    ['at=0', ['at: range']],
    ['points=10', ['points: choice']],
    ['matching=kitti', ['matching: choice']],
    ['move=10', ['move: range']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['iou=x&at=y', ['iou: not-a-number', 'at: not-a-number']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `boxes`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const output of ['areas', 'measures', 'gradients', 'inclusive', 'pairs', 'scores', 'kept', 'curve', 'aps', 'tens']) {
      expect(row, output).toContain(`\`${output}\``);
    } // prettier-ignore
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['iou', 'nms', 'nms-crowded', 'ap-11', 'ap-101', 'giou']) {
      expect(SCENES).toHaveProperty(name);
    }
  });
});
