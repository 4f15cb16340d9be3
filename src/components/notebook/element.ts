/**
 * `<rf-notebook>`: brings the cells of a page to life. Nothing of TF.js, of the parser or of the
 * editor is fetched before the reader runs or edits a cell.
 */
import { fill } from '../widgets/toolkit/text.ts';
import type { Lang } from '../../i18n/langs.ts';
import type { NotebookWords } from '../../i18n/notebook.ts';
import { Edits, pageStore } from '../../notebook/edits.ts';
import type { Backend, Failure } from '../../notebook/protocol.ts';
import { timeText } from '../../notebook/render/numbers.ts';
import type { CellResult, Session, StateDetail } from '../../notebook/session.ts';
import type { Changes } from '../../notebook/share.ts';
import { Cell, type CellHost } from './cell.ts';
import type { LiveOutput } from './outputs.ts';

type NotebookState = 'cold' | 'loading' | 'ready' | 'running' | 'failed' | 'stopped' | 'dead';

/** What runs cells, and what draws their output: there after the first run. */
interface Engine {
  session: Session;
  LiveOutput: typeof LiveOutput;
}

/** What can copy here; over plain http browsers have no clipboard for scripts, and ours is fetched. */
const clipboard = async (): Promise<Pick<Clipboard, 'writeText'>> =>
  (navigator as Partial<Navigator>).clipboard ??
  (await import('../../runtime/clipboard.ts')).plainClipboard;

