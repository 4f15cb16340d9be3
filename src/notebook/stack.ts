/** Stack traces of Chromium, Firefox and WebKit, as places in cells. */
import { type Frame, type Place } from './protocol.ts';

/** A line of a stack trace: `at f (url:3:9)` or `f@url:3:9`. */
export interface Step extends Place {
  name: string;
  url: string;
}

/** Steps read at most: endless recursion fills the rest with the same. */
const MOST = 100;
/** Frames told at most. */
const TOLD = 20;

/** The steps of a stack trace that tell their script, innermost first; [] for what is no text. */
export function readStack(stack: unknown): Step[] {
  if (typeof stack !== 'string') return [];
  const steps: Step[] = [];
  for (const line of stack.slice(0, 100_000).split('\n').slice(0, MOST)) {
    const end = /(blob:[^\s()]*?):(\d+):(\d+)\)?$/.exec(line.trim());
    if (!end) continue;
    const before = line.trim().slice(0, end.index);
    const name =
      /^at (?:async )?(?:new )?([^\s(]+) \($/.exec(before)?.[1] ?? /^([^@]*)@$/.exec(before)?.[1];
    steps.push({
      name: tidy(name ?? ''),
      url: end[1],
      line: Number(end[2]),
      column: Number(end[3]),
    });
  }
  return steps;
}

/** Names without what engines add: `async*f`, `f/<`, `Object.f`. */
const tidy = (name: string): string =>
  /anonymous|^</.test(name)
    ? ''
    : name
        .replace(/^async\*/, '')
        .replace(/\/<.*$/, '')
        .replace(/^(?:self|globalThis|Object|DedicatedWorkerGlobalScope)\./, '')
        .slice(0, 80);

/** The script of a cell: which cell, and how its places become those of the cell. */
export interface Script {
  cell: string;
  place(line: number, column: number): Place | undefined;
}

/** The steps of a stack trace that lie in cells. */
export function framesOf(stack: unknown, scripts: ReadonlyMap<string, Script>): Frame[] {
  const frames: Frame[] = [];
  for (const { url, name, line, column } of readStack(stack)) {
    const script = scripts.get(url);
    const place = script?.place(line, column);
    if (script && place && frames.length < TOLD) frames.push({ cell: script.cell, name, ...place });
  }
  return frames;
}
