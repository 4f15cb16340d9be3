/**
 * Writes composed scenes for the training scripts into .cache/scenes, with the composer the site
 * uses, so that there is only one.
 *
 *     node tools/train/scenes-data.ts [train=24000] [validation=400]
 *
 * Both parts are made from TRAINING digits; validation has other seeds. Per part: images.u8
 * [n, 64, 64] (grey 0 to 255), instances.u8 [n, 64, 64] (0, i + 1) and labels.u8 [n, 5] (255 where
 * there is no digit). Scenes to train on are fuller and vary more than those of readers.
 */
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mulberry32 } from '../../src/lib/random.ts';
import { composeScene } from '../../src/lib/scenes.ts';

const MOST = 5;
const cache = (path: string) => fileURLToPath(new URL(`../../.cache/${path}`, import.meta.url));

const digits = {
  images: new Uint8Array(readFileSync(cache('data/digits/train-images.u8'))),
  labels: new Uint8Array(readFileSync(cache('data/digits/train-labels.u8'))),
};

/** Seeds of a part start here; evaluation composes from held-out digits with seeds from 3e6. */
const FIRST_SEED: Record<string, number> = { train: 1_000_000, validation: 2_000_000 };

/** A scene with the seed's own noise, clutter and overlap, around what readers see. */
function varied(seed: number) {
  const random = mulberry32(seed ^ 0x1234567);
  return composeScene({
    seed,
    digits,
    count: [2, MOST],
    noise: 0.02 + 0.08 * random(),
    clutter: 4,
    overlap: 0.5 * random(),
  });
}

function write(part: string, count: number): void {
  const kinds = ['images', 'instances', 'labels'];
  const files = kinds.map((kind) => openSync(cache(`scenes/${part}-${kind}.part`), 'w'));
  for (let i = 0; i < count; i++) {
    const seed = FIRST_SEED[part] + i;
    const scene = part === 'train' ? varied(seed) : composeScene({ seed, digits });
    const labels = new Uint8Array(MOST).fill(255);
    labels.set(scene.labels);
    writeSync(
      files[0],
      Uint8Array.from(scene.image.data, (v) => Math.round(v * 255)),
    );
    writeSync(files[1], Uint8Array.from(scene.instances));
    writeSync(files[2], labels);
  }
  files.forEach(closeSync);
  kinds.forEach((kind) =>
    renameSync(cache(`scenes/${part}-${kind}.part`), cache(`scenes/${part}-${kind}.u8`)),
  );
  console.log(`${part}: ${count} scenes`);
}

mkdirSync(cache('scenes'), { recursive: true });
for (const [part, usual] of [
  ['validation', 400],
  ['train', 24000],
] as const) {
  const given = process.argv.find((argument) => argument.startsWith(`${part}=`));
  write(part, given ? Number(given.slice(part.length + 1)) : usual);
}
