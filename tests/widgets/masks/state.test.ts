import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/masks/kind.ts';
import { SCENES } from '@widgets/masks/scenes.ts';
import { DEFAULTS, KEYS, texts } from '@widgets/masks/state.ts';
import { STRINGS } from '@widgets/masks/strings.ts';
import { queryText, withoutDefaults } from '@widgets/toolkit/query.ts';
import { addressOf } from '../address.ts';
import { combinations } from './combinations.ts';

const { read, good, refused } = addressOf(KIND, SCENES, STRINGS);
const wide = (n: number) => Array(n).fill('0').join(',');
const high = (n: number) => Array(n).fill('0').join(';');

describe('the address', () => {
  test('round trip: 500 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(500, 7).map(({ state }) => state),
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

  test('values between 0 and 1 keep three decimals, minus zero is zero', () => {
    const { mask } = good({ mask: '0.12345,-0,1', picture: '0,0,0', ground: '0,0,0' });
    expect(mask).toEqual([[0.123, 0, 1]]);
    expect(Object.is(mask[0][1], 0)).toBe(true);
  });

  test.each([
    ['mode=iou', ['mode: choice']],
    ['a=1,0&b=1', ['b: sizes']],
    ['a=1,0&b=1;0', ['b: sizes']],
    ['a=2&b=0', ['a: range']],
    ['a=0.5&b=0', ['a: not-whole']],
    ['a=-1&b=0', ['a: range']],
    ['a=', ['a: empty']],
    ['a=1,0;1', ['a: ragged']],
    ['a=NaN', ['a: not-a-number']],
    ['a=%3Cimg%20src=x%20onerror=alert(1)%3E', ['a: not-a-number']],
    ['a=0|0&b=0', ['a: too-many']],
    [`a=${wide(13)}&b=${wide(13)}`, ['a: too-many', 'b: too-many']],
    [`a=${high(11)}&b=${high(11)}`, ['a: too-many', 'b: too-many']],
    ['truth=4&guess=0', ['truth: range']],
    ['guess=0', ['guess: sizes']],
    ['street=6&said=0', ['street: range']],
    ['said=1,2', ['said: sizes']],
    ['one=4,0', ['one: range']],
    ['two=0,10', ['two: range']],
    ['two=1', ['two: count']],
    ['two=1,2,3', ['two: count']],
    ['two=1.5,0', ['two: not-whole']],
    ['neighbors=6', ['neighbors: choice']],
    ['post=yes', ['post: choice']],
    ['move=3', ['move: choice']],
    ['mask=1.5&picture=0&ground=0', ['mask: range']],
    ['mask=1&picture=256&ground=0', ['picture: range']],
    ['picture=0', ['mask: sizes', 'ground: sizes']],
    ['colour=1', ['colour: unknown-key']],
    ['v=2', ['v: version']],
    ['one=9,9&neighbors=x', ['one: range', 'neighbors: choice']],
  ])('%s is refused', (text, expected) => {
    refused(text, expected);
  });

  test('every key has a name in both languages, and stands in the table of the contract', () => {
    const row = readFileSync('docs/widgets-contract.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith('| `masks`'))!;
    for (const key of KEYS) {
      expect(STRINGS.zh.names).toHaveProperty(key);
      expect(STRINGS.en.names).toHaveProperty(key);
      expect(row, key).toContain(`\`${key}\``);
    }
    for (const output of ['counts', 'measures', 'confusion', 'scores', 'means', 'semantic', 'regions', 'instances', 'totals', 'pairs', 'quality', 'y', 'sums']) {
      expect(row, output).toContain(`\`${output}\``);
    } // prettier-ignore
  });

  test('the scenes promised to the pages exist', () => {
    for (const name of ['dice', 'miou', 'merged', 'panoptic', 'cut-out']) {
      expect(SCENES).toHaveProperty(name);
    }
  });
});
