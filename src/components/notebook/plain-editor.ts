/** The editor where CodeMirror cannot be loaded: a text field with the same keys. */
import type { CellEditor, EditorOptions } from './editor.ts';

/** A text field in `parent`; Tab leaves it, Shift+Enter and its kin run the cell. */
export function openPlainEditor(options: EditorOptions): CellEditor {
  const field = document.createElement('textarea');
  field.className = 'nb-field';
  field.value = options.source;
  field.setAttribute('aria-label', options.label);
  field.spellcheck = false;
  field.autocapitalize = 'off';
  field.setAttribute('autocorrect', 'off');
  const fit = () => (field.rows = Math.max(3, field.value.split('\n').length + 1));
  field.addEventListener('input', () => {
    fit();
    options.onChange(field.value);
  });
  field.addEventListener('keydown', (event) => {
    // Safari ends the composition first: only the code tells that the key belonged to it.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape') options.onLeave();
    else if (event.key === 'Enter' && event.shiftKey) options.onRun('next');
    else if (event.key === 'Enter' && event.altKey) options.onRun('insert');
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) options.onRun('stay');
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const problem = document.createElement('p');
  problem.className = 'nb-problem';
  problem.hidden = true;
  options.parent.append(field, problem);
  fit();
  return {
    get source() {
      return field.value;
    },
    setSource(text) {
      field.value = text;
      fit();
    },
    showFailure(failure) {
      problem.hidden = !failure;
      problem.textContent = failure ? `${failure.place.line}: ${failure.message}` : '';
      field.toggleAttribute('aria-invalid', Boolean(failure));
    },
    focus(at) {
      field.focus();
      if (!at) return;
      const before = field.value.split('\n').slice(0, at.line - 1);
      const place = before.reduce((sum, line) => sum + line.length + 1, 0) + at.column - 1;
      field.setSelectionRange(place, place);
    },
    destroy() {
      field.remove();
      problem.remove();
    },
  };
}
