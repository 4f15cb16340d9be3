/** The bytes of pictures in the browser: of this site, opened, dropped or from the camera. */
import { RuntimeError } from '../../../runtime/tf.ts';
import { LIMITS } from './query.ts';

/** A picture as RGBA bytes. */
export interface Picture {
  height: number;
  width: number;
  bytes: ArrayLike<number>;
}

/**
 * The bytes of an image file, element or video frame, at most `limit` pixels a side.
 *
 * @throws DOMException when it is no image that the browser can read.
 */
export async function decode(
  source: ImageBitmapSource,
  limit: number = LIMITS.picture,
): Promise<Picture> {
  const whole = await createImageBitmap(source);
  const ratio = Math.min(1, limit / Math.max(whole.width, whole.height));
  const width = Math.max(1, Math.round(whole.width * ratio));
  const height = Math.max(1, Math.round(whole.height * ratio));
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.fillStyle = '#fff'; // what is transparent counts as white
  context.fillRect(0, 0, width, height);
  context.drawImage(whole, 0, 0, width, height);
  whole.close();
  return { height, width, bytes: context.getImageData(0, 0, width, height).data };
}

/** Pictures of this site, decoded once per page. */
const known = new Map<string, Promise<Picture>>();

/**
 * A picture of this site.
 *
 * @throws RuntimeError `offline` or `corrupt` when it does not come.
 */
export async function sitePicture(folder: string, id: string): Promise<Picture> {
  const there = known.get(id);
  if (there) return there;
  const loading = (async () => {
    const response = await fetch(`${folder}${id}.png`);
    return decode(await response.blob());
  })();
  known.set(id, loading);
  try {
    return await loading;
  } catch (cause) {
    known.delete(id);
    throw new RuntimeError(navigator.onLine ? 'corrupt' : 'offline', `picture ${id}`, { cause });
  }
}
