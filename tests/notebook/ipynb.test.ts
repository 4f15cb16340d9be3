/** Jupyter files: the rules of the schema of nbformat 4.5, and there and back. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { notebookParts } from '../../src/content/notebook-markdown.ts';
import { fromJupyter, toJupyter, withChanges, type Part } from '../../src/notebook/ipynb.ts';

type Json = Record<string, unknown>;

/** What https://github.com/jupyter/nbformat/blob/main/nbformat/v4/nbformat.v4.5.schema.json asks. */
function problems(file: unknown): string[] {
  const found: string[] = [];
  const check = (good: boolean, what: string) => void (good || found.push(what));
  const keys = (value: Json, required: string[], optional: string[], what: string) => {
    for (const key of required) check(key in value, `${what} needs ${key}`);
    for (const key of Object.keys(value)) {
      check([...required, ...optional].includes(key), `${what} has ${key}`);
    }
  };
  const text = (value: unknown) =>
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((line) => typeof line === 'string'));
  const root = file as Json & { cells: Json[]; metadata: Json };
  keys(root, ['metadata', 'nbformat_minor', 'nbformat', 'cells'], [], 'the file');
  check(root.nbformat === 4 && Number(root.nbformat_minor) >= 5, 'nbformat 4.5');
  const { kernelspec, language_info: language } = root.metadata as Record<string, Json>;
  check(typeof kernelspec?.name === 'string', 'kernelspec.name');
  check(typeof kernelspec?.display_name === 'string', 'kernelspec.display_name');
  check(typeof language?.name === 'string', 'language_info.name');
  const ids = new Set<unknown>();
  for (const cell of root.cells) {
    check(/^[a-zA-Z0-9-_]{1,64}$/.test(String(cell.id)), `id ${String(cell.id)}`);
    check(!ids.has(cell.id), `id ${String(cell.id)} stands twice`);
    ids.add(cell.id);
    check(text(cell.source), 'source');
    check(typeof cell.metadata === 'object', 'metadata');
    if (cell.cell_type === 'markdown') {
      keys(cell, ['id', 'cell_type', 'metadata', 'source'], ['attachments'], 'a markdown cell');
    } else {
      check(cell.cell_type === 'code', `cell_type ${String(cell.cell_type)}`);
      const required = ['id', 'cell_type', 'metadata', 'source', 'outputs', 'execution_count'];
      keys(cell, required, [], 'a code cell');
      check(cell.execution_count === null || Number.isInteger(cell.execution_count), 'count');
      check(Array.isArray(cell.outputs), 'outputs');
    }
  }
  return found;
}

const parts: Part[] = [
  { kind: 'prose', markdown: '# 张量\n\n一句话。' },
  { kind: 'code', name: 'first-step.ts', source: 'const x = 1;\nx + 1' },
  { kind: 'prose', markdown: '   ' },
  { kind: 'code', name: 'second.ts', source: '' },
  { kind: 'code', source: 'scratch' },
  { kind: 'code', source: 'scratch 2' },
];
const options = { notebook: 'tensors', language: 'typescript', setup: 'const tf = 1;' } as const;
const file = () => toJupyter(parts, options);

