/** What the buttons do. */
import { share, copy } from './address.ts';
import { withKey, withKeys } from './asking.ts';
import { apply } from './changes.ts';
import { shown } from './computing.ts';
import { takePicture } from './fields.ts';
import { splitHash } from './hash.ts';
import type { Language } from './kind.ts';
import { redraw } from './looking.ts';
import type { Field } from './missed.ts';
import { play, stop, step } from './play.ts';
import { nudgeText } from './query.ts';
import { at, type Live } from './session.ts';

/** A button with `data-do`. */
export function onClick(live: Live, target: HTMLElement): void {
  const button = target.closest<HTMLElement>('[data-do]');
  if (!button) return;
  const [action, ...rest] = button.dataset.do!.split(':');
  const argument = rest.join(':');
  if (action === 'more' || action === 'less')
    nudge(live, button, argument, action === 'more' ? 1 : -1);
  else if (action === 'set') apply(live, withKeys(live, argument), 'act');
  else if (action === 'act') act(live, argument);
  else if (action === 'ui') {
    const [name, value] = argument.split('=');
    live.ui = { ...live.ui, [name]: value };
    void redraw(live);
  } else if (action === 'camera') void camera(live, button);
  else if (action === 'play') void (live.playing ? stop(live) : play(live));
  else if (action === 'step') void step(live, Number(argument));
  else if (action === 'reset') reset(live);
  else if (action === 'share') void share(live);
  else if (action === 'copy')
    void copy(live, at(live, argument || 'code').textContent!, live.words.copied);
  else if (action === 'check') check(live);
  else if (action === 'tab') void live.showCode(argument as Language);
}

/** What the kind makes of a button; the cursor goes where it says. */
function act(live: Live, name: string): void {
  const { kind, cursor } = live;
  const view = live.view && { ...live.view, state: live.state, ui: live.ui };
  const query = view && kind.act?.(view, name);
  if (!query) return;
  live.cursor = kind.after?.(view, name) ?? cursor;
  if (!apply(live, query, 'act')) live.cursor = cursor;
}

/** The state, and what is on show, as before any script; what was unfolded stays. */
function reset(live: Live): void {
  const kept = Object.entries(live.ui).filter(([name]) => /^(fold|own)/.test(name));
  live.ui = { ...live.firstUi, ...Object.fromEntries(kept) };
  live.cursor = undefined;
  apply(live, live.initial, 'reset');
  clearTimeout(live.hashTimer);
  if (splitHash(location.hash, live.root.id) !== undefined) {
    history.replaceState(history.state, '', location.pathname + location.search);
  }
}

/** One more or one less on every number of a stepper. */
function nudge(live: Live, button: HTMLElement, key: string, by: number): void {
  const {
    min = '1',
    max = '8',
    step: unit = '1',
  } = button.closest<HTMLElement>('[data-min]')?.dataset ?? {};
  const field = live.root.querySelector<HTMLInputElement>(`input[name="${key}"]`)!;
  const shown = field.value || field.placeholder;
  const said = /[^\d\s.,-]/.test(shown) ? (field.dataset.number ?? min) : shown; // “same” in numbers
  const next = nudgeText(said, by, { min: +min, max: +max, step: +unit });
  apply(live, withKey(live, key, next), key);
}

/** A frame of the camera as the reader’s own picture. */
async function camera(live: Live, button: HTMLElement): Promise<void> {
  const { takeFrame } = await import('./camera.ts');
  const picture = await takeFrame(button, live.words);
  if (picture) takePicture(live, picture);
}

/** Marks the guesses of “predict first”. */
function check(live: Live): void {
  const fields = [...at(live, 'predict').querySelectorAll<Field>('[data-guess]')];
  const answer = async () => {
    if (!(await shown(live)) || !live.view || !live.kind.guess) return;
    const { text } = live.kind.guess(
      live.view,
      fields.map((field) => field.value.trim()),
    );
    at(live, 'verdict').textContent = text;
    live.root.removeAttribute('data-predict');
  };
  void answer();
}

/** A fold was opened or closed. */
export function onToggle(live: Live, { dataset, open: opened }: HTMLDetailsElement): void {
  if (dataset.part === 'twin' && opened) void live.showCode();
  if (dataset.fold) {
    live.ui = { ...live.ui, [`fold-${dataset.fold}`]: opened ? '1' : '' };
    void redraw(live);
  }
  if (dataset.part === 'predict') {
    live.root.toggleAttribute('data-predict', opened);
    if (opened) at(live, 'predict').querySelector<HTMLElement>('input, select')?.focus();
  }
}
