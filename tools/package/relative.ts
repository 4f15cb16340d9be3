/**
 * Makes the addresses of built files relative to the file they stand in, so that the site works
 * below any path. All of them go through the root (`../../zh/…`), never straight to a neighbour:
 * parts of a page are also shown on other pages of the same depth (side.html).
 */
import { createHash } from 'node:crypto';
import { policyFor } from '../build/csp.ts';

/** What the transformation knows of the site. */
export interface Site {
  /** Path below which it was built, with a slash at both ends. */
  base: string;
  /** Whether a path below the base is a file or folder of the site. */
  has(path: string): boolean;
}

/** Attributes that hold an address. Scripts that read the data-* ones resolve them at the page. */
const ADDRESSES = new Set([
  'href', 'src', 'action', 'formaction', 'poster',
  'data-root', 'data-base', 'data-site', 'data-pictures', 'data-side-by-side',
]); // prettier-ignore

const ATTRIBUTE = /(\s)([^\s"'<>/=]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/g;
const TAG = /<[a-z][\w-]*(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*\/?>/gi;
const OPAQUE =
  /(<script\b[^>]*>[\s\S]*?<\/script>|<style\b[^>]*>[\s\S]*?<\/style>|<!--[\s\S]*?-->)/i;
const POLICY = /<meta http-equiv="content-security-policy" content="([^"]*)">/;

/** The way from a file to the root of the site: `./` or `../../`. */
export function rootFrom(file: string): string {
  return '../'.repeat(file.split(/[/\\]/).length - 1) || './';
}

/** The path below the base that a root-absolute address names; undefined for other addresses. */
function pathOf(address: string, { base }: Site): string | undefined {
  return address.startsWith(base) && !address.startsWith('//')
    ? address.slice(base.length)
    : undefined;
}

function relativeTo(root: string, path: string): string {
  return path === '' || path.startsWith('?') || path.startsWith('#') || root !== './'
    ? root + path
    : path;
}

/** An attribute's address, or addresses, relative to the page. */
function relativeValue(name: string, value: string, root: string, site: Site): string {
  const one = (address: string): string => {
    const path = pathOf(address, site);
    return path === undefined ? address : relativeTo(root, path);
  };
  if (ADDRESSES.has(name)) return one(value);
  if (name === 'srcset')
    return value.replace(/(^|,\s*)([^\s,]+)/g, (_, gap, url) => gap + one(url));
  if (name === 'style') return relativeUrls(value, root, site);
  // JSON for a script: whole texts that name a file of the site.
  if (/^\s*[[{]/.test(value)) {
    return value.replace(/(&quot;|&#34;|")(\/(?:(?!\1).)*)(?=\1)/g, (text, quote, address) => {
      const path = pathOf(address, site);
      return path && site.has(path.replace(/[?#].*/, '')) ? quote + relativeTo(root, path) : text;
    });
  }
  return value;
}

function relativeUrls(css: string, root: string, site: Site): string {
  return css.replace(/url\(\s*(["']?)(\/(?!\/)[^"')]*)\1\s*\)/g, (text, quote, address) => {
    const path = pathOf(address, site);
    return path === undefined ? text : `url(${quote}${relativeTo(root, path)}${quote})`;
  });
}

/** A style sheet with addresses relative to itself. */
export const relativeCss = (css: string, file: string, site: Site): string =>
  relativeUrls(css, rootFrom(file), site);

function relativeTag(tag: string, file: string, site: Site): string {
  const root = rootFrom(file);
  return tag.replace(ATTRIBUTE, (text, gap, name: string, equals, double, single, bare) => {
    const value: string = double ?? single ?? bare;
    const made = relativeValue(name.toLowerCase(), value, root, site);
    const left = /^\/(?!\/)/.test(made) ? pathOf(made, site)?.replace(/[?#].*/, '') : undefined;
    if (left ? site.has(left) : left === '' && name.startsWith('data-')) {
      throw new Error(
        `${file}: ${name}="${made}" names a file or the root of the site. If its script resolves addresses at the page, add the attribute to ADDRESSES in tools/package/relative.ts.`,
      );
    }
    const quote = single === undefined ? '"' : "'";
    return made === value ? text : gap + name + equals + quote + made + quote;
  });
}

/**
 * A page with relative addresses, and `head` right after its policy, which is made anew.
 *
 * @throws Error on an address in an attribute or script that is not known to hold any.
 */
export function relativeHtml(html: string, file: string, site: Site, head = ''): string {
  const root = rootFrom(file);
  const parts = html.split(OPAQUE).map((part, at) => {
    if (at % 2 === 0) return part.replace(TAG, (tag) => relativeTag(tag, file, site));
    const [, open, body, close] = /^(<[^!][^>]*>)([\s\S]*)(<\/\w+>)$/.exec(part) ?? [];
    if (open === undefined) return part;
    if (close === '</style>') return open + relativeUrls(body, root, site) + close;
    if (!/ld\+json/.test(open)) refuseAddresses(body, file, site);
    return relativeTag(open, file, site) + body + close;
  });
  return withPolicy(html, parts.join(''), file, head);
}

/**
 * What a script may not hold: a text that is the root-absolute address of a file of the site. Ask
 * `inSite` (src/runtime/site-root.ts) for the address instead.
 *
 * @throws Error that names file and address.
 */
export function refuseAddresses(script: string, file: string, site: Site): void {
  for (const [, , address] of script.matchAll(/(["'`])(\/[\w./-]+)\1/g)) {
    const path = pathOf(address, site);
    if (path && site.has(path)) {
      throw new Error(
        `${file}: “${address}” would be looked for at the root of the host. Let the script ask inSite() (src/runtime/site-root.ts).`,
      );
    }
  }
}

const sourceHash = (script: string): string =>
  `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/** The page `after` with the policy of `before` made anew; the script of a sandbox stays allowed. */
function withPolicy(before: string, after: string, file: string, head: string): string {
  const [meta, old] = POLICY.exec(before) ?? [];
  if (meta === undefined) throw new Error(`${file}: no policy. Was the site built completely?`);
  const own = [...before.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map(([, body]) =>
    sourceHash(body),
  );
  const scripts = /script-src ([^;]*)/.exec(old)?.[1].split(' ') ?? [];
  const sandbox = scripts.find((each) => each.startsWith("'sha256-") && !own.includes(each));
  const bare = after.replace(POLICY, () => head);
  const policy = policyFor(bare, file, sandbox);
  return after.replace(
    POLICY,
    () => `<meta http-equiv="content-security-policy" content="${policy}">${head}`,
  );
}
