/** What a widget says about itself; live.ts brings it to life, build.ts draws it at build time. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Grid } from '../../../lib/grid.ts';
import type { Ops } from '../../../runtime/tf.ts';
import type { Parsed, Query } from './query.ts';
import type { ToolWords } from './strings.ts';

/** Named results, `y` first; names are those of `data-output`. */
export type Outputs = Readonly<Record<string, Grid>>;

/** A picture that a state needs: its id (`own` for the reader's), read with 1 or 3 channels. */
export interface PictureRef {
  id: string;
  channels: 1 | 3;
}

/** Size of a picture; colour pictures have 3 channels and can be read as grey ones. */
export interface PictureInfo {
  height: number;
  width: number;
  channels: 1 | 3;
}

/**
 * The cell that is being explained: `on` is the `data-output`, `data-input` or `data-map` it lies
 * in, `at` its `data-at` (layer, row, column).
 */
export interface Cursor {
  on: string;
  at: number[];
}

/** Everything that a drawing depends on. */
export interface View<S, W = object> {
  /** The name of this instance in the address. */
  id: string;
  words: W & ToolWords;
  state: S;
  /** The numbers of the picture a state names [H, W, C], from 0 to 255, once they are there. */
  picture: Grid | undefined;
  /** The results of this state, once they are there. */
  outputs: Outputs | undefined;
  cursor: Cursor;
  /** Size of the reader's own picture, if there is one. */
  own?: PictureInfo;
  /** What is on show but not in the address: `data-ui` controls and open folds. */
  ui: Readonly<Record<string, string>>;
  /** At build time: the address of an image made by the kind's `images`; a canvas stands in live. */
  image: ((name: string) => string) | undefined;
}

/** The language of a code twin. */
export type Language = 'tfjs' | 'pytorch' | 'numpy';

/** Colours of the style sheet in the current theme. */
export interface Colours {
  positive: Rgb;
  negative: Rgb;
  accent: Rgb;
}
export type Rgb = readonly [number, number, number];

/** RGBA bytes. */
export interface Pixels {
  height: number;
  width: number;
  data: Uint8ClampedArray<ArrayBuffer>;
  /** How well the image made at build time keeps details, from 1 to 100: 80 for a photograph, all of them else. */
  quality?: number;
  /** How many times smaller that image is, each way: for many small pictures in one. */
  shrink?: number;
}

export interface Kind<S extends object, W = object> {
  /** The value of `data-widget`. */
  name: string;
  /** The keys of the address, in the order in which they are written. */
  keys: readonly string[];
  /** Pairs of keys of which only one can be given. */
  either?: readonly (readonly [string, string])[];
  /** The text of every key that is left out when it is this. */
  defaults: Readonly<Query>;
  /** The matrix that “typed” among the sources begins with, where the default is a picture. */
  typed?: string;
  /** A state from texts, or every reason why there is none. */
  parse(query: Query, own?: PictureInfo): Parsed<S>;
  /** Every key of a state as text (one of an `either` pair). */
  texts(state: S): Query;
  /** What the address says, when that is not simply every text that differs from its default. */
  format?(state: S, own?: PictureInfo): Query;
  /** The picture a state needs. */
  pictureOf?(state: S): PictureRef | undefined;
  /**
   * Models and data that a state needs: awaited before `reference` and the program, which find them
   * by `loadedModel` and `loadedData`. Undefined when everything is there.
   */
  load?(state: S): Promise<unknown> | undefined;
  /**
   * The results in float64, from src/lib: shown until the device has computed, and its judge. Long
   * work awaits `breathe()` every 10 ms or so and gives up when that is false.
   */
  reference(
    state: S,
    picture: Grid | undefined,
    breathe: () => Promise<boolean>,
  ): Outputs | Promise<Outputs | undefined>;
  /**
   * Whether the program starts from what `reference` works out (weights that are trained from a
   * seed), and so waits for it; otherwise both go on side by side.
   */
  waits?: boolean;
  /**
   * The TensorFlow.js program, fetched when first wanted: some or all of the results by name. What
   * it leaves out is not compared and stays as `reference` gave it.
   */
  compute(): Promise<{
    program(tf: Ops, state: S, picture: Grid | undefined): Record<string, Tensor>;
  }>;
  /** The HTML of each `data-part`; pure, so build and browser draw the same. */
  parts(view: View<S, W>): Record<string, string>;
  /** The cell explained at first, and after a reset. */
  firstCursor(state: S, outputs: Outputs): Cursor;
  /** The arithmetic of the cell under the cursor as it is read out; undefined when there is none. */
  speak?(view: View<S, W>): string | undefined;
  /** The cells that “next”, “back” and “play” visit. */
  stops?(view: View<S, W>): Cursor[];
  /**
   * The pixels of the maps by name (`mapHtml`'s `name`): canvases in the browser, and the images
   * that stand in their place before any script.
   */
  images?(view: View<S, W>, colours: Colours): Record<string, () => Pixels>;
  /** Whether the cursor lies on something that can be explained; otherwise it goes to the first. */
  holds?(view: View<S, W>): boolean;
  /** Marks the guesses of “predict first” (`data-guess` fields in order). */
  guess?(view: View<S, W>, guesses: string[]): { right: boolean; text: string };
  /** Rows of code by language. */
  code?(): Promise<{ codeTwin(state: S, language: Language): string }>;
  /**
   * A field whose `name` is no key, or a key that touches others (sizes come as `size:KEY:AXIS`):
   * the query it asks for; undefined leaves it to the toolkit.
   */
  edit?(view: View<S, W>, name: string, value: string): Query | undefined;
  /**
   * Where the cell under the cursor is part of the state: the query that goes to a cell. Asked when
   * a map with `data-pick="row,column"` (the cell it is at) is pressed, dragged over or walked with
   * the arrow keys, and by “next”, “back” and “play”. Undefined leaves the state as it is.
   */
  pick?(view: View<S, W>, cursor: Cursor): Query | undefined;
  /**
   * Files chosen in a field with `data-files="KEY"`: the query that uses them.
   *
   * @throws Refusal, shown beside the field, when they cannot be used.
   */
  openFiles?(state: S, files: File[]): Promise<Query>;
  /**
   * A button `data-do="act:NAME"`, or a cell of a map with `data-press="NAME"` that is pressed (then
   * the cursor lies on it): the query it asks for. Further keys in `data-keys` of the map, separated by
   * spaces, ask for NAME with the key after it. With `data-sweep` on the map, a pointer that is
   * down and comes to another cell asks for `NAME:row,column`, the cell that it was on before.
   */
  act?(view: View<S, W>, name: string): Query | undefined;
  /** Where the reader looks once a button's act is done; undefined where that stays as it is. */
  after?(view: View<S, W>, name: string): Cursor | undefined;
}
