/**
 * The service worker. It serves the files of the build it came with, each checked by its hash, and
 * never a file of another build; keeps what the reader visits or asks to keep; waits with a new
 * version until the reader agrees.
 *
 * Files are kept by their content: what two versions share is there once, and a version is no more
 * than its list of files.
 */
import {
  addressOf,
  cacheNames,
  checksItself,
  filesOf,
  inParallel,
  keyOf,
  keysOf,
  missingPage,
  needsOf,
  route,
  shortHash,
  takenOver,
  type Files,
  type KeptFile,
  type Manifest,
  type Outcome,
  type State,
  type ToWorker,
} from './plan.ts';

/** Written before this script by the build: changes with any file of the site. */
declare const RF_VERSION: string;
/** The hash of `offline.json`. */
declare const RF_LIST: string;

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Waiting {
  request: Request;
  clientId: string;
  resultingClientId: string;
  respondWith(response: Promise<Response>): void;
}
interface Told extends Waiting {
  data: ToWorker;
  ports: readonly MessagePort[];
}
/** The global object of a service worker, of which the types of this project know nothing. */
interface WorkerGlobal {
  registration: { scope: string; active: object | null; update(): Promise<unknown> };
  clients: { claim(): Promise<void>; matchAll(): Promise<{ id: string }[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'message', listener: (event: Told) => void): void;
}

const worker = self as unknown as WorkerGlobal;
const { scope } = worker.registration;
const names = cacheNames(scope);
const LIST = `${scope}offline.json`;
const MISSING = `${scope}offline-missing`;
/** Requests at a time. */
const LINES = 6;

/** A file whose content is what the list says. */
interface Checked {
  bytes: ArrayBuffer;
  type: string;
}

const hashOf = async (bytes: ArrayBuffer): Promise<string> =>
  shortHash(await crypto.subtle.digest('SHA-256', bytes));

const responseOf = ({ bytes, type }: Checked, status = 200): Response =>
  new Response(bytes, { status, headers: { 'Content-Type': type } });

const typeOf = (response: Response): string =>
  response.headers.get('Content-Type') ?? 'application/octet-stream';

/** Fetches past what the browser may have stored of it; throws when the host cannot be reached. */
async function fetchList(): Promise<Checked | undefined> {
  const response = await fetch(LIST, { cache: 'no-cache' });
  if (!response.ok) return undefined;
  const bytes = await response.arrayBuffer();
  return (await hashOf(bytes)) === RF_LIST ? { bytes, type: 'application/json' } : undefined;
}

let list: Promise<Manifest> | undefined;

/** The list of this version: kept with it, or fetched again after the reader emptied the caches. */
function manifest(): Promise<Manifest> {
  list ??= (async () => {
    const cache = await caches.open(names.version(RF_VERSION));
    const kept = await cache.match(LIST);
    if (kept) return (await kept.json()) as Manifest;
    const fetched = await fetchList();
    if (!fetched) throw new Error('the list of files belongs to another version');
    await cache.put(LIST, responseOf(fetched));
    return JSON.parse(new TextDecoder().decode(fetched.bytes)) as Manifest;
  })();
  list.catch(() => (list = undefined));
  return list;
}

let index: Promise<Files> | undefined;
function files(): Promise<Files> {
  index ??= manifest().then(filesOf);
  index.catch(() => (index = undefined));
  return index;
}

const openFiles = (): Promise<Cache> => caches.open(names.files);

const match = async (file: KeptFile): Promise<Response | undefined> =>
  (await openFiles()).match(keyOf(scope, file));

async function isFile(file: KeptFile, response: Response): Promise<Checked | undefined> {
  const bytes = await response.arrayBuffer();
  return (await hashOf(bytes)) === file.hash ? { bytes, type: typeOf(response) } : undefined;
}

/**
 * A file from the network, if it is the one of this version. What the browser has stored of it may
 * be older: then it is asked for once more.
 *
 * @throws TypeError when the host cannot be reached or does not answer well.
 */
async function fetchFile(file: KeptFile): Promise<Checked | undefined> {
  for (const cache of ['default', 'reload'] as const) {
    const response = await fetch(scope + encodeURI(addressOf(file.path)), { cache });
    if (response.status >= 500) throw new TypeError(`${file.path}: ${response.status}`);
    const checked = response.ok ? await isFile(file, response) : undefined;
    if (checked) return checked;
  }
  return undefined;
}

/** Stores a checked file; false when there is no room. An entry is there whole or not at all. */
async function store(file: KeptFile, checked: Checked): Promise<boolean> {
  try {
    await (await openFiles()).put(keyOf(scope, file), responseOf(checked));
    return true;
  } catch {
    return false;
  }
}

/** Makes sure that a file is kept. */
async function keep(file: KeptFile): Promise<Outcome> {
  if (await match(file)) return 'kept';
  let checked: Checked | undefined;
  try {
    checked = await fetchFile(file);
  } catch {
    return 'unreached';
  }
  if (!checked) return 'changed';
  return (await store(file, checked)) ? 'kept' : 'full';
}

/** Looks for a new version, since what came is not of this one. Never while one is installed. */
const lookForUpdate = (): Promise<unknown> => worker.registration.update().catch(() => undefined);

/** What a kept page or script needs, and what that needs, also kept. */
async function keepNeeds(file: KeptFile, all: Files, seen: Set<string>): Promise<boolean> {
  if (!/\.(html|m?js|css)$/.test(file.path)) return true;
  const text = await (await match(file))?.text();
  if (text === undefined) return false;
  const at = scope + addressOf(file.path);
  const needs = needsOf(file.path, text, at, scope, all).filter(({ path }) => !seen.has(path));
  let whole = true;
  for (const need of needs) {
    seen.add(need.path);
    const kept = (await keep(need)) === 'kept' && (await keepNeeds(need, all, seen));
    whole &&= kept;
  }
  return whole;
}

/** The lists of the other versions that are here. */
async function otherVersions(): Promise<Files[]> {
  const others: Files[] = [];
  for (const name of await caches.keys()) {
    if (!names.isVersion(name) || name === names.version(RF_VERSION)) continue;
    const kept = await (await caches.open(name)).match(LIST);
    if (kept) others.push(filesOf((await kept.json()) as Manifest));
  }
  return others;
}

const keptKeys = async (): Promise<Set<string>> =>
  new Set((await (await openFiles()).keys()).map(({ url }) => url));

/** Deletes the files that none of these lists has. */
async function deleteFilesBut(lists: Iterable<KeptFile>[]): Promise<void> {
  const wanted = new Set(lists.flatMap((each) => [...keysOf(scope, each)]));
  const cache = await openFiles();
  for (const request of await cache.keys()) {
    if (!wanted.has(request.url)) await cache.delete(request);
  }
}

/**
 * Fetches the list and the shell, all of it or nothing; then what the version before had kept. What
 * of that does not come is counted, and told to the reader before the change.
 */
async function install(): Promise<void> {
  const before = await otherVersions();
  try {
    list = index = undefined;
    const { shell } = await manifest();
    const all = await files();
    const whole = await inParallel(shell, LINES, async (path) => {
      return (await keep(all.get(path)!)) === 'kept';
    });
    if (!whole) throw new Error('a part of the shell did not come');
    const keys = await keptKeys();
    const isKept = (file: KeptFile) => keys.has(keyOf(scope, file));
    const wanted = new Set(before.flatMap((each) => takenOver(each, isKept, all)));
    let missing = 0;
    const seen = new Set<string>();
    await inParallel([...wanted], LINES, async (file) => {
      const kept = (await keep(file)) === 'kept' && (await keepNeeds(file, all, seen));
      if (!kept) missing++;
      return true;
    });
    const cache = await caches.open(names.version(RF_VERSION));
    await cache.put(MISSING, new Response(String(missing)));
  } catch (error) {
    await caches.delete(names.version(RF_VERSION));
    await deleteFilesBut(before.map((each) => each.values()));
    throw error;
  }
}

async function activate(): Promise<void> {
  const own = [names.files, names.version(RF_VERSION)];
  for (const name of await caches.keys()) {
    if (name.startsWith(names.prefix) && !own.includes(name)) await caches.delete(name);
  }
  await deleteFilesBut([(await files()).values()]);
  await worker.clients.claim();
}

/* Tabs whose page came from a newer deploy: nothing of this version is mixed into them. */

let foreign: Promise<Set<string>> | undefined;
function foreignTabs(): Promise<Set<string>> {
  foreign ??= (async () => {
    if (!(await caches.has(names.tabs))) return new Set<string>();
    const keys = await (await caches.open(names.tabs)).keys();
    return new Set(keys.map(({ url }) => url.slice(scope.length)));
  })();
  return foreign;
}

async function markForeign(tab: string): Promise<void> {
  (await foreignTabs()).add(tab);
  await (await caches.open(names.tabs)).put(scope + tab, new Response(''));
}

/** A page that is in the list but not kept: from the network, or the page that says so. */
async function fetchPage(file: KeptFile, { request, tab, later }: Fetched): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(request);
  } catch {
    return Response.redirect(missingPage(request.url, scope));
  }
  if (!response.ok) return response;
  const checked = await isFile(file, response.clone());
  if (checked) later(store(file, checked));
  else {
    await markForeign(tab);
    later(lookForUpdate());
  }
  return response;
}

