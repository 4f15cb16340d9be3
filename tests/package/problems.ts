/** What is wrong with an unpacked EPUB or with pages of a docset, one line for each fault. */
import path from 'node:path';
import sax from 'sax';

export type Files = ReadonlyMap<string, Buffer>;

interface Tag {
  name: string;
  uri: string;
  attributes: Record<string, string>;
}

/** All elements of an XML text; throws where it is not well formed. */
export function xmlTags(text: string): Tag[] {
  const tags: Tag[] = [];
  const parser = sax.parser(true, { xmlns: true });
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = (node) => {
    const tag = node as sax.QualifiedTag;
    tags.push({
      name: tag.local,
      uri: tag.uri,
      attributes: Object.fromEntries(
        Object.values(tag.attributes).map(({ name, value }) => [name, value]),
      ),
    });
  };
  parser.write(text).close();
  return tags;
}

const MATH = 'http://www.w3.org/1998/Math/MathML';
const SVG = 'http://www.w3.org/2000/svg';
const HTML = 'http://www.w3.org/1999/xhtml';
const MATH_NAMES =
  /^(math|m(i|n|o|text|space|row|frac|sqrt|root|style|sub|sup|subsup|under|over|underover|table|tr|td|padded|phantom))$/;

/** Faults of an EPUB: manifest, spine, XML, ids, links, what is forbidden, what must be announced. */
export function epubProblems(files: Files): string[] {
  const problems: string[] = [];
  const parsed = new Map<string, Tag[]>();
  for (const [name, data] of files) {
    if (!/\.(xhtml|opf|ncx|xml)$/.test(name)) continue;
    try {
      parsed.set(name, xmlTags(data.toString()));
    } catch (error) {
      problems.push(`${name}: not well-formed, ${String(error).split('\n')[0]}`);
    }
  }
  const container = parsed.get('META-INF/container.xml') ?? [];
  const opfName = container.find(({ name }) => name === 'rootfile')?.attributes['full-path'] ?? '';
  const opf = parsed.get(opfName);
  if (!opf) return [...problems, 'container.xml names no package file'];
  const folder = path.posix.dirname(opfName);
  const items = opf.filter(({ name }) => name === 'item').map(({ attributes }) => attributes);
  const listed = new Map(items.map((item) => [path.posix.join(folder, item.href), item]));
  const itemIds = new Set(items.map(({ id }) => id));
  if (itemIds.size !== items.length) problems.push('two items of the manifest share an id');
  for (const name of listed.keys()) if (!files.has(name)) problems.push(`${name}: no such file`);
  for (const name of files.keys()) {
    const free = ['mimetype', 'META-INF/container.xml', opfName].includes(name);
    if (!free && !listed.has(name)) problems.push(`${name}: not in the manifest`);
  }
  const spine = opf
    .filter(({ name }) => name === 'itemref')
    .map(({ attributes }) => attributes.idref);
  for (const id of spine) if (!itemIds.has(id)) problems.push(`the spine names ${id}`);
  if (new Set(spine).size !== spine.length) problems.push('the spine names a page twice');
  for (const { id, href } of items) {
    if (href.endsWith('.xhtml') && !spine.includes(id)) problems.push(`${href}: not in the spine`);
  }

  const idsOf = new Map<string, Set<string>>();
  for (const [name, tags] of parsed) {
    const ids = tags.flatMap(({ attributes }) => attributes.id ?? []);
    idsOf.set(name, new Set(ids));
    if (new Set(ids).size !== ids.length) problems.push(`${name}: an id stands twice`);
  }
  for (const [name, tags] of parsed) {
    if (!name.endsWith('.xhtml')) continue;
    const properties = (listed.get(name)?.properties ?? '').split(' ');
    for (const [uri, property] of [
      [MATH, 'mathml'],
      [SVG, 'svg'],
    ]) {
      const used = tags.some((tag) => tag.uri === uri);
      if (used !== properties.includes(property)) problems.push(`${name}: property ${property}`);
    }
    for (const tag of tags) {
      if (['script', 'iframe', 'canvas', 'button', 'input', 'select'].includes(tag.name)) {
        problems.push(`${name}: <${tag.name}>`);
      }
      if (MATH_NAMES.test(tag.name) && tag.uri !== MATH)
        problems.push(`${name}: <${tag.name}> is not MathML`);
      if (![MATH, SVG, HTML].includes(tag.uri)) problems.push(`${name}: namespace ${tag.uri}`);
      for (const attribute of Object.keys(tag.attributes)) {
        if (attribute.startsWith('on')) problems.push(`${name}: ${attribute}`);
      }
      const { href, src } = tag.attributes;
      if (src !== undefined && /^\w+:/.test(src)) problems.push(`${name}: ${src} is remote`);
      if (tag.name === 'link' && /^\w+:/.test(href)) problems.push(`${name}: ${href} is remote`);
    }
  }
  for (const [name, tags] of parsed) {
    for (const { name: tag, attributes } of tags) {
      const address = attributes.src ?? (tag === 'item' ? undefined : attributes.href);
      if (address !== undefined) problems.push(...deadLink(name, address, files, idsOf));
    }
  }
  for (const [name, data] of files) {
    if (name.endsWith('.css') && /url\((?!["']?data:)|@import/.test(data.toString())) {
      problems.push(`${name}: fetches something`);
    }
  }
  const order = (name: string, attribute: string) =>
    (parsed.get(path.posix.join(folder, name)) ?? [])
      .flatMap(({ attributes }) => attributes[attribute] ?? [])
      .filter((href) => href.includes('.xhtml'));
  const places = (hrefs: string[]) =>
    hrefs.map((href) =>
      spine.indexOf(listed.get(path.posix.join(folder, href.split('#')[0]))?.id ?? ''),
    );
  const ncx = places(order('toc.ncx', 'src'));
  if (ncx.some((place, at) => place < (ncx[at - 1] ?? 0)))
    problems.push('toc.ncx: not in reading order');
  return problems;
}

/** One line when an address inside the book leads to no file or no id. */
export function deadLink(
  from: string,
  address: string,
  files: Files,
  ids: ReadonlyMap<string, Set<string>>,
): string[] {
  if (/^\w+:/.test(address)) return [];
  const [file, id] = address.split('#');
  const name = file ? path.posix.join(path.posix.dirname(from), decodeURIComponent(file)) : from;
  if (!files.has(name)) return [`${from}: ${address} has no file`];
  if (id && !ids.get(name)?.has(decodeURIComponent(id)))
    return [`${from}: ${address} has no such id`];
  return [];
}
