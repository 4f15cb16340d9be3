/** Serves the page of page.ts under the policy that pages with a notebook have. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { policyFor } from '../../../tools/build/csp.ts';
import { notebookAssets, runnerScript, sandboxFiles } from '../../../tools/build/notebook.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

export interface Site {
  server: Server;
  address: string;
  /** Addresses asked for, with the bytes sent. */
  requests: { path: string; bytes: number }[];
}

async function script(): Promise<string> {
  const assets = await notebookAssets('');
  const result = (await build({
    configFile: false,
    root: folder,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      lib: { entry: path.join(folder, 'page.ts'), formats: ['es'] },
    },
    plugins: [
      {
        name: 'assets',
        resolveId: (id) => (id === 'virtual:notebook-assets' ? `\0${id}` : undefined),
        load: (id) =>
          id === '\0virtual:notebook-assets'
            ? `export default ${JSON.stringify(assets)};`
            : undefined,
      },
    ],
  })) as unknown as { output: { code: string }[] }[];
  return result[0].output[0].code;
}

/** Starts the site on a free port, compressed like a static host; `extra` adds files. */
export async function serveNotebookPage(extra: Record<string, string> = {}): Promise<Site> {
  const html =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Notebook</title><body data-notebook><script src="/page.js" type="module"></script>';
  const policy = policyFor(html, 'index.html', (await runnerScript()).hash);
  const files = new Map<string, [type: string, content: Uint8Array]>([
    [
      '/',
      [
        'text/html',
        Buffer.from(
          html.replace(
            '<title>',
            `<meta http-equiv="content-security-policy" content="${policy}"><title>`,
          ),
        ),
      ],
    ],
    ['/page.js', ['text/javascript', Buffer.from(await script())]],
    ...Object.entries(extra).map(([name, text]): [string, [string, Uint8Array]] => [
      name,
      [name.endsWith('.js') ? 'text/javascript' : 'text/html', Buffer.from(text)],
    ]),
  ]);
  for (const { name, content } of Object.values(await sandboxFiles())) {
    files.set(`/${name}`, [
      name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript',
      content,
    ]);
  }
  const packed = new Map(
    [...files].map(([name, [type, content]]) => [name, [type, gzipSync(content)] as const]),
  );
  const requests: Site['requests'] = [];
  const server = createServer((request, response) => {
    const name = request.url!.split('?')[0];
    const file = packed.get(name);
    requests.push({ path: request.url!, bytes: file?.[1].length ?? 0 });
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': file[0], 'Content-Encoding': 'gzip' });
    response.end(file[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, address: `http://localhost:${port}/`, requests };
}
