/** The script of a widget is given every word that its drawing, speech and marking write. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Scene } from '@widgets/toolkit/build.ts';
import { usesOf, wordsFile, workScene } from '@widgets/toolkit/build.ts';
import type { Kind } from '@widgets/toolkit/kind.ts';
import { liveWords, TOOL_WORDS, type ToolWords } from '@widgets/toolkit/strings.ts';

const folder = fileURLToPath(new URL('../../../src/components/widgets', import.meta.url));
const names = readdirSync(folder).filter(
  (name) => name !== 'toolkit' && existsSync(`${folder}/${name}/kind.ts`),
);

/** Words that complain when one is asked for that is not there. */
const strict = (words: object): ToolWords =>
  new Proxy(words, {
    get(all, key) {
      if (typeof key === 'string' && !(key in all)) throw new Error(`no word “${key}”`);
      return Reflect.get(all, key);
    },
  }) as ToolWords;

/** Everything on show at once: folds open, boxes ticked. */
const OPEN = new Proxy({}, { get: () => '1' });

describe.each(names)('%s', (name) => {
  // prettier-ignore
  test('draws, speaks and marks every scene with the words of the script', { timeout: 120_000 }, async () => {
    const { KIND: kind } = (await import(`../../../src/components/widgets/${name}/kind.ts`)) as {
      KIND: Kind<object>;
    };
    const { SCENES } = (await import(`../../../src/components/widgets/${name}/scenes.ts`)) as {
      SCENES: Record<string, Scene>;
    };
    const { STRINGS } = (await import(`../../../src/components/widgets/${name}/strings.ts`)) as {
      STRINGS: Record<'zh' | 'en', ToolWords>;
    };
    const all = STRINGS.zh;
    const words = strict(liveWords(all, usesOf(kind)));
    expect(Object.keys(words).length).toBeLessThan(Object.keys(all).length);
    for (const scene in SCENES) {
      const { view } = await workScene(kind, SCENES, scene, name, all, () => '');
      for (const ui of [{}, OPEN]) {
        const live = { ...view, image: undefined, ui, words };
        expect(kind.parts(live), scene).toEqual(kind.parts({ ...live, words: all }));
        for (const cursor of [view.cursor, ...(kind.stops?.(live) ?? []).slice(0, 40)]) {
          const here = { ...live, cursor };
          expect(() => kind.speak?.(here), scene).not.toThrow();
          expect(() => kind.guess?.(here, ['0']), scene).not.toThrow();
        }
      }
    }
  });
});

/** Shared words that a widget may put in its own way; the rest mean what the toolkit means. */
const RENAMED = 'back step play code codeNote typed uploadHint columns'.split(' ');

test.each(names)('%s: words that the toolkit reads stay its own', async (name) => {
  const { STRINGS } = (await import(`../../../src/components/widgets/${name}/strings.ts`)) as {
    STRINGS: Record<'zh' | 'en', ToolWords>;
  };
  for (const lang of ['zh', 'en'] as const) {
    for (const [key, value] of Object.entries(TOOL_WORDS[lang])) {
      // Names and problems are joined with those of the widget.
      if (RENAMED.includes(key) || key === 'names' || key === 'problems') continue;
      expect(STRINGS[lang][key as keyof ToolWords], key).toEqual(value);
    }
  }
});

test('the file of words is named by language and content, and holds what the script needs', () => {
  const uses = { pictures: false, files: false, keys: [] };
  const { name, text } = wordsFile('zh', { other: 'O', draw: 'D' }, uses);
  expect(JSON.parse(text)).toEqual({ other: 'O' });
  expect(name).toMatch(/^zh\.[0-9a-f]{8}$/);
  expect(wordsFile('zh', { other: 'O' }, uses).name).toBe(name);
  expect(wordsFile('zh', { other: 'P' }, uses).name).not.toBe(name);
  expect(wordsFile('en', { other: 'O' }, uses).name).toBe(name.replace('zh', 'en'));
});

test('a word that the script lacks is noticed', () => {
  expect(() => strict({ a: 'x' }).scenes).toThrow('no word “scenes”');
  const words = { scenes: 'S', draw: 'D', other: 'O', names: { kernel: 'K', v: 'V', mine: 'M' } };
  expect(liveWords(words, { pictures: true, files: true, keys: ['kernel'] })).toEqual({
    draw: 'D',
    other: 'O',
    names: words.names,
  });
  expect(liveWords(words, { pictures: false, files: false, keys: [] })).toEqual({
    other: 'O',
    names: { v: 'V', mine: 'M' },
  });
});
