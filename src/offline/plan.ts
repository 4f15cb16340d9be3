/**
 * What the offline copy knows without a browser: which file belongs to which part, what a page
 * needs to be shown, how a request is answered, what a new version takes over. Pure; used by the
 * worker, the page and the build.
 */

/** What the reader sees the handbook divided into. */
export const PARTS = ['pages', 'search', 'models', 'notebooks'] as const;
export type Part = (typeof PARTS)[number];

/** Path below the scope, hash, bytes, bytes as sent by a compressing host. */
export type Entry = [path: string, hash: string, bytes: number, sent: number];

/** `offline.json`: every file of one build. */
export interface Manifest {
  /** Paths that are kept from the start. */
  shell: string[];
  parts: Record<Part, Entry[]>;
}

export interface KeptFile {
  path: string;
  /** The first 128 bits of SHA-256, base64url. */
  hash: string;
  bytes: number;
  sent: number;
  part: Part;
}

/** Path → file. */
export type Files = ReadonlyMap<string, KeptFile>;

/** Not kept: pictures for link previews, files for crawlers, what Pagefind writes for other pages. */
const LEFT_OUT =
  /^(og\/|sitemap[^/]*\.xml$|robots\.txt$|llms\.txt$|sw\.js$|offline\.json$|pagefind\/pagefind-(ui|modular-ui|component-ui|highlight)\.)/;

