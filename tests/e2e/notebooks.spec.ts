/** Every notebook, run from top to bottom on wasm, shows what was recorded. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { differences, type Recorded, type RecordedOutput } from '../../src/notebook/recorded.ts';
import { runNotebook } from '../../tools/record/run.ts';
import { catalog, LANGS } from './site.ts';

/** Decimals may differ by this share: other machines add in another order. */
const TOLERANCE = 1e-3;
/** Mean difference of a picture, of 255. */
const PICTURE = 1;
/** Longest run of one notebook, in seconds; a slower or crowded machine has four times as long. */
const LONGEST = 4 * 60;

async function pictureDifference(a: string, b: string): Promise<number> {
  const [left, right] = await Promise.all(
    [a, b].map((png) => sharp(Buffer.from(png, 'base64')).raw().toBuffer()),
  );
  if (left.length !== right.length) return Infinity;
  return left.reduce((sum, value, at) => sum + Math.abs(value - right[at]), 0) / left.length;
}

const pictures = (outputs: readonly RecordedOutput[]) =>
  outputs.flatMap((output) => (output.kind === 'image' ? [output.png] : []));

for (const { slug, cells } of catalog().notebooks) {
  test(`${slug} runs and shows what was recorded`, async ({ page }) => {
    test.setTimeout((LONGEST + 60) * 1000);
    const file = `src/content/notebooks/${slug}/recorded.json`;
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    const run = await runNotebook(page, `/en/notebooks/${slug}/`);
    expect(run.failures).toEqual([]);
    expect(problems).toEqual([]);
    expect(run.backend).toBe('wasm');
    expect(run.seconds).toBeLessThan(LONGEST);
    expect(Object.keys(run.cells)).toHaveLength(cells);
    for (const [cell, got] of Object.entries(run.cells)) {
      const { outputs, memory, sha } = recorded.cells[cell];
      expect(got.sha, cell).toBe(sha);
      expect.soft(differences(outputs, got.outputs, TOLERANCE), cell).toEqual([]);
      expect.soft(got.memory?.tensors, cell).toBe(memory?.tensors);
      const [before, now] = [pictures(outputs), pictures(got.outputs)];
      for (const [at, png] of before.entries()) {
        expect.soft(await pictureDifference(png, now[at]), `${cell}, picture ${at + 1}`).toBeLessThanOrEqual(PICTURE); // prettier-ignore
      }
    }
  });
}

test('a planted difference is found', async () => {
  const [{ slug }] = catalog().notebooks;
  const text = readFileSync(`src/content/notebooks/${slug}/recorded.json`, 'utf8');
  const { cells } = JSON.parse(text) as Recorded;
  const outputs = Object.values(cells).flatMap((cell) => cell.outputs);
  const changed = structuredClone(outputs);
  const [one] = changed.filter(({ kind }) => kind === 'text' || kind === 'log');
  (one as { text: string }).text += '!';
  expect(differences(outputs, changed, TOLERANCE)).toHaveLength(1);
  const [png] = pictures(outputs);
  const blank = await sharp(Buffer.from(png, 'base64')).negate({ alpha: false }).png().toBuffer();
  expect(await pictureDifference(png, blank.toString('base64'))).toBeGreaterThan(PICTURE);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });
  for (const lang of LANGS) {
    for (const { slug, cells } of catalog().notebooks) {
      test(`${lang}/notebooks/${slug}/ shows its code and what was recorded`, async ({ page }) => {
        await page.goto(`/${lang}/notebooks/${slug}/`);
        const code = page.locator('[data-cell] .nb-code pre');
        await expect(code).toHaveCount(cells);
        await expect(code.first()).toBeVisible();
        const label = lang === 'zh' ? '录制的输出' : 'recorded';
        await expect(page.locator('[data-recorded]')).toHaveCount(cells);
        await expect(page.locator('[data-recorded]').first()).toHaveText(label);
        await expect(page.locator('[data-cell-output] > *').first()).toBeVisible();
        await expect(page.getByRole('button', { name: /^(运行|Run)$/ })).toHaveCount(0);
        await expect(page.locator('a[data-action="download"]')).toBeVisible();
      });
    }
  }
});
