/** What the build computes for a scene: used by Shell.astro and the picture endpoint only. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { L10n, Lang } from '../../../i18n/langs.ts';
import type { Grid } from '../../../lib/grid.ts';
import { readFromDisk } from '../../../models/on-disk.ts';
import { href } from '../../../site.ts';
import type { Colours, Kind, Language, Pixels, View } from './kind.ts';
import { pixelGrid } from './maps.ts';
import { readQuery } from './query.ts';
import { liveWords, type OwnWords, type ToolWords, type Uses } from './strings.ts';

readFromDisk();

/** A named state of a widget: a query as in the address, and what it shows in one phrase. */
export interface Scene {
  query: string;
  title: L10n;
}

/** Both read on light and dark grounds; the live widget takes the colours of the theme. */
const COLOURS: Colours = {
  positive: [199, 104, 32],
  negative: [58, 124, 204],
  accent: [36, 110, 90],
};

export interface Worked<S, W> {
  query: string;
  view: View<S, W>;
}

/**
 * The view of a scene as the script would have it.
 *
 * @throws Error when the scene does not exist or does not parse.
 */
export async function workScene<S extends object, W extends object>(
  kind: Kind<S, W>,
  scenes: Readonly<Record<string, Scene>>,
  name: string,
  id: string,
  words: NoInfer<W> & ToolWords,
  image: (name: string) => string,
  ui: Readonly<Record<string, string>> = {},
): Promise<Worked<S, W>> {
  const scene = scenes[name];
  if (!scene) {
    throw new Error(
      `${kind.name}: no scene “${name}”; there are ${Object.keys(scenes).join(', ')}`,
    );
  }
  const { query, problems } = readQuery(scene.query, kind.keys, kind.either ?? [], () => undefined);
  const { state, problems: more } = kind.parse(query);
  if (!state || problems.length > 0) {
    const all = JSON.stringify([...problems, ...(more ?? [])]);
    throw new Error(`${kind.name}, scene “${name}”: ${all}`);
  }
  const ref = kind.pictureOf?.(state);
  const picture = ref && (await readPicture(ref.id, ref.channels));
  await kind.load?.(state);
  const outputs = (await kind.reference(state, picture, async () => true))!;
  const cursor = kind.firstCursor(state, outputs);
  const view = { id, words, state, picture, outputs, cursor, ui, image };
  return { query: scene.query, view };
}

/** What a widget's component is given in a page. */
export interface WidgetProps {
  lang: Lang;
  /** The slug of the page, given to every component in MDX. */
  concept?: string;
  /** A named state; by default the first one. */
  scene?: string;
  /** The name in the address; two widgets on a page need two. */
  id?: string;
}

/**
 * Everything that a widget's component needs to write a scene: its words, the HTML of its parts, and
 * what the frame (Shell.astro) takes.
 *
 * @throws Error when the scene does not exist or does not parse.
 */
export async function drawScene<S extends object, W extends object>(
  kind: Kind<S, OwnWords<W> & ToolWords>,
  scenes: Readonly<Record<string, Scene>>,
  strings: L10n<OwnWords<W> & ToolWords>,
  codeTwin: ((state: S, language: Language) => string) | undefined,
  { lang, scene = Object.keys(scenes)[0], id = kind.name }: WidgetProps,
  ui?: Readonly<Record<string, string>>,
) {
  const words = strings[lang];
  const image = (name: string) => href(`widgets/${kind.name}/${scene}-${name}.webp`);
  const { query, view } = await workScene(kind, scenes, scene, id, words, image, ui);
  const code = codeTwin?.(view.state, 'tfjs');
  const uses = usesOf(kind);
  const shell = { lang, name: kind.name, id, words, uses, scenes, scene, query, code, ui };
  return { words, parts: kind.parts(view), shell };
}

/** What a widget takes and loads besides its own files. */
export function usesOf<S extends object, W>({ pictureOf, load, keys }: Kind<S, W>): Uses {
  return { pictures: pictureOf !== undefined, files: load !== undefined, keys };
}

/**
 * The words that a widget's script fetches when it wakes, so that pages do not carry them. The name
 * of the file carries their hash: a script never meets words of another build.
 */
export function wordsFile(lang: Lang, words: object, uses: Uses): { name: string; text: string } {
  const text = JSON.stringify(liveWords(words, uses));
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { name: `${lang}.${hash}`, text };
}

async function readPicture(id: string, channels: 1 | 3): Promise<Grid> {
  const file = await readFile(join(process.cwd(), 'public', 'pictures', `${id}.png`));
  const { data, info } = await sharp(file)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return pixelGrid(data, info.height, info.width, channels);
}

/** The images that stand for the maps of a scene before any script, as WebP, by name. */
export async function sceneImages<S extends object, W extends object>(
  kind: Kind<S, W>,
  scenes: Readonly<Record<string, Scene>>,
  scene: string,
  words: NoInfer<W> & ToolWords,
): Promise<Record<string, () => Promise<Uint8Array>>> {
  const asked: string[] = [];
  const note = (name: string) => {
    asked.push(name);
    return '';
  };
  const { view } = await workScene(kind, scenes, scene, kind.name, words, note);
  kind.parts(view);
  const images = kind.images?.(view, COLOURS) ?? {};
  return Object.fromEntries(asked.map((name) => [name, () => webp(images[name]())]));
}

/** Small errors do not show, least of all in a photograph, and the canvas that follows has none. */
async function webp({ data, height, width, quality, shrink = 1 }: Pixels): Promise<Uint8Array> {
  const tones = new Set(data.filter((_, i) => i % 4 === 0));
  // Padding is empty; signed maps have every degree of opacity.
  const opaque = (alpha: number) => alpha === 255 || alpha === 0;
  const photograph = tones.size > 64 && data.every((value, i) => i % 4 !== 3 || opaque(value));
  const lossy = photograph || quality !== undefined;
  const options = lossy
    ? { quality: quality ?? 80, alphaQuality: 70 }
    : { nearLossless: true, quality: 60 };
  // Opacity weighs as much as color. Twenty-two degrees of it look like all of them and weigh less
  // than half.
  const degree = (value: number, i: number) =>
    i % 4 === 3 ? Math.min(255, 12 * Math.round(value / 12)) : value;
  const pixels = lossy ? data : data.map(degree);
  return sharp(Buffer.from(pixels.buffer), { raw: { width, height, channels: 4 } })
    .resize(Math.round(width / shrink))
    .webp({ ...options, effort: 6 })
    .toBuffer();
}
