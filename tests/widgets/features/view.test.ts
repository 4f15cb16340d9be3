import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/features/kind.ts';
import { resultsOf } from '@widgets/features/reference.ts';
import { digitsOf, parse, placeOf, type State } from '@widgets/features/state.ts';
import { STRINGS, type Words } from '@widgets/features/strings.ts';
import type { View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

readFromDisk();
const good = (query: Query) => parse({ count: '12', point: 'test-2', ...query }).state!;
function viewOf(state: State, over: Partial<View<State, Words>> = {}): View<State, Words> {
  const outputs = resultsOf(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'features', words: STRINGS.en, state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
}
const colours = { positive: [255, 0, 0], negative: [0, 0, 255], accent: [0, 0, 0] } as const;

beforeAll(async () => {
  await KIND.load!(good({ space: 'learned' }));
});

describe('what stands on screen', () => {
  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const { state } of combinations(30, 4)) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        const view = viewOf(state, { words, ui: { 'fold-numbers': '1' } });
        for (const [name, html] of Object.entries(KIND.parts(view))) {
          expect(html, name).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
        }
        expect(KIND.speak!(view)).not.toMatch(/[<>]/);
      }
    }
  });

  test('every digit stands in the plane, inside it, once', () => {
    for (const method of ['pca', 'lda', 'tsne']) {
      const { plane } = KIND.parts(viewOf(good({ method, steps: '110' })));
      let count = 0;
      for (const [, label, x, y, text] of plane.matchAll(
        /<text class="f-(\d)[^"]*" x="([^"]*)" y="([^"]*)">(\d+)</g,
      )) {
        // prettier-ignore
        const spots = [x, y].map((list) => list.split(' ').map(Number));
        expect(new Set(text)).toEqual(new Set(label));
        expect([spots[0].length, spots[1].length]).toEqual([text.length, text.length]);
        for (const v of spots.flat()) expect(v > 0 && v < 103).toBe(true);
        count += text.length;
      }
      expect(count).toBe(120);
    }
  });

  test('rings are around the misread ones, as many as the accuracy says', () => {
    const view = viewOf(good({}));
    const { plane } = KIND.parts(view);
    const rings = /class="f-wrong" d="([^"]*)"/.exec(plane)![1].split('M').length - 1;
    expect(rings).toBe(Math.round(60 * (1 - view.outputs!.accuracy.data[0])));
  });

  test('the cursor finds the digit that lies there; a press keeps it', () => {
    const view = viewOf(good({ method: 'lda' }));
    expect(KIND.speak!(view)).toContain('Number 2, a 0');
    const other = viewOf(good({ method: 'lda', point: 'test-630' }));
    const moved = { ...view, cursor: other.cursor };
    expect(KIND.act!(moved, 'point')!.point).toBe('test-630');
    expect(KIND.speak!(moved)).toContain('Number 630, a 4');
    expect(KIND.act!(moved, 'other')).toBeUndefined();
  });

  test('the votes on screen are those of the neighbours: read as the class that most have', () => {
    for (const { state } of combinations(24, 6)) {
      const said = KIND.speak!(viewOf(state))!;
      for (const [, list, winner] of said.matchAll(/ ((?:\d )+)→ read as (\d)/g)) {
        const votes = list.trim().split(' ');
        expect(votes.length).toBe(state.neighbors);
        const count = (label: string) => votes.filter((v) => v === label).length;
        expect(Math.max(...votes.map(count))).toBe(count(winner));
      }
    }
  });

  test('q of the nearest pair adds up', () => {
    const said = KIND.speak!(viewOf(good({ method: 'tsne', steps: '110' })))!;
    const [, square, sum, q] = /1\/\(1 \+ ([\d.e-]+)\)\/([\d.]+) [=≈] ([\d.e−]+)/.exec(said)!;
    expect(1 / (1 + Number(square)) / Number(sum)).toBeCloseTo(Number(q.replace('−', '-')), 5);
  });

  test('every canvas that is asked for can be painted, in its size', () => {
    for (const { state } of combinations(12, 8)) {
      const view = viewOf(state);
      const html = Object.values(KIND.parts(view)).join('');
      const made = KIND.images!(view, colours);
      const asked = [...html.matchAll(/data-paint="([^"]+)"[^>]* width="(\d+)" height="(\d+)"/g)];
      expect(asked.length).toBeGreaterThan(1);
      for (const [, name, width, height] of asked) {
        const pixels = made[name]();
        expect([pixels.width, pixels.height], name).toEqual([Number(width), Number(height)]);
        expect(pixels.data.length).toBe(4 * pixels.width * pixels.height);
      }
      const build = KIND.parts({ ...view, image: (name) => `/${name}.webp` });
      for (const [, name] of Object.values(build)
        .join('')
        .matchAll(/src="\/([^"]+)\.webp"/g)) {
        expect(made[name], name).toBeDefined();
      }
    }
  });

  test('predict first marks the accuracy within 8', () => {
    const view = viewOf(good({}));
    const n = Math.round(100 * view.outputs!.accuracy.data[0]);
    expect(KIND.guess!(view, [`${n - 8}`]).right).toBe(true);
    expect(KIND.guess!(view, [`${n + 9}`]).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
  });
});

