/** Pictures by id as the toolkit reads them, from the files of the site. */
import sharp from 'sharp';
import type { Grid } from '@lib/grid.ts';
import type { State } from '@widgets/augment/state.ts';
import { pixelGrid } from '@widgets/toolkit/maps.ts';

const known = new Map<string, Promise<Grid>>();

/** The picture that a state names; none for a digit. */
export async function photograph({ source }: State): Promise<Grid | undefined> {
  if (source.kind === 'digit') return undefined;
  const { id, channels } = source;
  if (!known.has(id)) known.set(id, read(id, channels));
  return known.get(id);
}

async function read(id: string, channels: 1 | 3): Promise<Grid> {
  const image = sharp(`public/pictures/${id}.png`).ensureAlpha().raw();
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  return pixelGrid(data, info.height, info.width, channels);
}
