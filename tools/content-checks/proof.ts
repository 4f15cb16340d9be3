import type { Site } from './site.ts';

const TITLE =
  /\b(?:it|test)((?:\.\w+(?:\([^()]*\))?)*)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g;

/** What the formatter leaves on lines of its own. */
const COMMENT = /^[ \t]*(?:\/\/.*|\/\*[\s\S]*?\*\/)/gm;
/** Tests that are written and never run. */
const IDLE = /\.(?:skip|todo)\b/;

/** The titles of the tests in a file that run, as they are written. */
export function testTitles(source: string): string[] {
  return [...source.replace(COMMENT, '').matchAll(TITLE)]
    .filter(([, how]) => !IDLE.test(how))
    .map(([, , single, double, template]) =>
      (single ?? double ?? template).replace(/\\(.)/g, '$1'),
    );
}

/** What is wrong with a proof `tests/…/file.test.ts#title`, or undefined. */
export function testProblem(site: Site, proof: string): string | undefined {
  const at = proof.indexOf('#');
  const [file, title] = [proof.slice(0, at), proof.slice(at + 1)];
  const source = site.read(file);
  if (source === undefined) return `there is no file ${file}`;
  if (!testTitles(source).includes(title)) return `${file} has no test called “${title}” that runs`;
  return /^\s*describe\.(?:skip|todo)\b/m.test(source)
    ? `${file} leaves out a group of tests`
    : undefined;
}
