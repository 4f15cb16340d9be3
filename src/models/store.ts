/** The models of this site: loaded once per page, checked, and handed out as graph and weights. */
import { grid, sizeOf, type Grid } from '../lib/grid.ts';
import { requireWeights, type Weights } from '../lib/nn/forward.ts';
import { ModelError, readGraph, type Graph } from '../lib/nn/graph.ts';
import { RuntimeError } from '../runtime/errors.ts';
import { readChecked } from './files.ts';

/** A model that can be run by src/lib/nn/forward.ts and by run.ts. */
export interface Model {
  /** Its folder under public/models, as `digits-vae/decoder`. */
  id: string;
  graph: Graph;
  weights: Weights;
}

interface Quantization {
  dtype: 'uint8' | 'uint16' | 'float16';
  min?: number;
  scale?: number;
}

interface WeightEntry {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: Quantization;
}

interface ModelJson {
  modelTopology: unknown;
  weightsManifest: { paths: string[]; weights: WeightEntry[] }[];
}

const coming = new Map<string, Promise<Model>>();
const there = new Map<string, Model>();

/**
 * A model of this site; the files are fetched once, and again after a failure.
 *
 * @param id the folder under public/models
 * @throws RuntimeError `offline`, or `corrupt` with the file that is missing, cut short or altered.
 */
export function loadModel(id: string): Promise<Model> {
  const known = coming.get(id);
  if (known) return known;
  const loading = fetchModel(id).then(
    (model) => {
      there.set(id, model);
      return model;
    },
    (error: unknown) => {
      coming.delete(id);
      throw error;
    },
  );
  coming.set(id, loading);
  return loading;
}

/** Whether `loadModel` has brought it, so that `loadedModel` gives it at once. */
export const hasModel = (id: string): boolean => there.has(id);

/**
 * A model that `loadModel` has brought before.
 *
 * @throws Error when it has not.
 */
export function loadedModel(id: string): Model {
  const model = there.get(id);
  if (!model) throw new Error(`model ${id} is not loaded`);
  return model;
}

async function fetchModel(id: string): Promise<Model> {
  const read = (name: string) => readChecked(`models/${id}/${name}`);
  const file = `models/${id}/model.json`;
  try {
    const text = new TextDecoder().decode(await read('model.json'));
    return { id, ...(await readModel(JSON.parse(text), read)) };
  } catch (cause) {
    if (cause instanceof RuntimeError) throw cause;
    throw new RuntimeError('corrupt', `${file}: ${String(cause)}`, { cause, file });
  }
}

/**
 * Graph and weights of a TF.js LayersModel.
 *
 * @param json the parsed model.json
 * @param read the bytes of a weight file named there
 * @throws ModelError when a layer is not supported or a weight is missing, cut short or misshapen.
 */
export async function readModel(
  json: unknown,
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<{ graph: Graph; weights: Weights }> {
  const { modelTopology, weightsManifest } = json as Partial<ModelJson>;
  if (!modelTopology || !Array.isArray(weightsManifest)) {
    throw new ModelError('not-a-model', 'no modelTopology or weightsManifest');
  }
  const graph = readGraph(modelTopology);
  const weights: Record<string, Grid> = {};
  for (const { paths, weights: entries } of weightsManifest) {
    const shards = await Promise.all(paths.map(read));
    const bytes = shards.length === 1 ? shards[0] : joined(shards);
    let at = 0;
    for (const entry of entries) {
      const count = sizeOf(entry.shape);
      const size = count * bytesOf(entry);
      if (at + size > bytes.length) {
        const params = { weight: entry.name, shape: entry.shape.join('×'), given: '…' };
        throw new ModelError('weights', `${entry.name}: the file ends too early`, params);
      }
      weights[weightName(entry.name)] = grid(
        entry.shape,
        numbers(bytes.slice(at, at + size), entry),
      );
      at += size;
    }
  }
  requireWeights(graph, weights);
  return { graph, weights };
}

/** `model/conv1/kernel:0` and the like as `conv1/kernel`. */
const weightName = (name: string): string => name.replace(/:0$/, '').split('/').slice(-2).join('/');

function joined(shards: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(shards.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const shard of shards) {
    all.set(shard, at);
    at += shard.length;
  }
  return all;
}

function bytesOf({ name, dtype, quantization }: WeightEntry): number {
  const kind = quantization?.dtype ?? dtype;
  const size = { uint8: 1, uint16: 2, float16: 2, float32: 4 }[kind];
  if (size) return size;
  throw new ModelError('weights', `${name}: ${kind}`, {
    weight: name,
    shape: 'float32',
    given: kind,
  });
}

/** Float32 numbers as TF.js has them after loading: q·scale + min, rounded to float32. */
function numbers(bytes: Uint8Array<ArrayBuffer>, { quantization }: WeightEntry): Float32Array {
  const { buffer } = bytes;
  if (!quantization) return new Float32Array(buffer);
  const { dtype, scale = 1, min = 0 } = quantization;
  if (dtype === 'float16') return Float32Array.from(new Uint16Array(buffer), fromHalf);
  const steps = dtype === 'uint8' ? bytes : new Uint16Array(buffer);
  return Float32Array.from(steps, (q) => q * scale + min);
}

/** IEEE 754 half precision: sign, 5 bits of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
