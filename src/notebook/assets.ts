/** Where the scripts of a kernel are, and how they come: the page fetches them, the frame cannot. */
import { classifyLoadError, RuntimeError } from '../runtime/errors.ts';
import { inSite } from '../runtime/site-root.ts';
import type { Backend } from './protocol.ts';

/** A file of this site, by its path; `bytes` before compression, for the progress of the download. */
export interface Asset {
  url: string;
  bytes: number;
}

/** Made by the build (tools/build/notebook.ts), imported as `virtual:notebook-assets`. */
export interface NotebookAssets {
  /** Text of the script of the sandboxed frame, and its hash for a policy. */
  runner: string;
  hash: string;
  /** TF.js without backends. */
  tf: Asset;
  webgl: Asset;
  cpu: Asset;
  wasm: Asset;
  simd: Asset;
  plain: Asset;
  kernel: Asset;
}

/** What a kernel needs on a backend: scripts in order, and the binary of wasm. */
export interface Parts {
  scripts: string[];
  wasm?: { bytes: ArrayBuffer; simd: boolean };
}

/** A module with one instruction of 128 bits: `i8x16.popcnt` of a constant made of zeros. */
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
]);

const coming = new Map<string, Promise<ArrayBuffer>>();

/**
 * Fetches what a kernel needs; each file once for the page.
 *
 * @param progress gets the bytes that have come and the bytes in all, while something is fetched
 * @throws RuntimeError `offline` or `corrupt`.
 */
export async function fetchParts(
  assets: NotebookAssets,
  backend: Backend,
  progress: (loaded: number, total: number) => void,
): Promise<Parts> {
  const simd = WebAssembly.validate(SIMD_MODULE);
  const binary = simd ? assets.simd : assets.plain;
  const scripts = [assets.tf, assets[backend], assets.kernel];
  const files = backend === 'wasm' ? [...scripts, binary] : scripts;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const loaded = new Map<string, number>();
  let over = false;
  const all = await Promise.all(
    files.map(({ url }) =>
      fetchOnce(url, (bytes) => {
        loaded.set(url, bytes);
        if (!over)
          progress(
            [...loaded.values()].reduce((a, b) => a + b, 0),
            total,
          );
      }),
    ),
  ).finally(() => (over = true));
  const decoder = new TextDecoder();
  return {
    scripts: all.slice(0, scripts.length).map((bytes) => decoder.decode(bytes)),
    ...(backend === 'wasm' ? { wasm: { bytes: all[scripts.length], simd } } : {}),
  };
}

function fetchOnce(url: string, progress: (bytes: number) => void): Promise<ArrayBuffer> {
  const known = coming.get(url);
  if (known) return known;
  const loading = fetchBytes(url, progress).catch(async (error: unknown) => {
    coming.delete(url);
    throw await classifyLoadError(error);
  });
  coming.set(url, loading);
  return loading;
}

async function fetchBytes(url: string, progress: (bytes: number) => void): Promise<ArrayBuffer> {
  const response = await fetch(inSite(url));
  if (!response.ok || !response.body) {
    throw new RuntimeError('corrupt', `${url} answered ${response.status}`, { file: url });
  }
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    progress((loaded += value.length));
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes.buffer;
}
