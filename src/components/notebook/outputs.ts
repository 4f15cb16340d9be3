/** What a running cell shows, drawn as it comes; fetched at the first run. */
import type { NotebookWords } from '../../i18n/notebook.ts';
import { HINT_WORDS } from '../../notebook/hint-words.ts';
import { CAPS, type Chart, type Failure, type Output } from '../../notebook/protocol.ts';
import { chartPicture, chartTable } from '../../notebook/render/chart.ts';
import { toDom } from '../../notebook/render/dom.ts';
import { failureBlock } from '../../notebook/render/failure.ts';
import { droppedLine, outputBlock } from '../../notebook/render/output.ts';
import { progressBlock } from '../../notebook/render/progress.ts';
import { logLine, logBlock } from '../../notebook/render/text.ts';
import { h } from '../../notebook/render/tree.ts';
import type { Lang } from '../../i18n/langs.ts';

/** Printed lines are added at most so often, so that they can be spoken; in milliseconds. */
const SPOKEN_MS = 1_000;
/** Bars and live charts are drawn at most so often. */
const DRAWN_MS = 150;

interface LiveChart {
  chart: Chart;
  frame: HTMLElement;
  details: HTMLDetailsElement;
}

interface Bar {
  since: number;
  place: HTMLElement;
  latest: Extract<Output, { kind: 'progress' }>;
}

/** What a failed cell is told besides the failure. */
export interface FailureContext {
  cell: string;
  source: string;
  hint?: string;
  labelOf(cell: string): string;
}

/** The output of one cell while the reader runs it. */
export class LiveOutput {
  private readonly place: HTMLElement;
  private readonly words: NotebookWords;
  private readonly lang: Lang;
  private waiting: Output[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;
  private lines: HTMLElement | undefined;
  private dropped: HTMLElement | undefined;
  private readonly charts = new Map<string, LiveChart>();
  private readonly bars = new Map<string, Bar>();
  private readonly changed = new Set<string>();
  private drawTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement, words: NotebookWords, lang: Lang) {
    this.place = place;
    this.words = words;
    this.lang = lang;
    place.replaceChildren();
  }

  add(output: Output): void {
    if (output.kind === 'progress') return this.progress(output);
    this.waiting.push(output);
    // The first one is shown at once, and so is what comes after a pause.
    this.timer ??= setTimeout(
      () => this.flush(),
      Math.max(0, this.last + SPOKEN_MS - performance.now()),
    );
  }

  /** A point of a live chart. */
  point(key: string, x: number, values: Record<string, number>): void {
    const { chart } = this.charts.get(key) ?? this.newChart(key);
    for (const [name, y] of Object.entries(values)) {
      let series = chart.series.find((each) => each.name === name);
      if (!series) {
        if (chart.series.length >= CAPS.series) continue;
        series = { name, points: [] };
        chart.series.push(series);
      }
      if (series.points.length < CAPS.points) series.points.push([x, y]);
    }
    this.draw(`chart ${key}`);
  }

  drop(lines: number): void {
    const node = toDom(droppedLine(lines, this.words)) as HTMLElement;
    this.dropped?.remove();
    this.dropped = node;
    this.flush();
    this.place.append(node);
  }

  fail(failure: Failure, { cell, source, hint, labelOf }: FailureContext): void {
    this.flush();
    const said = this.hintWords(failure.hint ?? hint);
    this.append(toDom(failureBlock(failure, cell, source, said, labelOf, this.words)));
  }

  /** A mistake that shows although nothing failed. */
  warn(hint: string): void {
    const said = this.hintWords(hint);
    this.flush();
    if (said)
      this.append(toDom(h('p', { class: 'nb-hint' }, h('b', {}, this.words.hint), ` ${said}`)));
  }

  /** Shows all that waits; the cell is done. */
  finish(): void {
    this.flush();
    this.paint();
  }

