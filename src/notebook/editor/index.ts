/**
 * The editor of a cell. This module is what Edit loads: CodeMirror, the table of names, all of it.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
  completionStatus,
  type CompletionContext,
} from '@codemirror/autocomplete';
import { history } from '@codemirror/commands';
import { javascriptLanguage, typescriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { EditorSelection, EditorState, Prec } from '@codemirror/state';
import {
  EditorView,
  keymap,
  tooltips,
  ViewPlugin,
  type KeyBinding,
  type ViewUpdate,
} from '@codemirror/view';
import table from 'virtual:tf-complete';
import type { Lang } from '../../i18n/langs.ts';
import type { CellLanguage, Place } from '../protocol.ts';
import { adoptStyles } from './adopt.ts';
import { completions } from './complete.ts';
import { diagnostics, offsetOf, setFailure, stretchAt } from './failure.ts';
import { globals } from './globals.ts';
import { highlighting } from './highlight.ts';
import { cellKeys, editingKeys, tabIndents, type Run } from './keys.ts';
import { signatures } from './signature.ts';
import { decode, signatureOf, type Api, type Entry } from './table.ts';
import { measuresOf, theme } from './theme.ts';
import { words, type EditorWords } from './words.ts';

export interface CellEditor {
  readonly source: string;
  /** Replaces the text; that is a step of the history. */
  setSource(text: string): void;
  /** Marks where the last run failed, until that line is edited; nothing removes the mark. */
  showFailure(failure: { place: Place; message: string } | undefined): void;
  focus(at?: Place): void;
  destroy(): void;
}

export interface EditorOptions {
  /** Gets the editor as its last child. A `<pre>` in or beside it, hidden or not, gives the measures. */
  parent: HTMLElement;
  source: string;
  lang: Lang;
  language: CellLanguage;
  /** What the field is called by a screen reader. */
  label: string;
  /** Names that earlier cells declared. */
  names(): string[];
  onChange(source: string): void;
  onRun(how: Run): void;
  onLeave(): void;
}

const LANGUAGE = { ts: typescriptLanguage, js: javascriptLanguage };

/** There every word is composed; elsewhere letters in composition are no name yet. */
const COMPOSES_ALL = /Android/.test(navigator.userAgent);

/** The keys of the list. Escape is its own only while it is open, not while it may be coming. */
const listKeys: KeyBinding[] = completionKeymap.map((binding) =>
  binding.key === 'Escape'
    ? {
        ...binding,
        run(view) {
          const open = completionStatus(view.state) === 'active';
          closeCompletion(view);
          return open;
        },
      }
    : binding,
);

let tf: Api | undefined;
let count = 0;

function drawEntry(entry: Entry, english: boolean): Node {
  const dom = document.createElement('div');
  dom.appendChild(document.createElement('code')).textContent = signatureOf(entry);
  if (entry.doc) {
    const doc = dom.appendChild(document.createElement('p'));
    doc.textContent = entry.doc;
    if (english) doc.lang = 'en';
  }
  return dom;
}

/** The line that says what Tab does; the field is described by it. */
const hint = (id: string, { hint: leaves, hintIndents }: EditorWords) =>
  ViewPlugin.fromClass(
    class {
      readonly #dom = document.createElement('div');
      constructor(view: EditorView) {
        this.#dom.id = id;
        this.#dom.className = 'cm-hint';
        this.#dom.textContent = leaves;
        view.dom.append(this.#dom);
      }
      update({ state, startState }: ViewUpdate) {
        const indents = state.field(tabIndents);
        if (indents !== startState.field(tabIndents))
          this.#dom.textContent = indents ? hintIndents : leaves;
      }
      destroy() {
        this.#dom.remove();
      }
    },
  );

/** The static code that an editor takes the place of: in its parent, or beside it. */
const staticCode = (parent: HTMLElement): Element | null =>
  parent.querySelector('pre') ?? parent.parentElement?.querySelector(':scope > pre') ?? null;

/** Opens an editor in the place of static code. */
export async function openEditor(options: EditorOptions): Promise<CellEditor> {
  const { parent, source, lang, language, label, names, onChange, onRun, onLeave } = options;
  const say = words(lang);
  const own = globals(lang);
  tf ??= decode(table);
  const api: Api = new Map([...tf, ...own]);
  const written = new Set([...own.values()].flatMap(({ entries }) => entries));
  const id = `cell-keys-${++count}`;
  adoptStyles(parent.ownerDocument);

  const complete = completions({
    api,
    declared: names,
    info: (entry) => drawEntry(entry, !written.has(entry)),
  });
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        EditorState.phrases.of(say.phrases),
        EditorState.tabSize.of(2),
        indentUnit.of('  '),
        LANGUAGE[language].extension,
        tabIndents,
        history(),
        highlighting,
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        autocompletion({
          defaultKeymap: false,
          override: [
            (context: CompletionContext) =>
              context.view?.composing && !COMPOSES_ALL ? null : complete(context),
          ],
          icons: false,
        }),
        Prec.highest(keymap.of(listKeys)),
        signatures(api),
        diagnostics(say),
        // A section that is painted by itself would cut off what stands out of it.
        tooltips({ parent: parent.closest('main') ?? document.body }),
        // First the open list (Enter, Escape), then the cell, then editing.
        Prec.low(keymap.of(cellKeys({ run: onRun, leave: onLeave }, say))),
        Prec.lowest(keymap.of([...closeBracketsKeymap, ...editingKeys])),
        hint(id, say),
        theme,
        EditorView.contentAttributes.of({
          'aria-label': label,
          'aria-describedby': id,
          // An editable element is in the order of Tab anyway; checkers want it said.
          tabindex: '0',
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) onChange(state.doc.toString());
        }),
      ],
    }),
  });
  for (const [name, value] of Object.entries(measuresOf(staticCode(parent))))
    view.dom.style.setProperty(name, value);

  return {
    get source() {
      return view.state.doc.toString();
    },
    setSource(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        effects: setFailure.of(undefined),
      });
    },
    showFailure(failure) {
      const { state } = view;
      view.dispatch({
        effects: setFailure.of(
          failure && { ...stretchAt(state, failure.place), message: failure.message },
        ),
      });
    },
    focus(at) {
      view.focus();
      if (!at) return;
      const cursor = EditorSelection.cursor(offsetOf(view.state, at));
      view.dispatch({ selection: cursor, scrollIntoView: true });
    },
    destroy() {
      view.destroy();
    },
  };
}
