/** One cell of a page: its code, its state, its editor and its output. */
import { fill } from '../widgets/toolkit/text.ts';
import type { NotebookWords } from '../../i18n/notebook.ts';
import type { Lang } from '../../i18n/langs.ts';
import type { Place } from '../../notebook/protocol.ts';
import { bytesText, timeText } from '../../notebook/render/numbers.ts';
import type { CellEditor } from './editor.ts';
import type { LiveOutput } from './outputs.ts';

export type CellState =
  'pristine' | 'edited' | 'queued' | 'running' | 'ok' | 'error' | 'stopped' | 'stale';

/** What a cell asks of its notebook. */
export interface CellHost {
  readonly lang: Lang;
  readonly words: NotebookWords;
  names(): string[];
  run(cell: Cell, how: 'stay' | 'next' | 'insert'): void;
  changed(cell: Cell): void;
}

const BUSY: readonly CellState[] = ['queued', 'running'];

export class Cell {
  readonly root: HTMLElement;
  readonly id: string;
  readonly original: string;
  /** Whether the reader added it. */
  readonly scratch: boolean;
  output: LiveOutput | undefined;
  /** The source that ran last. */
  ran: string | undefined;
  private readonly host: CellHost;
  private readonly pre: HTMLElement;
  private readonly highlighted: Node[];
  private text: string;
  private editor: CellEditor | undefined;
  private opening: Promise<void> | undefined;
  private before: CellState = 'pristine';
  private mark: { place: Place; message: string } | undefined;

  constructor(root: HTMLElement, host: CellHost, scratch?: { id: string; source: string }) {
    this.root = root;
    this.host = host;
    this.scratch = scratch !== undefined;
    if (scratch) root.dataset.cell = scratch.id;
    this.id = root.dataset.cell!;
    const place = this.piece('code');
    if (scratch) {
      const pre = document.createElement('pre');
      pre.className = 'astro-code';
      pre.tabIndex = 0;
      pre.append(document.createElement('code'));
      place.append(pre);
    }
    this.pre = place.querySelector('pre')!;
    this.pre.setAttribute('role', 'group');
    this.pre.setAttribute('aria-label', fill(host.words.code, { n: this.label }));
    const code = this.pre.querySelector('code')!;
    this.original = scratch ? '' : code.textContent!;
    this.highlighted = [...code.childNodes];
    this.text = this.original;
    if (scratch) this.setSource(scratch.source);
    this.show('pristine');
  }

  /** What it is called on the page: its number. */
  get label(): string {
    return this.root.dataset.number ?? this.host.words.scratch;
  }

  get sha(): string {
    return this.root.dataset.sha ?? '';
  }

  get source(): string {
    return this.text;
  }

  get state(): CellState {
    return this.root.dataset.state as CellState;
  }

  get edited(): boolean {
    return this.text !== this.original;
  }

  piece(name: string): HTMLElement {
    return this.root.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  }

  button(action: string): HTMLButtonElement {
    return this.root.querySelector<HTMLButtonElement>(`[data-action="${action}"]`)!;
  }

  get outputPlace(): HTMLElement {
    return this.root.querySelector<HTMLElement>('[data-cell-output]')!;
  }

  /** Sets the source from outside the editor. */
  setSource(source: string): void {
    this.editor?.setSource(source);
    this.take(source);
  }

  /** Says the state in the attribute and in words. */
  show(state: CellState, note?: string): void {
    if (BUSY.includes(state) && !BUSY.includes(this.state)) this.before = this.state;
    this.root.dataset.state = state;
    const { words } = this.host;
    const text: Record<CellState, string> = {
      pristine: '',
      edited: words.edited,
      queued: words.queuedCell,
      running: words.runningCell,
      ok: words.ok,
      error: words.error,
      stopped: words.stoppedCell,
      stale: words.stale,
    };
    this.piece('state').textContent = note ?? text[state];
    this.outputPlace.setAttribute('aria-busy', String(state === 'running'));
  }

