/** The pictures on the page of a model are what the model makes. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { meanSquaredError, psnr } from '@lib/psnr.ts';
import { samplesOf, SIGMA, stripOf } from '@models/samples.ts';
import { readModels } from '../../src/content/models.ts';

const ids = (await readModels(process.cwd())).map(({ card }) => card.id);
const samples = new Map(
  await Promise.all(ids.map(async (id) => [id, await samplesOf(id)] as const)),
);
const rowsOf = (id: string) => new Map(samples.get(id)!.rows.map((row) => [row.what, row]));
const distance = (
  id: string,
  a: 'held-out' | 'noisy',
  b: 'noisy' | 'denoised' | 'reconstructed',
) => {
  const [one, other] = [a, b].map((what) => rowsOf(id).get(what)!.pictures);
  return one.map(({ data }, i) => meanSquaredError(other[i].data, data));
};
const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

test('every model has samples, but those that have a widget on their page', () => {
  for (const id of ids) expect(samples.get(id) === undefined, id).toBe(id.startsWith('scenes-'));
});

describe('what is shown', () => {
  test('classifiers: one held-out picture of each class, in order, most of them read right', () => {
    for (const id of ['digits-classifier', 'fashion-classifier']) {
      const { readings } = samples.get(id)!;
      expect(readings.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(readings.filter(({ label, read }) => label === read).length).toBeGreaterThanOrEqual(8);
      for (const { share } of readings) expect(share > 0.1 && share <= 1).toBe(true);
    }
  });

  test('denoiser: the noise is as strong as stated, and much of it is gone', () => {
    expect(Math.sqrt(mean(distance('digits-denoiser', 'held-out', 'noisy')))).toBeCloseTo(SIGMA, 1);
    const [noisy, clean] = [distance('digits-denoiser', 'held-out', 'noisy'), distance('digits-denoiser', 'held-out', 'denoised')]; // prettier-ignore
    expect(psnr(mean(clean)) - psnr(mean(noisy))).toBeGreaterThan(6);
  });

  test('VAEs: reconstructions are near, nearer with 16 numbers than with 2', () => {
    const [two, sixteen] = ['digits-vae2', 'digits-vae'].map((id) => mean(distance(id, 'held-out', 'reconstructed'))); // prettier-ignore
    expect(sixteen).toBeLessThan(two);
    expect(two).toBeLessThan(0.08);
    for (const id of ['digits-vae2', 'digits-vae']) {
      const drawn = rowsOf(id).get('from-prior')!.pictures;
      expect(new Set(drawn.map(({ data }) => data.join())).size).toBe(10);
    }
  });

  test('generators: ten classes for each of three seeds, all different', () => {
    for (const id of ['digits-gan', 'fashion-gan']) {
      const { rows } = samples.get(id)!;
      expect(rows.map(({ seed }) => seed)).toEqual([1, 2, 3]);
      const all = rows.flatMap(({ pictures }) => pictures.map(({ data }) => data.join()));
      expect(new Set(all).size).toBe(30);
    }
  });
});

test('a strip is a PNG with the pictures side by side, and the rows of a page stay small', async () => {
  for (const [id, made] of samples) {
    let bytes = 0;
    for (const { pictures } of made?.rows ?? []) {
      const src = await stripOf(pictures);
      bytes += src.length;
      const png = Buffer.from(src.split(',')[1], 'base64');
      const { data, info } = await sharp(png).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
      expect([info.width, info.height]).toEqual([280, 28]);
      const [k, row, col] = [7, 14, 15];
      const shown = data[(row * 280 + k * 28 + col) * info.channels] / 255;
      const value = Math.min(1, Math.max(0, pictures[k].data[row * 28 + col]));
      expect(Math.abs(shown - value), id).toBeLessThan(0.1);
    }
    expect(bytes, id).toBeLessThanOrEqual(15_000);
  }
});
