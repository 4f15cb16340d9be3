/** The look of the editor: that of static code, so that opening it moves and recolours nothing. */
import { Prec, type Extension } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';

/** Where the marks of problems stand, in the margin before the code. */
const GUTTER = '10px';

/** Measures of the static code that the editor takes the place of, as CSS custom properties. */
export function measuresOf(pre: Element | null): Record<string, string> {
  if (!pre) return {};
  const code = getComputedStyle(pre.querySelector('code') ?? pre);
  const box = getComputedStyle(pre);
  return {
    '--cell-font': code.fontSize,
    '--cell-strut': box.fontSize,
    '--cell-line': box.lineHeight,
    '--cell-code-line': code.lineHeight,
    '--cell-top': box.paddingTop,
    '--cell-bottom': box.paddingBottom,
    '--cell-start': box.paddingInlineStart,
    '--cell-tab': box.tabSize,
  };
}

const CODE = Decoration.mark({ class: 'cm-code' });

function wrapLines({ state: { doc } }: EditorView): DecorationSet {
  const lines = Array.from({ length: doc.lines }, (_, i) => doc.line(i + 1));
  return Decoration.set(lines.filter(({ from, to }) => to > from).map(({ from, to }) => CODE.range(from, to))); // prettier-ignore
}

/**
 * An element around the text of each line, as `<code>` is in `<pre>`: its letters may be smaller
 * than the line they stand on, and only so the baselines agree.
 */
const wrapping: Extension = Prec.lowest(
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = wrapLines(view);
      }
      update({ docChanged, view }: ViewUpdate) {
        if (docChanged) this.decorations = wrapLines(view);
      }
    },
    { decorations: ({ decorations }) => decorations },
  ),
);

const styles: Extension = EditorView.theme({
  '&': {
    '--start': 'var(--cell-start, 0px)',
    position: 'relative',
    // The margin of marks lies in the padding of the code, or beside it where there is none.
    marginInlineStart: `min(0px, var(--start) - ${GUTTER})`,
    color: 'var(--ink)',
    backgroundColor: 'transparent',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '2px' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--cell-strut, 0.84rem)',
    lineHeight: 'var(--cell-line, 1.6)',
    overflowX: 'auto',
  },
  '.cm-content': {
    padding: 'var(--cell-top, 0.9rem) 0 var(--cell-bottom, 0.9rem)',
    paddingInlineStart: `max(0px, var(--start) - ${GUTTER})`,
    caretColor: 'var(--ink)',
    tabSize: 'var(--cell-tab, 2) !important',
  },
  '.cm-line': { padding: '0' },
  '.cm-code': {
    fontSize: 'var(--cell-font, inherit)',
    lineHeight: 'var(--cell-code-line, inherit)',
  },
  '.cm-gutters': { border: '0', backgroundColor: 'transparent' },
  '.cm-gutter.cm-gutter-lint': { width: GUTTER },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
  '.cm-lint-marker': {
    display: 'flex',
    alignItems: 'center',
    width: GUTTER,
    height: '100%',
  },
  '.cm-lint-marker-error': { content: 'none' },
  '.cm-lint-marker::before': {
    content: '""',
    width: '6px',
    height: '6px',
    borderRadius: '50%',
    background: 'var(--bad)',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textDecorationSkipInk: 'none',
    textUnderlineOffset: '0.2em',
  },
  '.cm-lintPoint-error::after': { borderBottomColor: 'var(--bad)' },
  '&.cm-focused .cm-matchingBracket, .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket, .cm-nonmatchingBracket': {
    backgroundColor: 'var(--bad-soft)',
  },
  '.cm-tooltip': {
    zIndex: '25',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    fontSize: '0.84rem',
    lineHeight: '1.45',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    fontSize: '0.8rem',
    maxHeight: '14em',
    maxWidth: 'min(40rem, 92vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '2px 8px',
    minHeight: '24px',
    lineHeight: '20px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--accent-ink)',
  },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { fontStyle: 'normal', color: 'var(--muted)' },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-tooltip.cm-completionInfo': { padding: '6px 10px', maxWidth: 'min(26rem, 90vw)' },
  '.cm-signature': { padding: '5px 10px', maxWidth: 'min(42rem, 92vw)' },
  '.cm-signature code, .cm-completionInfo code': {
    fontSize: '0.8rem',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  '.cm-signature b': { color: 'var(--accent)' },
  '.cm-signature p, .cm-completionInfo p': { margin: '2px 0 0', color: 'var(--muted)' },
  '.cm-diagnostic': { padding: '5px 10px', borderLeft: '3px solid var(--bad)' },
  '.cm-hint': {
    position: 'absolute',
    insetInlineEnd: '0',
    bottom: '0',
    maxWidth: '100%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: 'var(--muted)',
    font: '0.72rem / 0.9rem var(--font-sans)',
    whiteSpace: 'nowrap',
    pointerEvents: 'none',
    visibility: 'hidden',
  },
  '&.cm-focused .cm-hint': { visibility: 'visible' },
  // Where it would hide half the cell, the sentence stays with the list of completions.
  '@media (width < 40rem)': { '.cm-signature p': { display: 'none' } },
  '@media (pointer: coarse)': {
    // Below 16 px a phone zooms into the field; and it has none of these keys.
    '.cm-scroller': {
      fontSize: 'max(16px, var(--cell-strut, 16px))',
      lineHeight: 'max(1.5em, var(--cell-line, 1.5em))',
    },
    '.cm-code': {
      fontSize: 'max(16px, var(--cell-font, 16px))',
      lineHeight: 'max(1.5em, var(--cell-code-line, 1.5em))',
    },
    '.cm-hint': { display: 'none' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { minHeight: '32px', lineHeight: '28px' },
  },
});

export const theme: Extension = [styles, wrapping];
