/** The offline page: takes the whole handbook, shows what is stored by part, removes it. */
import type { LiveWords } from '../i18n/offline.ts';
import { ask, CHOICE, isOff, register, SCOPE } from './page.ts';
import {
  addressOf,
  askedPage,
  cacheNames,
  filesOf,
  inOrder,
  inParallel,
  keyOf,
  PARTS,
  sumOf,
  type Files,
  type KeptFile,
  type Outcome,
  type State,
} from './plan.ts';

const LINES = 6;
/** A worker that says nothing for so long will not, in ms: a slow line needs its time for 3 MB. */
const PATIENCE = 180_000;
/** Kept pages that are listed. */
const LISTED = 40;

const root = document.querySelector<HTMLElement>('[data-offline]')!;
const words = JSON.parse(root.dataset.words!) as LiveWords;
const find = <T extends HTMLElement>(name: string) => root.querySelector<T>(`[data-${name}]`)!;
const status = find('status');
const bar = find<HTMLProgressElement>('progress');
const takeButton = find<HTMLButtonElement>('take');
const pauseButton = find<HTMLButtonElement>('pause');
const names = cacheNames(SCOPE);

const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

/** Megabytes of 1,000,000 bytes, one decimal below ten. */
function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value === 0 || value >= 9.95 ? value.toFixed(0) : Math.max(value, 0.1).toFixed(1);
}

function say(text: string, place = status): void {
  if (place.textContent !== text) place.textContent = text;
}

/** Says which page was asked for when the reader was sent here, and goes there with the network. */
function showMissing(): void {
  const asked = askedPage(location.search, SCOPE);
  if (asked === undefined) return;
  find('missing').hidden = false;
  say(new URL(asked).pathname, find('asked'));
  find<HTMLAnchorElement>('retry').href = asked;
  addEventListener('online', () => location.replace(asked));
}

async function removeCaches(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(names.prefix)) await caches.delete(name);
  }
}

/** What the worker has, and the taking of what it has not. */
class Taking {
  private readonly worker: ServiceWorker;
  private files: Files = new Map();
  private kept = new Map<string, KeptFile>();
  private paused = false;
  private tenth = -1;

  constructor(worker: ServiceWorker) {
    this.worker = worker;
  }

  /** Reads what is stored and shows it. */
  async look(): Promise<void> {
    const { manifest, kept } = await ask<State>(this.worker, { type: 'state' });
    this.files = filesOf(manifest);
    this.kept = new Map(kept.map((path) => [path, this.files.get(path)!]));
    this.draw();
    this.rest();
    await this.list();
  }

  private get left(): KeptFile[] {
    return inOrder([...this.files.values()].filter(({ path }) => !this.kept.has(path)));
  }

  /** The share of what is stored, of what the network had to carry. */
  private get share(): number {
    return sumOf(this.kept.values()).sent / sumOf(this.files.values()).sent;
  }

  private draw(): void {
    const all = [...this.files.values()];
    const kept = [...this.kept.values()];
    for (const part of [...PARTS, 'all'] as const) {
      const has = (file: KeptFile) => part === 'all' || file.part === part;
      const whole = sumOf(all.filter(has));
      const there = sumOf(kept.filter(has));
      const cells = root.querySelectorAll(`[data-part="${part}"] td`);
      cells[0].textContent = `${megabytes(whole.sent)} MB`;
      cells[1].textContent = `${megabytes(whole.bytes)} MB`;
      cells[2].textContent =
        there.files === whole.files ? words.wholePart : `${megabytes(there.bytes)} MB`;
    }
    const { share } = this;
    bar.value = share;
    say(`${this.percent}%`, find('percent'));
  }

  /** Whole percent; 100 only when everything is there. */
  private get percent(): number {
    return Math.floor(this.share * 100);
  }

  /** What is said and offered while nothing is taken. */
  private rest(text?: string): void {
    const left = sumOf(this.left);
    const all = sumOf(this.files.values());
    const done = sumOf(this.kept.values());
    const values = {
      sent: megabytes(all.sent),
      bytes: megabytes(all.bytes),
      left: megabytes(left.sent),
      done: megabytes(done.bytes),
    };
    const begun = this.share > 0.1;
    const now = left.files === 0 ? words.whole : begun ? words.some : words.ready;
    say(text ?? fill(now, values));
    takeButton.textContent = fill(begun ? words.goOn : words.take, values);
    takeButton.disabled = false;
    const focused = document.activeElement === pauseButton;
    takeButton.hidden = left.files === 0;
    pauseButton.hidden = true;
    if (focused && !takeButton.hidden) takeButton.focus();
    find<HTMLButtonElement>('clear').disabled = false;
    find<HTMLButtonElement>('off').disabled = false;
  }