  private hintWords(hint: string | undefined): string | undefined {
    const words: Record<string, string> = HINT_WORDS[this.lang];
    return hint && Object.hasOwn(words, hint) ? words[hint] : undefined;
  }

  private append(node: Node): void {
    this.lines = undefined;
    this.place.append(node);
    if (this.dropped) this.place.append(this.dropped);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const outputs = this.waiting;
    this.waiting = [];
    if (!outputs.length) return;
    this.last = performance.now();
    const formulas: { node: HTMLElement; tex: string }[] = [];
    for (const output of outputs) {
      if (output.kind === 'log') this.line(output);
      else this.append(toDom(outputBlock(output, this.words), formulas));
    }
    if (formulas.length) void drawFormulas(formulas, this.words);
  }

  private line({ level, text }: Extract<Output, { kind: 'log' }>): void {
    if (!this.lines) {
      const block = toDom(logBlock(this.words)) as HTMLElement;
      this.append(block);
      this.lines = block.querySelector('samp')!;
    }
    this.lines.append(toDom(logLine(level, text)));
  }

  private newChart(key: string): LiveChart {
    this.flush();
    const chart: Chart = { type: 'line', title: key, series: [] };
    // Drawn again with every point: nothing to be spoken.
    const block = toDom(
      h(
        'figure',
        { class: 'nb-chart', 'data-kind': 'chart', 'data-key': key, 'aria-live': 'off' },
        h('figcaption', {}, key),
        h('div', { class: 'nb-plot-frame' }),
        h('details', {}, h('summary', {}, this.words.numbers)),
      ),
    ) as HTMLElement;
    const details = block.querySelector('details')!;
    const live = { chart, details, frame: block.querySelector<HTMLElement>('.nb-plot-frame')! };
    details.addEventListener('toggle', () => this.draw(`chart ${key}`));
    this.charts.set(key, live);
    this.append(block);
    return live;
  }

  private progress(output: Extract<Output, { kind: 'progress' }>): void {
    const known = this.bars.get(output.key);
    if (known) known.latest = output;
    else {
      this.flush();
      const place = toDom(h('div', { 'aria-live': 'off' })) as HTMLElement;
      this.append(place);
      this.bars.set(output.key, { place, latest: output, since: performance.now() });
    }
    this.draw(`bar ${output.key}`);
  }

  private draw(what: string): void {
    this.changed.add(what);
    this.drawTimer ??= setTimeout(() => this.paint(), DRAWN_MS);
  }

  private paint(): void {
    clearTimeout(this.drawTimer);
    this.drawTimer = undefined;
    for (const [key, { chart, frame, details }] of this.charts) {
      if (!this.changed.has(`chart ${key}`)) continue;
      frame.replaceChildren(toDom(chartPicture(chart, this.words)));
      const table = details.querySelector('.nb-scroll');
      table?.remove();
      if (details.open) details.append(toDom(chartTable(chart, this.words)));
    }
    for (const [key, { place, latest, since }] of this.bars) {
      if (!this.changed.has(`bar ${key}`)) continue;
      const elapsed = performance.now() - since;
      place.replaceChildren(toDom(progressBlock({ ...latest, elapsed }, this.words)));
    }
    this.changed.clear();
  }
}

/** Draws formulas with KaTeX, fetched at the first one; a bad formula stays as its text. */
async function drawFormulas(
  formulas: readonly { node: HTMLElement; tex: string }[],
  words: NotebookWords,
): Promise<void> {
  const [{ default: katex }, { FORMULA_OPTIONS }] = await Promise.all([
    import('katex'),
    import('./formula.ts'),
  ]);
  for (const { node, tex } of formulas) {
    const drawn = document.createElement('div');
    try {
      katex.render(tex, drawn, FORMULA_OPTIONS);
      node.replaceChildren(...drawn.childNodes);
    } catch (error) {
      const said = document.createElement('p');
      said.className = 'nb-hint';
      said.textContent = words.badFormula.replace('{m}', (error as Error).message);
      node.append(said);
    }
  }
}
