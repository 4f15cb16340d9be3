/** The cards of the models under public/models, read and checked at build time. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cardSchema, type Card } from './schema.ts';

/** How the loss fell while a model was trained. */
export interface Curve {
  steps: number[];
  /** A series that was not measured at a step has null there. */
  series: Record<string, (number | null)[]>;
}

/** What `public/models/<id>/` says of a model. */
export interface ModelPage {
  card: Card;
  curve: Curve | undefined;
}

/** Classifiers first, since they judge the others; then from codes to pictures to scenes. */
const ORDER = [
  'digits-classifier',
  'fashion-classifier',
  'digits-vae2',
  'digits-vae',
  'digits-denoiser',
  'digits-gan',
  'fashion-gan',
  'scenes-segmenter',
  'scenes-detector',
];

const folder = (root: string) => join(root, 'public', 'models');
let loaded: Promise<ModelPage[]> | undefined;

/**
 * Every model of this site, classifiers first.
 *
 * @throws Error naming the file and the key of a card that cannot be read.
 */
export function models(): Promise<ModelPage[]> {
  return (loaded ??= readModels(process.cwd()));
}

/** As `models`, of another root. */
export async function readModels(root: string): Promise<ModelPage[]> {
  const ids = (await readdir(folder(root), { withFileTypes: true })).filter((entry) =>
    entry.isDirectory(),
  );
  const pages = await Promise.all(ids.map(({ name }) => readModelPage(root, name)));
  return pages.sort((a, b) => ORDER.indexOf(a.card.id) - ORDER.indexOf(b.card.id));
}

async function readModelPage(root: string, id: string): Promise<ModelPage> {
  const file = `public/models/${id}/card.yaml`;
  const text = await readFile(join(root, file), 'utf8');
  const { data, error } = cardSchema.safeParse(parse(text));
  if (!data) {
    const [{ path, message }] = error.issues;
    throw new Error(`${file}: ${path.join('.')}: ${message}`);
  }
  if (data.id !== id || !ORDER.includes(id)) throw new Error(`${file}: id ${data.id} is not known`);
  const curve = await readFile(join(root, 'public', 'models', id, 'curve.json'), 'utf8').then(
    (json) => JSON.parse(json) as Curve,
    () => undefined,
  );
  return { card: data, curve };
}
