/**
 * The living widget: events in, state through the kind's `parse`, drawing out through its `parts`.
 *
 * Looking (hover, focus) needs only the float64 code of src/lib; TensorFlow.js is fetched when the
 * reader acts (pointer, key, input), when the address names the widget, or on `?backend=`.
 */
import type { Grid } from '../../../lib/grid.ts';
import { onProgress } from '../../../models/files.ts';
import { classifyLoadError } from '../../../runtime/errors.ts';
import { compute } from '../../../runtime/scope.ts';
import {
  backendChoice,
  backendInAddress,
  chooseBackend,
  RuntimeError,
  subscribe,
  useRuntime,
  type BackendChoice,
} from '../../../runtime/tf.ts';
import { codePanel } from './code-panel.ts';
import { splitHash } from './hash.ts';
import type { Cursor, Kind, Language, Outputs, PictureInfo, PictureRef, View } from './kind.ts';
import { pixelGrid } from './maps.ts';
import { paintCanvases } from './painting.ts';
import type { Picture } from './pictures.ts';
import { compare, proofText } from './proof.ts';
import {
  editCell,
  nudgeText,
  queryText,
  readQuery,
  Refusal,
  resizeText,
  withoutDefaults,
  type Problem,
  type Query,
} from './query.ts';
import { withChoices, type Field } from './missed.ts';
import type { ToolWords } from './strings.ts';
import { sync } from './sync.ts';
import { fill } from './text.ts';
import {
  ARROWS,
  cellCursor,
  focusCell,
  mapCursor,
  mapNeighbour,
  neighbour,
  pointed,
  samePlace,
  scrollIntoBox,
} from './walking.ts';

/** How a kind starts inside its element, for `defineWidget`. */
export function start<S extends object, W extends object>(kind: Kind<S, W>) {
  return (host: HTMLElement, missed: Event[]) => bringToLife(kind, host, missed);
}

/** Whether a key is meant for the browser. */
const withModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent) => ctrlKey || metaKey || altKey;

/**
 * Starts the widget inside `host` and returns how to stop it.
 *
 * @param missed what the reader did while this file was on its way
 */
