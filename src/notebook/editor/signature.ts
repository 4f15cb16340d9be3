/** Which parameters the function takes whose arguments are being written, above the line. */
import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, showTooltip, type Command, type Tooltip } from '@codemirror/view';
import { syntaxTree } from '@codemirror/language';
import { callAt, Types, type Call } from './infer.ts';
import { sayEntry } from './complete.ts';
import { membersOf, splitParameters, type Api } from './table.ts';

const ask = StateEffect.define<boolean>();

/** What the tooltip shows; compared so that it is drawn only when that changes. */
interface Shown {
  from: number;
  name: string;
  index: number;
  tooltip: Tooltip;
}

/** Draws `name(first, second)` with one parameter marked, and the sentence below. */
export function drawSignature(api: Api, { entry, index }: Call): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-signature';
  const line = dom.appendChild(document.createElement('code'));
  const parameters = splitParameters(entry.parameters);
  const last = parameters.length - 1;
  const active = parameters[last]?.startsWith('...') ? Math.min(index, last) : index;
  line.append(`${entry.name}(`);
  parameters.forEach((parameter, i) => {
    const part = document.createElement(i === active ? 'b' : 'span');
    part.textContent = parameter;
    line.append(part, i < last ? ', ' : '');
  });
  line.append(entry.type ? `): ${entry.type}` : ')');
  if (entry.doc) {
    const doc = dom.appendChild(document.createElement('p'));
    doc.textContent = entry.doc;
    if (!membersOf(api, 'globals').includes(entry)) doc.lang = 'en';
  }
  return dom;
}

/** Signature help: opens at `(` and `,`, or with Ctrl+Shift+Space; Escape closes it. */
export function signatures(api: Api): Extension {
  const at = (state: EditorState): Call | undefined =>
    callAt(new Types(api, state), state, state.selection.main.head);

  const shown = (state: EditorState, before: Shown | undefined): Shown | undefined => {
    const call = at(state);
    if (!call) return undefined;
    const { list, index, entry } = call;
    if (before?.from === list.from && before.index === index && before.name === entry.name)
      return before;
    const tooltip: Tooltip = {
      pos: list.from,
      above: true,
      create: () => ({ dom: drawSignature(api, call) }),
    };
    return { from: list.from, name: entry.name, index, tooltip };
  };

  const field = StateField.define<Shown | undefined>({
    create: () => undefined,
    update(value, transaction) {
      for (const effect of transaction.effects)
        if (effect.is(ask)) return effect.value ? shown(transaction.state, undefined) : undefined;
      let opens = value !== undefined;
      if (transaction.isUserEvent('input.type'))
        transaction.changes.iterChanges((_, __, ___, ____, text) => {
          if (/[(,]/.test(text.toString())) opens = true;
        });
      if (!opens) return undefined;
      if (!transaction.docChanged && !transaction.selection) {
        // The tree may have grown since; the place has not moved.
        return syntaxTree(transaction.startState) === syntaxTree(transaction.state)
          ? value
          : shown(transaction.state, value);
      }
      // A change before the call moves it.
      return shown(transaction.state, transaction.docChanged ? undefined : value);
    },
    provide: (own) => showTooltip.from(own, (value) => value?.tooltip ?? null),
  });

  const open: Command = (view) => {
    const call = at(view.state);
    if (!call) return false;
    view.dispatch({
      effects: [ask.of(true), EditorView.announce.of(sayEntry(call.entry))],
    });
    return true;
  };
  const close: Command = (view) => {
    if (!view.state.field(field)) return false;
    view.dispatch({ effects: ask.of(false) });
    return true;
  };
  return [
    field,
    keymap.of([
      { key: 'Ctrl-Shift-Space', run: open },
      { key: 'Escape', run: close },
    ]),
    EditorView.domEventHandlers({
      blur: (_, view) => {
        close(view);
      },
    }),
  ];
}
