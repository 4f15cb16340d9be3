/**
 * A notebook's kernel as the page sees it: starts it, runs cells one after the other, stops it
 * whatever it does, and passes on only what was checked.
 */
import { inWorker, preference, probeWebgl, type BackendNote } from '../runtime/graphics.ts';
import { fetchParts, type NotebookAssets } from './assets.ts';
import { hintInOutput, hintInPoint, hintOf, type HintKey } from './hints.ts';
import {
  CAPS,
  type Backend,
  type CellLanguage,
  type DataName,
  type Failure,
  type FromKernel,
  type Memory,
  type Output,
  type ToKernel,
} from './protocol.ts';
import { readKernelMessage } from './receive.ts';
import { openSandbox, type Sandbox, type Worker } from './sandbox.ts';

export type SessionState = 'loading' | 'ready' | 'running' | 'failed' | 'stopped' | 'dead';

/** Why the kernel is in its state. */
export type SessionReason =
  /** `failed`: nothing came; a file is broken; frames or workers are blocked; no backend works. */
  | 'offline'
  | 'corrupt'
  | 'sandbox'
  | 'no-backend'
  /** `stopped`: by the reader, or because a cell sent more than a page can take. */
  | 'stop'
  | 'flood'
  /** `dead`, then `loading` and `ready` again: graphics lost, or no answer any more. */
  | 'gl-lost'
  | 'closed'
  | 'restart';

export interface StateDetail {
  backend?: Backend;
  note?: BackendNote;
  /** Bytes of scripts that have come, and all of them. */
  loaded?: number;
  total?: number;
  reason?: SessionReason;
}

export interface CellResult {
  ms: number;
  memory: Memory;
  /** Names that the cell declares. */
  names: string[];
  failure?: Failure;
  /** A mistake that shows although nothing failed, such as a loss that is not a number. */
  hint?: HintKey;
}

export interface SessionEvents {
  state(state: SessionState, detail?: StateDetail): void;
  /** Something that a cell shows, checked. */
  output(cell: string, output: Output): void;
  /** So many lines of the cell were left out so far. */
  dropped(cell: string, lines: number): void;
  point(cell: string, key: string, x: number, values: Record<string, number>): void;
  done(cell: string, result: CellResult): void;
  /** A rejection nobody waited for, or a timer that failed, perhaps after its cell was done. */
  late(failure: Failure): void;
}

export interface Tiles {
  pixels: Uint8Array;
  labels: Uint8Array;
  count: number;
}

export interface SessionOptions {
  events: SessionEvents;
  assets: NotebookAssets;
  /** The first `count` tiles of a data set of this site, in an order where classes alternate. */
  data(name: DataName, count: number | undefined): Promise<Tiles>;
  /** Taken first whatever the device has (`?backend=`). */
  backend?: Backend;
  /** Bytes of tensors that may be alive. */
  memoryLimit?: number;
}

export type RunResult = 'ok' | 'error' | 'stopped';

export interface Session {
  /** Runs a cell after those that wait already; the first run starts the kernel. */
  run(cell: string, source: string, language: CellLanguage): Promise<RunResult>;
  /** Ends what runs and what waits; resolves when a fresh kernel is idle. */
  stop(): Promise<void>;
  /** A fresh kernel without any names. */
  restart(): Promise<void>;
  dispose(): void;
}

/** Bounds in milliseconds. */
const READY_MS = 60_000;
const SPARE_AFTER_MS = 2_000;
const PING_MS = 2_000;
/** Pings in a row without an answer after which a kernel counts as dead. */
const MISSED = 3;
/** Characters of text that a cell may show in all. */
const TEXT = 2_000_000;
/** Answers to `dataset()` for one cell. */
const WANTS = 20;
const PROGRESS_KEYS = 20;
const SEED = 1;

interface Kernel {
  worker: Worker;
  backend: Backend;
  /** Messages since the second began, to notice a flood. */
  second: number;
  messages: number;
  missed: number;
}

interface Job {
  cell: string;
  source: string;
  language: CellLanguage;
  settle(result: RunResult): void;
}

/** What a run has shown so far. */
interface Shown {
  run: number;
  cell: string;
  lines: number;
  outputs: number;
  text: number;
  /** Lines left out by the kernel, and here. */
  droppedThere: number;
  droppedHere: number;
  points: Map<string, number>;
  progress: Set<string>;
  wants: number;
  hint?: HintKey;
}

/** Opens a session; nothing is fetched before the first run. */
export function openSession(options: SessionOptions): Session {
  return new KernelSession(options);
}

