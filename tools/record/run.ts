/** Runs a notebook in a browser from top to bottom and gives what its cells showed. */
import type { Page } from '@playwright/test';
import type { Output } from '../../src/notebook/protocol.ts';
import type { RecordedCell, RecordedOutput } from '../../src/notebook/recorded.ts';

/** What one run of a notebook gave. */
export interface Run {
  backend: string;
  cells: Record<string, RecordedCell>;
  /** `cell: message` of every failure. */
  failures: string[];
  seconds: number;
}

/** Points of a curve that are kept: more could not be seen. */
const KEPT = 250;
/** Longest run of one notebook, in milliseconds: four times what it may take on two free cores. */
const LONGEST = 240_000;

/**
 * Opens a notebook on the wasm backend, runs all of it and collects what its cells sent to be shown.
 *
 * @param address of the page, without query
 * @throws Error when a cell does not end in time
 */
export async function runNotebook(page: Page, address: string): Promise<Run> {
  await page.goto(`${address}?backend=wasm`);
  await page.waitForSelector('[data-notebook][data-live]');
  await page.evaluate(collect, KEPT);
  const since = Date.now();
  await page.click('[data-action="run-all"]');
  const busy = '[data-cell]:is([data-state="queued"], [data-state="running"])';
  await page.waitForFunction(
    (selector) =>
      document.querySelector('[data-notebook]')!.getAttribute('data-state') === 'failed' ||
      (!document.querySelector(selector) &&
        document.querySelector('[data-notebook]')!.getAttribute('data-state') === 'ready'),
    busy,
    { timeout: LONGEST, polling: 200 },
  );
  const seconds = (Date.now() - since) / 1000;
  const result = await page.evaluate(() =>
    (window as unknown as { collected(): Promise<Omit<Run, 'seconds'>> }).collected(),
  );
  return { ...result, seconds };
}

/** In the page: listens to what is shown, and hands it over as JSON. */
function collect(kept: number): void {
  interface Shown {
    outputs: (Output | { kind: 'points'; key: string; series: Map<string, [number, number][]> })[];
    dropped: number;
    memory?: { tensors: number; bytes: number };
  }
  const cells = new Map<string, Shown>();
  const failures: string[] = [];
  const of = (cell: string): Shown => {
    if (!cells.has(cell)) cells.set(cell, { outputs: [], dropped: 0 });
    return cells.get(cell)!;
  };
  const on = <T>(name: string, listen: (detail: T) => void) =>
    document.addEventListener(`notebook:${name}`, (event) =>
      listen((event as CustomEvent<T>).detail),
    );
  on<{ cell: string; output: Output }>('output', ({ cell, output }) => {
    // How far something is when it is done says nothing.
    if (output.kind !== 'progress') of(cell).outputs.push(output);
  });
  on<{ cell: string; lines: number }>('dropped', ({ cell, lines }) => (of(cell).dropped = lines));
  on<{ cell: string; key: string; x: number; values: Record<string, number> }>(
    'point',
    ({ cell, key, x, values }) => {
      const { outputs } = of(cell);
      let chart = outputs.find((each) => each.kind === 'points' && each.key === key);
      if (chart?.kind !== 'points') {
        chart = { kind: 'points', key, series: new Map() };
        outputs.push(chart);
      }
      for (const [name, y] of Object.entries(values)) {
        if (!chart.series.has(name)) chart.series.set(name, []);
        chart.series.get(name)!.push([x, y]);
      }
    },
  );
  on<{
    cell: string;
    memory: { tensors: number; bytes: number };
    failure?: { name: string; message: string };
  }>('done', ({ cell, memory, failure }) => {
    of(cell).memory = memory;
    if (failure) failures.push(`${cell}: ${failure.name}: ${failure.message}`);
  });

  const short = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(7)) : null);
  const png = async (output: Extract<Output, { kind: 'image' }>): Promise<string> => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [output.width, output.height];
    const pixels = new Uint8ClampedArray(output.pixels);
    const context = canvas.getContext('2d')!;
    context.putImageData(new ImageData(pixels, output.width, output.height), 0, 0);
    return canvas.toDataURL('image/png').split(',')[1];
  };
  const thin = (points: [number, number][]) => {
    const apart = Math.ceil(points.length / kept);
    return points
      .filter((_, at) => at % apart === 0 || at === points.length - 1)
      .map(([x, y]) => [short(x), short(y)] as unknown as [number, number]);
  };
  const recorded = async (output: Shown['outputs'][number]): Promise<RecordedOutput> => {
    switch (output.kind) {
      case 'image': {
        const { pixels: _, ...rest } = output;
        return { ...rest, png: await png(output) };
      }
      case 'tensor': {
        const { min, max, mean, nan } = output.stats;
        return {
          ...output,
          stats: { min: short(min), max: short(max), mean: short(mean), nan },
          values: Array.from(output.values as ArrayLike<number | string>, (value) =>
            typeof value === 'number' ? short(value) : value,
          ),
        };
      }
      case 'chart': {
        const series = output.chart.series.map(({ name, points }) => ({
          name,
          points: output.chart.type === 'line' ? thin(points) : points,
        }));
        return { kind: 'chart', chart: { ...output.chart, series } };
      }
      case 'points': {
        const series = [...output.series].map(([name, points]) => ({ name, points: thin(points) }));
        return { kind: 'chart', chart: { type: 'line', title: output.key, series } };
      }
      default:
        return output as RecordedOutput;
    }
  };
  Object.assign(window, {
    collected: async () => {
      const root = document.querySelector<HTMLElement>('[data-notebook]')!;
      const all: Record<string, RecordedCell> = {};
      for (const place of root.querySelectorAll<HTMLElement>('[data-cell]')) {
        const { cell, sha, state } = place.dataset;
        if (state !== 'ok' && !failures.length) failures.push(`${cell}: ended as ${state}`);
        const shown = of(cell!);
        all[cell!] = {
          sha: sha!,
          outputs: await Promise.all(shown.outputs.map(recorded)),
          ...(shown.dropped ? { dropped: shown.dropped } : {}),
          ...(shown.memory ? { memory: shown.memory } : {}),
        };
      }
      if (root.dataset.state === 'failed') {
        failures.push(root.querySelector('[data-part="status"]')!.textContent!);
      }
      return { backend: root.dataset.backend!, cells: all, failures };
    },
  });
}
