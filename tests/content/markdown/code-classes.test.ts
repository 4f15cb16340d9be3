import { codeToHtml, createCssVariablesTheme } from 'shiki';
import { expect, it } from 'vitest';
import { codeClasses } from '../../../src/markdown/code-classes.ts';

it('a token says what it is by a class; plain text carries nothing', async () => {
  const theme = createCssVariablesTheme({ variablePrefix: '--astro-code-' });
  const html = await codeToHtml("return 'x';", { lang: 'ts', theme, transformers: [codeClasses] });
  expect(html).toContain('<span class="tk-keyword">return</span>');
  expect(html).not.toContain('style=');
});

it('a line is read to its end, however long the machine takes', async () => {
  const limits: (number | undefined)[] = [];
  const look = {
    preprocess: (_code: string, { tokenizeTimeLimit }: { tokenizeTimeLimit?: number }) =>
      void limits.push(tokenizeTimeLimit),
  };
  await codeToHtml('1;', { lang: 'ts', theme: 'github-dark', transformers: [codeClasses, look] });
  expect(limits).toEqual([0]);
});