class KernelSession implements Session {
  private readonly options: SessionOptions;
  private readonly events: SessionEvents;
  private order: Backend[] = [];
  private note: BackendNote | undefined;
  private sandbox: Promise<Sandbox> | undefined;
  private live: Kernel | undefined;
  private starting: Promise<Kernel> | undefined;
  private spare: Kernel | undefined;
  private spareComing = false;
  private readonly kernels = new Map<number, (message: string) => void>();
  private queue: Job[] = [];
  private job: Job | undefined;
  private shown: Shown | undefined;
  private runs = 0;
  private pumping = false;
  private disposed = false;
  /** Counts the kernels that were ended: who ends one also says that the next one is ready. */
  private epoch = 0;
  private losses = 0;
  private spareTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly heart: ReturnType<typeof setInterval>;

  constructor(options: SessionOptions) {
    this.options = options;
    this.events = options.events;
    this.heart = setInterval(() => this.beat(), PING_MS);
  }

  run(cell: string, source: string, language: CellLanguage): Promise<RunResult> {
    return new Promise((resolve) => {
      if (this.disposed) return resolve('stopped');
      this.queue.push({ cell, source, language, settle: resolve });
      void this.pump();
    });
  }

  stop(): Promise<void> {
    return this.replace('stopped', 'stop');
  }

  restart(): Promise<void> {
    return this.replace('loading', 'restart');
  }

  dispose(): void {
    this.disposed = true;
    this.cancelJobs();
    clearInterval(this.heart);
    clearTimeout(this.spareTimer);
    this.dropFrame();
  }

