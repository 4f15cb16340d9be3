/** The style sheets of the site, brought to one that old and offline viewers can read. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transform, type Selector, type SelectorComponent } from 'lightningcss';

/** Names of the data attributes that any style sheet of the site looks at. */
export function styledAttributes(dist: string): ReadonlySet<string> {
  const folder = path.join(dist, '_astro');
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.css'))
    .flatMap((name) => [...readFileSync(path.join(folder, name), 'utf8').matchAll(ATTRIBUTE)])
    .map(([, name]) => name);
  return new Set(names);
}
const ATTRIBUTE = /(?:\[|attr\()(data-[\w-]+)/g;

/** Where the bracket that opens at `from` closes. */
function closing(css: string, from: number): number {
  let depth = 0;
  for (let at = from; at < css.length; at++) {
    if (css[at] === '(') depth++;
    if (css[at] === ')' && --depth === 0) return at;
  }
  throw new Error('A bracket of the style sheet does not close.');
}

function channels(color: string): number[] | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color.trim())?.[1];
  if (!hex) return undefined;
  const wide = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex;
  return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16));
}

/** A color between that of a light page and that of a dark one, to be read on both. */
export function between(light: string, dark: string): string {
  const [a, b] = [channels(light), channels(dark)];
  if (!a || !b) return light.trim();
  const mean = a.map((value, at) => Math.round((value + b[at]) / 2));
  return `#${mean.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Replaces `light-dark(a, b)` by one color: a reader's theme cannot be known from a style sheet. */
export function oneTheme(css: string): string {
  let out = css.replace(/(?<![\w-])color-scheme:[^;}]*;?/g, '');
  for (let at = out.indexOf('light-dark('); at >= 0; at = out.indexOf('light-dark(')) {
    const end = closing(out, at + 'light-dark'.length);
    const inside = out.slice(at + 'light-dark('.length, end);
    let depth = 0;
    const comma = [...inside].findIndex((letter) => {
      depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
      return letter === ',' && depth === 0;
    });
    const color = between(inside.slice(0, comma), inside.slice(comma + 1));
    out = out.slice(0, at) + color + out.slice(end + 1);
  }
  return out;
}

const isType = (part: SelectorComponent) => part.type === 'type' || part.type === 'universal';

/** The parts of one compound with a type first, where selectors want it. */
function typeFirst(parts: SelectorComponent[]): SelectorComponent[] {
  const from = parts.findLastIndex((part) => part.type === 'combinator') + 1;
  const compound = parts.slice(from);
  return [
    ...parts.slice(0, from),
    ...compound.filter(isType),
    ...compound.filter((part) => !isType(part)),
  ];
}

/** `a :is(b, c)` as `a b` and `a c`, `:not(b, c)` as `:not(b):not(c)`; nothing where old viewers have no way to say it. */
export function spelledOut(selector: Selector): Selector[] {
  let lists: Selector[] = [[]];
  for (const part of selector) {
    const kind = part.type === 'pseudo-class' ? part.kind : '';
    if (kind === 'has') return [];
    if (part.type === 'pseudo-class' && (part.kind === 'is' || part.kind === 'where')) {
      const choices = part.selectors.flatMap(spelledOut);
      lists = lists.flatMap((list) => choices.map((choice) => typeFirst([...list, ...choice])));
    } else if (part.type === 'pseudo-class' && part.kind === 'not') {
      const refused = part.selectors.flatMap(spelledOut);
      if (refused.some((choice) => choice.length !== 1)) return [];
      const nots = refused.map((choice): SelectorComponent => ({ ...part, selectors: [choice] }));
      lists = lists.map((list) => [...list, ...nots]);
    } else {
      lists = lists.map((list) => [...list, part]);
    }
  }
  return lists;
}

/** The style sheets named, one after the other, lowered to what viewers of 2019 understand. */
export function siteStyles(dist: string, names: readonly string[]): string {
  const css = names
    .map((name) => oneTheme(readFileSync(path.join(dist, '_astro', name), 'utf8')))
    .join('\n');
  const { code } = transform({
    filename: 'site.css',
    code: Buffer.from(css),
    minify: true,
    errorRecovery: true,
    targets: { safari: (12 << 16) | (1 << 8), chrome: 73 << 16 },
    // Logical properties would be written once for each direction of script.
    exclude: 1 << 19,
    visitor: {
      Selector: (selector) => spelledOut(selector),
      Rule: {
        unknown: () => [],
        'view-transition': () => [],
        keyframes: () => [],
        media: (rule) =>
          /print|scripting/.test(JSON.stringify(rule.value.query)) ? [] : undefined,
      },
    },
  });
  // Ranges in the conditions of containers are not lowered by the library.
  return Buffer.from(code)
    .toString()
    .replace(/\(width>=([\d.]+\w+)\)/g, '(min-width:$1)')
    .replace(/\(width<=([\d.]+\w+)\)/g, '(max-width:$1)');
}

/**
 * Boxes that hold drawings one below another on a narrow page: as blocks, for many readers cannot end
 * a page between the items of a grid and would cut through a drawing.
 */
const STACKS =
  '.w-stage,.l-stage,.m-stage,.e-stage,.f-top,.f-side,.a-top,.k-maps,.w-field-of-play,.o-plots,.l-plots,.r-charts,.y-gram,.y-matrix,.t-plots,.t-pictures,.w-latent,.w-made,.c-tables,.d-focus,.t-flow,.w-col,.w-body';

/**
 * Over the site's styles: no frame, colors that go with any theme of the reader, and the letters
 * and the ground of the reader instead of ours.
 */
export const BOOK_CSS = `
:root{color-scheme:light dark;--ink:currentColor;--muted:currentColor;--bg:transparent;
--surface:rgba(128,128,128,.12);--raised:rgba(128,128,128,.12);--line:rgba(128,128,128,.4);
--line-strong:rgba(128,128,128,.8);--accent:#0e8f81;--accent-soft:rgba(14,143,129,.18);
--accent-ink:#ffffff;--pos:#c8701f;--neg:#3f7fce;--pos-soft:rgba(200,112,31,.22);
--neg-soft:rgba(63,127,206,.22);--a:#3f7fce;--b:#c8701f;--c:#a263c6;--d:#7d8f2e;--good:#35884f;
--bad:#cf5148;--bad-soft:rgba(207,81,72,.18);--measure:none;--header:0rem}
html{background:transparent;color:inherit;font-size:100%;line-height:inherit;scroll-padding-top:0}
body{display:block;min-height:0;margin:0;padding:0 .6em}
h1,h2,h3{page-break-after:avoid;break-after:avoid;color:inherit}
h1{font-size:1.6em;margin:.6em 0 .5em}h2{font-size:1.3em;margin:1.4em 0 .5em}
h3{font-size:1.1em;margin:1.2em 0 .4em}
.concept,.prose,.text,.wrap,.page-head,.page-head p{max-width:none;padding:0;margin-left:0;margin-right:0;width:auto}
.heading{display:block}
a{color:var(--accent)}a.term-word{color:inherit;text-decoration:underline dotted;border:0;background:none;padding:0;font:inherit}
.s-line{stroke:rgba(128,128,128,.55)}.f-line{fill:rgba(128,128,128,.4)}
.f-soft-c{fill:rgba(162,99,198,.22)}.f-soft-d{fill:rgba(125,143,46,.22)}
svg{max-width:100%;height:auto}img{max-width:100%;height:auto}
.w-map img,.d-still img{height:100%}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--surface);border:1px solid var(--line);
border-radius:4px;padding:.6em .7em;font-size:.8em;line-height:1.45;page-break-inside:auto}
.listing pre,.nb-code pre{padding:.6em .7em;margin:0}.prose>section{content-visibility:visible;margin-top:1.2em;padding-top:0}
pre code{font-size:1em}code,pre,samp{font-family:monospace}
.tk-comment{font-style:italic;color:inherit;opacity:.75}.tk-keyword,.tk-link{color:#c04a78}
.tk-function{color:#8a63d2}.tk-constant,.tk-parameter{color:#3f7fce}.tk-string,.tk-string-expression{color:#35884f}
.tag{border:1px solid var(--line);border-radius:1em;padding:0 .5em;font-size:.8em}
table{border-collapse:collapse;max-width:100%}
.table-scroll table,.prose>section>table{font-size:.88em}
.prose>section>table td,.prose>section>table th,.table-scroll td,.table-scroll th{padding:.25em .4em;min-width:0;-webkit-hyphens:auto;hyphens:auto;border-bottom:1px solid var(--line)}
figure{margin:1em 0}figcaption{font-size:.9em}
.figure,.listing,.widget,.pitfall{page-break-inside:avoid;break-inside:avoid}
.listing,.widget{page-break-inside:auto;break-inside:auto}
.widget{border-top:1px solid var(--line);border-bottom:1px solid var(--line);padding:.6em 0;margin:1.4em 0}
.w-scroll{overflow:visible}.w-caption{margin-top:.8em;overflow-wrap:anywhere}
.w-set{display:inline-block;margin:0 1em .3em 0}.w-set>span{opacity:.85}
.widget .w-params{display:block}.w-pressed{outline:2px solid var(--accent)}
.widget .w-formula,.widget .l-scroll,.widget .d-tall,.widget .d-list,.widget pre,.widget details .w-scroll{min-height:0;max-height:none;overflow:visible}
.w-formula{white-space:normal}
.widget .w-scroll .w-crowd{--cell:1.2em;font-size:.62em}
.widget .w-scroll .w-crowd td,.widget .w-scroll .w-crowd th{min-width:var(--cell);padding:.1em .2em}
.widget .l-scroll table,.widget .t-table{font-size:.7em}
.widget .l-scroll th,.widget .l-scroll td,.widget .t-table th,.widget .t-table td{padding:.1em .35em;white-space:normal}
.widget.w-distill .d-tables .w-grid{font-size:.7em}.widget.w-distill .d-tables .w-grid td{font-size:1em;padding:.1em .2em}
.widget .t-flow{flex-wrap:wrap;width:auto}.widget.w-batchnorm .w-pair{display:block}
.widget.w-gates .g-tables .w-grid{table-layout:auto;font-size:.66em}
.widget.w-gates .g-tables .w-grid td,.widget.w-gates .g-tables .w-grid th{width:auto;min-width:0;padding:.1em .2em}
.widget .w-numbers{font-size:.75em}.widget details .w-numbers{font-size:.6em}.widget .w-numbers td,.widget .w-numbers th{padding:.1em .25em}
tr,.w-grid,.w-set,.w-field,.w-h,svg,img{page-break-inside:avoid;break-inside:avoid}
.book-note{font-size:.9em;opacity:.85;border-left:2px solid var(--line);padding-left:.7em}
nav ol{list-style:none;padding-left:0}nav ol ol{padding-left:1.4em}nav li{margin:.35em 0}
html p,html li,html dd{text-align:start;text-wrap:wrap}.written.book-title p{text-align:center}
${STACKS}{display:block!important}
${STACKS.split(',').map((stack) => `${stack}>*`)}{margin-bottom:.6em;page-break-inside:avoid;break-inside:avoid}
.listing-output{page-break-inside:avoid;break-inside:avoid}
.answer{border-left:3px solid var(--accent);padding-left:.8em;margin:0 0 1.2em}
.answer-label,.worked-label,.pitfall-label,.follow-up-question{font-weight:bold}
.concept-tools a{margin-right:.6em}.concept-tools{font-size:.9em}
math{font-size:1.05em}.tie{white-space:nowrap}.math-display .math-line{display:block;line-height:1.9}.math-display{margin:1em 0;text-align:center;overflow-x:auto}
.terms>div{margin:.7em 0}.terms dt{font-weight:bold}.terms dt span{font-weight:normal;opacity:.85}
.book-title{text-align:center;margin-top:20%}.book-title .mark{width:6em}
.book-title ol{text-align:left}
.book-contents li{margin:.2em 0}
`.trim();