describe('a Jupyter file', () => {
  it('follows the schema of nbformat 4.5, in both languages', () => {
    expect(problems(file())).toEqual([]);
    expect(problems(toJupyter(parts, { notebook: 'tensors', language: 'python' }))).toEqual([]);
  });

  it('with a fault does not', () => {
    const plant = (change: (file: Json & { cells: Json[]; metadata: Json }) => void) => {
      const copy = JSON.parse(JSON.stringify(file()));
      change(copy);
      return problems(copy);
    };
    expect(plant(({ cells }) => (cells[0].id = 'a.b'))).toEqual(['id a.b']);
    expect(plant(({ cells }) => (cells[0].outputs = []))).toEqual(['a markdown cell has outputs']);
    expect(plant(({ cells }) => delete cells[1].execution_count)).not.toEqual([]);
    expect(plant(({ cells }) => (cells[1].id = cells[2].id))).not.toEqual([]);
    expect(plant(({ metadata }) => delete metadata.kernelspec)).not.toEqual([]);
  });

  it('gives every cell an id that is allowed, whatever its name', () => {
    const odd = ['a b.c.ts', '步.ts', `${'x'.repeat(90)}.ts`, 'a-b-c.ts'];
    const all = odd.map((name): Part => ({ kind: 'code', name, source: '1' }));
    expect(problems(toJupyter(all, options))).toEqual([]);
  });

  it('names the kernel, and runs what the page has built in right after the title', () => {
    expect(file().metadata.kernelspec).toMatchObject({ name: 'deno', language: 'typescript' });
    expect(file().cells.map(({ id }) => id)).toEqual(['text', 'setup', 'first-step', 'second', 'scratch', 'scratch-2']); // prettier-ignore
    expect(file().cells[2].source).toEqual(['const x = 1;\n', 'x + 1']);
  });

  it('is read back cell by cell, without the setup', () => {
    expect(fromJupyter(JSON.stringify(file()), 'tensors')).toEqual([
      { name: 'first-step.ts', source: 'const x = 1;\nx + 1' },
      { name: 'second.ts', source: '' },
      { source: 'scratch' },
      { source: 'scratch 2' },
    ]);
  });

  it('takes the code of the reader in place of the original', () => {
    const changed = withChanges(file(), {
      notebook: 'tensors',
      cells: { 'first-step.ts': 'const x = 2;' },
      scratch: [{ after: 'first-step.ts', source: 'mine' }],
    });
    expect(problems(changed)).toEqual([]);
    expect(fromJupyter(JSON.stringify(changed), 'tensors').slice(0, 2)).toEqual([
      { name: 'first-step.ts', source: 'const x = 2;' },
      { source: 'mine' },
    ]);
    expect(changed.cells[1]).toEqual(file().cells[1]);
  });

  it.each([
    ['no json', '<html>', 'not-json'],
    ['another json', '{"cells": []}', 'not-notebook'],
    ['a list', '[]', 'not-notebook'],
    ['an old format', '{"nbformat": 3, "worksheets": []}', 'not-notebook'],
    ['no code', '{"nbformat": 4, "cells": []}', 'no-code'],
    ['rubbish cells', '{"nbformat": 4, "cells": [1, null, {"cell_type": "code"}]}', 'no-code'],
    [
      'Python',
      '{"nbformat":4,"metadata":{"language_info":{"name":"python"}},"cells":[{"cell_type":"code","source":"x"}]}',
      'no-code',
    ],
    ['another notebook', '{"nbformat":4,"metadata":{"receptiveField":{"notebook":"x"}},"cells":[]}', 'other'], // prettier-ignore
    ['too much', ' '.repeat(5_000_001), 'too-large'],
  ])('that is %s is refused', (_, text, problem) => {
    expect(() => fromJupyter(text, 'tensors')).toThrow(expect.objectContaining({ problem }));
  });
});

it('prose loses its components and its links become whole addresses', () => {
  const mdx = `## 形状 {/* shape */}

看 <Term id="feature-map" />、<Term id="tensor">张量</Term>和 <Cite id="a2001" />，见[池化](/concepts/pooling/#how)。

<Cell file="a.ts" />

<Pitfall>
<Wrong>

不对：$a < b$。

</Wrong>
</Pitfall>
`;
  const made = notebookParts(mdx, {
    lang: 'zh',
    origin: 'https://example.org/rf/',
    title: '题',
    summary: '一句。',
    term: (id) => `«${id}»`,
    reference: () => 3,
    source: (name) => `// ${name}`,
  });
  expect(made).toEqual([
    { kind: 'prose', markdown: '# 题\n\n一句。' },
    {
      kind: 'prose',
      markdown:
        '## 形状\n\n看 «feature-map»、张量和 [3]，见[池化](https://example.org/rf/zh/concepts/pooling/#how)。',
    },
    { kind: 'code', name: 'a.ts', source: '// a.ts' },
    { kind: 'prose', markdown: '不对：$a < b$。' },
  ]);
});

