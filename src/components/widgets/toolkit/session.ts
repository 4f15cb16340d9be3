/** A living widget: what it knows, shared by the modules that make it live. */
import type { Grid } from '../../../lib/grid.ts';
import { codePanel } from './code-panel.ts';
import type { Cursor, Kind, Outputs, PictureInfo, View } from './kind.ts';
import type { Picture } from './pictures.ts';
import { readQuery, type Query } from './query.ts';
import type { ToolWords } from './strings.ts';

export interface Live {
  readonly kind: Kind<object>;
  readonly host: HTMLElement;
  /** The `data-widget` element inside the host. */
  readonly root: HTMLElement;
  readonly words: ToolWords;
  /** The query and the `ui` of the HTML before any script. */
  readonly initial: Query;
  readonly firstUi: Readonly<Record<string, string>>;
  /** The newest state; what is on show follows as soon as its numbers are there. */
  state: object;
  view: View<object> | undefined;
  /** Where the reader looks; undefined until then, and after a reset or a link. */
  cursor: Cursor | undefined;
  ui: Record<string, string>;
  /** The reader's own picture. */
  own: Picture | undefined;
  /** The numbers of the picture that was read last. */
  ownGrid: { ref: string; grid: Grid } | undefined;

  /** The float64 results of `judged`. */
  judge: Outputs | undefined;
  judged: object | undefined;
  /** The state that the device has computed. */
  computed: object | undefined;
  /** The state whose numbers are under way, so that they are not worked out twice. */
  coming: { of: object; shown: Promise<boolean> } | undefined;
  /** The program, kept: `import()` of what is there already still costs a task, and a frame with it. */
  fetched: ReturnType<Kind<object>['compute']> | undefined;
  /** Whether a computation is asked for, under way, was ever asked for, has failed. */
  wanted: boolean;
  running: boolean;
  engaged: boolean;
  failed: boolean;
  /** Whether the widget is in sight; what is asked for meanwhile is `stale`. */
  visible: boolean;
  stale: boolean;

  /** The HTML of each part as it was last drawn, and the state that stands on the page. */
  readonly drawn: Record<string, string>;
  onPage: object | undefined;
  /** Whether the field in focus must be written too. */
  mustWrite: boolean;
  /** Whether the page is being written, so that what its fields tell is no news. */
  syncing: boolean;
  followed: HTMLElement | null;
  /** The state whose output was covered last, for “predict first”. */
  coveredFor: object | undefined;

  /** Where the pointer, still down, was last on a map with `data-press`. */
  swept: Cursor | undefined;
  /** Timers: of “play”, of the address, of what is read out. */
  playing: number;
  hashTimer: number;
  speechTimer: number;
  readonly showCode: ReturnType<typeof codePanel>;
}

/** A living widget as its HTML in `host` has it. */
export function sessionOf(kind: Kind<object>, host: HTMLElement, words: ToolWords): Live {
  const root = host.querySelector<HTMLElement>('[data-widget]')!;
  const initial = readText(kind, host.dataset.query!, () => undefined).query;
  const ui = JSON.parse(host.dataset.ui ?? '{}') as Record<string, string>;
  const live: Live = {
    kind,
    host,
    root,
    words,
    initial,
    firstUi: ui,
    state: kind.parse(initial).state!,
    view: undefined,
    cursor: undefined,
    ui,
    own: undefined,
    ownGrid: undefined,
    judge: undefined,
    judged: undefined,
    computed: undefined,
    coming: undefined,
    fetched: undefined,
    wanted: false,
    running: false,
    engaged: false,
    failed: false,
    visible: true,
    stale: false,
    drawn: {},
    onPage: undefined,
    mustWrite: false,
    syncing: false,
    followed: null,
    coveredFor: undefined,
    swept: undefined,
    playing: 0,
    hashTimer: 0,
    speechTimer: 0,
    showCode: codePanel(root, kind, () => live.state),
  };
  return live;
}

/** The element of a part. */
export const at = <T extends HTMLElement>({ root }: Live, name: string) =>
  root.querySelector<T>(`[data-part="${name}"]`)!;

/** Size of the reader's own picture, if there is one. */
export const ownInfo = ({ own }: Pick<Live, 'own'>): PictureInfo | undefined =>
  own && { height: own.height, width: own.width, channels: 3 };

/** The query of a text as it stands in an address. */
export const readText = (
  { keys, either = [] }: Kind<object>,
  text: string,
  scene: (name: string) => string | undefined,
) => readQuery(text, keys, either, scene);