  // ── Jobs ──

  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    let { epoch } = this;
    while (this.queue.length > 0 && !this.disposed) {
      const kernel = await this.kernel().catch(() => undefined);
      if (!kernel) {
        this.cancelJobs();
        break;
      }
      const job = this.queue.shift();
      if (!job) break;
      epoch = this.epoch;
      await this.execute(kernel, job);
    }
    this.pumping = false;
    if (this.live && epoch === this.epoch) {
      this.tell('ready');
      this.planSpare();
    }
  }

  private execute(kernel: Kernel, job: Job): Promise<void> {
    return new Promise((resolve) => {
      const { cell, source, language } = job;
      clearTimeout(this.spareTimer);
      this.job = {
        ...job,
        settle: (result) => {
          this.job = undefined;
          job.settle(result);
          resolve();
        },
      };
      this.shown = {
        run: ++this.runs,
        cell,
        lines: 0,
        outputs: 0,
        text: 0,
        droppedThere: 0,
        droppedHere: 0,
        points: new Map(),
        progress: new Set(),
        wants: 0,
      };
      this.tell('running');
      post(kernel, { type: 'run', run: this.runs, cell, source, language });
    });
  }

  /** Everything that runs or waits counts as stopped. */
  private cancelJobs(): void {
    const waiting = this.queue;
    this.queue = [];
    this.job?.settle('stopped');
    for (const job of waiting) job.settle('stopped');
    this.shown = undefined;
  }

  private tell(state: SessionState, detail: StateDetail = {}): void {
    if (this.disposed) return;
    const { live } = this;
    this.events.state(
      state,
      live
        ? { backend: live.backend, ...(this.note ? { note: this.note } : {}), ...detail }
        : detail,
    );
  }

  // ── Kernels ──

  /** The kernel that runs cells; starts one when there is none. */
  private kernel(): Promise<Kernel> {
    if (this.live) return Promise.resolve(this.live);
    this.starting ??= this.start().finally(() => (this.starting = undefined));
    return this.starting;
  }

  private async start(): Promise<Kernel> {
    this.tell('loading', { loaded: 0, total: 0 });
    try {
      const kernel = await this.open((loaded, total) => this.tell('loading', { loaded, total }));
      if (this.disposed) {
        void this.end(kernel);
        throw new Error('the session is over');
      }
      return (this.live = kernel);
    } catch (error) {
      this.tell('failed', { reason: reasonOf(error) });
      throw error;
    }
  }

  /** A kernel on the best backend that works. */
  private async open(progress: (loaded: number, total: number) => void): Promise<Kernel> {
    if (this.order.length === 0) {
      const choice = preference(this.options.backend ?? 'auto', probeWebgl(inWorker));
      this.order = choice.order;
      this.note = choice.note;
    }
    for (;;) {
      const [backend] = this.order;
      const parts = await fetchParts(this.options.assets, backend, progress);
      try {
        const sandbox = await this.frame();
        sandbox.code(backend, parts.scripts);
        return await this.spawn(sandbox, backend, parts.wasm);
      } catch (error) {
        if (!(error instanceof Unable)) throw error;
        this.order = this.order.slice(1);
        this.note = 'fallback';
        if (this.order.length === 0) throw error;
      }
    }
  }

  private frame(): Promise<Sandbox> {
    const { runner, hash } = this.options.assets;
    this.sandbox ??= openSandbox(runner, hash, (n, message) =>
      this.kernels.get(n)?.(message),
    ).catch((error: unknown) => {
      this.sandbox = undefined;
      throw error;
    });
    return this.sandbox;
  }

  private async spawn(
    sandbox: Sandbox,
    backend: Backend,
    wasm: { bytes: ArrayBuffer; simd: boolean } | undefined,
  ): Promise<Kernel> {
    const memoryLimit = this.options.memoryLimit ?? (isSmall() ? 256e6 : 1e9);
    const worker = await sandbox.spawn(backend, { backend, wasm, memoryLimit, seed: SEED });
    const kernel: Kernel = { worker, backend, second: 0, messages: 0, missed: 0 };
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const fail = (message: string): void => reject(new Unable(`${backend}: ${message}`));
        timer = setTimeout(() => fail('no answer'), READY_MS);
        this.kernels.set(worker.n, fail);
        worker.port.onmessage = ({ data }: MessageEvent) => {
          const message = readKernelMessage(data);
          if (message?.type === 'ready') resolve();
          if (message?.type === 'unable') fail(message.message);
        };
      });
    } catch (error) {
      void sandbox.kill(worker);
      throw error;
    } finally {
      clearTimeout(timer);
      this.kernels.delete(worker.n);
    }
    worker.port.onmessage = ({ data }: MessageEvent) => this.receive(kernel, data);
    return kernel;
  }

  /** Ends a kernel; when the frame does not answer, all of it goes. */
  private async end(kernel: Kernel): Promise<void> {
    kernel.worker.port.onmessage = null;
    const { sandbox } = this;
    const answered = await (await sandbox?.catch(() => undefined))?.kill(kernel.worker);
    if (answered === false && sandbox === this.sandbox) this.dropFrame();
  }

  private dropFrame(): void {
    void this.sandbox?.then(
      (sandbox) => sandbox.remove(),
      () => undefined,
    );
    this.sandbox = undefined;
    this.live = undefined;
    this.spare = undefined;
  }

  /** Ends the running kernel and makes a fresh one ready. */
  private async replace(state: SessionState, reason: SessionReason): Promise<void> {
    const { live } = this;
    // A kernel that is still starting is fresh.
    if (!live) return this.cancelJobs();
    this.epoch++;
    this.live = undefined;
    clearTimeout(this.spareTimer);
    this.cancelJobs();
    this.tell(state, { reason });
    const ended = this.end(live);
    if (this.spare) this.promote();
    else await ended;
    try {
      await this.kernel();
    } catch {
      return;
    }
    if (!this.job && this.queue.length === 0) {
      this.tell('ready', { reason });
      this.planSpare();
    }
  }

  private promote(): void {
    this.live = this.spare;
    this.spare = undefined;
  }

  /** A second kernel waits while nothing happens, so that Stop costs no start. */
  private planSpare(): void {
    clearTimeout(this.spareTimer);
    if (isSmall()) return;
    this.spareTimer = setTimeout(() => void this.makeSpare(), SPARE_AFTER_MS);
  }

  private async makeSpare(): Promise<void> {
    if (this.spare || this.spareComing || !this.live || this.job || this.disposed) return;
    this.spareComing = true;
    const { sandbox } = this;
    try {
      const { backend } = this.live;
      const parts = await fetchParts(this.options.assets, backend, () => undefined);
      const frame = await this.frame();
      const kernel = await this.spawn(frame, backend, parts.wasm);
      if (this.disposed || sandbox !== this.sandbox || this.spare) await frame.kill(kernel.worker);
      else this.spare = kernel;
    } catch {
      // Stop will start a kernel then, which takes longer.
    } finally {
      this.spareComing = false;
    }
  }

  /** A kernel that does not answer while nothing runs is dead or busy with what nobody waits for. */
  private beat(): void {
    const { live } = this;
    if (!live || this.job || document.hidden) return;
    if (live.missed >= MISSED) return void this.replace('dead', 'closed');
    live.missed++;
    post(live, { type: 'ping', n: live.missed });
  }

  // ── Messages ──

  private receive(kernel: Kernel, data: unknown): void {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== kernel.second) {
      kernel.second = second;
      kernel.messages = 0;
    }
    if (++kernel.messages > CAPS.messagesPerSecond) {
      if (kernel === this.live) void this.replace('stopped', 'flood');
      else this.discardSpare(kernel);
      return;
    }
    const message = readKernelMessage(data);
    if (!message) return;
    kernel.missed = 0;
    if (message.type === 'lost') return this.lost(kernel);
    if (kernel !== this.live) return;
    if (message.type === 'late') {
      this.events.late(withHint(message.failure));
    } else if ('run' in message && message.run === this.shown?.run) {
      this.show(kernel, this.shown, message);
    }
  }

  private discardSpare(kernel: Kernel): void {
    if (kernel === this.spare) this.spare = undefined;
    void this.end(kernel);
  }

  private lost(kernel: Kernel): void {
    if (kernel !== this.live) return this.discardSpare(kernel);
    if (this.spare) this.discardSpare(this.spare);
    // Graphics that are lost again and again are no use.
    if (++this.losses > 2 && this.order[0] === 'webgl') {
      this.order = this.order.slice(1);
      this.note = 'fallback';
    }
    void this.replace('dead', 'gl-lost');
  }

  private show(kernel: Kernel, shown: Shown, message: FromKernel & { run: number }): void {
    const { cell } = shown;
    switch (message.type) {
      case 'out':
        if (this.admit(shown, message.output)) {
          shown.hint ??= hintInOutput(message.output);
          this.events.output(cell, message.output);
        }
        break;
      case 'dropped':
        shown.droppedThere = Math.max(shown.droppedThere, message.lines);
        this.events.dropped(cell, shown.droppedThere + shown.droppedHere);
        break;
      case 'points':
        message.x.forEach((x, i) => {
          const count = (shown.points.get(message.key) ?? 0) + 1;
          if (count > CAPS.points || shown.points.size > CAPS.series) return;
          shown.points.set(message.key, count);
          const values = Object.fromEntries(
            Object.entries(message.values).map(([name, column]) => [name, column[i]]),
          );
          shown.hint ??= hintInPoint(values);
          this.events.point(cell, message.key, x, values);
        });
        break;
      case 'want':
        void this.give(kernel, shown, message);
        break;
      case 'done': {
        if (!this.job) return;
        const { ms, memory, names, failure } = message;
        const result: CellResult = { ms, memory, names };
        if (failure) result.failure = withHint(failure, this.job.source);
        if (shown.hint) result.hint = shown.hint;
        this.events.done(cell, result);
        this.job.settle(failure ? 'error' : 'ok');
      }
    }
  }

  /** Whether a cell may show this much. */
  private admit(shown: Shown, output: Output): boolean {
    if (output.kind === 'progress') {
      shown.progress.add(output.key);
      return shown.progress.size <= PROGRESS_KEYS;
    }
    if (output.kind === 'log' || output.kind === 'text') shown.text += output.text.length;
    const fits =
      shown.text <= TEXT &&
      (output.kind === 'log' ? ++shown.lines <= CAPS.lines : ++shown.outputs <= CAPS.outputs);
    if (!fits) {
      shown.droppedHere++;
      this.events.dropped(shown.cell, shown.droppedThere + shown.droppedHere);
    }
    return fits;
  }

  private async give(
    kernel: Kernel,
    shown: Shown,
    { n, data, count }: FromKernel & { type: 'want' },
  ): Promise<void> {
    if (++shown.wants > WANTS) {
      return post(kernel, { type: 'data', n, error: `a cell may load ${WANTS} data sets` });
    }
    try {
      const { pixels, labels, count: got } = await this.options.data(data, count);
      post(kernel, { type: 'data', n, pixels, labels, count: got });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      post(kernel, { type: 'data', n, error: `${data} could not be loaded: ${message}` });
    }
  }
}

/** A backend that does not work here. */
class Unable extends Error {}

const post = (kernel: Kernel, message: ToKernel): void => kernel.worker.port.postMessage(message);

const withHint = (failure: Failure, source?: string): Failure => {
  const hint = hintOf(failure, source);
  return hint ? { ...failure, hint } : failure;
};

/** Phones and other devices where a second kernel would cost too much. */
const isSmall = (): boolean =>
  matchMedia('(pointer: coarse)').matches ||
  ((navigator as { deviceMemory?: number }).deviceMemory ?? 8) < 4;

function reasonOf(error: unknown): SessionReason {
  if (error instanceof Unable) return 'no-backend';
  const { code } = error as { code?: string };
  return code === 'offline' || code === 'corrupt' ? code : 'sandbox';
}
