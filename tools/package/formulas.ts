/** Formulas for narrow pages: long ones become pieces between which a line may end. */
import {
  all,
  append,
  around,
  byClass,
  byTag,
  element,
  get,
  hasClass,
  isElement,
  isText,
  NAMESPACES,
  remove,
  replace,
  set,
  text,
  type Element,
  type Node,
  type Parent,
} from './html.ts';

/** Widths in em up to which a formula stays in one piece: alone on its line, and within text. */
const WIDEST = { display: 18, inline: 13 };

const GROUPS = ['mrow', 'mstyle'];
const RELATIONS = new Set('=≈≡≠≤≥<>∝∼≜→←⇒⇔⟺⟹≪≫'.split(''));
const SIGNS = new Set('+−-⋅·'.split(''));

const children = (node: Element): Element[] => node.childNodes.filter(isElement);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const em = (length: string | undefined): number =>
  /em$/.test(length ?? '') ? Math.max(0, parseFloat(length!)) : 0;

/** About how wide a formula is, in em. */
export function widthOf(node: Element): number {
  const parts = children(node);
  const widths = parts.map(widthOf);
  const [base = 0, ...scripts] = widths;
  switch (node.tagName) {
    case 'mo': {
      const sign = text(node);
      return RELATIONS.has(sign) || SIGNS.has(sign) ? 1.3 : 0.45 * Math.max(1, sign.length);
    }
    case 'mi':
    case 'mn':
    case 'mtext':
      return sum([...text(node)].map((letter) => (letter > '\u2e7f' ? 1 : 0.53)));
    case 'mspace':
      return em(get(node, 'width'));
    case 'msub':
    case 'msup':
    case 'msubsup':
      return base + 0.7 * Math.max(0, ...scripts);
    case 'munder':
    case 'mover':
    case 'munderover':
      return Math.max(base, ...scripts.map((width) => 0.7 * width));
    case 'mfrac':
      return Math.max(0, ...widths) + 0.2;
    case 'mtable': {
      const rows = parts.map((row) => children(row).map(widthOf));
      const columns = Math.max(0, ...rows.map((row) => row.length));
      const at = (column: number) => Math.max(0, ...rows.map((row) => row[column] ?? 0));
      return sum(Array.from({ length: columns }, (_, column) => at(column) + 0.5));
    }
    default:
      return sum(widths) + (node.tagName === 'msqrt' ? 0.9 : 0);
  }
}

/** The children of a row, with those of rows that do nothing but hold the next ones. */
function flat(nodes: readonly Element[]): Element[] {
  if (nodes.length !== 1 || !GROUPS.includes(nodes[0].tagName)) return [...nodes];
  return flat(children(nodes[0]));
}

const isSpace = (node: Element) => node.tagName === 'mspace';
const isWide = (node: Element) => isSpace(node) && em(get(node, 'width')) >= 1;
const isBlank = (nodes: readonly Element[]) => nodes.every((node) => isSpace(node) || !text(node));

/** The row cut before each element that `starts` names, unless nothing stands before it. */
function cutBefore(row: readonly Element[], starts: (node: Element) => boolean): Element[][] {
  const pieces: Element[][] = [[]];
  for (const node of row) {
    if (starts(node) && !isBlank(pieces.at(-1)!)) {
      pieces.push([]);
      // At the beginning of a formula a sign would be read as that of a number.
      if (node.tagName === 'mo') set(node, 'form', 'infix');
    }
    pieces.at(-1)!.push(node);
  }
  return pieces;
}

const isOperator = (signs: ReadonlySet<string>) => (node: Element) =>
  node.tagName === 'mo' && signs.has(text(node));

interface Piece {
  nodes: Element[];
  /** A wide space stood before it. */
  apart: boolean;
}

/** A row in pieces: at wide spaces, and where that is not enough before relations and signs. */
function cut(row: readonly Element[], widest: number): Piece[] {
  const width = (nodes: readonly Element[]) => sum(nodes.map(widthOf));
  const steps = [isWide, isOperator(RELATIONS), isOperator(SIGNS)];
  let pieces: Element[][] = [[...row]];
  for (const starts of steps) {
    pieces = pieces.flatMap((piece) =>
      width(piece) > widest ? cutBefore(piece, starts) : [piece],
    );
  }
  return pieces
    .filter((piece) => !isBlank(piece))
    .map((piece) => {
      const from = piece.findIndex((node) => !isSpace(node));
      const to = piece.findLastIndex((node) => !isSpace(node));
      return { nodes: piece.slice(from, to + 1), apart: piece.slice(0, from).some(isWide) };
    });
}

function made(tag: string, attributes: Record<string, string>, nodes: Node[]): Element {
  const node = element(tag, attributes, nodes);
  node.namespaceURI = NAMESPACES.math;
  return node;
}

/** The lines of a formula and the pieces of each: rows of an aligned table are lines. */
function linesOf(math: Element, widest: number): Piece[][] {
  const top = flat(children(math));
  const table = top.length === 1 && top[0].tagName === 'mtable' ? top[0] : undefined;
  const rows = table
    ? children(table).map((row) => children(row).flatMap((cell) => flat(children(cell))))
    : [top];
  return rows.map((row) => cut(row, widest));
}

/** Cuts the formulas that would not fit a narrow page; nothing changes where all fits one line. */
export function breakFormulas(root: Parent): void {
  for (const math of all(root, byTag('math'))) {
    const display = get(math, 'display') === 'block';
    const widest = display ? WIDEST.display : WIDEST.inline;
    if (widthOf(math) <= widest) continue;
    const lines = linesOf(math, widest);
    if (sum(lines.map((pieces) => pieces.length)) < 2) continue;
    const shown = lines.map((pieces) =>
      element(
        'span',
        { class: 'math-line' },
        pieces.flatMap(({ nodes, apart }, at) => {
          const style = { displaystyle: String(display), scriptlevel: '0' };
          const piece = made('math', {}, [made('mstyle', style, nodes)]);
          return at ? [apart ? '\u2003' : ' ', piece] : [piece];
        }),
      ),
    );
    replace(math, display ? shown : [...shown[0].childNodes]);
  }
}

const CLOSES = /^[，。、；：？！）」』”’》,.;:?!)\]]+/;

/** Ties a formula to the mark that follows it: no line may begin with a comma. */
export function tieMarks(root: Parent): void {
  for (const math of all(root, byTag('math'))) {
    if (get(math, 'display') === 'block' || around(math, byClass('tie'))) continue;
    const parent = math.parentNode!;
    const next = parent.childNodes[parent.childNodes.indexOf(math) + 1];
    const marks = next && isText(next) ? CLOSES.exec(next.value)?.[0] : undefined;
    if (!marks || !next || !isText(next)) continue;
    next.value = next.value.slice(marks.length);
    const tie = element('span', { class: 'tie' });
    replace(math, [tie]);
    append(tie, [math, marks]);
    if (!next.value) remove(next);
  }
  // What is tied as a whole could not break: only its last piece keeps the mark.
  for (const tie of all(root, byClass('tie'))) {
    const maths = tie.childNodes.filter((node) => isElement(node) && node.tagName === 'math');
    if (maths.length < 2 || !hasClass(tie, 'tie')) continue;
    const last = tie.childNodes.indexOf(maths.at(-1)!);
    const before = tie.childNodes.slice(0, last);
    const kept = element('span', { class: 'tie' }, tie.childNodes.slice(last));
    replace(tie, [...before, kept]);
  }
}
