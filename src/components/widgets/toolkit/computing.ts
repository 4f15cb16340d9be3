/** The numbers of a state: float64 at once, then those of the device beside them. */
import type { Grid } from '../../../lib/grid.ts';
import { onProgress } from '../../../models/files.ts';
import { classifyLoadError } from '../../../runtime/errors.ts';
import { compute } from '../../../runtime/scope.ts';
import {
  chooseBackend,
  RuntimeError,
  useRuntime,
  type BackendChoice,
} from '../../../runtime/tf.ts';
import { message, clearMessages } from './changes.ts';
import { draw } from './drawing.ts';
import type { Kind, Outputs, PictureRef } from './kind.ts';
import { pixelGrid } from './maps.ts';
import { compare, proofText } from './proof.ts';
import { at, ownInfo, type Live } from './session.ts';
import { fill } from './text.ts';

/** The reader acts: the first time, and after a failure, that is a reason to compute. */
export function engage(live: Live): void {
  if (!live.engaged || live.root.dataset.state === 'error') request(live);
}

/** Asks for a computation; while one runs, only the newest wish is kept. */
export function request(live: Live): void {
  live.engaged = true;
  live.stale = !live.visible && live.computed === live.state;
  if (live.stale) return;
  live.wanted = true;
  if (!live.running) void run(live);
}

/** Computes until nothing newer is wished for. */
async function run(live: Live): Promise<void> {
  live.running = true;
  while (live.wanted) {
    live.wanted = false;
    await runOnce(live);
  }
  live.running = false;
  settle(live);
}

/** The program, fetched once. */
function fetchProgram(live: Live): ReturnType<Kind<object>['compute']> {
  live.fetched ??= live.kind.compute().catch((error: unknown) => {
    live.fetched = undefined; // the next wish tries again
    throw error;
  });
  return live.fetched;
}

async function runOnce(live: Live): Promise<void> {
  const now = live.state;
  // Whoever changed the state meanwhile has asked for another run.
  const outdated = () => now !== live.state;
  const started = live.root.dataset.backend !== 'none';
  phase(live, started ? 'busy' : 'loading');
  if (!started) at(live, 'proof').textContent = live.words.proofLoading;
  try {
    // Side by side; what fails is told below, after the float64 numbers are on show.
    const program = Promise.all([fetchProgram(live), useRuntime()]);
    program.catch(() => {});
    await arrived(live, now);
    const picture = await numbers(live, now);
    if (outdated()) return;
    if (!started || live.kind.waits) await show(live);
    const [{ program: make }] = await program;
    if (outdated()) return;
    const result = await compute((tf) => make(tf, now, picture));
    live.root.dataset.backend = result.backend;
    live.root.dataset.tensors = `${result.tensors}`;
    if (outdated() || !(await show(live))) return;
    live.computed = now;
    // The numbers of the device in the shape that the drawing knows: [H, W] may stand for [H, W, 1].
    const shaped = Object.entries(result.outputs).map(([name, { shape, data }]) => [
      name,
      { shape: live.judge![name]?.shape ?? shape, data },
    ]);
    live.view = { ...live.view!, outputs: { ...live.judge!, ...Object.fromEntries(shaped) } };
    draw(live, false);
    const found = compare(result.outputs, live.judge!);
    const line = live.root.querySelector<HTMLElement>('[data-proof]')!;
    line.dataset.maxError = `${found.error}`;
    line.dataset.cells = `${found.cells}`;
    const note = result.note && live.words.notes[result.note];
    at(live, 'proof').textContent = proofText(found, { ...result, note }, live.words);
    if (live.failed) clearMessages(live);
    live.failed = false;
    phase(live, 'ready');
  } catch (error) {
    if (!outdated()) await fail(live, error);
  }
}

/** Says why there are no numbers of the device. */
async function fail(live: Live, error: unknown): Promise<void> {
  await shown(live);
  const { code, file } = await classifyLoadError(error);
  live.failed = true;
  phase(live, 'error');
  const ofFile = file && (code === 'offline' || code === 'corrupt') && live.words.files[code];
  message(live, ofFile ? fill(ofFile, { file }) : live.words.runtime[code]);
  at(live, 'proof').textContent = '';
  const line = live.root.querySelector<HTMLElement>('[data-proof]')!;
  line.dataset.maxError = '';
  line.dataset.cells = '0';
  if (!(error instanceof RuntimeError)) console.error(error);
}

