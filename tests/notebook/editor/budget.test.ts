import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildPage } from '../../e2e/editor/build.ts';

it('Edit loads at most 190 kB, the table of names included', { timeout: 240_000 }, async () => {
  const files = await buildPage();
  const entry = files.get('page.js')!;
  // All scripts that are not there before Edit.
  const late = [...files.values()].filter(
    ({ name }) => name.endsWith('.js') && name !== entry.name && !entry.imports.includes(name),
  );
  const size = late.reduce((sum, { text }) => sum + gzipSync(text, { level: 9 }).length, 0);
  console.log(`Edit: ${(size / 1000).toFixed(1)} kB`);
  expect(late.some(({ text }) => text.includes('DenseLayerArgs'))).toBe(true);
  expect(late.some(({ text }) => text.includes('cm-content'))).toBe(true);
  expect(entry.text).not.toContain('cm-content');
  expect(size).toBeGreaterThan(100_000);
  expect(size).toBeLessThanOrEqual(190_000);
});
