/**
 * A notebook as a Jupyter file (nbformat 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html)
 * and back. Pure.
 */

import type { Changes } from './share.ts';

export type Part =
  | { kind: 'prose'; markdown: string }
  /** `name` says which cell of the page it is; a scratch cell has none. */
  | { kind: 'code'; source: string; name?: string };

interface MarkdownCell {
  id: string;
  cell_type: 'markdown';
  metadata: Record<string, unknown>;
  source: string[];
}

interface CodeCell {
  id: string;
  cell_type: 'code';
  metadata: Record<string, unknown>;
  source: string[];
  execution_count: null;
  outputs: never[];
}

export interface JupyterNotebook {
  nbformat: 4;
  nbformat_minor: 5;
  metadata: Record<string, unknown>;
  cells: (MarkdownCell | CodeCell)[];
}

const KERNELS = {
  typescript: {
    kernelspec: { name: 'deno', display_name: 'Deno', language: 'typescript' },
    language_info: {
      name: 'typescript',
      file_extension: '.ts',
      mimetype: 'text/x.typescript',
      codemirror_mode: 'typescript',
      pygments_lexer: 'typescript',
    },
  },
  python: {
    kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' },
    language_info: {
      name: 'python',
      file_extension: '.py',
      mimetype: 'text/x-python',
      pygments_lexer: 'ipython3',
    },
  },
};

/** Largest file that is read, in characters. */
export const FILE_CAP = 5_000_000;

/** Lines as nbformat keeps them: each but the last with its line end. */
function lines(text: string): string[] {
  const all = text.replace(/\r\n/g, '\n').trimEnd().split('\n');
  return all.map((line, at) => (at < all.length - 1 ? `${line}\n` : line));
}

/** An id that nbformat takes: letters, digits, `-` and `_`, at most 64. */
const idOf = (name: string) =>
  name
    .replace(/\.\w+$/, '')
    .replace(/[^\w-]/g, '-')
    .slice(0, 60);

/**
 * The Jupyter file of a notebook.
 *
 * @param notebook slug, kept in the metadata so that the page knows its own file again
 * @param setup code that runs first and defines what the page's kernel has built in
 */
export function toJupyter(
  parts: readonly Part[],
  {
    notebook,
    language,
    setup,
  }: { notebook: string; language: keyof typeof KERNELS; setup?: string },
): JupyterNotebook {
  const used = new Set<string>();
  const id = (wish: string): string => {
    let name = wish;
    for (let n = 2; used.has(name); n++) name = `${wish}-${n}`;
    used.add(name);
    return name;
  };
  const code = (source: string, name: string | undefined): CodeCell => ({
    id: id(name ? idOf(name) : 'scratch'),
    cell_type: 'code',
    metadata: name ? { receptiveField: { cell: name } } : {},
    source: lines(source),
    execution_count: null,
    outputs: [],
  });
  const cells = parts
    .filter((part) => part.kind === 'code' || part.markdown.trim())
    .map((part): MarkdownCell | CodeCell =>
      part.kind === 'code'
        ? code(part.source, part.name)
        : { id: id('text'), cell_type: 'markdown', metadata: {}, source: lines(part.markdown) },
    );
  if (setup) {
    const first = {
      ...code(setup, undefined),
      id: id('setup'),
      metadata: { receptiveField: { setup: true } },
    };
    cells.splice(Math.min(1, cells.length), 0, first);
  }
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { ...KERNELS[language], receptiveField: { notebook } },
    cells,
  };
}

export type FileProblem = 'not-json' | 'not-notebook' | 'no-code' | 'too-large' | 'other';

/** Why a file cannot be read as a notebook of this page. */
export class FileError extends Error {
  readonly problem: FileProblem;

  constructor(problem: FileProblem) {
    super(problem);
    this.problem = problem;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands in the code cells of a file, in order; the setup is left out. */
export interface FileCell {
  /** The cell of the page, if the file says so. */
  name?: string;
  source: string;
}

/**
 * The code cells of a Jupyter file; nothing of it is trusted.
 *
 * @param notebook slug of the page that opens it
 * @throws FileError saying why it cannot be read
 */
export function fromJupyter(text: string, notebook: string): FileCell[] {
  if (text.length > FILE_CAP) throw new FileError('too-large');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new FileError('not-json');
  }
  if (!isRecord(json) || json.nbformat !== 4 || !Array.isArray(json.cells)) {
    throw new FileError('not-notebook');
  }
  const own = isRecord(json.metadata) ? json.metadata.receptiveField : undefined;
  if (isRecord(own) && own.notebook !== notebook) throw new FileError('other');
  const language = isRecord(json.metadata) && json.metadata.language_info;
  if (isRecord(language) && !/^(type|java)script$/i.test(String(language.name))) {
    throw new FileError('no-code');
  }
  const found = json.cells.flatMap((cell): FileCell[] => {
    if (!isRecord(cell) || cell.cell_type !== 'code') return [];
    const mark = isRecord(cell.metadata) ? cell.metadata.receptiveField : undefined;
    if (isRecord(mark) && mark.setup) return [];
    const lines = Array.isArray(cell.source) ? cell.source : [cell.source];
    if (!lines.every((line) => typeof line === 'string')) return [];
    const name = isRecord(mark) && typeof mark.cell === 'string' ? mark.cell : undefined;
    return [{ ...(name ? { name } : {}), source: lines.join('') }];
  });
  if (!found.length) throw new FileError('no-code');
  return found;
}

/** A file with the reader's code in place of the original, and scratch cells where they stand. */
export function withChanges(file: JupyterNotebook, { cells, scratch }: Changes): JupyterNotebook {
  const used = new Set(file.cells.map(({ id }) => id));
  const result = file.cells.flatMap((cell): JupyterNotebook['cells'] => {
    const mark = cell.metadata.receptiveField as { cell?: string } | undefined;
    const name = cell.cell_type === 'code' ? mark?.cell : undefined;
    if (!name) return [cell];
    const own = Object.hasOwn(cells, name) ? { ...cell, source: lines(cells[name]) } : cell;
    const added = scratch
      .filter(({ after }) => after === name)
      .map(({ source }): CodeCell => {
        let n = 1;
        while (used.has(`scratch-${n}`)) n++;
        used.add(`scratch-${n}`);
        return {
          id: `scratch-${n}`,
          cell_type: 'code',
          metadata: {},
          source: lines(source),
          execution_count: null,
          outputs: [],
        };
      });
    return [own, ...added];
  });
  return { ...file, cells: result };
}
