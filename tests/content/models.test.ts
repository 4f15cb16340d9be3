/** The cards of the models: complete, closed, in both languages. */
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metricWords } from '../../src/content/metric-words.ts';
import { readModels } from '../../src/content/models.ts';

const ISSUE = [
  'digits-classifier',
  'digits-vae2',
  'digits-vae',
  'digits-gan',
  'fashion-gan',
  'digits-denoiser',
  'scenes-segmenter',
  'scenes-detector',
];

/** A copy of one card, changed. */
async function changed(change: (card: string) => string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'cards-'));
  const folder = 'public/models/digits-classifier';
  await cp(folder, join(root, folder), { recursive: true });
  const file = join(root, folder, 'card.yaml');
  await writeFile(file, change(await readFile(file, 'utf8')));
  return root;
}

test('every model that is promised has a card with figures on data it never saw', async () => {
  const models = await readModels(process.cwd());
  expect(models.map(({ card }) => card.id)).toEqual(expect.arrayContaining(ISSUE));
  for (const { card, curve } of models) {
    expect(card.metrics.length, card.id).toBeGreaterThan(0);
    expect(card.bytes.sent, card.id).toBeLessThanOrEqual(600_000);
    expect(curve!.steps.length, card.id).toBeGreaterThan(10);
    for (const { name, split } of card.metrics) {
      expect(metricWords(name, 'zh') + metricWords(split, 'zh')).toMatch(/[一-鿿]|AP75/);
    }
  }
});

describe('a card that is wrong is refused with its file and key', () => {
  test.each([
    ['a key that is not known', (card: string) => `${card}\ncolour: red\n`, 'colour'],
    ['a language that is missing', (card: string) => card.replace(/^ {2}zh: .*$/m, ''), 'zh'],
    ['another id', (card: string) => card.replace(/^id: .*$/m, 'id: "other-model"'), 'other-model'],
    ['a checksum cut short', (card: string) => card.replace(/(model\.json: ")./, '$1'), 'SHA-256'],
  ])('%s', async (_, change, said) => {
    const reading = readModels(await changed(change));
    await expect(reading).rejects.toThrow('public/models/digits-classifier/card.yaml');
    await expect(readModels(await changed(change))).rejects.toThrow(said);
  });
});
