import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { EditorView } from '@codemirror/view';
import { EditorState, type TransactionSpec } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import {
  failureField,
  offsetOf,
  setFailure,
  stretchAt,
} from '../../../src/notebook/editor/failure.ts';
import { cellKeys, editingKeys, tabIndents } from '../../../src/notebook/editor/keys.ts';
import { words } from '../../../src/notebook/editor/words.ts';
import { stateOf } from './state.ts';

/** As much of a view as a command needs. */
function fakeView(source = 'x') {
  const view = {
    state: EditorState.create({ doc: source, extensions: [tabIndents, failureField] }),
    dispatch(...specs: TransactionSpec[]) {
      view.state = view.state.update(...specs).state;
    },
  };
  return view as unknown as EditorView;
}

function keys() {
  const told: string[] = [];
  const map = cellKeys(
    { run: (how) => told.push(how), leave: () => told.push('leave') },
    words('en'),
  );
  const press = (key: string, view = fakeView(), shift = false) => {
    const binding = map.find((one) => one.key === key)!;
    return (shift ? binding.shift : binding.run)!(view);
  };
  return { told, press };
}

describe('keys of a cell', () => {
  it.each([
    ['Shift-Enter', 'next'],
    ['Ctrl-Enter', 'stay'],
    ['Cmd-Enter', 'stay'],
    ['Alt-Enter', 'insert'],
    ['Escape', 'leave'],
  ])('%s tells the page: %s', (key, said) => {
    const { told, press } = keys();
    expect(press(key)).toBe(true);
    expect(told).toEqual([said]);
  });

  it('leave Tab to the browser until Ctrl+M', () => {
    const { press } = keys();
    const view = fakeView();
    expect(press('Tab', view)).toBe(false);
    expect(press('Tab', view, true)).toBe(false);
    expect(view.state.doc.toString()).toBe('x');
    press('Ctrl-m', view);
    expect(view.state.field(tabIndents)).toBe(true);
    expect(press('Tab', view)).toBe(true);
    expect(view.state.doc.toString()).toBe('  x');
    expect(press('Tab', view, true)).toBe(true);
    expect(view.state.doc.toString()).toBe('x');
    press('Ctrl-m', view);
    expect(press('Tab', view)).toBe(false);
  });

  it('are not bound a second time by CodeMirror', () => {
    const bound = editingKeys.map(({ key }) => key);
    for (const key of ['Mod-Enter', 'Ctrl-m', 'Tab', 'Escape']) expect(bound).not.toContain(key);
    expect(bound).toContain('Mod-z');
  });
});

describe('the failure of a run', () => {
  const { state } = stateOf('const a = 1;\n  tf.add(a);\n');

  it('is marked at the word of its place', () => {
    const { from, to } = stretchAt(state, { line: 2, column: 6 });
    expect(state.sliceDoc(from, to)).toBe('add');
  });

  it('is drawn back into a text that has become shorter', () => {
    expect(offsetOf(state, { line: 99, column: 99 })).toBe(state.doc.length);
    expect(offsetOf(state, { line: 0, column: 0 })).toBe(0);
    expect(stretchAt(state, { line: 1, column: 99 })).toEqual({ from: 11, to: 12 });
  });

  it('moves with the text, and goes when its line is edited', () => {
    const view = fakeView('one\ntwo\nthree');
    view.dispatch({ effects: setFailure.of({ from: 4, to: 7, message: 'no' }) });
    view.dispatch({ changes: { from: 0, insert: '12' } });
    expect(view.state.field(failureField)).toEqual({ from: 6, to: 9, message: 'no' });
    view.dispatch({ changes: { from: 12, insert: '!' } });
    expect(view.state.field(failureField)).toBeDefined();
    view.dispatch({ changes: { from: 7, insert: 'x' } });
    expect(view.state.field(failureField)).toBeUndefined();
  });
});

it('every phrase of CodeMirror that can be seen here has its Chinese', () => {
  const require = createRequire(import.meta.url);
  const phrases = ['view', 'autocomplete', 'lint', 'commands'].flatMap((name) => {
    const file = join(dirname(require.resolve(`@codemirror/${name}`)), 'index.js');
    return [...readFileSync(file, 'utf8').matchAll(/phrase\("([^"]+)"/g)].map(([, text]) => text);
  });
  expect(phrases.length).toBeGreaterThan(5);
  const { phrases: chinese } = words('zh');
  expect(phrases.filter((text) => !(text in chinese))).toEqual([]);
  expect(Object.keys(chinese).filter((text) => !phrases.includes(text))).toEqual([]);
});
