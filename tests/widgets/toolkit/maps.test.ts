import { describe, expect, test } from 'vitest';
import { parse } from 'node-html-parser';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { grid } from '@lib/grid.ts';
import {
  findPicture,
  legendHtml,
  luma,
  mapHtml,
  mapShare,
  paint,
  PICTURES,
  pixelGrid,
  pixelsOf,
  scaleOf,
} from '@widgets/toolkit/maps.ts';
import type { Refusal } from '@widgets/toolkit/query.ts';

describe('pictures', () => {
  const folder = fileURLToPath(new URL('../../../public/pictures/', import.meta.url));

  test('are those of the site, with their sizes', async () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.png'));
    expect(files.map((file) => file.replace('.png', '')).sort()).toEqual(
      Object.keys(PICTURES).sort(),
    );
    for (const [id, { height, width }] of Object.entries(PICTURES)) {
      const found = await sharp(readFileSync(`${folder}${id}.png`)).metadata();
      expect([found.height, found.width], id).toEqual([height, width]);
    }
  });

  test('are found by id; one’s own only when it is there', () => {
    const own = { height: 3, width: 5, channels: 3 } as const;
    expect(findPicture('cat', undefined)).toBe(PICTURES.cat);
    expect(findPicture('own', own)).toBe(own);
    const code = (id: string) => {
      try {
        return findPicture(id, undefined);
      } catch (error) {
        return (error as Refusal).problem.code;
      }
    };
    expect(code('own')).toBe('own-picture');
    for (const id of ['dog', '', '__proto__', 'toString']) expect(code(id)).toBe('choice');
  });

  test('grey is what Pillow makes of a colour', () => {
    // Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0)) with Pillow 9.4
    const pillow: [number, number, number, number][] = [
      [200, 100, 50, 124],
      [255, 255, 255, 255],
      [0, 0, 0, 0],
      [1, 2, 3, 2],
      [13, 200, 77, 130],
      [255, 0, 0, 76],
      [0, 255, 0, 150],
      [0, 0, 255, 29],
      [67, 85, 12, 71],
      [128, 64, 32, 79],
    ];
    for (const [r, g, b, grey] of pillow) expect(luma(r, g, b), `${r},${g},${b}`).toBe(grey);
    for (let v = 0; v < 256; v++) expect(luma(v, v, v)).toBe(v);
  });

  test('bytes become grey or colours; what is transparent is not looked at', () => {
    const bytes = [200, 100, 50, 255, 7, 7, 7, 0];
    expect(pixelGrid(bytes, 1, 2, 1)).toEqual({
      shape: [1, 2, 1],
      data: Float64Array.of(124, 7),
    });
    expect(pixelGrid(bytes, 2, 1, 3)).toEqual({
      shape: [2, 1, 3],
      data: Float64Array.of(200, 100, 50, 7, 7, 7),
    });
  });
});

describe('the scale', () => {
  test.each([
    ['a grey picture keeps its range', [0, 90, 200], true, ['grey', 0, 255]],
    ['… up to white', [0, 255], true, ['grey', 0, 255]],
    ['more than white is stretched', [0, 300], true, ['grey', 0, 300]],
    ['shares from 0 to 1 are not 0 to 255', [0, 1], true, ['grey', 0, 1]],
    ['a matrix is stretched', [0, 3], false, ['grey', 0, 3]],
    ['nothing but zeros does not divide by zero', [0, 0], true, ['grey', 0, 1]],
    ['a negative value: the same on both sides', [-4, 1], true, ['signed', -4, 4]],
    ['… whichever is larger', [-1, 4], false, ['signed', -4, 4]],
    ['… all negative', [-4, -1], false, ['signed', -4, 4]],
  ])('%s', (_, values, picture, [kind, min, max]) => {
    expect(scaleOf(values as number[], picture as boolean)).toEqual({ kind, min, max });
  });

  test('its legend says both ends', () => {
    const ends = (html: string) =>
      parse(html)
        .querySelectorAll('span')
        .map((span) => span.textContent);
    expect(ends(legendHtml({ kind: 'signed', min: -4, max: 4 }))).toEqual(['−4', '4']);
    expect(ends(legendHtml({ kind: 'grey', min: 0, max: 255 }))).toEqual(['0', '255']);
    expect(ends(legendHtml({ kind: 'grey', min: 0, max: 1 / 3 }))).toEqual(['0', '≈0.333']);
    expect(legendHtml({ kind: 'grey', min: 0, max: 1 })).toContain('class="w-bar grey"');
  });
});

