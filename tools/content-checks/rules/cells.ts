import { didYouMean } from '../../../src/markdown/nearest.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import type { NotebookData } from '../../../src/content/schema.ts';
import type { Element } from '../page.ts';
import type { Finding } from '../rule.ts';
import { understood, type NotebookFolder, type Site } from '../site.ts';

/** Lines a cell may have: what fits beside its output on one screen. */
const MOST_LINES = 40;

/** Components that need the concept.yaml of a concept page. */
const NOT_HERE = ['Fact', 'Figure', 'Listing', 'CodeTabs'];

type Notebook = NotebookFolder & { data: NotebookData };

function inYaml({ folder, yaml, data, cellFiles }: Notebook, site: Site): Finding[] {
  const found: Finding[] = [];
  const add = (path: (string | number)[], message: string, fix: string) =>
    found.push({ ...yaml.place(path), file: yaml.file, message, fix });
  data.cells.forEach((cell, at) => {
    const source = site.read(`${folder}/cells/${cell}`);
    if (source === undefined)
      add(
        ['cells', at],
        `there is no file ${folder}/cells/${cell}`,
        'write it or correct the name',
      );
    else if (source.trimEnd().split('\n').length > MOST_LINES)
      add(['cells', at], `${cell} has more than ${MOST_LINES} lines`, 'split it into two cells');
    if (data.cells.indexOf(cell) !== at)
      add(['cells', at], `the cell ${cell} stands twice`, 'each cell stands once');
  });
  const listings = Object.entries(data.python).flatMap(([cell, all]) => {
    if (!data.cells.includes(cell))
      add(
        ['python', cell],
        `there is no cell ${cell}${didYouMean(cell, data.cells)}`,
        'name a file of `cells:`',
      );
    all.forEach(({ library }, at) => {
      if (all.findIndex((other) => other.library === library) !== at)
        add(['python', cell], `${cell} has two listings in ${library}`, 'keep one of each library');
    });
    return all.map(({ file }) => ({ cell, file }));
  });
  for (const { cell, file } of listings) {
    if (site.read(`${folder}/${file}`) === undefined)
      add(['python', cell], `there is no file ${folder}/${file}`, 'write it or correct the name');
  }
  const known = [
    ...data.cells,
    ...listings.map(({ file }) => file.replace(/^cells\//, '')),
    ...listings.map(({ file }) => file.replace(/^cells\//, '').replace(/\.py$/, '.out.txt')),
  ];
  for (const name of cellFiles) {
    if (known.includes(name)) continue;
    found.push({
      file: `${folder}/cells/${name}`,
      line: 1,
      message: 'a file that notebook.yaml does not name',
      fix: 'add it to `cells:` or `python:`, or delete it',
    });
  }
  const slugs = site.concepts.map(({ slug }) => slug);
  data.concepts.forEach((slug, at) => {
    if (slugs.includes(slug)) return;
    const message = `there is no concept \`${slug}\`${didYouMean(slug, slugs)}`;
    add(['concepts', at], message, 'name the slug of a concept');
  });
  return found;
}

function idProblem({ name, props }: Element, { data }: Notebook, site: Site): string | undefined {
  if (NOT_HERE.includes(name)) return `<${name}> is for concept pages`;
  const terms = site.terms?.data?.map(({ id }) => id) ?? [];
  const references = data.references.map(({ id }) => id);
  const known = { Term: terms, Cite: references }[name];
  if (!known || known.includes(props.id)) return undefined;
  return `there is no ${name === 'Term' ? 'term' : 'reference'} \`${props.id}\`${didYouMean(props.id ?? '', known)}`;
}

function onPages(notebook: Notebook, site: Site): Finding[] {
  const { cells } = notebook.data;
  return LANGS.flatMap((lang): Finding[] => {
    const page = notebook.pages[lang];
    if (!page || page.syntax) return [];
    const { file } = page;
    const found: Finding[] = [];
    const placed = page.elements.filter(({ name }) => name === 'Cell');
    placed.forEach(({ line, column, props }, at) => {
      if (props.file === cells[at]) return;
      const message = cells.includes(props.file)
        ? `the cell ${props.file} stands where notebook.yaml has ${cells[at] ?? 'no cell'}`
        : `there is no cell \`${props.file}\`${didYouMean(props.file ?? '', cells)}`;
      const fix = 'place the cells of notebook.yaml in their order, each once';
      found.push({ file, line, column, message, fix });
    });
    if (placed.length < cells.length) {
      found.push({
        file,
        line: page.text.trimEnd().split('\n').length,
        message: `${cells.slice(placed.length).join(', ')}: not on this page`,
        fix: `write <Cell file="${cells[placed.length]}" /> where it belongs`,
      });
    }
    for (const element of page.elements) {
      const message = idProblem(element, notebook, site);
      if (!message) continue;
      const { line, column } = element;
      const fix =
        'terms stand in src/content/glossary/terms.yaml, references in notebook.yaml, code in cells';
      found.push({ file, line, column, message, fix });
    }
    return found;
  });
}

/** Cells are files, in order, on both pages; what notebooks name exists; a cell is for notebooks. */
export default function cells(site: Site): Finding[] {
  const notebooks = site.notebooks.filter((each): each is Notebook => Boolean(each.data));
  const orders = new Map<number, string>();
  const twice = notebooks.flatMap(({ slug, yaml, data }): Finding[] => {
    const taken = orders.get(data.order);
    orders.set(data.order, slug);
    if (taken === undefined) return [];
    const message = `order ${data.order} is taken by \`${taken}\``;
    return [
      {
        ...yaml.place(['order']),
        file: yaml.file,
        message,
        fix: 'give every notebook its own place',
      },
    ];
  });
  const elsewhere = understood(site).flatMap(({ pages }) =>
    LANGS.flatMap((lang) =>
      (pages[lang]?.elements ?? [])
        .filter(({ name }) => name === 'Cell')
        .map(({ line, column }): Finding => ({
          file: pages[lang]!.file,
          line,
          column,
          message: '<Cell> is for notebooks',
          fix: 'show the code with <Listing>, or link to a notebook',
        })),
    ),
  );
  return [
    ...twice,
    ...elsewhere,
    ...notebooks.flatMap((notebook) => [...inYaml(notebook, site), ...onPages(notebook, site)]),
  ];
}
