/**
 * A notebook's changes as the hash of an address: `#nb=1.` and the changes as JSON, deflated and
 * written in base64url (RFC 4648 §5). Opening such a link runs nothing.
 */

/** What differs from the page: sources by cell, and scratch cells after the cell they follow. */
export interface Changes {
  /** Slug of the notebook. */
  notebook: string;
  cells: Record<string, string>;
  scratch: { after: string; source: string }[];
}

/** Characters of a hash that are looked at, and of the JSON that it may unfold to. */
export const LINK_CAPS = { hash: 32_000, json: 200_000, cells: 200 } as const;

export type LinkProblem = 'too-long' | 'too-large' | 'damaged' | 'version' | 'other';

/** Why a link cannot be read, or made. */
export class LinkError extends Error {
  readonly problem: LinkProblem;

  constructor(problem: LinkProblem) {
    super(problem);
    this.problem = problem;
  }
}

const PREFIX = '#nb=';

/** Whether a hash carries a notebook. */
export const isShared = (hash: string): boolean => hash.startsWith(PREFIX);

const through = async (
  bytes: Uint8Array<ArrayBuffer>,
  stream: TransformStream<BufferSource, Uint8Array>,
) => new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair<Uint8Array, Uint8Array>);

async function collect(
  stream: ReadableStream<Uint8Array>,
  most: number,
  problem: LinkProblem,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > most) {
      // Nothing more is unfolded: a small hash can stand for 100 MB.
      await reader.cancel().catch(() => undefined);
      throw new LinkError(problem);
    }
    parts.push(value);
  }
  const all = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function toBase64Url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new LinkError('damaged');
  try {
    return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) =>
      c.charCodeAt(0),
    );
  } catch {
    throw new LinkError('damaged');
  }
}

/**
 * The hash that stands for changes.
 *
 * @throws LinkError `too-long` when no link may be so long
 */
export async function toHash(changes: Changes): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(changes));
  if (json.length > LINK_CAPS.json) throw new LinkError('too-long');
  const packed = await collect(
    await through(json, new CompressionStream('deflate-raw')),
    LINK_CAPS.hash,
    'too-long',
  );
  const hash = `${PREFIX}1.${toBase64Url(packed)}`;
  if (hash.length > LINK_CAPS.hash) throw new LinkError('too-long');
  return hash;
}

/**
 * The changes in a hash; nothing of it is trusted.
 *
 * @throws LinkError saying why it cannot be read
 */
export async function fromHash(hash: string, notebook: string): Promise<Changes> {
  if (hash.length > LINK_CAPS.hash) throw new LinkError('too-long');
  const [, version, packed] = /^#nb=(\d+)\.(.*)$/s.exec(hash) ?? [];
  if (!version) throw new LinkError('damaged');
  if (version !== '1') throw new LinkError('version');
  let json: unknown;
  try {
    const stream = await through(fromBase64Url(packed), new DecompressionStream('deflate-raw'));
    json = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(
        await collect(stream, LINK_CAPS.json, 'too-large'),
      ),
    );
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError('damaged');
  }
  const changes = checked(json);
  if (changes.notebook !== notebook) throw new LinkError('other');
  return changes;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checked(json: unknown): Changes {
  if (!isRecord(json) || typeof json.notebook !== 'string' || !isRecord(json.cells)) {
    throw new LinkError('damaged');
  }
  const cells = Object.entries(json.cells);
  const scratch = json.scratch ?? [];
  const good =
    cells.length <= LINK_CAPS.cells &&
    cells.every(([, source]) => typeof source === 'string') &&
    Array.isArray(scratch) &&
    scratch.length <= LINK_CAPS.cells &&
    scratch.every(
      (each) => isRecord(each) && typeof each.after === 'string' && typeof each.source === 'string',
    );
  if (!good) throw new LinkError('damaged');
  return {
    notebook: json.notebook,
    cells: Object.fromEntries(cells) as Record<string, string>,
    scratch: (scratch as Changes['scratch']).map(({ after, source }) => ({ after, source })),
  };
}
