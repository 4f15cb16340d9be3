/** The mark of the handbook as pictures: what systems show for an installed app. */
import type { APIRoute, GetStaticPaths } from 'astro';
import sharp from 'sharp';

interface Props {
  size: number;
  /** How much of the side the mark takes; a mask may cut off what lies outside the middle 80 %. */
  mark: number;
}

const ICONS: Record<string, Props> = {
  '180': { size: 180, mark: 0.84 },
  '192': { size: 192, mark: 1 },
  '512': { size: 512, mark: 1 },
  maskable: { size: 512, mark: 0.62 },
};

export const getStaticPaths: GetStaticPaths = () =>
  Object.entries(ICONS).map(([name, props]) => ({
    params: { name },
    props: { ...props },
  }));

/** A 3×3 window with its centre lit, on paper. */
function svg({ size, mark }: Props): string {
  const scale = (size * mark) / 24;
  const offset = (size * (1 - mark)) / 2;
  const corner = mark === 1 ? size / 8 : 0;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}">
    <rect width="${size}" height="${size}" rx="${corner}" fill="#fbfbf8"/>
    <g transform="translate(${offset} ${offset}) scale(${scale})">
      <path d="M3 3h18v18H3zM9 3v18M15 3v18M3 9h18M3 15h18" fill="none" stroke="#1b1f24" stroke-width="1.3"/>
      <path d="M9 9h6v6H9z" fill="#00756a"/>
    </g></svg>`;
}

export const GET: APIRoute<Props> = async ({ props }) => {
  const png = await sharp(Buffer.from(svg(props)))
    .png({ palette: true, colours: 32 })
    .toBuffer();
  return new Response(new Uint8Array(png), { headers: { 'Content-Type': 'image/png' } });
};
