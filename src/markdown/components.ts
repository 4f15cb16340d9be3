/**
 * remark: authors write `<Term id="stride" />` without importing anything. Every component a page
 * uses is imported into it and told its `lang` and its `concept` or `notebook`; an unknown one
 * fails the build.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Root } from 'mdast';
import type { MdxJsxFlowElement, MdxJsxTextElement, MdxjsEsm } from 'mdast-util-mdx';
import { visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { conceptOf, langOf, notebookOf } from './file-facts.ts';
import { didYouMean } from './nearest.ts';

/** Component name → the module its default export comes from. */
export type ComponentRegistry = ReadonlyMap<string, string>;

/** `receptive-field` → `ReceptiveField`. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function files(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

/** The components pages may use: `src/components/prose/*.astro`, each widget as `<NameWidget>`, `<Cell>`. */
export function scanComponents(root: string): ComponentRegistry {
  const registry = new Map<string, string>();
  for (const file of files(join(root, 'src/components/prose'))) {
    if (file.endsWith('.astro')) registry.set(file.slice(0, -6), `@prose/${file}`);
  }
  if (existsSync(join(root, 'src/components/notebook/Cell.astro'))) {
    registry.set('Cell', '@notebook/Cell.astro');
  }
  for (const name of files(join(root, 'src/components/widgets'))) {
    if (!existsSync(join(root, 'src/components/widgets', name, 'Widget.astro'))) continue;
    registry.set(`${pascalCase(name)}Widget`, `@widgets/${name}/Widget.astro`);
  }
  return registry;
}

type Jsx = MdxJsxFlowElement | MdxJsxTextElement;

const FORBIDDEN_HTML = ['script', 'style', 'iframe', 'a', 'img'];

/** What is wrong with an element's name, or undefined. */
export function elementProblem(
  name: string | null,
  registry: ComponentRegistry,
): string | undefined {
  if (!name) return undefined;
  if (FORBIDDEN_HTML.includes(name)) {
    return `<${name}> is not for pages: use Markdown or a component`;
  }
  if (!/^[A-Z]/.test(name) || registry.has(name)) return undefined;
  const known = [...registry.keys()];
  return `unknown component <${name}>${didYouMean(name, known) || `; known: ${known.join(', ')}`}`;
}

function importOf(name: string, from: string): MdxjsEsm {
  const source = { type: 'Literal', value: from, raw: JSON.stringify(from) } as const;
  return {
    type: 'mdxjsEsm',
    value: `import ${name} from ${source.raw};`,
    data: {
      estree: {
        type: 'Program',
        sourceType: 'module',
        comments: [],
        body: [
          {
            type: 'ImportDeclaration',
            attributes: [],
            source,
            specifiers: [{ type: 'ImportDefaultSpecifier', local: { type: 'Identifier', name } }],
          },
        ],
      },
    },
  };
}

function give(element: Jsx, name: string, value: string | undefined): void {
  if (value === undefined) return;
  if (element.attributes.some((a) => a.type === 'mdxJsxAttribute' && a.name === name)) return;
  element.attributes.push({ type: 'mdxJsxAttribute', name, value });
}

export default function remarkComponents(registry: ComponentRegistry) {
  return (tree: Root, file: VFile): void => {
    const lang = langOf(file);
    const concept = conceptOf(file);
    const notebook = notebookOf(file);
    const used = new Set<string>();
    visit(tree, (node) => {
      if (node.type === 'mdxjsEsm') {
        const message = 'pages neither import nor export: components are there by their name';
        file.fail(message, node, 'receptive-field:components');
      }
      if (node.type !== 'mdxJsxFlowElement' && node.type !== 'mdxJsxTextElement') return;
      const problem = elementProblem(node.name, registry);
      if (problem) file.fail(problem, node, 'receptive-field:components');
      if (!node.name || !registry.has(node.name)) return;
      used.add(node.name);
      give(node, 'lang', lang);
      give(node, 'concept', concept);
      give(node, 'notebook', notebook);
    });
    tree.children.unshift(...[...used].map((name) => importOf(name, registry.get(name)!)));
  };
}
