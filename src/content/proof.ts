/** The tests that prove corrections, as readers see them: code in pieces, each test with an address. */

/** `tests/content/facts/pooling.test.ts` → `pooling`; other folders keep their names. */
export function proofSlug(file: string): string {
  return file
    .replace(/^tests\//, '')
    .replace(/^content\/facts\//, '')
    .replace(/\.test\.ts$/, '')
    .replaceAll('/', '-');
}

/** The id of a test on the page of its file: its title in lower case, words joined by `-`. */
export function proofId(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

export interface Piece {
  /** The title of the test; undefined for what stands around tests. */
  title?: string;
  code: string;
}

const OPENS = /^(\s*)(?:it|test)(?:\.\w+(?:\([^()]*\))?)*\(/;

/**
 * Cuts a test file into its tests and what stands between them, in order.
 *
 * A test begins on a line of its own and ends on the first line of the same indentation that closes
 * it, as the formatter writes it. `titles` are those wanted; other tests stay with their neighbors.
 * Throws when a title is not found.
 */
export function cutTests(source: string, titles: readonly string[]): Piece[] {
  const pieces: Piece[] = [];
  let around: string[] = [];
  const flush = () => {
    const code = around.join('\n').replace(/^\n+|\s+$/g, '');
    if (code) pieces.push({ code });
    around = [];
  };
  const lines = source.split('\n');
  const missing = new Set(titles);
  for (let at = 0; at < lines.length; at++) {
    const [, indent] = OPENS.exec(lines[at]) ?? [];
    const head = lines.slice(at, at + 2).join('\n');
    const title = indent === undefined ? undefined : titles.find((each) => isTitled(head, each));
    if (title === undefined) {
      around.push(lines[at]);
      continue;
    }
    flush();
    const closes = (line: string) => line.startsWith(`${indent}}`) && /\);$/.test(line);
    const end = lines.findIndex((line, i) => i >= at && (closes(line) || (i === at && /\);$/.test(line)))); // prettier-ignore
    const code = lines.slice(at, end + 1).map((line) => line.replace(indent, ''));
    pieces.push({ title, code: code.join('\n') });
    missing.delete(title);
    at = end;
  }
  flush();
  if (missing.size) throw new Error(`no test called ${[...missing].join(', ')}`);
  return pieces;
}

/** Whether the first string after the opening bracket is this title. */
function isTitled(head: string, title: string): boolean {
  const [, quote, rest] = /\(\s*(['"`])([^]*)/.exec(head) ?? [];
  if (quote === undefined) return false;
  const plain = rest.replace(/\\(.)/g, '$1');
  return plain.startsWith(title + quote);
}
