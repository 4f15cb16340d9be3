/** What the browser tests know of the built site. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { APIResponse, Page, Request, Response } from '@playwright/test';
import type { KINDS } from '../../src/content/schema.ts';

export const LANGS = ['zh', 'en'] as const;
export type Lang = (typeof LANGS)[number];

interface CatalogConcept {
  slug: string;
  kind: (typeof KINDS)[number];
  title: Record<Lang, string>;
  languages: Lang[];
  widgets: string[];
}

interface CatalogNotebook {
  slug: string;
  title: Record<Lang, string>;
  concepts: string[];
  cells: number;
}

/** The catalog of the built site. */
export function catalog(): { concepts: CatalogConcept[]; notebooks: CatalogNotebook[] } {
  return JSON.parse(readFileSync('dist/catalog.json', 'utf8'));
}

/** Slugs of the concepts that have pages. */
export function written(): string[] {
  return catalog()
    .concepts.filter(({ languages }) => languages.length > 0)
    .map(({ slug }) => slug);
}

/** The models, each with a page of its own. */
export const models = (): string[] =>
  readdirSync('dist/zh/models', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

/** The widgets that stand on the page of their model. */
export const ON_MODELS = { 'scenes-detector': 'detector', 'scenes-segmenter': 'segmenter' } as const; // prettier-ignore

/** One address of each kind of page in a language. */
export function kinds(lang: Lang): string[] {
  const parts = [
    '',
    'concepts/',
    'concepts/convolution/',
    'questions/',
    'corrections/',
    'corrections/learning/',
    'corrections/web/',
    'notebooks/',
    'notebooks/tensors/',
    'models/',
    'models/digits-classifier/',
    'models/scenes-detector/',
    'models/scenes-segmenter/',
    'glossary/',
    'proofs/pooling/',
    'paths/',
    'paths/interview-in-a-week/',
    'search/',
    'offline/',
    'about/',
  ];
  return parts.map((part) => `/${lang}/${part}`);
}

/** Every page of the site. */
export function everyPage(): string[] {
  const concepts = written().flatMap((slug) => LANGS.map((lang) => `/${lang}/concepts/${slug}/`));
  const cards = models().flatMap((id) => LANGS.map((lang) => `/${lang}/models/${id}/`));
  const notebooks = catalog().notebooks.flatMap(({ slug }) =>
    LANGS.map((lang) => `/${lang}/notebooks/${slug}/`),
  );
  const rest = [...concepts, ...cards, ...notebooks];
  return [...new Set(['/404.html', ...LANGS.flatMap(kinds), ...rest])];
}

export interface Sent {
  url: string;
  type: string;
  /** Bytes as a compressing host sends them. */
  bytes: number;
  /** Whether it holds a part of TF.js, told by what its code says, whatever the file is called. */
  tensorflow: boolean;
}

/** What was measured before in this worker: files with a hash in their name stay what they are. */
const measured = new Map<string, Sent>();

async function sizeOf(url: string, response: Response | APIResponse): Promise<Sent> {
  const known = measured.get(url);
  if (known) return known;
  const body = await response.body();
  const type = response.headers()['content-type'] ?? '';
  const packed = /font|image\/(?!svg)/.test(type) || /\.(woff2|png|webp|wasm)$/.test(url);
  const tensorflow = /Tensor is disposed|gl_FragColor|setOutput\(|registerKernel/.test(
    body.toString('latin1'),
  );
  const bytes = packed ? body.length : gzipSync(body, { level: 9 }).length;
  const sent = { url, type, tensorflow, bytes };
  if (/\/_astro\//.test(url)) measured.set(url, sent);
  return sent;
}

/** For how long, in ms, nothing may be under way before a page counts as quiet. */
const STILL = 100;

/** The requests of a page that are under way, and when that last changed. */
const networks = new WeakMap<Page, { open: Set<Request>; changed: number }>();

/** Counts the requests of a page from now on; called before it goes anywhere. */
export function watchNetwork(page: Page): void {
  if (networks.has(page)) return;
  const network = { open: new Set<Request>(), changed: Date.now() };
  const end = (request: Request) => {
    network.open.delete(request);
    network.changed = Date.now();
  };
  page.on('request', (request) => {
    network.open.add(request);
    network.changed = Date.now();
  });
  page.on('requestfinished', end);
  page.on('requestfailed', end);
  networks.set(page, network);
}

/**
 * Waits until the page is loaded, has had time of its own (what waits for an idle moment or for the
 * next picture has begun by then), and no request has been under way for a moment.
 */
export async function quiet(page: Page): Promise<void> {
  const network = networks.get(page)!;
  await page.waitForLoadState('load');
  await page.evaluate(async () => {
    for (let i = 0; i < 2; i++) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 }));
    }
  });
  for (;;) {
    const left = network.open.size > 0 ? STILL : network.changed + STILL - Date.now();
    if (left <= 0) return;
    await page.waitForTimeout(left);
  }
}

/** Does something and returns all that a page fetched by then, with compressed sizes. */
export async function fetched(page: Page, act: () => Promise<unknown>): Promise<Sent[]> {
  const sizes: Promise<Sent>[] = [];
  const note = (response: Response) => {
    if (response.status() === 200) sizes.push(sizeOf(response.url(), response));
  };
  watchNetwork(page);
  page.on('response', note);
  await act();
  await quiet(page);
  page.off('response', note);
  return Promise.all(sizes);
}

/**
 * Loads a page and returns all it fetched, with compressed sizes; its icon too, which a browser
 * without a window does not ask for.
 */
export async function load(page: Page, path: string): Promise<Sent[]> {
  const sent = await fetched(page, () => page.goto(path));
  const icon = await page.evaluate(
    () => document.querySelector<HTMLLinkElement>('link[rel="icon"]')?.href,
  );
  if (!icon || sent.some(({ url }) => url === icon)) return sent;
  return [...sent, await sizeOf(icon, await page.request.get(icon))];
}

/** Sum of the sizes, in kB of 1,000 bytes. */
export function kilobytes(sent: Sent[]): number {
  return sent.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
}

/** What was fetched, a line each: for the message of a budget that was passed. */
export const listed = (sent: Sent[]): string =>
  sent.map(({ url, bytes }) => `${bytes} ${new URL(url).pathname}`).join('\n');

export const isScript = ({ type, url }: Sent): boolean =>
  /javascript/.test(type) || /\.m?js$/.test(url);