/** The models and data of a state; how much of them has come is told where the proof will stand. */
function arrived(live: Live, of: object): Promise<void> | undefined {
  const coming = live.kind.load?.(of);
  if (!coming) return undefined;
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)}`;
  const stop = onProgress(({ path, received, total }) => {
    const params = { file: path, received: kilobytes(received), total: kilobytes(total) };
    at(live, 'proof').textContent = fill(live.words.files.coming, params);
  });
  return coming.then(() => undefined).finally(stop);
}

/** The picture a state names, as numbers; fetched and decoded once. */
async function numbers(live: Live, of: object): Promise<Grid | undefined> {
  const ref = live.kind.pictureOf?.(of);
  return ref && pictureGrid(live, ref);
}

async function pictureGrid(live: Live, { id, channels }: PictureRef): Promise<Grid> {
  const ref = `${id}:${channels}`;
  if (live.ownGrid?.ref === ref) return live.ownGrid.grid;
  const { sitePicture } = await import('./pictures.ts');
  const picture = id === 'own' ? live.own! : await sitePicture(live.host.dataset.pictures!, id);
  const made = pixelGrid(picture.bytes, picture.height, picture.width, channels);
  live.ownGrid = { ref, grid: made };
  return made;
}

/** Whether the newest state is on show; a picture that did not come is told by the computation. */
export async function shown(live: Live): Promise<boolean> {
  try {
    return await show(live);
  } catch {
    return false;
  }
}

/**
 * Puts the newest state on show with its float64 results, at once where they are at hand.
 *
 * @returns false when a newer state has taken over meanwhile
 */
function show(live: Live): boolean | Promise<boolean> {
  if (live.view && live.judged === live.state) {
    if (live.view.state !== live.state) live.view = { ...live.view, state: live.state };
    if (live.onPage !== live.state) draw(live, false);
    return true;
  }
  if (live.coming?.of === live.state) return live.coming.shown;
  const now = live.state;
  const take = (picture: Grid | undefined, outputs: Outputs): boolean => {
    live.judge = outputs;
    live.judged = now;
    const own = ownInfo(live);
    const here = live.cursor ?? live.kind.firstCursor(now, outputs);
    live.view = {
      id: live.root.id,
      words: live.words,
      state: now,
      picture,
      outputs,
      cursor: here,
      own,
      ui: live.ui,
      image: undefined,
    };
    draw(live, false);
    return true;
  };
  const work = async (picture: Grid | undefined, pending: Promise<Outputs | undefined>) => {
    const outputs = await pending;
    return outputs !== undefined && now === live.state && take(picture, outputs);
  };
  const breathe = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    return now === live.state;
  };
  const begin = (picture: Grid | undefined) => {
    const made = live.kind.reference(now, picture, breathe);
    return made instanceof Promise ? work(picture, made) : take(picture, made);
  };
  const needed = arrived(live, now);
  const made =
    needed || live.kind.pictureOf?.(now)
      ? Promise.resolve(needed)
          .then(() => numbers(live, now))
          .then((picture) => now === live.state && begin(picture))
      : begin(undefined);
  if (!(made instanceof Promise)) return made;
  const shown = made.finally(() => {
    if (live.coming?.of === now) live.coming = undefined;
  });
  live.coming = { of: now, shown };
  return shown;
}

/** Another backend, for every widget of the page. */
export async function switchBackend(live: Live, choice: BackendChoice): Promise<void> {
  live.engaged = true;
  live.computed = undefined; // what another backend computed does not count, in sight or not
  phase(live, 'loading');
  clearMessages(live);
  try {
    await chooseBackend(choice); // every widget, this one too, is told and computes again
  } catch (error) {
    await fail(live, error);
    settle(live);
  }
}

function phase(live: Live, name: 'loading' | 'ready' | 'busy' | 'error'): void {
  live.root.dataset.state = name;
  live.root.ariaBusy = String(name === 'busy' || name === 'loading');
}

/** Tells that an update is complete. */
export function settle(live: Live): void {
  live.root.dispatchEvent(new CustomEvent('widget:settled', { bubbles: true }));
}
