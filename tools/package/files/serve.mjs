#!/usr/bin/env node
/**
 * Serves the folder this file lies in. Node 18 or newer, nothing to install:
 *
 *   node serve.mjs [--port 8080] [--host 127.0.0.1]
 *
 * The next free port is taken unless one was named. --host 0.0.0.0 shares it with the network.
 */
import { createReadStream } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ipynb': 'application/x-ipynb+json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.yaml': 'text/yaml; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const TRIES = 50;

const root = await realpath(fileURLToPath(new URL('.', import.meta.url)));

/** The file or folder that an address names, inside the root; undefined for everything else. */
async function find(pathname) {
  let name;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (/[\\\0]/.test(name)) return undefined;
  try {
    // Links are followed before the comparison: none leads out of the folder.
    const file = await realpath(path.join(root, name));
    if (file !== root && !file.startsWith(root + path.sep)) return undefined;
    return { file, stats: await stat(file) };
  } catch {
    return undefined;
  }
}

/** The page for what is not there, with its addresses as seen from the one that was asked for. */
async function notFound(pathname) {
  const up = '../'.repeat(Math.max(0, pathname.split('/').length - 2)) || './';
  const page = await readFile(path.join(root, '404.html'), 'utf8').catch(() => 'Not found');
  return page.replace(
    /(\s(?:href|src|data-root|data-base)=")(?![a-z]+:|[/#])(?:\.\/)?/gi,
    (_, start) => start + up,
  );
}

async function answer(request, response) {
  const send = (status, headers, body) => {
    response.writeHead(status, { 'X-Content-Type-Options': 'nosniff', ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return send(405, { Allow: 'GET, HEAD' });
  }
  const [pathname, query] = request.url.split(/\?(.*)/s);
  let found = pathname.startsWith('/') ? await find(pathname) : undefined;
  if (found?.stats.isDirectory()) {
    if (!pathname.endsWith('/')) {
      const last = pathname.slice(pathname.lastIndexOf('/') + 1);
      return send(301, { Location: `./${last}/${query === undefined ? '' : `?${query}`}` });
    }
    found = await find(`${pathname}index.html`);
  } else if (pathname.endsWith('/')) {
    found = undefined;
  }
  if (!found?.stats.isFile()) {
    return send(404, { 'Content-Type': TYPES['.html'] }, await notFound(pathname));
  }
  const { file, stats } = found;
  const tag = `"${stats.size.toString(16)}-${Math.floor(stats.mtimeMs).toString(16)}"`;
  const headers = { ETag: tag, 'Cache-Control': 'no-cache' };
  if (request.headers['if-none-match'] === tag) return send(304, headers);
  headers['Content-Type'] = TYPES[path.extname(file).toLowerCase()] ?? 'application/octet-stream';
  headers['Content-Length'] = stats.size;
  if (request.method === 'HEAD') return send(200, headers);
  response.writeHead(200, { 'X-Content-Type-Options': 'nosniff', ...headers });
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The value after `--name`, or `--name=value`. */
function option(name) {
  const at = process.argv.findIndex((each) => each === name || each.startsWith(`${name}=`));
  if (at < 0) return undefined;
  return process.argv[at].slice(name.length + 1) || process.argv[at + 1];
}

const asked = option('--port');
const host = option('--host') ?? '127.0.0.1';
const first = asked === undefined ? 8080 : Number(asked);
if (!Number.isInteger(first) || first < 0 || first > 65535) {
  console.error(
    `端口应是 0 到 65535 之间的整数 · A port is a whole number from 0 to 65535: ${asked}`,
  );
  process.exit(1);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
let port = first;
server.on('error', (error) => {
  if (error.code === 'EADDRINUSE' && asked === undefined && port < first + TRIES) {
    server.listen(++port, host);
    return;
  }
  console.error(
    error.code === 'EADDRINUSE'
      ? `端口 ${port} 已被占用 · Port ${port} is taken: --port`
      : error.message,
  );
  process.exit(1);
});
server.on('listening', () => {
  ({ port } = server.address());
  const everywhere = host === '0.0.0.0' || host === '::';
  const others = everywhere
    ? Object.values(networkInterfaces())
        .flat()
        .filter(({ family, internal }) => !internal && (family === 'IPv4' || family === 4))
        .map(({ address }) => address)
    : [];
  const named = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const names = everywhere ? ['localhost', ...others] : [named];
  console.log('\n  感受野 · Receptive Field');
  for (const name of names) console.log(`  http://${name}:${port}/`);
  console.log('\n  Ctrl+C 停止 · Ctrl+C stops it\n');
});
server.listen(port, host);
