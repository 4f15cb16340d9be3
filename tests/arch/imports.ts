/** Which way imports go. The layers, lowest first; a file may import its own layer and lower ones. */
import { posix } from 'node:path';
import ts from 'typescript';

interface Layer {
  name: string;
  rank: number;
  files: RegExp;
}

const LAYERS: Layer[] = [
  { name: 'lib', rank: 0, files: /^src\/lib\// },
  // Words and helpers that everything above may use.
  { name: 'i18n', rank: 0.5, files: /^src\/i18n\// },
  { name: 'runtime', rank: 1, files: /^src\/runtime\// },
  { name: 'site.ts', rank: 1.5, files: /^src\/(site\.ts$|styles\/)/ },
  { name: 'markdown', rank: 1.5, files: /^src\/markdown\// },
  { name: 'search', rank: 1.6, files: /^src\/search\// },
  { name: 'offline', rank: 1.6, files: /^src\/offline\// },
  { name: 'notebook', rank: 2, files: /^src\/notebook\// },
  { name: 'models', rank: 2, files: /^src\/models\// },
  // Drawing that widgets and the figures of pages share.
  { name: 'figures', rank: 2.5, files: /^src\/components\/figures\// },
  { name: 'widgets', rank: 3, files: /^src\/components\/widgets\// },
  // Reading the content (schemas, catalog) is below what shows it; the content itself is above.
  { name: 'catalog', rank: 3.5, files: /^src\/content\/[^/]+\.ts$/ },
  { name: 'components', rank: 4, files: /^src\/components\/(prose|site|notebook)\// },
  { name: 'content', rank: 5, files: /^src\/content\/.+\// },
  { name: 'layouts', rank: 5.5, files: /^src\/layouts\// },
  { name: 'pages', rank: 6, files: /^src\/(pages\/|content\.config\.ts$)/ },
];

/** Only these may import TensorFlow.js (others its types): the runtime, and listings that show it. */
const MAY_USE_TF = ['runtime', 'content'];

/** Path from the root of the repository → source text. */
export type Sources = ReadonlyMap<string, string>;

/** Import prefix → folder, from `paths` in tsconfig.json. */
export type Aliases = Record<string, string>;

export interface ImportProblem {
  file: string;
  line: number;
  message: string;
}

/** The layer a file belongs to. */
export function layerOf(path: string): Layer | undefined {
  return LAYERS.find(({ files }) => files.test(path));
}

/** Blanks everything that is not script in an .astro or .mdx file; positions stay. */
function scriptOf(path: string, source: string): string {
  if (/\.(ts|mjs)$/.test(path)) return source;
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  let rest = 0;
  let script = '';
  for (const part of source.matchAll(/^---\n[\s\S]*?^---$|<script\b[^>]*>[\s\S]*?<\/script>/gm)) {
    const body = part[0].replace(/^---|---$|<script\b[^>]*>|<\/script>/g, blank);
    script += blank(source.slice(rest, part.index)) + body;
    rest = part.index + part[0].length;
  }
  return script + blank(source.slice(rest));
}

export interface Import {
  to: string;
  line: number;
  /** `import type …`: nothing of it is left at run time. */
  typeOnly: boolean;
}

/** Every module a source imports, also by type, re-export and `import()`, with its line. */
export function importsOf(path: string, source: string): Import[] {
  const script = scriptOf(path, source);
  return ts.preProcessFile(script, true, true).importedFiles.map(({ fileName, pos }) => {
    const before = script.slice(0, pos);
    return {
      to: fileName,
      line: before.split('\n').length,
      typeOnly: /\b(?:import|export)\s+type\b(?:(?!\b(?:import|export)\b)[\s\S])*$/.test(before),
    };
  });
}

/** The file an import means, or undefined when it is a package. */
export function resolve(from: string, to: string, aliases: Aliases): string | undefined {
  const path = to.split('?')[0];
  if (path.startsWith('.')) return posix.join(posix.dirname(from), path);
  const alias = Object.keys(aliases).find((prefix) => path.startsWith(prefix));
  return alias && aliases[alias] + path.slice(alias.length);
}

function problemOf(
  from: string,
  { to, typeOnly }: Import,
  exists: (path: string) => boolean,
  aliases: Aliases,
): string | undefined {
  const own = layerOf(from)!;
  const target = resolve(from, to, aliases);
  if (target === undefined) {
    if (own.name === 'lib') return `src/lib uses no package, not even ${to}`;
    if (to.startsWith('@tensorflow/') && !typeOnly && !MAY_USE_TF.includes(own.name)) {
      return `${to}: src/runtime is the only door to TensorFlow.js`;
    }
    return undefined;
  }
  if (!/\.\w+$/.test(target)) return `${to} needs its extension (.ts)`;
  if (!exists(target)) return `${to}: there is no ${target}`;
  if (own.name === 'lib' && !target.startsWith('src/lib/'))
    return `src/lib imports nothing from outside, not ${to}`;
  if (!target.startsWith('src/')) return `${to} lies outside src`;
  const other = layerOf(target);
  if (!other) return `${to}: ${target} has no layer: add it to tests/arch/imports.ts`;
  if (other.rank < own.rank || other.name === own.name) return undefined;
  return `${own.name} must not import ${other.name} (${to}): imports point down`;
}

/** Every import that goes the wrong way. */
export function importProblems(
  sources: Sources,
  aliases: Aliases,
  exists: (path: string) => boolean = (path) => sources.has(path),
): ImportProblem[] {
  return [...sources].flatMap(([file, source]): ImportProblem[] => {
    if (!layerOf(file))
      return [{ file, line: 1, message: 'no layer: add it to tests/arch/imports.ts' }];
    return importsOf(file, source).flatMap((one) => {
      const message = problemOf(file, one, exists, aliases);
      return message ? [{ file, line: one.line, message }] : [];
    });
  });
}
