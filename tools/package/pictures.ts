/** Pictures that only the books need: cover, icons, and PNG copies for readers that know no WebP. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import satori from 'satori';
import sharp from 'sharp';
import type { Lang } from '../../src/i18n/langs.ts';
import { BOOK_WORDS } from './words.ts';

const WIDTH = 1200;
const HEIGHT = 1600;
const EDGE = 120;

interface Box {
  type: string;
  props: { style?: Record<string, unknown>; children?: unknown };
}

function box(style: Record<string, unknown>, ...children: unknown[]): Box {
  return { type: 'div', props: { style: { display: 'flex', ...style }, children } };
}

type Weight = 400 | 700;

/** Noto Sans SC, as the pictures for sharing use it; the cover holds outlines, not the font. */
function loadFonts() {
  const require = createRequire(import.meta.url);
  const font = (subset: string, weight: Weight) =>
    readFile(
      require.resolve(
        `@fontsource/noto-sans-sc/files/noto-sans-sc-${subset}-${weight}-normal.woff`,
      ),
    ).then((data) => ({ name: `Noto ${subset}`, data, weight, style: 'normal' as const }));
  return Promise.all(
    ([400, 700] as const).flatMap((weight) =>
      ['latin', 'chinese-simplified'].map((subset) => font(subset, weight)),
    ),
  );
}

/** The mark of the handbook: a 3×3 window with its center lit. */
function mark(cell: number): Box {
  const line = 4;
  const row = (y: number) =>
    box(
      { gap: line },
      ...[0, 1, 2].map((x) => {
        const background = x === 1 && y === 1 ? '#00756a' : '#fbfbf8';
        return box({ width: cell, height: cell, background });
      }),
    );
  // Sizes are those of the content, without padding.
  const side = 3 * cell + 2 * line;
  return box(
    {
      flexDirection: 'column',
      gap: line,
      padding: line,
      width: side,
      height: side,
      background: '#1b1f24',
    },
    ...[0, 1, 2].map(row),
  );
}

/** The cover as PNG. */
export async function cover(lang: Lang, version: string): Promise<Buffer> {
  const words = BOOK_WORDS[lang];
  const other = BOOK_WORDS[lang === 'zh' ? 'en' : 'zh'];
  const card = box(
    {
      width: WIDTH - 2 * EDGE,
      height: HEIGHT - 2 * EDGE,
      flexDirection: 'column',
      justifyContent: 'space-between',
      padding: EDGE,
      background: '#fbfbf8',
      color: '#1b1f24',
      fontFamily: 'Noto latin, Noto chinese-simplified',
    },
    mark(150),
    box(
      { flexDirection: 'column', gap: 40 },
      box({ fontSize: lang === 'zh' ? 230 : 130, fontWeight: 700, lineHeight: 1.1 }, words.name),
      box({ fontSize: 56, color: '#565d66' }, other.name),
      box({ fontSize: 50, lineHeight: 1.4, width: WIDTH - 2 * EDGE }, words.tagline),
    ),
    box(
      { justifyContent: 'space-between', alignItems: 'center', fontSize: 38, color: '#565d66' },
      box({ width: 240, height: 12, background: '#00756a' }),
      version,
    ),
  );
  const svg = await satori(card as never, {
    width: WIDTH,
    height: HEIGHT,
    fonts: await loadFonts(),
  });
  return sharp(Buffer.from(svg)).png({ palette: true, colours: 32 }).toBuffer();
}

/** The icon of the site as PNG, `size` pixels wide. */
export async function icon(dist: string, size: number): Promise<Buffer> {
  const svg = await readFile(path.join(dist, 'favicon.svg'));
  return sharp(svg, { density: (72 * size) / 24 })
    .resize(size, size)
    .png()
    .toBuffer();
}

/** The bytes behind an address of a picture in a page. */
export async function pictureData(dist: string, base: string, address: string): Promise<Buffer> {
  const inline = /^data:[^,]*;base64,(.*)$/s.exec(address);
  if (inline) return Buffer.from(inline[1], 'base64');
  return readFile(path.join(dist, decodeURIComponent(address.slice(base.length))));
}

/** A picture as PNG; what is PNG already stays as it is. */
export async function asPng(data: Buffer): Promise<Buffer> {
  const isPng = data.subarray(1, 4).toString('latin1') === 'PNG';
  return isPng ? data : sharp(data).png({ compressionLevel: 9 }).toBuffer();
}
