/** Pictures. */
import type { NotebookWords } from '../../i18n/notebook.ts';
import { h, type Pixels, type TreeElement } from './tree.ts';

/** A picture drawn by the page, or one that was recorded and has an address. */
export type Picture =
  { pixels: Pixels; address?: undefined } | { address: string; pixels?: undefined };

/** A picture at `scale` screen pixels each, with what it shows below it. */
export function imageBlock(
  picture: Picture,
  {
    width,
    height,
    scale,
    caption,
  }: { width: number; height: number; scale: number; caption?: string },
  words: NotebookWords,
): TreeElement {
  const alt = caption ?? words.picture.replace('{w}', String(width)).replace('{h}', String(height));
  const wide = `${Math.round(width * scale)}px`;
  const drawn = picture.pixels
    ? {
        ...h('canvas', { class: 'nb-picture', role: 'img', 'aria-label': alt, '--w': wide }),
        pixels: picture.pixels,
      }
    : h('img', {
        class: 'nb-picture',
        src: picture.address,
        width,
        height,
        alt,
        loading: 'lazy',
        decoding: 'async',
        '--w': wide,
      });
  return h(
    'figure',
    { class: 'nb-image', 'data-kind': 'image' },
    drawn,
    caption ? h('figcaption', {}, caption) : undefined,
  );
}