/** An address that this version does not have: a newer one may. */
async function fetchUnknown({ request, tab }: Fetched, all: Files): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) await markForeign(tab);
    return response;
  } catch (error) {
    const kept = await match(all.get('404.html')!);
    if (!kept) throw error;
    return responseOf({ bytes: await kept.arrayBuffer(), type: typeOf(kept) }, 404);
  }
}

/** A file that is in the list but not kept. */
async function fetchAsset(file: KeptFile, { request, later }: Fetched): Promise<Response> {
  if (checksItself(file.path)) {
    const response = await fetch(request);
    if (response.status === 200) {
      const copy = response.clone();
      later(isFile(file, copy).then((checked) => checked && store(file, checked)));
    }
    return response;
  }
  const checked = await fetchFile(file);
  if (!checked) {
    later(lookForUpdate());
    return Response.error();
  }
  later(store(file, checked));
  return responseOf(checked);
}

/** What is known of a request while it is answered. */
interface Fetched {
  request: Request;
  /** The tab that asks, or is about to show what it asks for. */
  tab: string;
  /** Work that goes on after the answer. */
  later(work: Promise<unknown>): void;
}

async function answer(fetched: Fetched): Promise<Response> {
  const { request, tab } = fetched;
  const isPage = request.mode === 'navigate';
  let all: Files;
  try {
    all = await files();
  } catch {
    return fetch(request);
  }
  if (!isPage && (await foreignTabs()).has(tab)) return fetch(request);
  const found = route(request.url, scope, all);
  if (found.kind === 'unknown') return isPage ? fetchUnknown(fetched, all) : fetch(request);
  if (found.kind === 'slash') return Response.redirect(found.to);
  const kept = await match(found.file);
  if (kept) return kept;
  return isPage ? fetchPage(found.file, fetched) : fetchAsset(found.file, fetched);
}

