/** Built sites as a host serves them that can change, fail and vanish; and small variants of one. */
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'; // prettier-ignore
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { writeOffline } from '../../tools/build/offline.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  webp: 'image/webp',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
  webmanifest: 'application/manifest+json',
};

/** A host whose answers nobody stores: what a page has, it has from the network or the worker. */
export class Host {
  /** What is deployed. */
  folder: string;
  /** Paths that answer with this status instead. */
  readonly broken = new Map<string, number>();
  /** Every path that was asked for. */
  readonly asked: string[] = [];
  private server: Server | undefined;
  private port = 0;
  private readonly base: string;

  constructor(folder: string, base = '/') {
    this.folder = folder;
    this.base = base;
  }

  get address(): string {
    return `http://localhost:${this.port}${this.base}`;
  }

  /** Begins, or begins again at the same address. */
  async up(): Promise<void> {
    this.server = createServer((request, response) => {
      const { pathname } = new URL(request.url!, 'http://localhost');
      const name = decodeURIComponent(pathname).slice(this.base.length);
      this.asked.push(name);
      const status = this.broken.get(name);
      const file = path.join(this.folder, name.endsWith('/') || !name ? `${name}index.html` : name);
      const found = existsSync(file) && statSync(file).isFile();
      const ending = found ? path.extname(file).slice(1) : 'html';
      response.writeHead(status ?? (found ? 200 : 404), {
        'Content-Type': TYPES[ending] ?? 'application/octet-stream',
        'Cache-Control': 'no-store',
      });
      response.end(status ? '' : readFileSync(found ? file : path.join(this.folder, '404.html')));
    });
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** There is no network any more. */
  async down(): Promise<void> {
    const { server } = this;
    if (!server) return;
    this.server = undefined;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }
}

/** Every file below a folder. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => path.relative(folder, path.join(each.parentPath, each.name)))
    .map((name) => name.split(path.sep).join('/'));

/** What a small site leaves out: most pages and the big files. */
const BIG =
  /^(og|widgets|notebooks|data|models)\/|^pagefind\/(fragment|index)\/|^(zh|en)\/(notebooks|models|corrections|proofs|paths|questions|glossary)\/|^(zh|en)\/concepts\/(?!pooling\/|convolution\/|index)|\.wasm$/;

/**
 * A small site made of the built one, with some files changed and its list made anew.
 *
 * @param change gets the text of each page and style sheet, and returns what it becomes
 */
export async function variant(
  folder: string,
  change: (name: string, text: string) => string = (_, text) => text,
  base = '/',
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const from = base === '/' ? 'dist' : 'dist-base';
  for (const name of filesBelow(from)) {
    if (BIG.test(name) || /^(sw\.js|offline\.json)$/.test(name)) continue;
    const to = path.join(folder, name);
    mkdirSync(path.dirname(to), { recursive: true });
    if (/\.(html|css)$|^search\//.test(name)) {
      writeFileSync(to, change(name, readFileSync(path.join(from, name), 'utf8')));
    } else {
      linkSync(path.join(from, name), to);
    }
  }
  await writeOffline(folder, base);
}
