/** Files of models: complete and unaltered, or refused by name; a failure is not remembered. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import checksums from '@models/checksums.json' with { type: 'json' };
import { hasData, loadData, loadedData, tileOf } from '@models/data.ts';
import { onProgress, readFilesWith, type Progress } from '@models/files.ts';
import { readFromDisk } from '@models/on-disk.ts';
import { loadedModel, loadModel } from '@models/store.ts';
import { readFile } from 'node:fs/promises';

const ID = 'digits-classifier';
const WEIGHTS = 'models/digits-classifier/weights.bin';
const onDisk = async (path: string) => new Uint8Array(await readFile(`public/${path}`));

/** The file at `path` changed on the way. */
const altered = (
  path: string,
  change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
) =>
  readFilesWith(async (asked) => {
    const bytes = await onDisk(asked);
    return asked === path ? change(bytes) : bytes;
  });

const flipped = (bytes: Uint8Array<ArrayBuffer>) => {
  bytes[bytes.length >> 1] ^= 1;
  return bytes;
};

describe('a model file', () => {
  test.each([
    ['cut in half', WEIGHTS, (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, bytes.length >> 1)],
    ['with a flipped bit', WEIGHTS, flipped],
    ['of the layers with a flipped bit', 'models/digits-classifier/model.json', flipped],
    ['that is empty', WEIGHTS, () => new Uint8Array(0)],
  ])('%s is refused by name', async (_, path, change) => {
    altered(path, change);
    await expect(loadModel(ID)).rejects.toMatchObject({ code: 'corrupt', file: path });
    expect(() => loadedModel(ID)).toThrow('not loaded');
  });

  test('comes after a failure, once', async () => {
    let asked = 0;
    readFilesWith((path) => {
      asked++;
      return onDisk(path);
    });
    const [a, b] = await Promise.all([loadModel(ID), loadModel(ID)]);
    expect(a).toBe(b);
    expect(loadedModel(ID)).toBe(a);
    expect(asked).toBe(2);
  });

  test('that is not in the table of checksums is refused', async () => {
    await expect(loadModel('no-such-model')).rejects.toMatchObject({
      code: 'corrupt',
      file: 'models/no-such-model/model.json',
    });
  });
});

describe('fetched', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('a missing file is named, and progress is told in bytes', async () => {
    vi.resetModules();
    const fresh = await import('@models/store.ts');
    const files = await import('@models/files.ts');
    const told: Progress[] = [];
    files.onProgress((progress) => told.push(progress));
    vi.stubGlobal('location', { href: 'http://localhost/' });
    vi.stubGlobal(
      'fetch',
      async (url: string) =>
      url.endsWith('weights.bin') ? new Response('', { status: 404 }) : new Response(await onDisk(url.replace(/^\//, ''))), // prettier-ignore
    );
    await expect(fresh.loadModel(ID)).rejects.toMatchObject({ code: 'corrupt', file: WEIGHTS });
    const total = checksums['models/digits-classifier/model.json'].bytes;
    expect(told.at(-1)).toEqual({
      path: 'models/digits-classifier/model.json',
      received: total,
      total,
    });
  });

  test('without a network that is what is said', async () => {
    vi.resetModules();
    const fresh = await import('@models/store.ts');
    vi.stubGlobal('location', { href: 'http://localhost/' });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(fresh.loadModel(ID)).rejects.toMatchObject({ code: 'offline', file: 'models/digits-classifier/model.json' }); // prettier-ignore
  });
});

test('sprites: as many tiles as the table says, in their classes', async () => {
  readFromDisk();
  expect(hasData('digits/test')).toBe(false);
  const sprites = await loadData('digits/test');
  expect(loadedData('digits/test')).toBe(sprites);
  expect(sprites.labels.length).toBe(sprites.count);
  expect(sprites.pixels.length).toBe(sprites.count * 784);
  expect(new Set(sprites.labels).size).toBe(10);
  const tile = tileOf(sprites, 3);
  expect(tile.shape).toEqual([28, 28, 1]);
  expect(Math.max(...tile.data)).toBeLessThanOrEqual(1);
  expect(Math.max(...tile.data)).toBeGreaterThan(0.8);
  // 16 levels of grey, ink on black
  expect(new Set(sprites.pixels).size).toBe(16);
  expect(sprites.pixels.filter((value) => value === 0).length / sprites.pixels.length).toBeGreaterThan(0.7); // prettier-ignore
  const stop = onProgress(() => undefined);
  stop();
});
