/** The shipped files as TensorFlow.js runs them in Node, and the held-out data with 8 bits. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { parse } from 'yaml';
import { runModel } from '../../src/models/run.ts';
import { readModel, type Model } from '../../src/models/store.ts';
import type { Ops } from '../../src/runtime/tf.ts';
import { root } from '../lib/setup.mjs';

const SIDE = 28;

/** Images [count, 28, 28, 1] in [0, 1], flat, and their labels. */
export interface Images {
  count: number;
  pixels: Float32Array;
  labels: Uint8Array;
}

// The ES modules of TensorFlow.js do not load in Node (their imports have no extensions).
const require = createRequire(import.meta.url);
let started: Promise<Ops> | undefined;

/** TensorFlow.js on wasm with one thread, or on plain JavaScript where wasm does not start. */
export function engine(): Promise<Ops> {
  started ??= start();
  return started;
}

async function start(): Promise<Ops> {
  const tf = require('@tensorflow/tfjs-core') as Ops & {
    setBackend(name: string): Promise<boolean>;
    env(): { set(flag: string, value: boolean): void };
  };
  require('@tensorflow/tfjs-backend-cpu');
  require('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await tf.setBackend('wasm').catch(() => false))) await tf.setBackend('cpu');
  return tf;
}

/**
 * A shipped model by its folder under public/models, as `digits-vae/decoder`.
 *
 * @throws Error when a file is not the one that the card describes.
 */
export async function shipped(id: string): Promise<Model> {
  const [name, ...rest] = id.split('/');
  const folder = path.join(root, 'public', 'models', name);
  const card = parse(await readFile(path.join(folder, 'card.yaml'), 'utf8')) as {
    files: Record<string, string>;
  };
  return fromDisk(id, path.join(folder, ...rest), (file, bytes) => {
    const sum = createHash('sha256').update(bytes).digest('hex');
    const known = card.files[[...rest, file].join('/')];
    if (sum !== known) throw new Error(`${id}/${file} is not the file that its card describes`);
  });
}

/** A judge: a model in tools/train/judges that is neither shipped nor ever used to choose. */
export function judge(name: string): Promise<Model> {
  return fromDisk(`judges/${name}`, path.join(root, 'tools', 'train', 'judges', name));
}

async function fromDisk(
  id: string,
  folder: string,
  check: (file: string, bytes: Uint8Array) => void = () => {},
): Promise<Model> {
  const read = async (file: string) => {
    const bytes = new Uint8Array(await readFile(path.join(folder, file)));
    check(file, bytes);
    return bytes;
  };
  const json: unknown = JSON.parse(new TextDecoder().decode(await read('model.json')));
  return { id, ...(await readModel(json, read)) };
}

/** Images of `npm run data` with all their grey levels. */
export function images(set: 'digits' | 'fashion', part: 'train' | 'test'): Images {
  const folder = path.join(root, '.cache', 'data', set);
  if (!existsSync(path.join(folder, `${part}-images.u8`))) {
    throw new Error('the data are missing: run `npm run data` first');
  }
  const bytes = readFileSync(path.join(folder, `${part}-images.u8`));
  const labels = new Uint8Array(readFileSync(path.join(folder, `${part}-labels.u8`)));
  return { count: labels.length, pixels: Float32Array.from(bytes, (v) => v / 255), labels };
}

/**
 * Runs a model on flat data of one shape, in batches.
 *
 * @param keep layers whose results are wanted, flat, by name; by default the outputs
 */
export async function run(
  model: Model,
  data: Float32Array,
  keep: readonly string[] = model.graph.outputs,
  size = 250,
): Promise<Record<string, Float32Array>> {
  const tf = await engine();
  const shape = model.graph.nodes.find(({ name }) => name === model.graph.inputs[0])!.shape;
  const each = shape.reduce((product, n) => product * n, 1);
  const count = data.length / each;
  const results: Record<string, Float32Array> = {};
  for (let from = 0; from < count; from += size) {
    const to = Math.min(from + size, count);
    const outputs: Record<string, Tensor> = tf.tidy(() =>
      runModel(
        tf,
        model,
        tf.tensor(data.slice(from * each, to * each), [to - from, ...shape]),
        keep,
      ),
    );
    for (const name of keep) {
      const part = (await outputs[name].data()) as Float32Array;
      results[name] ??= new Float32Array((part.length / (to - from)) * count);
      results[name].set(part, (part.length / (to - from)) * from);
      outputs[name].dispose();
    }
  }
  return results;
}

/** Number of pixels of an image. */
export const PIXELS = SIDE * SIDE;
