import { beforeAll, describe, expect, test } from 'vitest';
import { composeScene } from '@lib/scenes.ts';
import { loadedData } from '@models/data.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { bringScenes, composedTexts, parseComposed, remember, SCENE_DEFAULTS, SCENE_WORDS, sceneControls, sceneOf, scenePixels, SIDE } from '@widgets/toolkit/composed.ts'; // prettier-ignore
import { attempts } from '@widgets/toolkit/query.ts';
import { TOOL_WORDS } from '@widgets/toolkit/strings.ts';

beforeAll(async () => {
  readFromDisk();
  await bringScenes();
});

describe('scenes of widgets', () => {
  test('are those of src/lib on the held-out digits, and come back as the same object', () => {
    const composed = { seed: 5, count: 3, overlap: 0.5 };
    const { pixels, labels } = loadedData('digits/test');
    const expected = composeScene({ seed: 5, count: [3, 3], overlap: 0.5, digits: { images: pixels, labels } }); // prettier-ignore
    expect(sceneOf(composed)).toEqual(expected);
    expect(sceneOf({ ...composed })).toBe(sceneOf(composed));
    const { data, height, width } = scenePixels(sceneOf(composed));
    expect([height, width, data.length]).toEqual([SIDE, SIDE, 4 * SIDE * SIDE]);
    expected.image.data.forEach((v, p) =>
      expect(Math.abs(data[4 * p] - 255 * v)).toBeLessThan(0.51),
    );
  });

  test('once there, nothing is brought again', () => {
    expect(bringScenes()).toBeUndefined();
  });

  test('keys: defaults, bounds, every problem at once', () => {
    const { problems, attempt } = attempts();
    expect(composedTexts(parseComposed({}, attempt)!)).toEqual(SCENE_DEFAULTS);
    expect(parseComposed({}, attempt, { ...SCENE_DEFAULTS, seed: '6' })!.seed).toBe(6);
    expect(problems).toEqual([]);
    expect(parseComposed({ seed: '0', count: '9', overlap: 'x' }, attempt)).toBeUndefined();
    expect(problems.map(({ key, code }) => `${key}: ${code}`)).toEqual([
      'seed: range',
      'count: range',
      'overlap: not-a-number',
    ]);
  });

  test('the controls write the keys in both languages', () => {
    for (const lang of ['zh', 'en'] as const) {
      const html = sceneControls('w', { ...TOOL_WORDS[lang], ...SCENE_WORDS[lang] }, { seed: 1, count: 4, overlap: 0.25 }); // prettier-ignore
      for (const key of ['seed', 'count', 'overlap']) expect(html).toContain(`name="${key}"`);
      expect(html).not.toMatch(/undefined|\{\w+\}/);
    }
  });

  test('the oldest result is forgotten first', () => {
    const known = new Map<string, number>();
    for (let i = 0; i < 5; i++) remember(known, `${i}`, i, 3);
    expect([...known.keys()]).toEqual(['2', '3', '4']);
  });
});
