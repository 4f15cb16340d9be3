import { parse as parseHtml } from 'node-html-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { WAYS } from '@lib/fusion.ts';
import { SHORT } from '@widgets/embed/drawing.ts';
import { KIND } from '@widgets/embed/kind.ts';
import { NOISES } from '@widgets/embed/reference.ts';
import { SCENES } from '@widgets/embed/scenes.ts';
import { BESIDE, TAUS } from '@widgets/embed/space-view.ts';
import { parse, texts } from '@widgets/embed/state.ts';
import { STRINGS } from '@widgets/embed/strings.ts';
import type { Cursor } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { ready, scene, stateOf, viewOf } from './bench.ts';
import { combinations } from './combinations.ts';

beforeAll(ready);
const value = (text: string) => Number(text.replaceAll('−', '-').replace(/[()≈<>b/]/g, ''));
const at = (on: string, r: number, c: number): Cursor => ({ on, at: [0, r, c] });
const names = Object.keys(SCENES) as (keyof typeof SCENES)[];

describe('the arithmetic', { timeout: 120_000 }, () => {
  test('cosines, softmaxes and slopes follow from the numbers on screen', async () => {
    for (const query of [
      { at: '20' },
      { at: '60', swap: '0,3', from: '40', pairs: '5' },
      { ...scene('temperature'), look: '0.4' },
    ]) {
      // prettier-ignore
      const view = await viewOf(query);
      const n = view.state.pairs;
      const say = (on: string, i: number, j: number) => KIND.speak!({ ...view, cursor: at(on, i, j) })!; // prettier-ignore
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          const cos = say('cosines', i, j);
          const [, a, b, c, d, sum] = /≈ (\S+?)×(\S+) \+ (\S+?)×(\S+) ≈ (\S+)$/.exec(cos)!.map(value); // prettier-ignore
          expect(Math.abs(a * b + c * d - sum), cos).toBeLessThan(4e-4);
          expect(sum).toBeCloseTo(view.outputs!.cosines.data[i * n + j], 3);
          for (const on of ['rows', 'columns']) {
            const said = say(on, i, j);
            const [, one, tau, z] = /cos\/τ ≈ (\S+)\/([\d.]+) ≈ (\S+);/.exec(said)!.map(value);
            expect(Math.abs(one / tau - z), said).toBeLessThan(1e-3 * Math.max(1, Math.abs(z)));
            const [, list, over, under, p] = /\/\(([^)]+)\) ≈ ([^/\s]+)\/(\S+) ≈ (\S+)$/.exec(
              said,
            )!;
            const total = list.split(' + ').reduce((s, v) => s + value(v), 0);
            expect(list.split(' + ')).toHaveLength(n);
            expect(Math.abs(total / value(under) - 1), said).toBeLessThan(1e-3);
            expect(Math.abs(Math.exp(z) / value(over) - 1), said).toBeLessThan(0.02);
            expect(Math.abs(value(over) / value(under) - value(p)), said).toBeLessThan(1e-3);
          }
          const slope = say('slopes', i, j);
          const [, p, q, two, by, s] = /≈ \((\S+) \+ (\S+?)( − 2)?\)\/(\d+) ≈ (\S+);/.exec(slope)!;
          expect(Number(by)).toBe(2 * n);
          expect(Math.abs((value(p) + value(q) - (two ? 2 : 0)) / (2 * n) - value(s)), slope).toBeLessThan(1e-3); // prettier-ignore
          expect(slope).toContain(value(s) < 0 ? 'together' : 'apart');
        }
      }
    }
  });

  test('a rank: the cosine follows from query and candidate', async () => {
    for (const ask of ['picture', 'word']) {
      const view = await viewOf({ ...scene('retrieval'), ask });
      let last = Infinity;
      for (const cursor of Array.from({ length: 6 }, (_, r) => at('list', r, 0))) {
        const said = KIND.speak!({ ...view, cursor })!;
        const [, a, b, c, d, sum, rank] = /≈ (\S+?)×(\S+) \+ (\S+?)×(\S+) ≈ (\S+); rank (\d+)$/.exec(said)!.map(value); // prettier-ignore
        expect(Math.abs(a * b + c * d - sum), said).toBeLessThan(4e-4);
        expect(rank).toBe(cursor.at[1] + 1);
        expect(sum).toBeLessThanOrEqual(last);
        last = sum;
      }
    }
  });

  test('probabilities of fusion follow from scores, halves and odds', async () => {
    for (const query of [{}, { noise: '2', when: 'test' }, { task: 'sarcasm', size: '20' }]) {
      const view = await viewOf({ ...scene('fusion'), ...query });
      for (let r = 0; r < 8; r++) {
        for (const [c, way] of WAYS.entries()) {
          const said = KIND.speak!({ ...view, cursor: at('probabilities', r, c) })!;
          const shown = value(/(\S+)$/.exec(said)![1]);
          expect(Math.abs(shown - view.outputs!.probabilities.data[r * 6 + c]), said).toBeLessThan(1e-4); // prettier-ignore
          if (way === 'average') {
            const [, p, q] = /≈ \((\S+) \+ (\S+)\)\/2/.exec(said)!.map(value);
            expect(Math.abs((p + q) / 2 - shown), said).toBeLessThan(1e-3);
          } else if (way === 'odds') {
            const [, p, q, odds] = /≈ (\S+?)×(\S+) ≈ (\S+);/.exec(said)!.map(value);
            expect(Math.abs((p * q) / odds - 1), said).toBeLessThan(2e-3);
            expect(Math.abs(odds / (1 + odds) - shown), said).toBeLessThan(1e-3);
          } else {
            const [, terms, z] = /≈ (.+) ≈ (\S+); 1\//.exec(said)!;
            const sum = terms.split(' + ').reduce((s, v) => s + value(v), 0);
            expect(Math.abs(sum - value(z)), said).toBeLessThan(
              2e-3 * Math.max(1, Math.abs(value(z))),
            );
            expect(Math.abs(1 / (1 + Math.exp(-value(z))) - shown), said).toBeLessThan(1e-3);
          }
        }
      }
    }
  });
});

