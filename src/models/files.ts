/**
 * Where the files of models and data come from: fetched and checked in a browser, read from
 * `public/` at build time and in tests.
 */
import { classifyLoadError, RuntimeError } from '../runtime/errors.ts';
import { inSite } from '../runtime/site-root.ts';
import checksums from './checksums.json' with { type: 'json' };

/** The bytes of a file under `public/` of a known size. */
export type ReadFile = (path: string, total: number) => Promise<Uint8Array<ArrayBuffer>>;

/** What a file must be. */
export interface Expected {
  bytes: number;
  sha256: string;
}

/** How much of a file has arrived. */
export interface Progress {
  path: string;
  received: number;
  total: number;
}

const listeners = new Set<(progress: Progress) => void>();
let read: ReadFile = fetchFile;

/** Calls back as bytes arrive; returns how to stop. */
export function onProgress(listener: (progress: Progress) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes files from elsewhere than the network: the build, tests and tools read them from disk. */
export function readFilesWith(reader: ReadFile): void {
  read = reader;
}

/**
 * A file under `public/`, as it must be by src/models/checksums.json.
 *
 * @throws RuntimeError `offline`, or `corrupt` with the path in `file` when it is missing, cut short
 * or altered.
 */
export async function readChecked(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const expected = (checksums as Readonly<Record<string, Expected>>)[path] as Expected | undefined;
  if (!expected) throw new RuntimeError('corrupt', `${path} is not in the table`, { file: path });
  const bytes = await read(path, expected.bytes);
  const hash = await digest(bytes);
  if (bytes.length !== expected.bytes || hash !== expected.sha256) {
    throw new RuntimeError('corrupt', `${path}: size or checksum differs`, { file: path });
  }
  return bytes;
}

/** SHA-256 in hexadecimal; over plain http browsers have none, and ours is fetched. */
async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = globalThis.crypto as Partial<Crypto>;
  const hash = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', bytes))
    : (await import('./sha256.ts')).sha256(bytes);
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function fetchFile(path: string, total: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(inSite(path));
    if (!response.ok) {
      throw new RuntimeError('corrupt', `${path}: ${response.status}`, { file: path });
    }
    const chunks: Uint8Array[] = [];
    let received = 0;
    const tell = () => listeners.forEach((listener) => listener({ path, received, total }));
    tell();
    const reader = response.body!.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      chunks.push(part.value);
      received += part.value.length;
      tell();
    }
    const bytes = new Uint8Array(received);
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  } catch (cause) {
    const { code, message } = await classifyLoadError(cause);
    throw new RuntimeError(code, message, { cause, file: path });
  }
}