/** Keeps what a page had loaded before there was a worker. */
async function keepVisited(addresses: string[]): Promise<void> {
  const all = await files();
  await inParallel(addresses, LINES, async (address) => {
    const found = route(address, scope, all);
    return found.kind !== 'file' || !['full', 'unreached'].includes(await keep(found.file));
  });
}

async function state(): Promise<State> {
  const keys = await keptKeys();
  const all = await files();
  const kept = [...all.values()].filter((file) => keys.has(keyOf(scope, file)));
  const cache = await caches.open(names.version(RF_VERSION));
  const missing = Number((await (await cache.match(MISSING))?.text()) ?? 0);
  return {
    version: RF_VERSION,
    manifest: await manifest(),
    kept: kept.map(({ path }) => path),
    missing,
  };
}

async function clear(): Promise<void> {
  const all = await files();
  const { shell } = await manifest();
  await deleteFilesBut([shell.map((path) => all.get(path)!)]);
}

async function obey(message: ToWorker): Promise<unknown> {
  switch (message.type) {
    case 'visited':
      return keepVisited(message.addresses);
    case 'keep': {
      const file = (await files()).get(message.path);
      const outcome = file ? await keep(file) : 'changed';
      if (outcome === 'changed') void lookForUpdate();
      return outcome;
    }
    case 'state':
      return state();
    case 'clear':
      return clear();
    case 'update':
      return worker.skipWaiting();
  }
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
  const [port] = event.ports;
  event.waitUntil(
    obey(event.data).then(
      (result) => port?.postMessage({ result }),
      (error: unknown) => port?.postMessage({ error: String(error) }),
    ),
  );
});
worker.addEventListener('fetch', (event) => {
  const { request, clientId, resultingClientId } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  if (request.url === `${scope}sw.js`) return;
  const tab = request.mode === 'navigate' ? resultingClientId : clientId;
  event.respondWith(answer({ request, tab, later: (work) => event.waitUntil(work) }));
});
