/** A page with a notebook's session and nothing else, for the tests of the engine. */
import assets from 'virtual:notebook-assets';
import type { Backend, Output } from '../../../src/notebook/protocol.ts';
import {
  openSession,
  type CellResult,
  type RunResult,
  type SessionState,
  type StateDetail,
} from '../../../src/notebook/session.ts';
import type { Failure } from '../../../src/notebook/protocol.ts';

/** What a run showed, in plain data. */
export interface Ran {
  result: RunResult;
  outputs: Output[];
  dropped: number;
  points: [key: string, x: number, values: Record<string, number>][];
  done?: CellResult;
}

function open(backend: Backend | undefined, memoryLimit?: number, kernelUrl?: string) {
  const states: [state: SessionState, detail: StateDetail | undefined, at: number][] = [];
  const late: Failure[] = [];
  const asked: [string, number | undefined][] = [];
  let current: Ran = { result: 'ok', outputs: [], dropped: 0, points: [] };
  const session = openSession({
    assets: kernelUrl ? { ...assets, kernel: { url: kernelUrl, bytes: 1 } } : assets,
    ...(backend ? { backend } : {}),
    ...(memoryLimit ? { memoryLimit } : {}),
    events: {
      state: (state, detail) => states.push([state, detail, performance.now()]),
      output: (_cell, output) => current.outputs.push(output),
      dropped: (_cell, lines) => (current.dropped = lines),
      point: (_cell, key, x, values) => current.points.push([key, x, values]),
      done: (_cell, result) => (current.done = result),
      late: (failure) => late.push(failure),
    },
    data: (name, count = 4) => {
      asked.push([name, count]);
      if (name === 'fashion/test') return Promise.reject(new Error('not today'));
      return Promise.resolve({
        count,
        pixels: new Uint8Array(count * 784).map((_, i) => i % 256),
        labels: new Uint8Array(count).map((_, i) => i % 10),
      });
    },
  });
  return {
    session,
    states,
    late,
    asked,
    async run(source: string, cell = 'cell', language: 'ts' | 'js' = 'ts'): Promise<Ran> {
      const mine: Ran = (current = { result: 'ok', outputs: [], dropped: 0, points: [] });
      mine.result = await session.run(cell, source, language);
      return mine;
    },
  };
}

/** The longest time for which timers of this page did not fire, in milliseconds. */
function watchGaps() {
  const gaps = { worst: 0 };
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    gaps.worst = Math.max(gaps.worst, now - last);
    last = now;
  }, 10);
  return gaps;
}

const notebook = { open, assets, gaps: watchGaps() };
export type NotebookPage = typeof notebook;
Object.assign(window, { notebook });