describe('pixels', () => {
  const red = [200, 100, 0] as const;
  const blue = [0, 100, 200] as const;

  test('zero is transparent, the largest magnitude opaque, the sign a colour', () => {
    const scale = scaleOf([-4, 0, 4], false);
    const pixels = paint([-4, 0, 4], 3, 0, 1, scale, red, blue);
    expect([...pixels]).toEqual([...blue, 255, ...red, 0, ...red, 255]);
    const half = paint([-1], 1, 0, 1, scale, red, blue);
    expect(half[3]).toBe(Math.round(255 * 0.25 ** 0.75));
  });

  test('grey runs from black to white', () => {
    const pixels = paint([0, 1, 2], 3, 0, 1, { kind: 'grey', min: 0, max: 2 }, red, blue);
    expect([...pixels]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]);
  });

  test('one channel of several is picked out, or three are colours', () => {
    const image = grid([1, 2, 3], [255, 0, 51, 0, 102, 255]);
    const scale = scaleOf(image.data, true);
    expect([...pixelsOf(image, scale, red, blue)]).toEqual([255, 0, 51, 255, 0, 102, 255, 255]);
    expect([...pixelsOf(image, scale, red, blue, 2)]).toEqual([
      51, 51, 51, 255, 255, 255, 255, 255,
    ]);
    const signed = grid([1, 1, 3], [-1, 0.5, 1]);
    expect([...pixelsOf(signed, scaleOf(signed.data, true), red, blue)]).toEqual([...blue, 255]);
    const flat = grid([2, 1], [0, 5]);
    expect([...pixelsOf(flat, scaleOf(flat.data, false), red, blue)]).toEqual([
      0, 0, 0, 255, 255, 255, 255, 255,
    ]);
  });
});

describe('a map', () => {
  const options = { on: 'y', rows: 4, cols: 8, name: 'output', alt: 'a "cat"', label: '<Output>' };
  const map = (more: object = {}) => parse(mapHtml({ ...options, ...more }));

  test('is a canvas that says what it shows, or the image made at build time', () => {
    const canvas = map().querySelector('canvas')!;
    expect(canvas.attributes).toMatchObject({
      'data-paint': 'output',
      role: 'img',
      'aria-label': 'a "cat"',
      width: '8',
      height: '4',
    });
    const image = map({ image: (name: string) => `/w/${name}.webp` }).querySelector('img')!;
    expect(image.attributes).toMatchObject({ src: '/w/output.webp', alt: 'a "cat"', width: '8' });
    expect(map({ image: () => '' }).querySelector('canvas')).toBeNull();
  });

  test('can be walked: size, layer, what the cursor lies on, padding', () => {
    const place = map({ layer: 2, offset: [1, 3] }).querySelector('.w-map')!;
    expect(place.attributes).toMatchObject({
      'data-map': 'y',
      'data-layer': '2',
      'data-rows': '4',
      'data-cols': '8',
      'data-offset': '1,3',
      tabindex: '0',
      'aria-label': '<Output>',
    });
    expect(place.hasAttribute('data-ink')).toBe(false);
    expect(map().querySelector('.w-map')!.getAttribute('data-layer')).toBe('0');
    expect(map({ ink: true }).querySelector('.w-map')!.hasAttribute('data-ink')).toBe(true);
  });

  test('marks a box of cells in shares of the map', () => {
    const box = (more: object) => map(more).querySelector('.w-box')!;
    expect(box({ box: [1, 2, 2, 4] }).getAttribute('style')).toBe(
      'top:25%;left:25%;height:50%;width:50%',
    );
    expect(box({ cols: 3, box: [0, 1, 1, 1] }).getAttribute('style')).toContain('left:33.333%');
    expect(box({}).hasAttribute('hidden')).toBe(true);
  });

  test('is drawn as wide as it has columns, next to the widest', () => {
    expect([mapShare(8, 8), mapShare(4, 8), mapShare(1, 100)]).toEqual([1, 0.5, 0.2]);
    expect(
      map({ share: 1 / 3 })
        .querySelector('figure')!
        .getAttribute('style'),
    ).toBe('--share:0.333');
    expect(map({ title: 'channel 1' }).querySelector('figcaption')!.textContent).toBe('channel 1');
  });
});
