/**
 * What each model does with a few pictures, for its page: build time only. Nothing is picked out: the
 * first held-out picture of each class, and the noise of the first seeds.
 */
import sharp from 'sharp';
import { grid, type Grid } from '../lib/grid.ts';
import { forwardNow } from '../lib/nn/forward.ts';
import { normals } from '../lib/vae.ts';
import { loadData, TILE, tileOf } from './data.ts';
import { readFromDisk } from './on-disk.ts';
import { loadModel } from './store.ts';

const CLASSES = 10;
/** Standard deviation of the noise that is taken away. */
export const SIGMA = 0.4;

/** A row of ten pictures. */
export interface SampleRow {
  what: 'held-out' | 'noisy' | 'denoised' | 'reconstructed' | 'from-prior' | 'generated';
  /** The seed of the noise, when there is one; with it ten seeds or ten classes follow each other. */
  seed?: number;
  pictures: Grid[];
}

/** A picture and what a classifier makes of it. */
export interface Reading {
  /** Place in the sprite of held-out pictures. */
  index: number;
  label: number;
  read: number;
  /** Probability of the class that was read. */
  share: number;
}

export interface Samples {
  /** The sprite of held-out pictures, as `digits/test`. */
  data: string;
  rows: SampleRow[];
  readings: Reading[];
}

/** Runs a model on one input and returns one of its layers. */
async function runner(id: string): Promise<(input: Grid, output?: string) => Grid> {
  const { graph, weights } = await loadModel(id);
  return (input, output = graph.outputs[0]) => {
    const made = forwardNow(graph, weights, { [graph.inputs[0]]: input });
    return made[output];
  };
}

/**
 * Samples of a model by its id; undefined for those on scenes, whose widgets show more.
 *
 * @throws RuntimeError when a file is missing.
 */
export async function samplesOf(id: string): Promise<Samples | undefined> {
  readFromDisk();
  const [kind, name] = id.split('-');
  if (kind === 'scenes') return undefined;
  const data = `${kind}/test`;
  const sprites = await loadData(data);
  const first = Array.from({ length: CLASSES }, (_, label) => sprites.labels.indexOf(label));
  const heldOut = first.map((index) => tileOf(sprites, index));
  const shown = { what: 'held-out', pictures: heldOut } as const;
  if (name === 'classifier') return { data, rows: [], readings: await readingsOf(id, first, heldOut) }; // prettier-ignore
  if (name === 'denoiser') return { data, rows: [shown, ...(await denoised(id, heldOut))], readings: [] }; // prettier-ignore
  if (name === 'gan') return { data, rows: await generated(id), readings: [] };
  return { data, rows: [shown, ...(await decoded(id, heldOut))], readings: [] };
}

async function readingsOf(id: string, first: number[], heldOut: Grid[]): Promise<Reading[]> {
  const classify = await runner(id);
  return heldOut.map((picture, label) => {
    const shares = Array.from(classify(picture).data);
    const share = Math.max(...shares);
    return { index: first[label], label, read: shares.indexOf(share), share };
  });
}

async function denoised(id: string, heldOut: Grid[]): Promise<SampleRow[]> {
  const denoise = await runner(id);
  const noisy = heldOut.map(({ data, shape }, i) => {
    const noise = normals(data.length, i + 1);
    const values = data.map((value, p) => value + SIGMA * noise[p]);
    return grid(shape, values);
  });
  return [
    { what: 'noisy', seed: 1, pictures: noisy },
    { what: 'denoised', pictures: noisy.map((picture) => denoise(picture, 'image')) },
  ];
}

async function decoded(id: string, heldOut: Grid[]): Promise<SampleRow[]> {
  const encode = await runner(`${id}/encoder`);
  const decode = await runner(`${id}/decoder`);
  const codes = heldOut.map((picture) => encode(picture, 'mu'));
  const drawn = codes.map(({ data }, i) => grid([data.length], normals(data.length, i + 1)));
  return [
    { what: 'reconstructed', pictures: codes.map((code) => decode(code)) },
    { what: 'from-prior', seed: 1, pictures: drawn.map((code) => decode(code)) },
  ];
}

/** Ten classes for each of three seeds. */
async function generated(id: string): Promise<SampleRow[]> {
  const { graph } = await loadModel(id);
  const { shape } = graph.nodes.find((node) => node.name === graph.inputs[0])!;
  const latent = shape[0] - CLASSES;
  const generate = await runner(id);
  return [1, 2, 3].map((seed) => {
    const z = normals(latent, seed);
    const pictures = Array.from({ length: CLASSES }, (_, label) => {
      const input = grid([latent + CLASSES], [...z, ...Array<number>(CLASSES).fill(0)]);
      input.data[latent + label] = 1;
      return generate(input);
    });
    return { what: 'generated', seed, pictures };
  });
}

/** Pictures [28, 28, 1] side by side as a PNG in a data address; what lies outside [0, 1] is cut off. */
export async function stripOf(pictures: readonly Grid[]): Promise<string> {
  const width = TILE * pictures.length;
  const grey = Buffer.alloc(width * TILE);
  for (const [k, { data }] of pictures.entries()) {
    data.forEach((value, p) => {
      const at = Math.floor(p / TILE) * width + k * TILE + (p % TILE);
      grey[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
    });
  }
  const png = await sharp(grey, { raw: { width, height: TILE, channels: 1 } })
    .png({ palette: true, colours: 16 })
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}
