/** The state as a link: read from the address, written into it, copied. */
import { format } from './asking.ts';
import { apply, refuse } from './changes.ts';
import { request } from './computing.ts';
import { splitHash } from './hash.ts';
import { stop } from './play.ts';
import { queryText } from './query.ts';
import { at, readText, type Live } from './session.ts';

/** Takes over what the address says of this widget; at `first` it also comes into sight. */
export function fromHash(live: Live, first: boolean): void {
  const text = splitHash(location.hash, live.root.id);
  if (text === undefined) {
    if (location.hash === `#${live.root.id}`) request(live);
    return;
  }
  const sceneQuery = (name: string) =>
    live.root.querySelector<HTMLElement>(`[data-scene="${CSS.escape(name)}"]`)?.dataset.query;
  const { query, problems } = readText(live.kind, text, sceneQuery);
  if (first) live.root.scrollIntoView({ block: 'start' });
  stop(live);
  if (problems.length > 0) refuse(live, problems, 'hash');
  else {
    live.ui = { ...live.ui, draw: '' };
    const before = live.cursor;
    live.cursor = undefined;
    if (apply(live, query, 'hash')) return;
    live.cursor = before;
  }
  // What stays is the last good state, and it is computed as well.
  if (!live.engaged) request(live);
}

function hashText(live: Live): string {
  const text = queryText(format(live), live.kind.keys);
  return `#${live.root.id}?${text || `scene=${live.host.dataset.defaultScene}`}`;
}

/** Writes the address soon: browsers allow about a hundred changes in half a minute, so a drag writes only its end. */
export function writeHash(live: Live): void {
  clearTimeout(live.hashTimer);
  live.hashTimer = window.setTimeout(() => {
    history.replaceState(history.state, '', hashText(live));
  }, 250);
}

/** Copies the link to what is on show. */
export async function share(live: Live): Promise<void> {
  const picture = live.kind.pictureOf?.(live.state)?.id === 'own';
  clearTimeout(live.hashTimer);
  history.replaceState(history.state, '', hashText(live));
  await copy(live, location.href, picture ? live.words.linkNoPicture : live.words.linkCopied);
}

/** What can copy here; over plain http browsers have no clipboard for scripts, and ours is fetched. */
const clipboard = async (): Promise<Pick<Clipboard, 'writeText'>> =>
  (navigator as Partial<Navigator>).clipboard ??
  (await import('../../../runtime/clipboard.ts')).plainClipboard;

/** Copies a text, or shows it where it cannot be copied. */
export async function copy(live: Live, text: string, done: string): Promise<void> {
  const told = await clipboard()
    .then((board) => board.writeText(text))
    .then(
      () => done,
      () => text,
    );
  at(live, 'status').textContent = told;
}
