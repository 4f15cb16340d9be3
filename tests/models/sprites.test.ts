/** The sheets of digits and clothes are what their index says, and the encoder writes true PNG. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { greyPng } from '../../tools/lib/png.mjs';

interface Sheet {
  count: number;
  runs: [label: number, count: number][];
  bytes: number;
  sha256: string;
}

describe.each([
  ['digits', { train: 8500, test: 1500 }],
  ['fashion', { train: 10_000, test: 1000 }],
])('%s', (set, counts) => {
  const folder = path.join(process.cwd(), 'public', 'data', set);
  const index = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) as {
    tile: number;
    columns: number;
    files: Record<string, Sheet>;
  };
  const sheets = Object.entries(index.files);

  test('has a sheet of each class and one of held-out images, and a licence', () => {
    const train = sheets.filter(([name]) => name.startsWith('train-'));
    expect(train.map(([name]) => name)).toEqual([...'0123456789'].map((c) => `train-${c}`));
    expect(train.reduce((sum, [, { count }]) => sum + count, 0)).toBe(counts.train);
    expect(index.files.test.count).toBe(counts.test);
    expect(index.files.test.runs.map(([label]) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(existsSync(path.join(folder, 'LICENSE'))).toBe(true);
  });

  test.each(sheets)('%s is the file of the index, 4 bits deep', async (name, sheet) => {
    const png = readFileSync(path.join(folder, `${name}.png`));
    expect(png.length).toBe(sheet.bytes);
    expect(createHash('sha256').update(png).digest('hex')).toBe(sheet.sha256);
    expect(sheet.runs.reduce((sum, [, count]) => sum + count, 0)).toBe(sheet.count);
    expect(png[24], 'bits').toBe(4);
    expect(png[25], 'colour type').toBe(0);
    const { width, height } = await sharp(png).metadata();
    expect(width).toBe(index.tile * index.columns);
    expect(height).toBe(index.tile * Math.ceil(sheet.count / index.columns));
  });
});

test('the encoder writes the grey levels that it is given', async () => {
  const [width, height] = [6, 5];
  const levels = Uint8Array.from({ length: width * height }, (_, i) => (i * 7 + (i >> 2)) % 16);
  const { data } = await sharp(greyPng(levels, width, height))
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([...data]).toEqual([...levels].map((level) => level * 17));
});
