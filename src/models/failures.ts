/** Pictures of what models get wrong, for their pages: build time only. */
import sharp from 'sharp';
import { composeScene } from '../lib/scenes.ts';
import { loadData, TILE } from './data.ts';
import { readFromDisk } from './on-disk.ts';

/**
 * A tile of a sprite, or with `data` “scenes” the scene of a seed, as a PNG in a data address.
 *
 * @throws RuntimeError when there is no such sprite.
 */
export async function failurePicture(data: string, index: number): Promise<string> {
  readFromDisk();
  const { grey, side } = data === 'scenes' ? await sceneOf(index) : await tileAt(data, index);
  const png = await sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .png({ palette: true, colours: 16 })
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

async function tileAt(data: string, index: number) {
  const { pixels } = await loadData(data);
  const size = TILE * TILE;
  return { grey: Buffer.from(pixels.subarray(index * size, (index + 1) * size)), side: TILE };
}

async function sceneOf(seed: number) {
  const { pixels, labels } = await loadData('digits/test');
  const { image } = composeScene({ seed, digits: { images: pixels, labels } });
  return {
    grey: Buffer.from(image.data.map((value) => Math.round(value * 255))),
    side: image.shape[0],
  };
}
