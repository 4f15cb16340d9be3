/**
 * The living widget: events in, state through the kind's `parse`, drawing out through its `parts`.
 *
 * Looking (hover, focus) needs only the float64 code of src/lib; TensorFlow.js is fetched when the
 * reader acts (pointer, key, input), when the address names the widget, or on `?backend=`.
 */
import { backendChoice, backendInAddress, subscribe } from '../../../runtime/tf.ts';
import { onClick, onToggle } from './acts.ts';
import { fromHash } from './address.ts';
import { engage, request } from './computing.ts';
import { paintAll } from './drawing.ts';
import { onField, open } from './fields.ts';
import type { Kind } from './kind.ts';
import { onFocus, onKey, onPoint } from './looking.ts';
import { withChoices, type Field } from './missed.ts';
import { stop } from './play.ts';
import { at, sessionOf, type Live } from './session.ts';
import type { ToolWords } from './strings.ts';

/** How a kind starts inside its element, for `defineWidget`. */
export function start<S extends object, W extends object>(kind: Kind<S, W>) {
  return (host: HTMLElement, words: unknown, missed: Event[]) =>
    bringToLife(kind as unknown as Kind<object>, host, words as ToolWords, missed);
}

/**
 * Starts the widget inside `host` and returns how to stop it.
 *
 * @param words what `parts` and the loop write
 * @param missed what the reader did while this file was on its way
 */
function bringToLife(
  kind: Kind<object>,
  host: HTMLElement,
  words: ToolWords,
  missed: Event[],
): () => void {
  const sooner = withChoices(missed);
  const live = sessionOf(kind, host, words);
  const { root } = live;
  const cleanup: (() => void)[] = [];

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

  // A backend chosen while this file was on its way is about to be replayed: it stays.
  const backendField = at<HTMLSelectElement>(live, 'backend');
  const chosen = ({ target, type }: Event) => target === backendField && /input|change/.test(type);
  if (!missed.some(chosen)) backendField.value = backendChoice();
  on<PointerEvent>(root, 'pointerdown', () => engage(live));
  on<PointerEvent>(root, 'pointerover pointermove pointerdown', (event) => onPoint(live, event));
  on<KeyboardEvent>(root, 'keydown', (event) => onKey(live, event));
  on(root, 'input', ({ target }) => onField(live, target as Field, false));
  on(root, 'change', ({ target }) => onField(live, target as Field, true));
  on(root, 'click', ({ target }) => onClick(live, target as HTMLElement));
  on(root, 'toggle', ({ target }) => onToggle(live, target as HTMLDetailsElement), true);
  on(root, 'focusin', ({ target }) => onFocus(live, target as HTMLInputElement));
  if (kind.pictureOf) {
    on<DragEvent>(root, 'dragover', (event) => event.preventDefault());
    on<DragEvent>(root, 'drop', (event) => {
      event.preventDefault();
      void open(live, event.dataTransfer?.files[0]);
    });
    on<ClipboardEvent>(root, 'paste', (event) => void open(live, event.clipboardData?.files[0]));
  }
  on(window, 'hashchange', () => fromHash(live, false));
  on(document, 'visibilitychange', () => onVisible(live, !document.hidden));
  on(matchMedia('(prefers-color-scheme: dark)'), 'change', () => paintAll(live));
  const theme = new MutationObserver(() => paintAll(live));
  theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const seen = new IntersectionObserver(([entry]) => onVisible(live, entry.isIntersecting));
  seen.observe(root);
  cleanup.push(
    () => stop(live),
    () => theme.disconnect(),
    () => seen.disconnect(),
    subscribe((event) => {
      if (live.engaged && event !== 'lost') request(live);
    }),
  );
  fromHash(live, true);
  if (backendInAddress() && !live.engaged) request(live);
  // Keys that walk move the focus only now: the next ones of the same cell walk on from there.
  const walked = new Map<EventTarget | null, HTMLElement>();
  for (const { event, again } of sooner) {
    again?.();
    const before = document.activeElement;
    replay(live, event, walked.get(event.target));
    const after = document.activeElement as HTMLElement;
    if (event.type === 'keydown' && after !== before) walked.set(event.target, after);
  }
  return () => {
    for (const undo of cleanup) undo();
  };
}

/** Does what the listeners would have done, had they been there; `focus` is where a key goes now. */
function replay(live: Live, event: Event, focus?: HTMLElement): void {
  const target = event.target as HTMLElement;
  const { type } = event;
  if (type === 'input' || type === 'change') onField(live, target as Field, type === 'change');
  else if (type === 'click') onClick(live, target);
  else if (type === 'toggle') onToggle(live, target as HTMLDetailsElement);
  else if (type === 'keydown') onKey(live, event as KeyboardEvent, focus);
  else if (type === 'focusin') onFocus(live, target as HTMLInputElement);
  else if (type === 'pointerdown') {
    engage(live);
    if (target.closest('[data-pick], [data-press]')) onPoint(live, event as PointerEvent);
  } else if (type === 'pointerover') onPoint(live, event as PointerEvent);
}

function onVisible(live: Live, now: boolean): void {
  live.visible = now;
  if (!now) stop(live);
  else if (live.stale) request(live);
}