const BACKENDS: readonly string[] = ['webgl', 'wasm', 'cpu'];
const BACKEND_NAME: Record<Backend, string> = { webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' };

class NotebookElement extends HTMLElement implements CellHost {
  private root!: HTMLElement;
  words!: NotebookWords;
  lang!: Lang;
  private edits!: Edits;
  private cells: Cell[] = [];
  private engine: Promise<Engine> | undefined;
  private current: Cell | undefined;
  /** What happens when the kernel begins with the current cell. */
  private begin = () => {};
  private queue: Cell[] = [];
  private readonly declared = new Map<Cell, string[]>();
  private scratchCount = 0;
  private backend: Backend | undefined;
  /** What stays to be read when the kernel is ready again. */
  private note: string | undefined;
  private readonly onHash = () => void this.readHash();

  connectedCallback(): void {
    if (this.cells.length) return;
    this.root = this.querySelector<HTMLElement>('[data-notebook]')!;
    this.words = JSON.parse(this.root.dataset.words!) as NotebookWords;
    this.lang = this.root.dataset.lang as Lang;
    this.edits = new Edits(this.slug, pageStore());
    this.cells = [...this.root.querySelectorAll<HTMLElement>('[data-cell]')].map(
      (root) => new Cell(root, this),
    );
    this.restore();
    this.root.addEventListener('click', (event) => this.onClick(event));
    this.root.addEventListener('keydown', (event) => this.onKey(event));
    this.piece<HTMLInputElement>('import').addEventListener('change', (event) => {
      void this.importFile(event.target as HTMLInputElement);
    });
    window.addEventListener('hashchange', this.onHash);
    this.root.dataset.live = '';
    void this.readHash();
  }

  disconnectedCallback(): void {
    window.removeEventListener('hashchange', this.onHash);
    void this.engine?.then(({ session }) => session.dispose());
  }

  get slug(): string {
    return this.root.dataset.notebook!;
  }

  names(): string[] {
    return [...new Set([...this.declared.values()].flat())];
  }

  private piece<T extends HTMLElement = HTMLElement>(name: string): T {
    return this.root.querySelector<T>(
      `:scope > [data-part="${name}"], :is(.nb-bar, .nb-row) [data-part="${name}"]`,
    )!;
  }

  private button(action: string): HTMLButtonElement {
    return this.root.querySelector<HTMLButtonElement>(`.nb-bar [data-action="${action}"]`)!;
  }

  private say(text: string): void {
    this.piece('status').textContent = text;
  }

  // ── What the reader does ──

  private cellOf(target: EventTarget | null): Cell | undefined {
    const root = (target as Element | null)?.closest?.('[data-cell]');
    return this.cells.find((cell) => cell.root === root);
  }

  private onClick(event: Event): void {
    const target = event.target as Element;
    const goto = target.closest<HTMLElement>('[data-goto]');
    if (goto) return this.goTo(goto.dataset);
    const part = target.closest<HTMLElement>('button[data-part]')?.dataset.part;
    const cell = this.cellOf(target);
    if (part === 'remove' && cell) return this.removeScratch(cell);
    const action = target.closest<HTMLElement>('[data-action]')?.dataset.action;
    if (cell && action === 'run') void this.runCells([cell]);
    else if (cell && action === 'run-above')
      void this.runCells(this.cells.slice(0, this.cells.indexOf(cell)));
    else if (cell && action === 'edit') this.toggleEditor(cell);
    else if (cell && action === 'reset') this.reset(cell);
    else if (action === 'run-all') void this.runCells(this.cells);
    else if (action === 'stop') void this.stop();
    else if (action === 'restart') void this.restart();
    else if (action === 'share') void this.share();
    else if (action === 'download') this.download(event);
  }

  private onKey(event: KeyboardEvent): void {
    const cell = this.cellOf(event.target);
    const target = event.target as HTMLElement;
    if (!cell || event.isComposing || event.defaultPrevented) return;
    if (event.key !== 'Enter' || target.closest('.cm-editor, textarea, summary, a, input')) return;
    if (event.shiftKey) this.run(cell, 'next');
    else if (event.ctrlKey || event.metaKey) this.run(cell, 'stay');
    else if (event.altKey) this.run(cell, 'insert');
    else if (target.matches('pre')) void cell.edit();
    else return;
    event.preventDefault();
  }

  private goTo({ goto, gotoCell }: DOMStringMap): void {
    const cell = this.cells.find(({ id }) => id === gotoCell);
    const [line, column] = goto!.split(':').map(Number);
    void cell?.edit({ line, column });
  }

  private toggleEditor(cell: Cell): void {
    if (cell.editing) cell.close();
    else void cell.edit();
  }

  /** Runs a cell; `next` goes on to the one below, `insert` adds one there. */
  run(cell: Cell, how: 'stay' | 'next' | 'insert'): void {
    void this.runCells([cell]);
    if (how === 'next') (this.cells[this.cells.indexOf(cell) + 1] ?? cell).focus();
    if (how === 'insert') {
      const added = this.addScratch(cell, '');
      this.saveScratch();
      void added.edit();
    }
  }

  private reset(cell: Cell): void {
    cell.setSource(cell.original);
    this.edits.remove(cell.id, cell.sha);
    this.notice(cell);
    this.outdateAfter(cell);
    cell.focus();
  }

  // ── Running ──

  private start(): Promise<Engine> {
    this.engine ??= this.load().catch((error: unknown) => {
      this.engine = undefined;
      throw error;
    });
    return this.engine;
  }

  private async load(): Promise<Engine> {
    this.state('loading');
    const [{ openSession }, { default: assets }, { LiveOutput }, { loadSet }] = await Promise.all([
      import('../../notebook/session.ts'),
      import('virtual:notebook-assets'),
      import('./outputs.ts'),
      import('../../models/sets.ts'),
    ]);
    const asked = new URLSearchParams(location.search).get('backend') ?? '';
    const session = openSession({
      assets,
      data: loadSet,
      ...(BACKENDS.includes(asked) ? { backend: asked as Backend } : {}),
      events: {
        state: (state, detail) => this.state(state, detail),
        output: (cell, output) => {
          this.find(cell)?.output?.add(output);
          this.tell('output', { cell, output });
        },
        dropped: (cell, lines) => {
          this.find(cell)?.output?.drop(lines);
          this.tell('dropped', { cell, lines });
        },
        point: (cell, key, x, values) => {
          this.find(cell)?.output?.point(key, x, values);
          this.tell('point', { cell, key, x, values });
        },
        done: (cell, result) => {
          this.done(cell, result);
          this.tell('done', { cell, ...result });
        },
        late: (failure) => this.late(failure),
      },
    });
    return { session, LiveOutput };
  }

  /** What happens, for whoever listens on the page: `npm run record` and tests do. */
  private tell(name: string, detail: object): void {
    this.root.dispatchEvent(new CustomEvent(`notebook:${name}`, { detail, bubbles: true }));
  }

  private find(id: string): Cell | undefined {
    return this.cells.find((cell) => cell.id === id);
  }

  /** Runs cells one after the other; the first that fails ends the series. */
  private async runCells(cells: readonly Cell[]): Promise<void> {
    const list = cells.filter((cell) => !this.queue.includes(cell) && cell !== this.current);
    if (!list.length) return;
    const since = performance.now();
    this.queue.push(...list);
    for (const cell of list) cell.show('queued');
    this.note = undefined;
    let engine: Engine;
    try {
      engine = await this.start();
    } catch (error) {
      console.error(error);
      this.unqueue();
      const reason = navigator.onLine ? 'corrupt' : 'offline';
      return this.state('failed', { reason });
    }
    let ok = 0;
    for (const cell of list) {
      // Stop has emptied the queue meanwhile.
      if (!this.queue.includes(cell)) return;
      await this.turn(cell);
      if (!this.queue.includes(cell)) return;
      const result = await this.runOne(cell, engine);
      if (result === 'ok') ok++;
      else return this.drop(list);
    }
    if (ok > 1) {
      this.note = fill(this.words.allDone, { t: timeText(performance.now() - since) });
      this.say(this.note);
    }
  }

  /** Waits until a cell is the first in the queue and nothing runs. */
  private async turn(cell: Cell): Promise<void> {
    while (this.queue.includes(cell) && (this.current || this.queue[0] !== cell)) {
      await new Promise<void>((resolve) => {
        this.addEventListener('nb:idle', () => resolve(), { once: true });
      });
    }
  }

  private async runOne(cell: Cell, { session, LiveOutput }: Engine): Promise<string> {
    this.queue.shift();
    this.current = cell;
    const { source } = cell;
    // What stands there stays until the kernel has begun with the cell.
    let begun = false;
    this.begin = () => {
      if (begun) return;
      begun = true;
      cell.show('running');
      cell.showFailure(undefined);
      cell.output = new LiveOutput(cell.outputPlace, this.words, this.lang);
      cell.showOrigin(this.words.thisRun);
      cell.piece('memory').textContent = '';
      if (cell.ran !== source) this.outdateAfter(cell);
      cell.ran = source;
    };
    let result: string;
    try {
      result = await session.run(cell.id, source, 'ts');
    } finally {
      this.current = undefined;
      this.begin = () => {};
    }
    cell.output?.finish();
    if (!begun) cell.unqueue();
    else if (cell.source !== source) cell.show('edited');
    else if (result === 'ok') cell.show('ok');
    else if (result === 'error') cell.show('error');
    else cell.show('stopped');
    this.dispatchEvent(new Event('nb:idle'));
    return result;
  }

  private done(id: string, { ms, memory, names, failure, hint }: CellResult): void {
    const cell = this.find(id);
    if (!cell) return;
    this.declared.set(cell, names);
    cell.showMemory(ms, memory);
    if (failure) {
      cell.output?.fail(failure, {
        cell: id,
        source: cell.ran ?? '',
        ...(hint ? { hint } : {}),
        labelOf: (other) => this.labelOf(other),
      });
      const own = failure.frames.find((frame) => frame.cell === id);
      if (own && cell.source === cell.ran) {
        cell.showFailure({ place: own, message: `${failure.name}: ${failure.message}` });
      }
      const m = `${failure.name}: ${failure.message}`.slice(0, 200);
      this.note = fill(this.words.cellError, { n: cell.label, m });
    } else {
      if (hint) cell.output?.warn(hint);
      this.note = fill(this.words.cellOk, { n: cell.label, t: timeText(ms) });
    }
    this.say(this.note);
  }

  private labelOf(id: string): string {
    const cell = this.find(id);
    return cell ? fill(this.words.cell, { n: cell.label }) : id;
  }

  /** Something failed after its cell was done: shown where it happened. */
  private late(failure: Failure): void {
    const cell = this.find(failure.frames[0]?.cell ?? '') ?? this.current ?? this.lastRan();
    if (!cell?.output) return this.say(this.words.late + failure.message);
    const { name, message } = failure;
    cell.output.fail(
      { ...failure, name: this.words.late + name, message },
      { cell: cell.id, source: cell.ran ?? '', labelOf: (other) => this.labelOf(other) },
    );
    this.say(this.words.late + message.slice(0, 200));
  }

  private lastRan(): Cell | undefined {
    return this.cells.findLast((cell) => cell.output !== undefined);
  }

  private sayRunning(): void {
    const cell = this.current;
    if (!cell) return;
    const more = this.queue.length ? fill(this.words.queued, { n: this.queue.length }) : '';
    this.say(fill(this.words.running, { n: cell.label }) + more);
  }

  /** Cells that wait go back to what they were. */
  private unqueue(): void {
    const waiting = this.queue;
    this.queue = [];
    for (const cell of waiting) cell.unqueue();
    this.dispatchEvent(new Event('nb:idle'));
  }

  private drop(list: readonly Cell[]): void {
    for (const cell of this.queue.filter((each) => list.includes(each))) cell.unqueue();
    this.queue = this.queue.filter((each) => !list.includes(each));
    this.dispatchEvent(new Event('nb:idle'));
  }

  private async stop(): Promise<void> {
    this.unqueue();
    await (await this.engine)?.session.stop();
    // Stopped before the kernel was asked for anything.
    if (this.root.dataset.state === 'loading' && !this.current) this.state('cold');
  }

  private async restart(): Promise<void> {
    this.unqueue();
    if (!this.engine) return;
    const { session } = await this.engine;
    await session.restart();
    this.say(this.words.restarted);
  }

  /** The kernel's state, in the attribute and in words. */
  private state(state: NotebookState, detail: StateDetail = {}): void {
    const { words } = this;
    // Between two cells of a series the kernel is idle for a moment; the notebook is not.
    if (state === 'ready' && (this.current || this.queue.length)) return;
    this.root.dataset.state = state;
    if (detail.backend) this.backend = detail.backend;
    this.root.dataset.backend = this.backend ?? '';
    const lost = state === 'stopped' || state === 'dead' || detail.reason === 'restart';
    if (lost && state !== 'ready') {
      this.declared.clear();
      for (const cell of this.cells) cell.outdate();
      if (state !== 'loading') this.unqueue();
    }
    const busy = state === 'running' || state === 'loading';
    this.button('stop').disabled = !busy;
    this.button('restart').disabled = state === 'cold' || state === 'failed';
    const bar = this.piece<HTMLProgressElement>('loading');
    bar.hidden = state !== 'loading' || !detail.total;
    const because = detail.reason && words.reasons[detail.reason];
    switch (state) {
      case 'cold':
        this.say(words.cold);
        break;
      case 'loading':
        if (detail.total) {
          bar.max = detail.total;
          bar.value = detail.loaded ?? 0;
        } else this.say(words.loading);
        break;
      case 'ready':
        this.say(this.note ?? this.readyText(detail));
        break;
      case 'running':
        this.begin();
        this.sayRunning();
        break;
      case 'failed':
        this.unqueue();
        this.say(fill(words.failed, { reason: because ?? words.unknownReason }));
        break;
      case 'stopped':
      case 'dead':
        this.note = because ?? words.stopped;
        this.say(this.note);
    }
  }

  private readyText({ note }: StateDetail): string {
    const name = this.backend ? BACKEND_NAME[this.backend] : '';
    const words = fill(this.words.ready, { backend: name });
    return note && this.words.notes[note] ? `${words} ${this.words.notes[note]}` : words;
  }

  /** Cells below one that changed have run on what is no longer so. */
  private outdateAfter(cell: Cell): void {
    for (const later of this.cells.slice(this.cells.indexOf(cell) + 1)) later.outdate();
  }

  // ── Edits, links, files ──

  changed(cell: Cell): void {
    if (cell.scratch) this.saveScratch();
    else if (cell.edited) this.edits.set(cell.id, cell.sha, cell.source);
    else this.edits.remove(cell.id, cell.sha);
    this.outdateAfter(cell);
  }

  private restore(): void {
    for (const cell of this.cells) {
      const mine = this.edits.get(cell.id, cell.sha);
      if (mine !== undefined && mine !== cell.original) cell.setSource(mine);
      const [older] = this.edits.older(cell.id, cell.sha);
      if (older) void this.offerOlder(cell, older);
    }
    for (const { after, source } of this.edits.scratch()) {
      const cell = this.find(after) ?? this.cells.at(-1)!;
      this.addScratch(cell, source);
    }
  }

  /** A cell that changed upstream since the reader edited it: both are shown. */
  private async offerOlder(cell: Cell, older: { sha: string; source: string }): Promise<void> {
    const { changeNotice } = await import('./changes.ts');
    const drop = () => {
      this.edits.remove(cell.id, older.sha);
      this.notice(cell);
    };
    const use = () => {
      drop();
      cell.setSource(older.source);
      this.changed(cell);
    };
    const { words } = this;
    this.notice(
      cell,
      changeNotice(words, words.changed, cell.original, older.source, [
        [words.useMine, 'use-mine', use],
        [words.dropMine, 'drop-mine', drop],
      ]),
    );
  }

  private notice(cell: Cell, ...nodes: Node[]): void {
    const place = cell.piece('notice');
    place.replaceChildren(...nodes);
    place.hidden = nodes.length === 0;
  }

  private addScratch(after: Cell, source: string): Cell {
    const template = this.piece<HTMLTemplateElement & HTMLElement>('scratch');
    const root = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    const id = `scratch-${++this.scratchCount}`;
    root.setAttribute('aria-label', `${this.words.scratch} ${this.scratchCount}`);
    after.root.after(root);
    const cell = new Cell(root, this, { id, source });
    cell.outputPlace.setAttribute('aria-label', fill(this.words.output, { n: cell.label }));
    this.cells.splice(this.cells.indexOf(after) + 1, 0, cell);
    return cell;
  }

  private removeScratch(cell: Cell): void {
    if (cell === this.current || this.queue.includes(cell)) return;
    const at = this.cells.indexOf(cell);
    this.cells.splice(at, 1);
    this.declared.delete(cell);
    cell.root.remove();
    this.saveScratch();
    this.cells[at - 1]?.focus();
  }

  /** Scratch cells with the cell of the page that they follow. */
  private scratchList(): { after: string; source: string }[] {
    let after = '';
    return this.cells.flatMap((cell) => {
      if (!cell.scratch) after = cell.id;
      return cell.scratch ? [{ after, source: cell.source }] : [];
    });
  }

  private saveScratch(): void {
    // Inserted again in order after one cell, each would stand before the other.
    this.edits.setScratch(this.scratchList().reverse());
  }

  private changes(): Changes {
    const edited = this.cells.filter((cell) => !cell.scratch && cell.edited);
    return {
      notebook: this.slug,
      cells: Object.fromEntries(edited.map(({ id, source }) => [id, source])),
      scratch: this.scratchList().filter(({ source }) => source.trim()),
    };
  }

  private async share(): Promise<void> {
    const changes = this.changes();
    const some = Object.keys(changes.cells).length + changes.scratch.length > 0;
    const { toHash } = await import('../../notebook/share.ts');
    const address = new URL(location.href);
    try {
      address.hash = some ? await toHash(changes) : '';
    } catch {
      return this.say(this.words.linkTooLong);
    }
    if (some) history.replaceState(history.state, '', address);
    try {
      await (await clipboard()).writeText(address.href);
      this.say(some ? this.words.linkCopied : this.words.linkPlain);
    } catch {
      this.say(this.words.linkFailed);
    }
  }

  /** A link to changes: they are put into the cells, shown as a difference, and nothing runs. */
  private async readHash(): Promise<void> {
    const { hash } = location;
    if (!hash.startsWith('#nb=')) return;
    const { fromHash, LinkError } = await import('../../notebook/share.ts');
    try {
      await this.propose(await fromHash(hash, this.slug), this.words.shared);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      const { banner } = await import('./changes.ts');
      const reason = this.words.linkReasons[error.problem];
      this.banner(...banner(fill(this.words.sharedBad, { reason }), []));
    }
  }

  private banner(...nodes: Node[]): void {
    const place = this.piece('banner');
    place.replaceChildren(...nodes);
    place.hidden = nodes.length === 0;
  }

  /** Puts changes from outside into the cells; they are kept only when the reader says so. */
  private async propose(changes: Changes, text: string): Promise<number> {
    const { changeNotice, banner } = await import('./changes.ts');
    const { words } = this;
    const touched: { cell: Cell; before: string }[] = [];
    for (const [id, source] of Object.entries(changes.cells)) {
      const cell = this.find(id);
      if (!cell || cell.scratch || source === cell.original) continue;
      touched.push({ cell, before: cell.source });
      cell.setSource(source);
      this.notice(cell, changeNotice(words, words.sharedCell, cell.original, source, []));
    }
    const added = [...changes.scratch].reverse().map(({ after, source }) => {
      const cell = this.addScratch(this.find(after) ?? this.cells.at(-1)!, source);
      this.notice(cell, changeNotice(words, words.sharedCell, '', source, []));
      return cell;
    });
    const n = touched.length + added.length;
    const close = () => {
      this.banner();
      for (const cell of this.cells) this.notice(cell);
      if (location.hash.startsWith('#nb=')) {
        history.replaceState(history.state, '', location.pathname + location.search);
      }
    };
    const keep = () => {
      close();
      for (const { cell } of touched) this.changed(cell);
      if (added.length) this.saveScratch();
    };
    const drop = () => {
      close();
      for (const { cell, before } of touched) cell.setSource(before);
      for (const cell of added) this.removeScratch(cell);
    };
    if (n) {
      this.banner(
        ...banner(fill(text, { n }), [
          [words.keepShared, 'keep-shared', keep],
          [words.dropShared, 'drop-shared', drop],
        ]),
      );
      for (const { cell } of touched) this.outdateAfter(cell);
    }
    return n;
  }

  private async importFile(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    if (!file) return;
    const { fromJupyter, FileError, FILE_CAP } = await import('../../notebook/ipynb.ts');
    const { words } = this;
    try {
      if (file.size > FILE_CAP) throw new FileError('too-large');
      const changes: Changes = { notebook: this.slug, cells: {}, scratch: [] };
      let after = '';
      for (const { name, source } of fromJupyter(await file.text(), this.slug)) {
        if (name && this.find(name)) {
          changes.cells[name] = source;
          after = name;
        } else if (source.trim()) changes.scratch.push({ after, source });
      }
      const n = await this.propose(changes, words.imported);
      this.say(n ? fill(words.imported, { n }) : words.importedNone);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      this.say(fill(words.importBad, { reason: words.importReasons[error.problem] }));
    } finally {
      input.value = '';
    }
  }

  /** The file that the build made, with the reader's code in it; the link itself where nothing changed. */
  private download(event: Event): void {
    const { cells, scratch } = this.changes();
    if (!Object.keys(cells).length && !scratch.length) return;
    event.preventDefault();
    const link = (event.target as Element).closest('a')!;
    void (async () => {
      try {
        const { editedFile } = await import('./changes.ts');
        await editedFile(link.href, link.download, { notebook: this.slug, cells, scratch });
      } catch (error) {
        console.error(error);
        this.say(fill(this.words.importBad, { reason: (error as Error).message }));
      }
    })();
  }
}

customElements.define('rf-notebook', NotebookElement);