export function bringToLife<S extends object, W extends object>(
  kind: Kind<S, W>,
  host: HTMLElement,
  missed: Event[],
): () => void {
  const root = host.querySelector<HTMLElement>('[data-widget]')!;
  const sooner = withChoices(missed);
  const words = JSON.parse(host.dataset.words!) as W & ToolWords;
  const either = kind.either ?? [];
  const readText = (text: string, scene: (name: string) => string | undefined) =>
    readQuery(text, kind.keys, either, scene);
  const initial = readText(host.dataset.query!, () => undefined).query;

  /** The newest state; what is on show follows as soon as its numbers are there. */
  let state = kind.parse(initial).state!;
  let view: View<S, W> | undefined;
  /** Where the reader looks; undefined until then, and after a reset or a link. */
  let cursor: Cursor | undefined;
  const firstUi = JSON.parse(host.dataset.ui ?? '{}') as Record<string, string>;
  let ui = firstUi;
  /** The float64 results of `judged`. */
  let judge: Outputs | undefined;
  let judged: S | undefined;
  let own: Picture | undefined;
  let ownGrid: { ref: string; grid: Grid } | undefined;
  const drawn: Record<string, string> = {};

  let wanted = false;
  let running = false;
  let engaged = false;
  let failed = false;
  let visible = true;
  let stale = false;
  let playing = 0;
  let hashTimer = 0;
  let speechTimer = 0;
  let computed: S | undefined;
  /** What stands on the page, and whether the field in focus must be written too. */
  let onPage: S | undefined;
  /** The state whose numbers are under way, so that they are not worked out twice. */
  let coming: { of: S; shown: Promise<boolean> } | undefined;
  let mustWrite = false;
  let syncing = false;
  let fetched: ReturnType<typeof kind.compute> | undefined;
  const cleanup: (() => void)[] = [];

  const at = <T extends HTMLElement>(name: string) =>
    root.querySelector<T>(`[data-part="${name}"]`)!;
  const showCode = codePanel(root, kind, () => state);
  const ownInfo = (): PictureInfo | undefined =>
    own && { height: own.height, width: own.width, channels: 3 };
  const texts = () => kind.texts(state);
  const format = (): Query =>
    kind.format?.(state, ownInfo()) ?? withoutDefaults(texts(), kind.defaults);
  /** The present query with another value; its partner in an `either` pair goes. */
  const withKey = (key: string, value: string, base: Query = format()): Query => {
    const query = { ...base, [key]: value };
    for (const pair of either) {
      if (pair.includes(key)) for (const other of pair) if (other !== key) delete query[other];
    }
    return query;
  };
  const edited = (name: string, value: string): Query | undefined =>
    view && kind.edit?.({ ...view, state, ui, own: ownInfo() }, name, value);

  // ---- changes ------------------------------------------------------------------------------

  /** Takes a query over, or refuses it beside the control it came from. */
  function apply(query: Query, from: string, quietly = false): boolean {
    const parsed = kind.parse(query, ownInfo());
    if (parsed.problems) {
      if (!quietly) refuse(parsed.problems, from);
      return false;
    }
    clearMessages();
    state = parsed.state;
    if (from !== 'hash') writeHash();
    mustWrite ||= ['hash', 'reset', 'act'].includes(from);
    void shown();
    request();
    return true;
  }

  /** Whether the newest state is on show; a picture that did not come is told by the computation. */
  async function shown(): Promise<boolean> {
    try {
      return await show();
    } catch {
      return false;
    }
  }

  function refuse(problems: Problem[], from: string): void {
    const say = ({ key, code, params }: Problem) =>
      fill(words.problems[code] ?? code, { key, name: words.names[key] ?? key, ...params });
    // A slider has its number beside it, and that is where a bad value was typed.
    const field =
      root.querySelector(`[name="${from}"]:not([type="range"])`) ??
      root.querySelector(`[name="${from}"]`);
    field?.setAttribute('aria-invalid', 'true');
    if (field?.tagName === 'SELECT') draw(true); // a list shows what is, not what was wished
    const place = root.querySelector<HTMLElement>(`[data-error="${from}"]`);
    message(problems.slice(0, 4).map(say).join(' '), place ?? undefined);
    if (from === 'hash') settle();
  }

  function message(text: string, place = at('message')): void {
    place.textContent = text;
    place.hidden = false;
  }

  function clearMessages(): void {
    for (const place of root.querySelectorAll<HTMLElement>('[data-error]')) {
      place.hidden = true;
      place.textContent = '';
    }
    for (const field of root.querySelectorAll('[aria-invalid]')) {
      field.removeAttribute('aria-invalid');
    }
  }

  /** A control changed; while typing (`final` false) what cannot be read yet is left alone. */
  function onField(field: Field, final: boolean): void {
    if (syncing) return; // a field that is taken away in focus tells once more what was typed
    const { name, value, type } = field;
    const { size, ui: shown, layer } = field.dataset;
    const box = type === 'checkbox' ? ((field as HTMLInputElement).checked ? '1' : '0') : undefined;
    const typed = type === 'text' || type === 'number' || type === 'textarea';
    if (type === 'file') {
      const { files } = field as HTMLInputElement;
      if (final && field.dataset.files) void openFiles(field as HTMLInputElement);
      else if (final) void open(files?.[0]);
    } else if (shown) {
      ui = { ...ui, [shown]: box === '0' ? '' : (box ?? value) };
      void redraw();
    } else if (layer) {
      void lookAtLayer(layer.split(' '), Number(value));
    } else if (field.closest('[data-part="predict"]')) {
      return;
    } else if (size) {
      resize(size, field as HTMLInputElement, final);
    } else if (!final && !typed && type !== 'range') {
      return; // lists and boxes tell again with “change”
    } else if (name === 'backend') {
      void switchBackend(value as BackendChoice);
    } else if (name) {
      change(field, name, box ?? value, final);
    }
  }

  function change(field: Field, name: string, value: string, final: boolean): void {
    const query = name === 'image' ? undefined : edited(name, value);
    if (query) {
      const taken = apply(query, name, !final);
      // A choice that moves what is explained is read out, as a walk over a grid is.
      if (taken && field.type === 'radio') void look(undefined, true);
      return;
    }
    const cell = field.closest<HTMLElement>('td[data-at]');
    if (cell) {
      if (value === '') {
        const bad = field.validity.badInput;
        const params = { value: '…' };
        if (final) refuse([{ key: name, code: bad ? 'not-a-number' : 'empty', params }], name);
        return;
      }
      const { path } = cell.closest('table')!.dataset;
      const place = cell.dataset.put ?? [path, cell.dataset.at].filter(Boolean).join();
      const text = editCell(texts()[name]!, place.split(',').map(Number), value);
      apply(withKey(name, text), name, !final);
    } else if (name === 'image') {
      void chooseImage(value);
    } else if (kind.keys.includes(name)) {
      apply(withKey(name, value), name, !final);
    }
  }

  function resize(size: string, field: HTMLInputElement, final: boolean): void {
    const [key, axis] = size.split(':');
    const count = Number(field.value);
    const max = Number(field.max);
    if (!Number.isInteger(count) || count < 1 || count > max) {
      const params = { value: field.value, min: 1, max };
      if (final) refuse([{ key, code: 'range', params }], key);
      return;
    }
    const query =
      edited(`size:${size}`, field.value) ??
      withKey(key, resizeText(texts()[key]!, Number(axis), count));
    apply(query, key, !final);
  }

  async function chooseImage(id: string): Promise<void> {
    if (!view) await shown(); // what else follows from a picture may depend on what is there
    let query = edited('image', id);
    if (!query) {
      query = format();
      delete query.input;
      delete query.image;
      if (id === 'draw') query.input = (await import('./ink.ts')).BLANK;
      else if (id !== '') query.image = id;
      else if (kind.typed) query.input = kind.typed;
    }
    const before = ui;
    ui = { ...ui, draw: id === 'draw' ? '1' : '' };
    if (!apply(query, 'image')) ui = before;
  }

  /** Ink from where the last stroke ended, when the button is still down, to the cursor. */
  async function stroke(from: Cursor, to: Cursor, soft: boolean): Promise<void> {
    const { strokeText, inked } = await import('./ink.ts');
    const input = texts().input;
    if (input === undefined) return;
    const [a, b] = [from, to].map(({ at: cell }) => [cell[1], cell[2]] as const);
    const erase = !soft && inked(input, b);
    apply(withKey('input', strokeText(input, a, b, erase, soft)), 'input');
  }

  /** A picture of the reader's own; it stays on this page. */
  async function open(file: Blob | undefined): Promise<void> {
    if (!file) return;
    try {
      takePicture(await (await import('./pictures.ts')).decode(file));
    } catch {
      message(words.pictureBad, root.querySelector<HTMLElement>('[data-error="image"]')!);
    }
  }

  /** Files that are no picture: the widget reads them, or says why not beside the field. */
  async function openFiles(field: HTMLInputElement): Promise<void> {
    const { files } = field.dataset;
    const chosen = [...(field.files ?? [])];
    try {
      const query = await kind.openFiles?.(state, chosen);
      if (query) apply(query, files!);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refuse([error.problem], files!);
    }
    field.value = ''; // the same files can be chosen again
  }

  function takePicture(picture: Picture): void {
    own = picture;
    ownGrid = undefined;
    judged = undefined;
    ui = { ...ui, own: '1' };
    void chooseImage('own');
  }

  function reset(): void {
    const kept = Object.entries(ui).filter(([name]) => /^(fold|own)/.test(name));
    ui = { ...firstUi, ...Object.fromEntries(kept) };
    cursor = undefined;
    apply(initial, 'reset');
    clearTimeout(hashTimer);
    if (splitHash(location.hash, root.id) !== undefined) {
      history.replaceState(history.state, '', location.pathname + location.search);
    }
  }

  // ---- the address --------------------------------------------------------------------------

  function fromHash(first: boolean): void {
    const text = splitHash(location.hash, root.id);
    if (text === undefined) {
      if (location.hash === `#${root.id}`) request();
      return;
    }
    const sceneQuery = (name: string) =>
      root.querySelector<HTMLElement>(`[data-scene="${CSS.escape(name)}"]`)?.dataset.query;
    const { query, problems } = readText(text, sceneQuery);
    if (first) root.scrollIntoView({ block: 'start' });
    stop();
    if (problems.length > 0) refuse(problems, 'hash');
    else {
      ui = { ...ui, draw: '' };
      const before = cursor;
      cursor = undefined;
      if (apply(query, 'hash')) return;
      cursor = before;
    }
    // What stays is the last good state, and it is computed as well.
    if (!engaged) request();
  }

  function hashText(): string {
    const text = queryText(format(), kind.keys);
    return `#${root.id}?${text || `scene=${host.dataset.defaultScene}`}`;
  }

  /** Browsers allow about a hundred changes in half a minute, so a drag writes only its end. */
  function writeHash(): void {
    clearTimeout(hashTimer);
    hashTimer = window.setTimeout(() => {
      history.replaceState(history.state, '', hashText());
    }, 250);
  }

  async function share(): Promise<void> {
    const picture = kind.pictureOf?.(state)?.id === 'own';
    clearTimeout(hashTimer);
    history.replaceState(history.state, '', hashText());
    await copy(location.href, picture ? words.linkNoPicture : words.linkCopied);
  }

  async function copy(text: string, done: string): Promise<void> {
    const told = await navigator.clipboard.writeText(text).then(
      () => done,
      () => text,
    );
    at('status').textContent = told;
  }

  // ---- computing ----------------------------------------------------------------------------

  /** The reader acts: the first time, and after a failure, that is a reason to compute. */
  function engage(): void {
    if (!engaged || root.dataset.state === 'error') request();
  }

  /** Asks for a computation; while one runs, only the newest wish is kept. */
  function request(): void {
    engaged = true;
    stale = !visible && computed === state;
    if (stale) return;
    wanted = true;
    if (!running) void run();
  }

  async function run(): Promise<void> {
    running = true;
    while (wanted) {
      wanted = false;
      await runOnce();
    }
    running = false;
    settle();
  }

  /** The program, kept: `import()` of what is there already still costs a task, and a frame with it. */
  function fetchProgram(): ReturnType<typeof kind.compute> {
    fetched ??= kind.compute().catch((error: unknown) => {
      fetched = undefined; // the next wish tries again
      throw error;
    });
    return fetched;
  }

  async function runOnce(): Promise<void> {
    const now = state;
    // Whoever changed the state meanwhile has asked for another run.
    const outdated = () => now !== state;
    const started = root.dataset.backend !== 'none';
    phase(started ? 'busy' : 'loading');
    if (!started) at('proof').textContent = words.proofLoading;
    try {
      // Side by side; what fails is told below, after the float64 numbers are on show.
      const program = Promise.all([fetchProgram(), useRuntime()]);
      program.catch(() => {});
      await arrived(now);
      const picture = await numbers(now);
      if (outdated()) return;
      if (!started || kind.waits) await show();
      const [{ program: make }] = await program;
      if (outdated()) return;
      const result = await compute((tf) => make(tf, now, picture));
      root.dataset.backend = result.backend;
      root.dataset.tensors = `${result.tensors}`;
      if (outdated() || !(await show())) return;
      computed = now;
      // The numbers of the device in the shape that the drawing knows: [H, W] may stand for [H, W, 1].
      const shaped = Object.entries(result.outputs).map(([name, { shape, data }]) => [
        name,
        { shape: judge![name]?.shape ?? shape, data },
      ]);
      view = { ...view!, outputs: { ...judge!, ...Object.fromEntries(shaped) } };
      draw(false);
      const found = compare(result.outputs, judge!);
      const line = root.querySelector<HTMLElement>('[data-proof]')!;
      line.dataset.maxError = `${found.error}`;
      line.dataset.cells = `${found.cells}`;
      const note = result.note && words.notes[result.note];
      at('proof').textContent = proofText(found, { ...result, note }, words);
      if (failed) clearMessages();
      failed = false;
      phase('ready');
    } catch (error) {
      if (!outdated()) await fail(error);
    }
  }

  async function fail(error: unknown): Promise<void> {
    await shown();
    const { code, file } = await classifyLoadError(error);
    failed = true;
    phase('error');
    const ofFile = file && (code === 'offline' || code === 'corrupt') && words.files[code];
    message(ofFile ? fill(ofFile, { file }) : words.runtime[code]);
    at('proof').textContent = '';
    const line = root.querySelector<HTMLElement>('[data-proof]')!;
    line.dataset.maxError = '';
    line.dataset.cells = '0';
    if (!(error instanceof RuntimeError)) console.error(error);
  }

  /** The models and data of a state; how much of them has come is told where the proof will stand. */
  function arrived(of: S): Promise<void> | undefined {
    const coming = kind.load?.(of);
    if (!coming) return undefined;
    const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)}`;
    const stop = onProgress(({ path, received, total }) => {
      const params = { file: path, received: kilobytes(received), total: kilobytes(total) };
      at('proof').textContent = fill(words.files.coming, params);
    });
    return coming.then(() => undefined).finally(stop);
  }

  /** The picture a state names, as numbers; fetched and decoded once. */
  async function numbers(of: S): Promise<Grid | undefined> {
    const ref = kind.pictureOf?.(of);
    return ref && pictureGrid(ref);
  }

  async function pictureGrid({ id, channels }: PictureRef): Promise<Grid> {
    const ref = `${id}:${channels}`;
    if (ownGrid?.ref === ref) return ownGrid.grid;
    const { sitePicture } = await import('./pictures.ts');
    const picture = id === 'own' ? own! : await sitePicture(host.dataset.pictures!, id);
    const made = pixelGrid(picture.bytes, picture.height, picture.width, channels);
    ownGrid = { ref, grid: made };
    return made;
  }

  /**
   * Puts the newest state on show with its float64 results, at once where they are at hand.
   *
   * @returns false when a newer state has taken over meanwhile
   */
  function show(): boolean | Promise<boolean> {
    if (view && judged === state) {
      if (view.state !== state) view = { ...view, state };
      if (onPage !== state) draw(false);
      return true;
    }
    if (coming?.of === state) return coming.shown;
    const now = state;
    const take = (picture: Grid | undefined, outputs: Outputs): boolean => {
      judge = outputs;
      judged = now;
      const own = ownInfo();
      const here = cursor ?? kind.firstCursor(now, outputs);
      view = {
        id: root.id,
        words,
        state: now,
        picture,
        outputs,
        cursor: here,
        own,
        ui,
        image: undefined,
      };
      draw(false);
      return true;
    };
    const work = async (picture: Grid | undefined, pending: Promise<Outputs | undefined>) => {
      const outputs = await pending;
      return outputs !== undefined && now === state && take(picture, outputs);
    };
    const breathe = async () => {
      await new Promise((resolve) => setTimeout(resolve));
      return now === state;
    };
    const begin = (picture: Grid | undefined) => {
      const made = kind.reference(now, picture, breathe);
      return made instanceof Promise ? work(picture, made) : take(picture, made);
    };
    const needed = arrived(now);
    const made =
      needed || kind.pictureOf?.(now)
        ? Promise.resolve(needed)
            .then(() => numbers(now))
            .then((picture) => now === state && begin(picture))
        : begin(undefined);
    if (!(made instanceof Promise)) return made;
    const shown = made.finally(() => {
      if (coming?.of === now) coming = undefined;
    });
    coming = { of: now, shown };
    return shown;
  }

  async function switchBackend(choice: BackendChoice): Promise<void> {
    engaged = true;
    computed = undefined; // what another backend computed does not count, in sight or not
    phase('loading');
    clearMessages();
    try {
      await chooseBackend(choice); // every widget, this one too, is told and computes again
    } catch (error) {
      await fail(error);
      settle();
    }
  }

  function phase(name: 'loading' | 'ready' | 'busy' | 'error'): void {
    root.dataset.state = name;
    root.ariaBusy = String(name === 'busy' || name === 'loading');
  }

  function settle(): void {
    root.dispatchEvent(new CustomEvent('widget:settled', { bubbles: true }));
  }

  // ---- drawing ------------------------------------------------------------------------------

  /** The parts whose HTML changed, and the canvases; `force` also writes into the field in focus. */
  function draw(force: boolean, canvases = true): void {
    if (!view) return;
    force ||= mustWrite;
    mustWrite = false;
    onPage = view.state;
    const first = () => kind.firstCursor(view!.state, view!.outputs!);
    view = { ...view, cursor: cursor ?? first(), ui };
    if (kind.holds && !kind.holds(view)) {
      cursor = undefined;
      view = { ...view, cursor: first() };
    }
    const active = document.activeElement as HTMLElement | null;
    const cell = active?.closest<HTMLElement>('[data-at]');
    const inPart = cell?.closest<HTMLElement>('[data-part]');
    const parts = kind.parts(view);
    syncing = true;
    for (const name in parts) {
      if (drawn[name] === parts[name] && !force) continue;
      drawn[name] = parts[name];
      const place = at(name);
      if (place) sync(place, parts[name], force);
    }
    syncing = false;
    if (cell && inPart && !cell.isConnected) {
      inPart.querySelector<HTMLElement>(`[data-at="${cell.dataset.at}"]`)?.focus();
    }
    root.toggleAttribute('data-drawing', ui.draw === '1');
    paintAll(canvases);
    follow();
    coverAgain();
  }

  let followed: HTMLElement | null = null;

  /** A row with `data-follow` comes into sight of the box that scrolls it when it changes. */
  function follow(): void {
    const row = root.querySelector<HTMLElement>('[data-follow]');
    if (row && row !== followed) scrollIntoBox(row);
    followed = row;
  }

  /** Draws the canvases; with `all` false those alone that need it. */
  function paintAll(all = true): void {
    const { images } = kind;
    if (view && images) paintCanvases(root, all, (colours) => images(view!, colours));
  }

  // ---- looking and moving -------------------------------------------------------------------

  /** Draws again what is on show, after a change that is not in the address. */
  function redraw(): Promise<void> {
    return look(cursor, false, true);
  }

  /** The same place in another layer of a result; `names` are what its cells and maps are `on`. */
  function lookAtLayer(names: string[], layer: number): Promise<void> {
    const here = cursor ?? view?.cursor;
    const place = here && names.includes(here.on) ? here.at.slice(1) : [0, 0];
    return look({ on: names[0], at: [layer, ...place] }, true);
  }

  async function look(next: Cursor | undefined, aloud: boolean, canvases = false): Promise<void> {
    cursor = next;
    const list = root.querySelector<HTMLElement>('select[data-layer]');
    if (next && list?.dataset.layer!.split(' ').includes(next.on)) {
      ui = { ...ui, layer: `${next.at[0]}` }; // still known while an input cell is looked at
    }
    if (!(await shown()) || !view) return;
    draw(false, canvases);
    const text = kind.speak?.(view);
    if (text === undefined || !aloud) return;
    clearTimeout(speechTimer);
    speechTimer = window.setTimeout(() => (at('speech').textContent = text), 150);
  }

  /** Goes to a cell; where the place is part of the state, that changes. */
  async function visit(next: Cursor, aloud: boolean): Promise<void> {
    if (kind.pick) {
      if (!(await shown()) || !view) return;
      const query = kind.pick({ ...view, state, ui }, next);
      if (query && !apply(query, 'pick')) return;
    }
    void look(next, aloud);
  }

  /** A cell of a map with `data-press` was pressed, or the space key on it: the act it names. */
  async function press(name: string, on: Cursor | undefined): Promise<void> {
    if (!on || !(await shown()) || !view) return;
    cursor = on;
    const query = kind.act?.({ ...view, state, ui, cursor: on }, name);
    if (query) apply(query, 'act');
    void look(on, true);
  }

  /** Where the pointer, still down, was last on a map with `data-press`. */
  let swept: Cursor | undefined;

  /** Shows what the cell under the pointer is made of; draws while the button is down. */
  function onPoint(event: PointerEvent): void {
    const target = event.target as HTMLElement;
    const map = target.closest<HTMLElement>('[data-map]');
    if (map) {
      const next = pointed(map, event);
      if (map.dataset.pick !== undefined) {
        if (event.type === 'pointerdown' || event.buttons & 1) void visit(next, false);
        return;
      }
      const { press: name } = map.dataset;
      if (name !== undefined && event.type === 'pointerdown') {
        swept = next;
        void press(name, next);
        return;
      }
      if (!(event.buttons & 1)) swept = undefined;
      if (map.hasAttribute('data-sweep') && swept?.on === next.on) {
        if (samePlace(swept, next)) return;
        const from = swept.at.slice(1).join();
        swept = next;
        void press(`${name}:${from}`, next);
        return;
      }
      const before = cursor ?? next;
      if (cursor && samePlace(before, next) && event.type === 'pointermove') return;
      void look(next, false);
      if (ui.draw && map.hasAttribute('data-ink') && event.buttons & 1) {
        event.preventDefault();
        const joined = event.type === 'pointermove' && before.on === next.on;
        void stroke(joined ? before : next, next, true);
      }
    } else if (event.type !== 'pointermove') {
      const cell = target.closest<HTMLElement>('td[data-at]');
      const next = cell && cellCursor(cell);
      if (next) void look(next, false);
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    engage();
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>('td[data-at]');
    const map = target.closest<HTMLElement>('[data-map]');
    const move = ARROWS[event.key] ?? (event.key === 'Enter' && cell ? [1, 0] : undefined);
    if (cell && move) {
      event.preventDefault();
      const next = neighbour(cell, ...move);
      if (next) focusCell(next);
    } else if (map && move) {
      event.preventDefault();
      if (!cursor && !view) {
        // Pressed before the first numbers are there: it moves on from where the cursor begins.
        void redraw().then(() => view && onKey(event));
        return;
      }
      const by = event.shiftKey ? 8 : 1;
      const next = mapNeighbour(map, cursor ?? view?.cursor, move[0] * by, move[1] * by);
      void (map.dataset.pick !== undefined ? visit : look)(next, true);
    } else if (map?.dataset.press !== undefined && event.key === ' ') {
      event.preventDefault();
      const here = cursor ?? view?.cursor;
      const away = map.hasAttribute('data-sweep') && here?.on !== map.dataset.map;
      void press(map.dataset.press, away ? mapCursor(map, 0, 0) : here);
    } else if (map?.dataset.keys?.split(' ').includes(event.key) && !withModifier(event)) {
      event.preventDefault();
      void press(`${map.dataset.press}${event.key}`, cursor ?? view?.cursor);
    } else if (map?.hasAttribute('data-ink') && ui.draw && event.key === ' ') {
      event.preventDefault();
      const pen = cursor && cursor.on === map.dataset.map ? cursor : mapCursor(map, 0, 0);
      cursor = pen;
      void stroke(pen, pen, false);
    } else if (target.role === 'tab' && move?.[1]) {
      const tabs = [...root.querySelectorAll<HTMLElement>('[role="tab"]')];
      const next = tabs[(tabs.indexOf(target) + move[1] + tabs.length) % tabs.length];
      next.focus();
      next.click();
    }
  }

  function onClick(target: HTMLElement): void {
    const button = target.closest<HTMLElement>('[data-do]');
    if (!button) return;
    const [action, ...rest] = button.dataset.do!.split(':');
    const argument = rest.join(':');
    if (action === 'more' || action === 'less') nudge(button, argument, action === 'more' ? 1 : -1);
    else if (action === 'set') set(argument);
    else if (action === 'act') {
      const query = view && kind.act?.({ ...view, state, ui }, argument);
      if (query) apply(query, 'act');
    } else if (action === 'ui') {
      const [name, value] = argument.split('=');
      ui = { ...ui, [name]: value };
      void redraw();
    } else if (action === 'camera') void camera(button);
    else if (action === 'play') void (playing ? stop() : play());
    else if (action === 'step') void step(Number(argument));
    else if (action === 'reset') reset();
    else if (action === 'share') void share();
    else if (action === 'copy') void copy(at(argument || 'code').textContent!, words.copied);
    else if (action === 'check') check();
    else if (action === 'tab') void showCode(argument as Language);
  }

  /** `key=value&…` over the present query; a key without a value goes back to its default. */
  function set(argument: string): void {
    let query = format();
    for (const part of argument.split('&')) {
      const [key, ...value] = part.split('=');
      const whole = value.join('=');
      if (value.length === 0) delete query[key];
      else query = edited(key, whole) ?? withKey(key, whole, query);
    }
    apply(query, 'act');
  }

  /** One more or one less on every number of a stepper. */
  function nudge(button: HTMLElement, key: string, by: number): void {
    const {
      min = '1',
      max = '8',
      step: unit = '1',
    } = button.closest<HTMLElement>('[data-min]')?.dataset ?? {};
    const field = root.querySelector<HTMLInputElement>(`input[name="${key}"]`)!;
    const shown = field.value || field.placeholder;
    const said = /[^\d\s.,-]/.test(shown) ? (field.dataset.number ?? min) : shown; // “same” in numbers
    const next = nudgeText(said, by, { min: +min, max: +max, step: +unit });
    apply(withKey(key, next), key);
  }

  async function camera(button: HTMLElement): Promise<void> {
    const { takeFrame } = await import('./camera.ts');
    const picture = await takeFrame(button, words);
    if (picture) takePicture(picture);
  }

  async function play(): Promise<void> {
    if (!(await shown()) || !view) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const all = kind.stops?.(view) ?? [];
    const most = still ? 4 : 144;
    const every = Math.max(1, Math.ceil(all.length / most));
    const stops = all.filter((_, i) => i % every === 0);
    const pace = still ? 1500 : stops.length <= 36 ? 700 : 200;
    const go = () => {
      const next = stops.shift();
      if (!next) return stop();
      void visit(next, false);
    };
    stop();
    playing = window.setInterval(go, pace);
    at('play').textContent = words.pause;
    go();
  }

  function stop(): void {
    clearInterval(playing);
    if (playing) at('play').textContent = words.play;
    playing = 0;
  }

  async function step(by: number): Promise<void> {
    stop();
    if (!(await shown()) || !view) return;
    const all = kind.stops?.(view) ?? [];
    if (all.length === 0) return;
    const now = view.cursor;
    const here = all.findIndex((each) => samePlace(each, now));
    void visit(all[here < 0 ? 0 : (here + by + all.length) % all.length], true);
  }

  // ---- folds --------------------------------------------------------------------------------

  function onToggle({ dataset, open: opened }: HTMLDetailsElement): void {
    if (dataset.part === 'twin' && opened) void showCode();
    if (dataset.fold) {
      ui = { ...ui, [`fold-${dataset.fold}`]: opened ? '1' : '' };
      void redraw();
    }
    if (dataset.part === 'predict') {
      root.toggleAttribute('data-predict', opened);
      if (opened) at('predict').querySelector<HTMLElement>('input, select')?.focus();
    }
  }

  function check(): void {
    const fields = [...at('predict').querySelectorAll<Field>('[data-guess]')];
    const answer = async () => {
      if (!(await shown()) || !view || !kind.guess) return;
      const { text } = kind.guess(
        view,
        fields.map((field) => field.value.trim()),
      );
      at('verdict').textContent = text;
      root.removeAttribute('data-predict');
    };
    void answer();
  }

  let coveredFor: S | undefined;

  /** What was guessed is no longer asked: the output is covered anew, the code written anew. */
  function coverAgain(): void {
    if (coveredFor === view?.state) return;
    coveredFor = view?.state;
    if (root.querySelector<HTMLDetailsElement>('[data-part="predict"]')?.open) {
      root.setAttribute('data-predict', '');
      at('verdict').textContent = '';
    }
    if (root.querySelector<HTMLDetailsElement>('[data-part="twin"]')?.open) void showCode();
  }

  // ---- wiring -------------------------------------------------------------------------------

  function on<T extends Event>(
    target: EventTarget,
    types: string,
    handle: (event: T) => void,
    capture = false,
  ): void {
    for (const type of types.split(' ')) {
      target.addEventListener(type, handle as EventListener, capture);
      cleanup.push(() => target.removeEventListener(type, handle as EventListener, capture));
    }
  }

  /** Does what the listeners would have done, had they been there. */
  function replay(event: Event): void {
    const target = event.target as HTMLElement;
    const { type } = event;
    if (type === 'input' || type === 'change') onField(target as Field, type === 'change');
    else if (type === 'click') onClick(target);
    else if (type === 'toggle') onToggle(target as HTMLDetailsElement);
    else if (type === 'keydown') onKey(event as KeyboardEvent);
    else if (type === 'focusin') onFocus(target as HTMLInputElement);
    else if (type === 'pointerdown') {
      engage();
      if (target.closest('[data-pick], [data-press]')) onPoint(event as PointerEvent);
    } else if (type === 'pointerover') onPoint(event as PointerEvent);
  }

  function onFocus(field: HTMLInputElement): void {
    const cell = field.closest<HTMLElement>('td[data-at]');
    const next = cell && cellCursor(cell);
    if (!next) return;
    void look(next, true);
    field.select?.();
  }

  function onVisible(now: boolean): void {
    visible = now;
    if (!visible) stop();
    else if (stale) request();
  }

  // A backend chosen while this file was on its way is about to be replayed: it stays.
  const backendField = at<HTMLSelectElement>('backend');
  const chosen = ({ target, type }: Event) => target === backendField && /input|change/.test(type);
  if (!missed.some(chosen)) backendField.value = backendChoice();
  on<PointerEvent>(root, 'pointerdown', engage);
  on<PointerEvent>(root, 'pointerover pointermove pointerdown', onPoint);
  on<KeyboardEvent>(root, 'keydown', onKey);
  on(root, 'input', ({ target }) => onField(target as Field, false));
  on(root, 'change', ({ target }) => onField(target as Field, true));
  on(root, 'click', ({ target }) => onClick(target as HTMLElement));
  on(root, 'toggle', ({ target }) => onToggle(target as HTMLDetailsElement), true);
  on(root, 'focusin', ({ target }) => onFocus(target as HTMLInputElement));
  if (kind.pictureOf) {
    on<DragEvent>(root, 'dragover', (event) => event.preventDefault());
    on<DragEvent>(root, 'drop', (event) => {
      event.preventDefault();
      void open(event.dataTransfer?.files[0]);
    });
    on<ClipboardEvent>(root, 'paste', (event) => void open(event.clipboardData?.files[0]));
  }
  on(window, 'hashchange', () => fromHash(false));
  on(document, 'visibilitychange', () => onVisible(!document.hidden));
  on(matchMedia('(prefers-color-scheme: dark)'), 'change', () => paintAll());
  const theme = new MutationObserver(() => paintAll());
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const seen = new IntersectionObserver(([entry]) => onVisible(entry.isIntersecting));
  seen.observe(root);
  cleanup.push(
    stop,
    () => theme.disconnect(),
    () => seen.disconnect(),
    subscribe((event) => {
      if (engaged && event !== 'lost') request();
    }),
  );
  fromHash(true);
  if (backendInAddress() && !engaged) request();
  for (const { event, again } of sooner) {
    again?.();
    replay(event);
  }
  return () => {
    for (const undo of cleanup) undo();
  };
}
