import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { loadedData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import {
  bring,
  DIGIT_WORDS,
  digitControls,
  digitGrid,
  digitName,
  digitTexts,
  firstOf,
  HELD_OUT,
  labelOf,
  parseDigit,
  parseHeldOut,
  pictureOfDigit,
  type DigitSource,
} from '@widgets/toolkit/digits.ts';
import { BLANK, strokeText } from '@widgets/toolkit/ink.ts';
import { TOOL_WORDS } from '@widgets/toolkit/strings.ts';

beforeAll(() => readFromDisk());

describe('held-out digits', () => {
  test('as many of each class as the data have, and the labels of the sprite', async () => {
    const index = JSON.parse(readFileSync('public/data/digits/index.json', 'utf8'));
    const { count } = index.files.test;
    expect(HELD_OUT.reduce((sum, n) => sum + n, 0)).toBe(count);
    await bring([], { kind: 'held-out', index: 0 });
    const { labels } = loadedData('digits/test');
    expect(labels).toHaveLength(count);
    labels.forEach((label, i) => expect(labelOf(i)).toBe(label));
    for (let d = 0; d < 10; d++) {
      expect(labels[firstOf(d)]).toBe(d);
      expect(labels[firstOf(d) - 1] ?? -1).toBe(d - 1);
    }
  });

  test('what is there is not asked for again', async () => {
    const source: DigitSource = { kind: 'held-out', index: 3 };
    await bring([], source);
    expect(bring([], source)).toBeUndefined();
    expect(bring([], undefined, { kind: 'drawn', rows: [[1]] })).toBeUndefined();
    await expect(bring(['no-such-model'])).rejects.toThrow();
    await expect(bring(['no-such-model'])).rejects.toThrow(); // a failure is no arrival
  });

  test.each(['test-1500', 'test--1', 'test-', 'test-1.5', 'test-00001', 'digit-3', '', 'test-1e2'])(
    '%s is no held-out digit',
    (text) => {
      expect(() => parseHeldOut('image', text)).toThrow('held-out');
    },
  );
});

describe('sources', () => {
  const own = { height: 40, width: 30, channels: 3 } as const;
  test('every source comes back from its texts', () => {
    for (const query of [{ image: 'test-17' }, { input: '0,1;2,3' }, { image: 'own' }]) {
      const source = parseDigit(query, own);
      expect(parseDigit(digitTexts(source), own)).toEqual(source);
    }
    expect(pictureOfDigit(parseDigit({ image: 'own' }, own))).toEqual({ id: 'own', channels: 1 });
    expect(pictureOfDigit(parseDigit({ image: 'test-1' }, own))).toBeUndefined();
    expect(() => parseDigit({ image: 'own' }, undefined)).toThrow('own-picture');
  });

  test('a stroke is centred and fills the box of 20 pixels; nothing drawn stays empty', () => {
    const text = strokeText(BLANK, [2, 3], [9, 3], false, true);
    const x = digitGrid(parseDigit({ input: text }, undefined), undefined);
    expect(x.shape).toEqual([28, 28, 1]);
    const rows = Array.from({ length: 28 }, (_, r) => Math.max(...x.data.slice(28 * r, 28 * r + 28))); // prettier-ignore
    const inked = rows.flatMap((v, r) => (v > 0.3 ? [r] : []));
    expect(inked.length).toBeGreaterThanOrEqual(19);
    expect(inked.length).toBeLessThanOrEqual(22);
    expect(Math.abs((inked[0] + inked.at(-1)!) / 2 - 13.5)).toBeLessThanOrEqual(1);
    expect(Math.max(...x.data)).toBeLessThanOrEqual(1);
    const empty = digitGrid(parseDigit({ input: BLANK }, undefined), undefined);
    expect(empty.data.every((v) => v === 0)).toBe(true);
    const flat = digitGrid({ kind: 'own', height: 2, width: 2 }, grid([2, 2, 1], [9, 9, 9, 9]));
    expect(flat.data.every((v) => v === 0)).toBe(true);
  });
});

test('the controls name what is chosen, in both languages', () => {
  for (const lang of ['zh', 'en'] as const) {
    const words = { ...TOOL_WORDS[lang], ...DIGIT_WORDS[lang] };
    const held = digitControls(words, { kind: 'held-out', index: 160 }, {});
    expect(held.match(/aria-pressed="true"/g)).toHaveLength(1);
    expect(held).toContain('data-do="set:image=test-159"');
    expect(held).toContain('data-do="set:image=test-161"');
    expect(held).not.toContain('ui:draw');
    const drawn: DigitSource = { kind: 'drawn', rows: [[0]] };
    expect(digitControls(words, drawn, {})).toContain('ui:draw=1');
    expect(digitControls(words, drawn, { draw: '1' })).not.toContain('ui:draw=1');
    expect(digitControls(words, undefined, {}, 'z')).toContain('<option value="" selected>z');
    for (const source of [
      drawn,
      { kind: 'held-out', index: 1 },
      { kind: 'own', height: 1, width: 1 },
    ] as const) {
      // prettier-ignore
      expect(digitName(source, words)).not.toMatch(/undefined|\{/);
      expect(digitControls(words, source, {})).not.toMatch(/undefined|\{\w/);
    }
  }
});