describe('the code that stands in for the page in Deno', () => {
  const shown: Record<string, string>[] = [];
  /** Just enough of TensorFlow.js. */
  class Tensor {
    readonly data: number[];
    readonly shape: number[];
    readonly dtype: string;
    constructor(data: ArrayLike<number>, shape: number[], dtype = 'float32') {
      [this.data, this.shape, this.dtype] = [Array.from(data), shape, dtype];
    }
    dataSync = () => this.data;
    reshape = (shape: number[]) => new Tensor(this.data, shape, this.dtype);
    print() {}
  }
  const tf = {
    Tensor,
    tensor4d: (data: Float32Array, shape: number[]) => new Tensor(data, shape),
    tensor1d: (data: number[], dtype: string) => new Tensor(data, [data.length], dtype),
  };
  const preamble = readFileSync(
    new URL('../../src/notebook/preamble.deno.txt', import.meta.url),
    'utf8',
  ).replace(/^import \* as tf .*$/m, '');
  const root = new URL('../../public/data/', import.meta.url);
  const built = new Function(
    'tf',
    'Deno',
    'fetch',
    'DATA',
    `${stripTypeScriptTypes(preamble)}\nreturn { display, plot, progress, dataset, frame };`,
  )(
    tf,
    { jupyter: { display: (data: Record<string, string>) => shown.push(data) } },
    async (address: string) => new Response(readFileSync(new URL(address, root))),
    root.href,
  );

  it('shows pictures, charts and formulas', () => {
    built.display.image(new Tensor([0, 1, 0.5, 1], [2, 2]), { scale: 8, caption: '<b>' });
    const [{ 'text/html': html }] = shown;
    expect(html).toContain('width="16"');
    expect(html).toContain('&#60;b&#62;');
    const bytes = Buffer.from(/base64,([^"]+)/.exec(html)![1], 'base64');
    // Rows from the bottom: 0.5 and 1, then 0 and 1, each padded to 8 bytes.
    expect([bytes.length, ...bytes.subarray(54)]).toEqual([70, 128, 128, 128, 255, 255, 255, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0]); // prettier-ignore
    built.display.images(new Tensor(new Array(12).fill(0), [3, 2, 2]), { columns: 2 });
    built.display.chart({ type: 'line', series: [{ name: 'a', points: [[0, 1], [1, NaN], [2, 3]] }] }); // prettier-ignore
    expect(shown.at(-1)!['image/svg+xml']).toMatch(/<polyline[^>]*points="50,210 470,30"/);
    built.display.math('x^2');
    expect(shown.at(-1)).toEqual({ 'text/latex': '$$x^2$$' });
  });

  it('reads the data of this site in the order of the page', async () => {
    const { images, labels } = await built.dataset('digits', 'test', 25);
    expect([images.shape, labels.dtype]).toEqual([[25, 28, 28, 1], 'int32']);
    expect(labels.data).toEqual(Array.from({ length: 25 }, (_, i) => i % 10));
    const ink = images.data.slice(0, 784);
    expect(Math.max(...ink)).toBe(1);
    expect(ink[0]).toBe(0);
    expect(ink.filter((v: number) => v > 0.5).length).toBeGreaterThan(40);
    // Another decoder reads the same first tile.
    const { data, info } = await sharp(fileURLToPath(new URL('digits/test.png', root)))
      .extract({ left: 0, top: 0, width: 28, height: 28 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const tile = Array.from({ length: 784 }, (_, i) => Math.fround(data[i * info.channels] / 255));
    expect(ink).toEqual(tile);
  });
});
