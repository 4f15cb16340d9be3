/**
 * Serves a built site the way a static host does: compressed, with its own 404 page.
 * node tools/serve.mjs [--dir dist] [--port 4321]; BASE says where the site is mounted.
 */
import compression from '@polka/compression';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { constants, gzipSync } from 'node:zlib';
import sirv from 'sirv';

const root = fileURLToPath(new URL('..', import.meta.url));

/** How texts are sent: each file by itself, at zlib's own level; small ones as they are. */
const COMPRESSED = { threshold: 1024, level: constants.Z_DEFAULT_COMPRESSION };

/**
 * How many bytes of a text cross the wire, without headers.
 *
 * @param {string} text
 */
export function sentBytes(text) {
  const { threshold, level } = COMPRESSED;
  const size = Buffer.byteLength(text);
  return size < threshold ? size : gzipSync(text, { level }).length;
}

/**
 * Starts a server of `dir` below `base`; resolves to the server and its address.
 * With `port` taken, the next free one is used unless `strict`.
 */
export async function serve({ dir, base = '/', port = 4321, strict = false, host = '127.0.0.1' }) {
  const folder = path.resolve(root, dir);
  if (!existsSync(path.join(folder, 'index.html'))) {
    throw new Error(`There is no built site in ${dir}. Run “npm run build” first.`);
  }
  const prefix = base.replace(/\/*$/, '/');
  const notFound = readFileSync(path.join(folder, '404.html'));
  const miss = (response) => {
    response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(notFound);
  };
  const files = sirv(folder, { etag: true, onNoMatch: (_request, response) => miss(response) });
  // Hosts compress WebAssembly as well; the middleware alone would not.
  const compress = compression({
    ...COMPRESSED,
    brotli: false,
    mimes: /text|javascript|\/json|xml|wasm/i,
  });
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    if (`${url}/` === prefix) {
      response.writeHead(302, { Location: prefix });
      response.end();
    } else if (!url.startsWith(prefix)) {
      miss(response);
    } else {
      request.url = `/${url.slice(prefix.length)}`;
      compress(request, response, () => files(request, response));
    }
  });
  for (let attempt = 0; ; attempt++) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port + attempt, host, resolve);
      });
      break;
    } catch (error) {
      if (strict || error.code !== 'EADDRINUSE' || attempt > 20) throw error;
    }
  }
  return { server, address: `http://localhost:${server.address().port}${prefix}` };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { dir: { type: 'string' }, port: { type: 'string' }, strict: { type: 'boolean' } },
  });
  try {
    const { address } = await serve({
      dir: values.dir ?? process.env.OUT ?? 'dist',
      base: process.env.BASE ?? '/',
      port: Number(values.port ?? 4321),
      strict: values.strict,
    });
    console.log(`\n  感受野 · Receptive Field\n  ${address}\n`);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
