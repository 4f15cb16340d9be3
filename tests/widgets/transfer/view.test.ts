import { beforeAll, describe, expect, test } from 'vitest';
import { KIND } from '@widgets/transfer/kind.ts';
import { MEASURED } from '@widgets/transfer/measured.ts';
import { ownOf, runOf } from '@widgets/transfer/reference.ts';
import { keepDrawing, tileOfPicture, tileOfSample } from '@widgets/transfer/samples.ts';
import { STRINGS } from '@widgets/transfer/strings.ts';
import { examplesText, parse, WAYS } from '@widgets/transfer/state.ts';
import { spreadsOf, spreadText, type View } from '@widgets/transfer/view.ts';
import { grid } from '@lib/grid.ts';
import { BLANK } from '@widgets/toolkit/ink.ts';
import { ready, viewOf } from './bench.ts';
import { combinations } from './combinations.ts';

beforeAll(ready);
const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim(); // prettier-ignore
const value = (text: string) => Number(text.replaceAll('−', '-').replaceAll(',', ''));

describe('the numbers on screen', { timeout: 120_000 }, () => {
  test('the sentence on spread follows from the dots', () => {
    for (const shots of MEASURED.shots) {
      const all = spreadsOf(shots);
      for (const lang of ['en', 'zh'] as const) {
        const words = STRINGS[lang];
        const text = spreadText({ state: parse({ shots: `${shots}` }).state!, words } as View);
        const means = all.map(({ mean }) => mean);
        const [high, low] = [Math.max(...means), Math.min(...means)];
        expect(text).toContain(`${(100 * high).toFixed(1)}%`);
        expect(text).toContain(`${(100 * low).toFixed(1)}%`);
        expect(text).toContain((100 * (high - low)).toFixed(1));
        expect(text).toContain(words.ways[WAYS[means.indexOf(high)]]);
      }
      all.forEach(({ all: each, low, high, mean }, w) => {
        const counts: number[] = MEASURED.counts[MEASURED.shots.indexOf(shots)].map(
          (row) => row[w],
        );
        expect(each).toEqual(counts.map((n) => n / 1100));
        expect([low, high]).toEqual([Math.min(...counts) / 1100, Math.max(...counts) / 1100]);
        expect(mean).toBeCloseTo(counts.reduce((a, b) => a + b) / 8800, 12);
      });
    }
  });

  test('the table, the strips and the marks say what was read', async () => {
    const view = await viewOf({ shots: '1' });
    const { right, read } = view.outputs!;
    WAYS.forEach((_, w) => {
      const mine = read.data.slice(100 * w, 100 * w + 100);
      expect(mine.filter((d, i) => d === Math.floor(i / 10)).length).toBe(right.data[w]);
    });
    const parts = KIND.parts(view);
    const shown = [...parts.table.matchAll(/<data value="(\d+)">(\d+)/g)].map(([, v, s]) => [+v, +s]);
    expect(shown).toEqual(Array.from(right.data, (n) => [n, n]));
    for (const way of WAYS) {
      const html = KIND.parts({ ...view, state: { ...view.state, way } }).pictures;
      const wrong = 100 - right.data[WAYS.indexOf(way)];
      expect(html.match(/<b style="left/g)?.length ?? 0).toBe(wrong);
      expect(plainText(html)).toContain(`Mistakes: ${wrong}.`);
    }
    expect(parts.summary.match(/<em /g)).toHaveLength(4);
    expect(parts.summary.match(/<i[ >]/g)).toHaveLength(32);
    expect(parts.summary.match(/class="mine"/g)).toHaveLength(4);
  }); // prettier-ignore

  test('a line with numbers says that nothing frozen moved', async () => {
    for (const query of [{ shots: '1' }, { task: 'own' }]) {
      for (const lang of ['zh', 'en'] as const) {
        const view = await viewOf(query, { words: STRINGS[lang] });
        const text = plainText(KIND.parts(view).moved);
        expect(text).toMatch(lang === 'en' ? /16,368 numbers .* 0 changed/ : /16,368 个数.*变了 0 个/); // prettier-ignore
        expect(text).toContain(query.task ? '4,707' : '15,690');
      }
    }
  });

  test('each digit and each layer under the cursor is told with its numbers', async () => {
    const view = await viewOf({ shots: '1' });
    const told = KIND.stops!(view).map((cursor) => KIND.speak!({ ...view, cursor })!);
    expect(new Set(told).size).toBe(100);
    const counts = [0, 0, 0, 0];
    told.forEach((text, at) => {
      const reads = [...text.matchAll(/: (\d) \(p/g)].map(([, d]) => Number(d));
      expect(reads).toHaveLength(4);
      reads.forEach((d, w) => (counts[w] += Number(d === Math.floor(at / 10))));
    });
    expect(counts).toEqual([...view.outputs!.right.data]);
    const layer = KIND.speak!({ ...view, cursor: { on: 'moved', at: [0, 3, 1] } })!;
    expect(layer).toContain('9,216 weights');
    expect(layer).toContain(`≈ ${+view.outputs!.moved.data[7].toPrecision(4)}`);
    expect(KIND.speak!({ ...view, cursor: { on: 'moved', at: [0, 3, 0] } })).toContain('= 0');
  });

  test('own classes: the terms of the softmax add up', async () => {
    for (const { query } of combinations(20, 5).filter(({ state }) => state.task === 'own')) {
      const view = await viewOf(query);
      view.outputs!.probs.data.forEach((p, k) => {
        const text = KIND.speak!({ ...view, cursor: { on: 'probs', at: [0, k, 0] } })!;
        const [, z, e, top, terms, again, sum] = /z [=≈] (\S+); e\^z [=≈] (\S+); p = e\^z \/ Σe\^z ≈ (\S+) \/ \((.*?)\) ≈ (\S+) \/ (\S+) /.exec(text)!; // prettier-ignore
        expect(Math.abs(Math.exp(value(z)) / value(e) - 1)).toBeLessThan(2e-3 * Math.max(1, Math.abs(value(z)))); // prettier-ignore
        expect([top, again]).toEqual([e, e]);
        const added = terms.split(' + ').map(value).reduce((a, b) => a + b);
        expect(Math.abs(added / value(sum) - 1)).toBeLessThan(1e-3);
        expect(Math.abs(value(e) / value(sum) - p)).toBeLessThan(2e-3);
      });
    }
  }); // prettier-ignore
});

describe('own classes', () => {
  const acted = (view: View, name: string) => {
    const query = KIND.act!(view, name);
    return query && parse(query).state!;
  };
  test('a drawing is added, the pad is empty again; examples and classes come and go', async () => {
    const rows = BLANK.split(';').map((row, r) => row.split(',').map((_, c) => (r === 12 || c === 9 ? 255 : 0))); // prettier-ignore
    const input = rows.map((row) => row.join(',')).join(';');
    const view = await viewOf({ task: 'own', input });
    const added = acted(view, 'add:1')!;
    expect(added.examples.map((each) => each.length)).toEqual([3, 4, 3]);
    expect(added.asked).toEqual({ kind: 'ink', rows: rows.map((row) => row.map(() => 0)) });
    expect([...tileOfSample(added.examples[1][3]).data]).toEqual([...ownOf(view.state).asked.data]);
    expect(acted({ ...view, state: added }, 'add:1')).toBeUndefined(); // nothing is drawn
    expect(examplesText(acted(view, 'drop:0:1')!.examples)).toBe('o1,o3;x1,x2,x3;z1,z2,z3');
    expect(acted(view, 'class+')!.examples).toHaveLength(4);
    expect(acted(view, 'class-')!.examples).toHaveLength(2);
    expect(acted(view, 'empty')!.examples).toEqual([[], [], []]);
    expect(acted(view, 'add:7')).toBeUndefined();
    const full = await viewOf({ task: 'own', examples: 'o1,o2,o3,o4,o5;x1' });
    expect(acted(full, 'add:0')).toBeUndefined();
    expect(KIND.parts(full).controls).toMatch(/act:add:0" disabled/);
  });

  test('four tones keep a drawing; a bright background is turned over', () => {
    const rows = Array.from({ length: 28 }, (_, r) => Array.from({ length: 28 }, (__, c) => (r > 7 && r < 20 && c > 7 && c < 20 ? [85, 170, 255][(r + c) % 3] : 0))); // prettier-ignore
    const { text } = keepDrawing(rows) as { text: string };
    expect(text).toMatch(/^[\w-]{1,262}$/);
    expect(parse({ examples: `d${text};o1` }).state!.examples[0][0]).toEqual({ kind: 'drawn', text }); // prettier-ignore
    const photo = grid([56, 84, 1], Float64Array.from({ length: 56 * 84 }, (_, i) => (Math.abs((i % 84) - 42) < 10 ? 0 : 255))); // prettier-ignore
    const { data } = tileOfPicture(photo);
    expect([data[0], data[14 * 28 + 14]]).toEqual([0, 1]);
  });
});

test('both languages draw every scene without the words of the other', async () => {
  for (const query of [{ shots: '1' }, { shots: '1', dx: '4' }, { task: 'own' }]) {
    const view = await viewOf(query);
    expect(plainText(Object.values(KIND.parts(view)).join(' '))).not.toMatch(/[\u4e00-\u9fff]/);
    const zh = KIND.parts({ ...view, words: STRINGS.zh });
    expect(plainText([zh.summary, zh.moved, zh.pictures].join(' '))).not.toMatch(/\b(the|digits|pixels|class)\b/); // prettier-ignore
  }
  expect(runOf(parse({ shots: '1' }).state!)).toBeDefined();
}, 60_000);

test('a guess within five is right; of own classes the letter', async () => {
  const view = await viewOf({ shots: '1' });
  const count = view.outputs!.right.data[1];
  expect(KIND.guess!(view, [`${count + 5}`]).right).toBe(true);
  expect(KIND.guess!(view, [`${count + 6}`]).right).toBe(false);
  expect(KIND.guess!(view, ['']).right).toBe(false);
  const own = await viewOf({ task: 'own' });
  expect(KIND.guess!(own, ['a']).right).toBe(true);
  expect(KIND.guess!(own, ['B']).right).toBe(false);
  // Without examples no class is more likely than another.
  const none = await viewOf({ task: 'own', examples: ';;' });
  expect(KIND.guess!(none, ['A'])).toEqual({ right: false, text: none.words.noExamples });
}, 60_000);