describe('what is drawn', { timeout: 120_000 }, () => {
  test('every result stands in the page once, in every scene and with each table beside', async () => {
    for (const name of names) {
      for (const table of name === 'contrastive' ? BESIDE : ['rows']) {
        const view = await viewOf(scene(name), { ui: { table, 'fold-numbers': '1' } });
        const html = Object.values(KIND.parts(view)).join('');
        for (const [output, { data }] of Object.entries(view.outputs!)) {
          const found = html.match(new RegExp(`data-output="${output}"`, 'g'));
          expect(found?.length ?? 0, `${name} ${output}`).toBe(output === 'loss' && !html.includes('data-output="loss"') ? 0 : Number(output !== 'trainLoss' || html.includes('data-output="trainLoss"'))); // prettier-ignore
          const place = new RegExp(`<table[^>]*data-output="${output}"[\\s\\S]*?</table>|<data[^>]*data-output="${output}"[^>]*>`).exec(html); // prettier-ignore
          if (!place) continue;
          const values = [...place[0].matchAll(/<data[^>]*? value="([^"]*)"/g)].map(([, v]) => Number(v)); // prettier-ignore
          expect(values, `${name} ${output}`).toEqual([...data]);
        }
      }
    }
  });

  test('cells of the pairs are framed, swapped ones where people put them', async () => {
    const framed = async (query: Record<string, string>) => {
      const html = KIND.parts(await viewOf(query)).tables;
      const table = /<table[^>]*data-output="cosines"[\s\S]*?<\/table>/.exec(html)![0];
      return [...table.matchAll(/<td data-at="0,(\d),(\d)"[^>]*class="[^"]*own/g)].map(([, r, c]) => `${r}${c}`); // prettier-ignore
    };
    expect(await framed({})).toEqual(['00', '11', '22', '33', '44', '55']);
    expect(await framed({ swap: '1,4' })).toEqual(['00', '14', '22', '33', '41', '55']);
    expect(await framed({ swap: '1,4', at: '100' })).toEqual(['00', '11', '22', '33', '44', '55']);
  });

  test('the verdict of fusion counts the difference', async () => {
    for (const query of [
      {},
      { noise: '4' },
      { way: 'product' },
      { noise: '3', when: 'test', way: 'odds' },
    ]) {
      // prettier-ignore
      const view = await viewOf({ ...scene('fusion'), ...query });
      const { right } = view.outputs!;
      const w = WAYS.indexOf(view.state.way);
      const off = right.data[w] - right.data[0];
      const text = KIND.parts(view).side;
      expect(text).toContain(off > 0 ? `${off} more right` : `${-off} fewer right`);
    }
    expect(KIND.parts(await viewOf({ ...scene('fusion'), use: 'a' })).side).toContain('the clean modality alone'); // prettier-ignore
  });

  test('no word of one language in the other', async () => {
    for (const name of names) {
      const zh = Object.values(KIND.parts(await viewOf(scene(name), { words: STRINGS.zh }))).join(''); // prettier-ignore
      const en = Object.values(KIND.parts(await viewOf(scene(name)))).join('');
      expect(en).not.toMatch(/[\u4e00-\u9fff]/);
      expect(zh.replace(/<[^>]+>/g, ' ')).not.toMatch(/\b(the|of|picture|text|with)\b/);
    }
  });
});