/** The part a file belongs to; undefined when it is not kept at all. */
export function partOf(path: string): Part | undefined {
  if (LEFT_OUT.test(path) || /(^|\/)\./.test(path)) return undefined;
  if (/^(pagefind|search)\//.test(path)) return 'search';
  if (/^(models|data)\//.test(path)) return 'models';
  if (/^notebooks\/|^_astro\/notebook-|^[^/]+\/notebooks\//.test(path)) return 'notebooks';
  return 'pages';
}

/** The files of a manifest by their paths. */
export function filesOf({ parts }: Manifest): Files {
  return new Map(
    PARTS.flatMap((part) =>
      parts[part].map(([path, hash, bytes, sent]): [string, KeptFile] => [
        path,
        { path, hash, bytes, sent, part },
      ]),
    ),
  );
}

/** The first 128 bits of a SHA-256 digest, base64url: enough to tell any two files apart. */
export function shortHash(digest: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(digest, 0, 16));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** The address a host has for a file: a folder for its index.html. */
export const addressOf = (path: string): string => path.replace(/(^|\/)index\.html$/, '$1');

/** How a request is answered: with a file, by adding the slash, or not from here. */
export type Route =
  { kind: 'file'; file: KeptFile } | { kind: 'slash'; to: string } | { kind: 'unknown' };

/**
 * What an address means.
 *
 * @param address absolute; its query and hash do not matter
 * @param scope absolute address of the handbook, with a slash at the end
 */
export function route(address: string, scope: string, files: Files): Route {
  const url = new URL(address);
  const whole = url.origin + url.pathname;
  if (!whole.startsWith(scope)) return { kind: 'unknown' };
  let path: string;
  try {
    path = decodeURIComponent(whole.slice(scope.length));
  } catch {
    return { kind: 'unknown' };
  }
  const file = files.get(path === '' || path.endsWith('/') ? `${path}index.html` : path);
  if (file) return { kind: 'file', file };
  if (path !== '' && !path.endsWith('/') && files.has(`${path}/index.html`))
    return { kind: 'slash', to: `${whole}/${url.search}` };
  return { kind: 'unknown' };
}

/** Where the files of this handbook are kept; another below the same origin has names of its own. */
export const cacheNames = (scope: string) => {
  const prefix = `rf ${new URL(scope).pathname} `;
  return {
    prefix,
    /** Files by what is in them, shared by the versions. */
    files: `${prefix}files`,
    /** Which tabs show another version than the worker's. */
    tabs: `${prefix}tabs`,
    /** The list of files of a version. */
    version: (version: string) => `${prefix}v-${version}`,
    isVersion: (name: string) => name.startsWith(`${prefix}v-`),
  };
};

/** The key of a file: its content and, since that decides its type, its ending. */
export function keyOf(scope: string, { path, hash }: KeptFile): string {
  const ending = /\.\w+$/.exec(path)?.[0] ?? '';
  return `${scope}offline/${hash}${ending}`;
}

/** The keys of files. */
export const keysOf = (scope: string, files: Iterable<KeptFile>): Set<string> =>
  new Set([...files].map((file) => keyOf(scope, file)));

/** What brings its own check and shows its progress; all else is checked before a page gets it. */
export const checksItself = (path: string): boolean => /^(_astro|models|data)\//.test(path);

/** The language of an address inside the handbook. */
export const langOf = (address: string, scope: string): 'zh' | 'en' =>
  address.startsWith(`${scope}en/`) ? 'en' : 'zh';

/** Where a reader is sent who asked for a page that is neither kept nor to be had. */
export function missingPage(address: string, scope: string): string {
  const page = address.slice(scope.length).split('#')[0];
  return `${scope}${langOf(address, scope)}/offline/?page=${encodeURIComponent(page)}`;
}

/** The page asked for, out of the address of the offline page; only one inside the handbook. */
export function askedPage(search: string, scope: string): string | undefined {
  const page = new URLSearchParams(search).get('page');
  if (page === null) return undefined;
  const { href } = new URL(page, scope);
  return href.startsWith(scope) ? href : undefined;
}

const IN_HTML = /<(?:link|script|img|source)\b[^>]*?\s(?:href|src)="([^"]+)"/g;
const IN_SCRIPT = /(?:\bfrom|\bimport)\s*["'`](\.{1,2}\/[^"'`]+)["'`]/g;
const IN_STYLE = /url\(\s*["']?([^"')]+)/g;

/**
 * The files a page, script or style sheet cannot do without: what it links, imports at the start or
 * draws with. What is imported later, on demand, is not among them.
 *
 * @param at absolute address of the text
 */
export function needsOf(
  path: string,
  text: string,
  at: string,
  scope: string,
  files: Files,
): KeptFile[] {
  const pattern = /\.html$/.test(path)
    ? IN_HTML
    : /\.m?js$/.test(path)
      ? IN_SCRIPT
      : /\.css$/.test(path)
        ? IN_STYLE
        : undefined;
  if (!pattern) return [];
  const found = new Map<string, KeptFile>();
  for (const [, link] of text.matchAll(pattern)) {
    if (!URL.canParse(link, at)) continue;
    const target = route(new URL(link, at).href, scope, files);
    if (target.kind === 'file' && !target.file.path.endsWith('.html'))
      found.set(target.file.path, target.file);
  }
  return [...found.values()];
}

/**
 * What a new version is to keep besides its shell: the files whose predecessors were kept, and
 * every file of a part that was kept whole.
 *
 * @param before the files of the version it follows
 * @param isKept whether a file of that version is there
 */
export function takenOver(
  before: Files,
  isKept: (file: KeptFile) => boolean,
  next: Files,
): KeptFile[] {
  const parts = new Map<Part, KeptFile[]>();
  for (const file of before.values()) parts.set(file.part, [...(parts.get(file.part) ?? []), file]);
  const whole = new Set([...parts].filter(([, all]) => all.every(isKept)).map(([part]) => part));
  const kept = new Set([...before.values()].filter(isKept).map(({ path }) => path));
  return [...next.values()].filter(({ path, part }) => whole.has(part) || kept.has(path));
}

/** How much of a part is kept. */
export interface Sum {
  files: number;
  bytes: number;
  sent: number;
}

/** Adds up files. */
export function sumOf(files: Iterable<KeptFile>): Sum {
  const sum = { files: 0, bytes: 0, sent: 0 };
  for (const { bytes, sent } of files) {
    sum.files++;
    sum.bytes += bytes;
    sum.sent += sent;
  }
  return sum;
}

/** What is taken first: scripts, styles and pictures before the pages that need them. */
export function inOrder(files: Iterable<KeptFile>): KeptFile[] {
  const rank = ({ part, path }: KeptFile) => PARTS.indexOf(part) * 2 + Number(/\.html$/.test(path));
  return [...files].sort((a, b) => rank(a) - rank(b));
}

/** Does `work` for each, at most `limit` at a time; stops when `work` says false. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<boolean>,
): Promise<boolean> {
  let at = 0;
  let going = true;
  const line = async () => {
    while (going && at < items.length) {
      if (!(await work(items[at++]))) going = false;
    }
  };
  await Promise.all(Array.from({ length: limit }, line));
  return going;
}

/** What became of one file: kept; another version is deployed; no network; no room. */
export type Outcome = 'kept' | 'changed' | 'unreached' | 'full';

/** Page → worker. */
export type ToWorker =
  | { type: 'visited'; addresses: string[] }
  | { type: 'keep'; path: string }
  | { type: 'state' }
  | { type: 'clear' }
  | { type: 'update' };

/** What the worker answers to `state`. */
export interface State {
  version: string;
  manifest: Manifest;
  kept: string[];
  /** How many files of the version before could not be taken over. */
  missing: number;
}