describe('what is said of a digit', () => {
  const shown = (text: string) => Number(text.replaceAll('−', '-'));

  test('its place, its own error, and q and p of its nearest', () => {
    for (const query of [{}, { method: 'lda' }, { method: 'tsne', steps: '110' }] as Query[]) {
      const view = viewOf(good({ ...query, point: 'test-631', components: '7' }));
      const { y, error, p } = view.outputs!;
      const place = placeOf(view.state);
      const said = KIND.speak!(view)!;
      const at = /a 4: \((\S+), (\S+)\)/.exec(said)!.slice(1).map(shown);
      expect(at).toEqual([0, 1].map((axis) => +y.data[2 * place + axis].toPrecision(5)));
      if (error) expect(shown(/rebuilt digit [=≈] (\S+)/.exec(said)![1])).toBe(+error.data[0].toPrecision(5)); // prettier-ignore
      if (!p) continue;
      const off = (j: number) => (y.data[2 * j] - y.data[2 * place]) ** 2 + (y.data[2 * j + 1] - y.data[2 * place + 1]) ** 2; // prettier-ignore
      const others = Array.from({ length: 120 }, (_, j) => j).filter((j) => j !== place);
      const nearest = others.reduce((a, b) => (off(b) < off(a) ? b : a));
      const pij = p.data[place * 120 + nearest];
      expect(shown(/, p [=≈] (\S+)/.exec(said)![1])).toBe(+pij.toPrecision(3));
    }
  });

  test('the lists beside the pictures are those that are spoken', () => {
    const view = viewOf(good({ method: 'lda', point: 'test-906' }));
    const [a, b] = [...KIND.speak!(view)!.matchAll(/ ((?:\d )+)→/g)].map(([, list]) => list.trim());
    expect(a).not.toBe(b);
    const { side } = KIND.parts(view);
    expect(side).toContain(`Neighbors in the plane</b> ${a}<br><b>Neighbors in the whole space</b> ${b}<`); // prettier-ignore
    expect(side).toContain(`in the plane: ${a}; second row, in the whole space: ${b}"`);
  });

  test('pale ones set the axes; up is up', () => {
    const view = viewOf(good({ count: '13' }));
    const { plane } = KIND.parts(view);
    const { y } = view.outputs!;
    const texts = [...plane.matchAll(/<text class="f-(\d)( f-pale)?" x="[^"]*" y="([^"]*)"/g)];
    expect(texts.map(([, , pale, list]) => [pale !== undefined, list.split(' ').length])).toEqual(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? [true, 7] : [false, 6]))); // prettier-ignore
    const [first, second] = texts[0][3].split(' ').map(Number);
    expect(first < second).toBe(y.data[1] > y.data[2 * 2 + 1]);
  });

  test('scores: of how many digits, what two and more components keep', () => {
    const view = viewOf(good({ count: '13', components: '2' }));
    const { explained, kept } = view.outputs!;
    expect(kept.data[0]).toBeCloseTo(explained.data[0] + explained.data[1], 12);
    const percent = `${+(100 * kept.data[0]).toFixed(1)}%`;
    const scores = KIND.parts(view).scores.replace(/<[^>]*>/g, '');
    expect(scores).toContain(`kept by 2 components ${percent} by two: ${percent}`);
    expect(scores.match(/60 digits that did not set the axes/g)).toHaveLength(2);
  });

  test('titles of the bars, and when P is exaggerated', () => {
    const bars = (query: Query) => KIND.parts(viewOf(good(query))).bars;
    expect(bars({})).toContain('<b>Explained variance</b>');
    expect(bars({ method: 'lda' })).toContain('<b>Share of the ratio');
    expect(bars({ method: 'tsne', steps: '10' })).toContain('P counts 4 times');
    expect(bars({ method: 'tsne', steps: '110' })).toContain('nothing is exaggerated');
  });
});

describe('playing and fields', () => {
  test('t-SNE plays its steps, PCA its components, LDA nothing', () => {
    const stops = (query: Query) => KIND.stops!(viewOf(good(query)));
    const steps = stops({ method: 'tsne', steps: '25' });
    expect(steps[0]).toEqual({ on: 'steps', at: [0, 0, 30] });
    expect(steps.at(-1)!.at[2]).toBe(600);
    expect(KIND.pick!(viewOf(good({ method: 'tsne', steps: '0' })), steps[0])!.steps).toBe('30');
    expect(stops({ components: '40' })[0].at[2]).toBe(1);
    expect(stops({ components: '8' }).at(-1)).toEqual({ on: 'components', at: [0, 0, 40] });
    expect(stops({ method: 'lda' })).toEqual([]);
    expect(KIND.pick!(viewOf(good({})), { on: 'plane', at: [0, 0, 0] })).toBeUndefined();
  });

  test('fewer digits keep a digit of the class, and a perplexity that is allowed', () => {
    const view = viewOf(good({ count: '40', point: 'test-505', perplexity: '50' }));
    for (const count of ['12', '20', '39', '40']) {
      const query = KIND.edit!(view, 'count', count)!;
      const { state } = parse(query);
      expect(state, count).toBeDefined();
      expect(Math.floor(placeOf(state!) / state!.count)).toBe(3);
      expect(digitsOf(state!)).toContain(state!.point);
    }
    expect(KIND.edit!(view, 'count', '99')).toBeUndefined();
    expect(KIND.edit!(view, 'seed', '2')).toBeUndefined();
  });
});