describe('moving', { timeout: 120_000 }, () => {
  test('play goes on to the end, and from the swap when it is there', async () => {
    const stops = async (query: Query) => KIND.stops!(await viewOf(query));
    const steps = await stops({ at: '0' });
    expect(steps[0]).toEqual(at('steps', 0, 0));
    expect(steps.at(-1)).toEqual(at('steps', 0, 40));
    expect((await stops({}))[0]).toEqual(at('steps', 0, 0));
    expect((await stops({ swap: '1,4', at: '400' }))[0]).toEqual(at('steps', 0, 40));
    expect((await stops({ swap: '1,4' })).at(-1)).toEqual(at('steps', 0, 80));
    expect(await stops(scene('temperature'))).toHaveLength(TAUS.findLastIndex((v) => v <= 0.2) > 0 ? TAUS.length - TAUS.findLastIndex((v) => v <= 0.2 + 1e-9) : 0); // prettier-ignore
    expect(await stops(scene('retrieval'))).toHaveLength(6);
    expect(await stops(scene('fusion'))).toHaveLength(NOISES.length);
  });

  test('each stop, and each button, leads to a state', async () => {
    for (const { query } of combinations(24, 11)) {
      const view = await viewOf(query);
      for (const stop of KIND.stops!(view)) expect(parse(KIND.pick!(view, stop)!).problems).toBeUndefined(); // prettier-ignore
      for (const name of ['back', 'on', 'start', 'end', 'swap', 'unswap']) {
        if (/swap/.test(name) && view.state.show !== 'space') continue;
        expect(parse(KIND.act!(view, name)!).problems, `${name} ${JSON.stringify(query)}`).toBeUndefined(); // prettier-ignore
      }
      for (const pairs of ['2', '5', '10'])
        expect(parse({ ...query, pairs }).problems).toBeUndefined();
      expect(KIND.holds!(view)).toBe(true);
    }
  });

  test('swapping starts where training is, and can be taken back', async () => {
    const view = await viewOf({ at: '120' }, { ui: { one: '0', two: '5' } });
    const swapped = KIND.act!(view, 'swap')!;
    expect([swapped.swap, swapped.from, swapped.at]).toEqual(['0,5', '120', '120']);
    const back = KIND.act!({ ...view, state: stateOf(swapped) }, 'unswap')!;
    expect(back).toEqual(texts(view.state).at === back.at ? { ...texts(view.state), from: '200' } : back); // prettier-ignore
    const two = await viewOf({ pairs: '2' }, { ui: { one: '0', two: '0' } });
    expect(KIND.act!(two, 'swap')!.swap).toBe('0,1');
  });

  test('cells that are not there are not held', async () => {
    const view = await viewOf({ pairs: '3' });
    expect(KIND.holds!({ ...view, cursor: at('cosines', 3, 0) })).toBe(false);
    expect(KIND.holds!({ ...view, cursor: at('list', 0, 0) })).toBe(false);
    expect(KIND.holds!({ ...view, cursor: at('slopes', 2, 2) })).toBe(true);
    expect(KIND.holds!({ ...view, cursor: at('noises', 0, 2) })).toBe(false);
  });
});

test('guesses are marked', async () => {
  const view = await viewOf({});
  expect(KIND.guess!(view, ['6'])).toEqual({ right: true, text: 'Right: 6' });
  expect(KIND.guess!(view, ['5']).right).toBe(false);
  expect(KIND.guess!(view, ['']).right).toBe(false);
  const fusion = await viewOf(scene('fusion'));
  const share = (100 * fusion.outputs!.right.data[2]) / 1600;
  expect(KIND.guess!(fusion, [`${Math.round(share) + 1}`]).right).toBe(true);
  expect(KIND.guess!(fusion, ['50']).right).toBe(false);
});

test('the page of the build has fewer decimals beside the same texts; the living widget has all', async () => {
  const view = await viewOf({});
  const written = (image?: (name: string) => string) => {
    const { tables, numbers } = KIND.parts({ ...view, image });
    return parseHtml(tables + numbers);
  };
  const [page, live] = [written((name) => name), written()];
  for (const [output, places] of Object.entries(SHORT)) {
    const cells = (html: typeof page) => html.querySelectorAll(`[data-output="${output}"] data`);
    const values = (html: typeof page) => cells(html).map((cell) => Number(cell.getAttribute('value'))); // prettier-ignore
    const exact = [...view.outputs![output].data];
    expect(values(live), output).toEqual(exact);
    expect(values(page), output).toEqual(exact.map((v) => +v.toFixed(places)));
    expect(cells(page).map(({ text }) => text)).toEqual(cells(live).map(({ text }) => text));
  }
});
