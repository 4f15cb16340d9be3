/** What search engines are told of each model. */
import { describe, expect, test } from 'vitest';
import { descriptionOf } from '../../src/content/model-description.ts';
import { readModels } from '../../src/content/models.ts';
import { LANGS } from '../../src/i18n/langs.ts';

const all = await readModels(process.cwd());

describe.each(LANGS)('descriptions in %s', (lang) => {
  const texts = all.map(({ card }) => descriptionOf(card, lang));

  test('differ, and say what the model does, how large it is and how good', () => {
    expect(new Set(texts).size).toBe(all.length);
    for (const [i, { card }] of all.entries()) {
      const text = texts[i];
      expect(text.toLowerCase()).toContain(card.task[lang].toLowerCase());
      expect(text).toContain(card.parameters.toLocaleString('en-US'));
      expect(text).toMatch(/ kB/);
      expect(text).toContain(card.metrics[0].value.toLocaleString('en-US', { maximumFractionDigits: 4 })); // prettier-ignore
      expect(text.length).toBeGreaterThan(40);
      expect(text.length).toBeLessThan(330);
    }
  });

  test('keep the marks of the language', () => {
    for (const text of texts) {
      if (lang === 'zh') expect(text).toMatch(/。$/);
      else expect(text).toMatch(/^[A-Z][^。，：（]*\.$/);
    }
  });

  test('leave out the figure of a model that was not evaluated', () => {
    for (const { card } of all) {
      const text = descriptionOf({ ...card, metrics: [] }, lang);
      expect(text).not.toMatch(/undefined|Measured|：0|NaN/);
      expect(text.length).toBeGreaterThan(30);
    }
  });
});
