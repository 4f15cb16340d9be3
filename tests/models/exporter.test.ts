/** What tools/train/exporter.py writes is read here and computes what torch computed. */
import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { forwardNow } from '@lib/nn/forward.ts';
import { readModel } from '@models/store.ts';
import golden from '../golden/exporter.json';

type Kind = 'float32' | 'uint8';
interface Entry {
  name: string;
  shape: number[];
  quantization?: { min: number; scale: number };
}

const bytesOf = (kind: Kind) => new Uint8Array(Buffer.from(golden[kind].weights, 'base64'));
const read = (kind: Kind, bytes = bytesOf(kind)) =>
  readModel(golden[kind].model, async () => bytes);
const entriesOf = (kind: Kind) => golden[kind].model.weightsManifest[0].weights as Entry[];

async function outputs(kind: Kind) {
  const { graph, weights } = await read(kind);
  const { shape, data } = golden.input;
  return forwardNow(graph, weights, { image: grid(shape, Float64Array.from(data)) });
}

/** Largest difference of a layer's result from torch's. */
async function difference(kind: Kind, layer: 'picture' | 'classes'): Promise<number> {
  const { shape, data } = (await outputs(kind))[layer];
  expect(shape).toEqual(golden[layer].shape);
  return Math.max(...golden[layer].data.map((value, i) => Math.abs(value - data[i])));
}

describe('a net of every kind of layer, with BatchNorm folded in', () => {
  test('in float32 gives what torch gives', async () => {
    expect(await difference('float32', 'picture')).toBeLessThan(1e-6);
    expect(await difference('float32', 'classes')).toBeLessThan(1e-6);
  });

  test('in 8 bits gives nearly that, and not exactly', async () => {
    for (const layer of ['picture', 'classes'] as const) {
      const error = await difference('uint8', layer);
      expect(error).toBeLessThan(5e-3);
      expect(error).toBeGreaterThan(1e-6);
    }
  });

  test('has no layer of BatchNorm left, and every layer keeps its name', async () => {
    const { graph } = await read('float32');
    expect(graph.nodes.map(({ op }) => op)).not.toContain('batchNorm');
    expect(graph.inputs).toEqual(['image']);
    expect(graph.outputs).toEqual(['picture', 'classes']);
  });
});

describe('8 bits', () => {
  test('are for kernels only, and err by half a step at most', async () => {
    const [exact, coarse] = [(await read('float32')).weights, (await read('uint8')).weights];
    for (const { name, shape, quantization } of entriesOf('uint8')) {
      const half = quantization ? quantization.scale / 2 : 0;
      expect(Boolean(quantization), name).toBe(shape.length > 1);
      exact[name].data.forEach((value, i) => {
        expect(Math.abs(coarse[name].data[i] - value), name).toBeLessThanOrEqual(half * 1.001);
      });
    }
  });

  test('have zero among their values', () => {
    const quantized = entriesOf('uint8').flatMap(({ quantization }) => quantization ?? []);
    expect(quantized.length).toBeGreaterThan(4);
    for (const { min, scale } of quantized) {
      expect(Math.abs(min / scale - Math.round(min / scale))).toBeLessThan(1e-9);
      expect(min).toBeLessThanOrEqual(0);
      expect(min + 255 * scale).toBeGreaterThanOrEqual(0);
    }
  });

  test('take a quarter of the bytes of the kernels', () => {
    const kernels = entriesOf('uint8').filter(({ shape }) => shape.length > 1);
    const count = kernels.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(bytesOf('float32').length - bytesOf('uint8').length).toBe(3 * count);
  });
});

test('a file that ends too early is refused with the name of the weight', async () => {
  const cut = bytesOf('uint8').slice(0, 100);
  await expect(read('uint8', cut)).rejects.toThrow(/conv\/|stride\//);
});