  /** Stores one file; what stands in the way ends the taking. */
  private async takeOne(file: KeptFile): Promise<Outcome | 'failed'> {
    const late = new Promise<'failed'>((resolve) => setTimeout(resolve, PATIENCE, 'failed'));
    const outcome = ask<Outcome>(this.worker, { type: 'keep', path: file.path });
    return Promise.race([outcome, late]).catch(() => 'failed' as const);
  }

  /** Takes what is missing, until it is whole, paused, or something is in the way. */
  async take(): Promise<void> {
    this.paused = false;
    this.tenth = -1;
    takeButton.hidden = true;
    pauseButton.hidden = false;
    pauseButton.focus();
    find<HTMLButtonElement>('clear').disabled = true;
    // Asked for so that the browser does not clear it on its own when space runs short.
    void navigator.storage?.persist?.().catch(() => false);
    let problem: Outcome | 'failed' | undefined;
    await inParallel(this.left, LINES, async (file) => {
      if (this.paused) return false;
      const outcome = await this.takeOne(file);
      if (outcome === 'kept') {
        this.kept.set(file.path, file);
        this.progress();
        return true;
      }
      problem ??= outcome;
      return false;
    });
    this.draw();
    this.rest(await this.reason(problem));
    await this.list();
  }

  pause(): void {
    this.paused = true;
  }

  private async reason(problem: Outcome | 'failed' | undefined): Promise<string | undefined> {
    if (problem === 'full') {
      const need = megabytes(sumOf(this.left).bytes);
      const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
      if (quota === undefined) return fill(words.fullUnsaid, { need }); // Safari before 17
      return fill(words.full, { free: megabytes(Math.max(quota - usage, 0)), need });
    }
    if (problem && problem !== 'kept') return words[problem];
    return this.paused && this.left.length
      ? fill(words.paused, { percent: this.percent })
      : undefined;
  }

  private progress(): void {
    this.draw();
    // Read out now and then, not for each file.
    const tenth = Math.floor(this.percent / 10);
    if (tenth === this.tenth) return;
    this.tenth = tenth;
    say(fill(words.going, { percent: this.percent }));
  }

  /** Lists the stored pages of the reader's language by their titles. */
  private async list(): Promise<void> {
    const place = find('kept');
    const lang = document.documentElement.lang.slice(0, 2);
    const pages = [...this.kept.values()].filter(
      ({ path }) => path.startsWith(`${lang}/`) && /\/index\.html$/.test(path),
    );
    if (!pages.length) return;
    const cache = await caches.open(names.files);
    const items = await Promise.all(
      pages.slice(0, LISTED).map(async (file) => {
        const html = (await (await cache.match(keyOf(SCOPE, file)))?.text()) ?? '';
        const title = new DOMParser().parseFromString(html.slice(0, 4000), 'text/html').title;
        const link = document.createElement('a');
        link.href = SCOPE + addressOf(file.path);
        link.textContent = title.split(' · ')[0] || addressOf(file.path);
        const item = document.createElement('li');
        item.append(link);
        return item;
      }),
    );
    if (pages.length > LISTED) {
      const more = document.createElement('li');
      more.textContent = fill(words.more, { n: pages.length - LISTED });
      items.push(more);
    }
    place.replaceChildren(...items);
  }

  async clear(): Promise<void> {
    await ask(this.worker, { type: 'clear' });
    await this.look();
    say(words.cleared, find('cleared'));
  }
}

/** Removes everything, the worker too, and remembers that the reader wants none. */
async function turnOff(registration: ServiceWorkerRegistration): Promise<void> {
  localStorage.setItem(CHOICE, 'off');
  await registration.unregister();
  await removeCaches();
  location.reload();
}

function showOff(): void {
  say(words.off);
  takeButton.hidden = true;
  const on = find<HTMLButtonElement>('on');
  on.hidden = false;
  on.addEventListener('click', () => {
    localStorage.removeItem(CHOICE);
    location.reload();
  });
}

async function start(): Promise<void> {
  showMissing();
  if (!('serviceWorker' in navigator) || !('caches' in window)) return say(words.unsupported);
  if (isOff()) {
    showOff();
    return removeCaches();
  }
  let registration: ServiceWorkerRegistration;
  try {
    registration = navigator.serviceWorker.controller
      ? await navigator.serviceWorker.ready
      : await register().then(() => navigator.serviceWorker.ready);
  } catch {
    return say(words.unsupported);
  }
  const taking = new Taking(registration.active!);
  takeButton.addEventListener('click', () => void taking.take());
  pauseButton.addEventListener('click', () => taking.pause());
  find('clear').addEventListener('click', () => void taking.clear());
  find('off').addEventListener('click', () => void turnOff(registration));
  await taking.look();
}

start().catch(() => say(words.failed));