  /** Back to what it was before it waited. */
  unqueue(): void {
    this.show(this.before);
  }

  /** It ran, but what it ran on is gone. */
  outdate(): void {
    if (['ok', 'error', 'stopped'].includes(this.state)) this.show('stale');
    if (BUSY.includes(this.state) && ['ok', 'error', 'stopped'].includes(this.before)) {
      this.before = 'stale';
    }
  }

  showOrigin(text: string, recorded = false): void {
    const origin = this.piece('origin');
    origin.textContent = text;
    origin.toggleAttribute('data-recorded', recorded);
  }

  showMemory(ms: number, { tensors, bytes }: { tensors: number; bytes: number }): void {
    const memory = fill(this.host.words.memory, { n: tensors, b: bytesText(bytes) });
    const place = this.piece('memory');
    place.textContent = `${timeText(ms)} · ${memory}`;
    Object.assign(place.dataset, { tensors, bytes });
  }

  /** Marks the place of a failure in the code. */
  showFailure(mark: { place: Place; message: string } | undefined): void {
    this.mark = mark;
    this.editor?.showFailure(mark);
  }

  /** Puts the focus where the reader goes on. */
  focus(): void {
    if (this.editor) this.editor.focus();
    else this.pre.focus();
    this.root.scrollIntoView({ block: 'nearest' });
  }

  /** Opens the editor; the plain one when the other cannot be loaded. */
  edit(at?: Place): Promise<void> {
    this.opening ??= this.open().finally(() => (this.opening = undefined));
    return this.opening.then(() => this.editor?.focus(at));
  }

  get editing(): boolean {
    return this.editor !== undefined;
  }

  /** Takes the editor away; the code stands there as text. */
  close(): void {
    if (!this.editor) return;
    this.editor.destroy();
    this.editor = undefined;
    this.pre.hidden = false;
    this.root.querySelector('.nb-keys')?.remove();
    this.press(false);
    this.button('edit').focus();
  }

  private press(on: boolean): void {
    const { words } = this.host;
    const button = this.button('edit');
    button.setAttribute('aria-pressed', String(on));
    button.textContent = on ? words.close : words.edit;
  }

  private async open(): Promise<void> {
    if (this.editor) return;
    const { host } = this;
    const parent = this.piece('code');
    const options = {
      parent,
      source: this.text,
      lang: host.lang,
      language: 'ts' as const,
      label: fill(host.words.code, { n: this.label }),
      names: () => host.names(),
      onChange: (source: string) => {
        this.take(source);
        host.changed(this);
      },
      onRun: (how: 'stay' | 'next' | 'insert') => host.run(this, how),
      onLeave: () => this.button('edit').focus(),
    };
    this.root.setAttribute('aria-busy', 'true');
    let editor: CellEditor;
    const before = parent.childElementCount;
    try {
      const { openEditor } = await import('../../notebook/editor/index.ts');
      editor = await openEditor(options);
    } catch (error) {
      console.warn(error);
      while (parent.childElementCount > before) parent.lastElementChild!.remove();
      const { openPlainEditor } = await import('./plain-editor.ts');
      editor = openPlainEditor(options);
      const keys = document.createElement('p');
      keys.className = 'nb-keys';
      keys.textContent = `${host.words.editorFailed} ${host.words.editHint}`;
      parent.append(keys);
    }
    this.root.removeAttribute('aria-busy');
    this.editor = editor;
    this.pre.hidden = true;
    this.press(true);
    if (this.mark) editor.showFailure(this.mark);
  }

  private take(source: string): void {
    if (source === this.text) return;
    this.text = source;
    const code = this.pre.querySelector('code')!;
    if (this.edited || this.scratch) code.textContent = source;
    else code.replaceChildren(...this.highlighted);
    this.button('reset').hidden = this.scratch || !this.edited;
    this.showFailure(undefined);
    if (!BUSY.includes(this.state)) {
      this.show(this.text === this.ran ? 'stale' : this.edited ? 'edited' : 'pristine');
    }
  }
}
