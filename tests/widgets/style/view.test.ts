import { describe, expect, test } from 'vitest';
import type { Lang } from '@i18n/langs.ts';
import { ARROWS } from '@lib/style.ts';
import { maskOf, maskText } from '@lib/style-pictures.ts';
import { KIND } from '@widgets/style/kind.ts';
import { resultsOf } from '@widgets/style/reference.ts';
import { SCENES } from '@widgets/style/scenes.ts';
import { parse, texts } from '@widgets/style/state.ts';
import { STRINGS } from '@widgets/style/strings.ts';
import type { View } from '@widgets/style/figures.ts';
import { pairOf } from '@widgets/style/gram.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

function viewOf(query: Query, on?: string, at?: number[], lang: Lang = 'en'): View {
  const { state, problems } = parse(query);
  if (!state) throw new Error(JSON.stringify(problems));
  const outputs = resultsOf(state);
  const cursor = on ? { on, at: at! } : KIND.firstCursor(state, outputs);
  return { id: 'style', words: STRINGS[lang], state, picture: undefined, outputs, cursor, ui: {}, image: undefined }; // prettier-ignore
}
const number = (text: string) => Number(text.replaceAll('−', '-').replaceAll('≈', ''));
const thirds = (text: string) => ({ '⅓': 1 / 3, '⅔': 2 / 3 })[text] ?? Number(text);
const plainText = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim(); // prettier-ignore
const run = { show: 'transfer', steps: '40' };

describe('an entry of the Gram matrix', () => {
  test('its terms add up to it, in ninths for pictures of ink and paper', () => {
    for (const content of ['disc', 'house', 'bricks', 'checks']) {
      for (let i = 0; i < 8; i++) {
        for (let j = 0; j < 8; j++) {
          const view = viewOf({ content, shuffle: i % 2 ? '3' : '0' }, 'gram', [0, i, j]);
          const text = KIND.speak!(view)!;
          const G = view.outputs!.gram.data[i * 8 + j];
          expect(text).toContain(`G${ARROWS[i]}${ARROWS[j]} = Σₖ F${ARROWS[i]}ₖ·F${ARROWS[j]}ₖ = `);
          if (G === 0) {
            expect(text).toMatch(/both answer at 0 of 256 positions .* = 0$/);
            continue;
          }
          const [, terms, ninths, sign, value] = /ₖ = (\S.*) = (\d+)\/9 ([=≈]) (\S+)$/.exec(text)!;
          let [sum, positions] = [0, 0];
          for (const term of terms.split(' + ')) {
            const [, times, a, b] = /^(?:(\d+)·)?\((\S+)·(\S+)\)$/.exec(term)!;
            sum += Number(times ?? 1) * thirds(a) * thirds(b);
            positions += Number(times ?? 1);
          }
          expect(sum).toBeCloseTo(G, 9);
          expect(Number(ninths) / 9).toBeCloseTo(G, 12);
          expect(Number(value)).toBeCloseTo(G, 4);
          expect(sign).toBe(Number(value) === G ? '=' : '≈');
          expect(text).toContain(`both answer at ${positions} of 256`);
        }
      }
    }
  });

  test('of a gray picture: the largest products and the sum of the others', () => {
    const view = viewOf({ content: 'digit' }, 'gram', [0, 0, 2]);
    const text = KIND.speak!(view)!;
    const [, terms, value] = /ₖ ≈ (\S.*) ≈ (\S+)$/.exec(text)!;
    const sum = terms.split(' + ').reduce((all, term) => {
      const rest = /^(\S+) \(remaining terms: (\d+)\)$/.exec(term);
      if (rest) return all + Number(rest[1]);
      const [, times, a, b] = /^(?:(\d+)·)?\((\S+)·(\S+)\)$/.exec(term)!;
      return all + Number(times ?? 1) * Number(a) * Number(b);
    }, 0);
    expect(sum).toBeCloseTo(Number(value), 2);
    expect(Number(value)).toBeCloseTo(view.outputs!.gram.data[2], 4);
  });

  test('the three maps: the product is marked where both answer, and its sum is the entry', () => {
    const view = viewOf({}, 'gram', [0, 1, 7]);
    const { more, stage } = KIND.parts(view);
    expect(plainText(more)).toContain('Where ↓ and ↘ answer together');
    expect(more.split('class="y-both"').length).toBeGreaterThan(1);
    expect(plainText(more)).toContain('Σ ≈ 10.44');
    expect(stage.match(/y-chosen/g)).toHaveLength(2);
  });
});

describe('the other places of the Gram scene', () => {
  test('a feature is ReLU of what its nine pixels make, wherever it was shuffled to', () => {
    for (const shuffle of ['0', '4']) {
      for (const content of ['disc', 'digit']) {
        for (let k = 0; k < 60; k++) {
          const [c, r, q] = [k % 8, (3 * k) % 16, (7 * k) % 16];
          const view = viewOf({ content, shuffle }, 'feature', [c, r, q]);
          const text = KIND.speak!(view)!;
          const [, plus, less, value] = /ReLU\(\((.*)\) − \((.*)\)\) \/ 3 [=≈] (\S+)$/.exec(text)!;
          const sum = (terms: string) => terms.split(' + ').reduce((all, v) => all + Number(v), 0);
          const F = view.outputs!.features.data[(16 * r + q) * 8 + c];
          expect(Number(value)).toBeCloseTo(F, 3);
          expect(Math.max(0, sum(plus) - sum(less)) / 3, text).toBeCloseTo(F, 2);
          expect(/from row/.test(text)).toBe(shuffle !== '0');
        }
      }
    }
  });

  test('a painted pixel tells the entry that moved most, and that one is drawn', () => {
    const mask = new Uint8Array(256);
    mask[5 * 16 + 8] = 1;
    const view = viewOf({ paint: maskText(mask) }, 'content', [0, 5, 8]);
    const { moved, gram } = view.outputs!;
    const [i, j] = pairOf(view);
    const most = moved.data[8 * i + j];
    for (const d of moved.data) expect(Math.abs(d)).toBeLessThanOrEqual(Math.abs(most));
    const text = KIND.speak!(view)!;
    const [, from, to] = /from (\S+) to (\S+)\.$/.exec(text)!.map(number);
    expect(to).toBeCloseTo(gram.data[8 * i + j], 2);
    expect(to - from).toBeCloseTo(most, 2);
    expect(text).toContain('row 6, column 9: x = 0 (inverted)');
    const { more } = KIND.parts(view);
    const outlined = more.match(/<td[^>]*class="[^"]*differs/g)!.length;
    expect(outlined).toBe(view.outputs!.movedCount.data[0]);
    expect(plainText(more)).toMatch(new RegExp(`Entries that moved: ${outlined} of 64 \\(outlined\\)`)); // prettier-ignore
  });

  test('shuffled: none has moved', () => {
    const { more, stage } = KIND.parts(viewOf({ shuffle: '1' }));
    expect(plainText(more)).toContain('The positions are shuffled. Entries that moved: 0 of 64.');
    expect(more).not.toContain('differs');
    expect(stage).not.toBe(KIND.parts(viewOf({})).stage);
  });
});

describe('the transfer', () => {
  test('α·content + β·style is the total, in the scores and at a step of the plot', () => {
    for (const { query } of combinations(40, 3)) {
      if (query.show === 'gram') continue;
      const view = viewOf(query, 'loss', [0, 0, 0]);
      const { total, contentLoss, styleLoss } = view.outputs!;
      for (const text of [plainText(KIND.parts(view).more), KIND.speak!(view)!]) {
        const [, a, c, b, s, sum] = /(\S+)·([\d.e−]+) \+ (\S+)·([\d.e−]+) [=≈] ([\d.e−]+)/.exec(text)!.map(number); // prettier-ignore
        expect([a, b]).toEqual([Number(query.alpha), Number(query.beta)]);
        expect(c).toBeCloseTo(contentLoss.data[0], 2);
        expect(1000 * s).toBeCloseTo(1000 * styleLoss.data[0], 2);
        expect(Math.abs(a * c + b * s - sum)).toBeLessThanOrEqual(1e-5 * Math.max(1, sum));
        expect(Math.abs(sum - total.data[0])).toBeLessThanOrEqual(1e-5 * Math.max(1, sum));
      }
    }
  });

  test('the next step of a pixel follows from what stands there, and is the next picture', () => {
    for (const at of ['0', '1', '17', 'end']) {
      for (const weights of [{}, { alpha: '0' }, { beta: '0' }]) {
        for (let k = 0; k < 40; k++) {
          const [r, c] = [(5 * k) % 16, (3 * k) % 16];
          const view = viewOf({ ...run, at, ...weights }, 'image', [0, r, c]);
          const text = KIND.speak!(view)!;
          const next = resultsOf(parse({ ...run, steps: '41', at: at === 'end' ? '41' : `${Number(at) + 1}`, ...weights }).state!).image.data[16 * r + c]; // prettier-ignore
          const found = /next step: (\S+) − 0\.03·\(?(\S+?)\)?\/(\S+) [=≈] (\S+?)(?: → (\S+) \(clipped to 0 … 1\))?$/.exec(text); // prettier-ignore
          if (!found) {
            expect(text).toMatch(/no gradient so far: the pixel stays$/);
            expect(next).toBe(view.outputs!.image.data[16 * r + c]);
            continue;
          }
          const [, x, m, v, raw] = found.map((each) => number(each ?? ''));
          expect(Math.abs(x - (0.03 * m) / v - raw), text).toBeLessThan(7e-4); // four digits
          expect(number(found[5] ?? found[4])).toBeCloseTo(next, 3);
        }
      }
    }
  });

  test('the content picture, the style picture and the picture of the step are drawn', () => {
    const { stage } = KIND.parts(viewOf({ ...run, content: 'heart', style: 'bars', at: '7' }));
    expect(plainText(stage)).toContain('The picture after step 7');
    expect(stage).toContain('Content picture: heart');
    expect(stage).toContain('Style picture: horizontal stripes');
    expect(stage.match(/<svg/g)).toHaveLength(3);
  });

  test('the losses are drawn as shares of their largest value', () => {
    const view = viewOf({ ...run, beta: '0' });
    const { more } = KIND.parts(view);
    const { history } = view.outputs!;
    const of = (c: number) => Float64Array.from({ length: 41 }, (_, t) => history.data[2 * t + c]);
    for (const c of [0, 1]) {
      const d = new RegExp(`class="y-loss${c}" d="([^"]*)"`).exec(more)![1];
      const ys = d.slice(1).split('L').map((point) => Number(point.split(' ')[1])); // prettier-ignore
      expect(ys).toHaveLength(41);
      const values = of(c);
      const most = Math.max(...values);
      values.forEach((v, t) => expect(ys[t]).toBeCloseTo(6 + (220 * Math.min(4, -Math.log10(Math.max(v / most, 1e-9)))) / 4, 0)); // prettier-ignore
    }
  });
});

describe('buttons and fields', () => {
  const act = (query: Query, name: string, on?: string, at?: number[]) => KIND.act!(viewOf(query, on, at), name); // prettier-ignore

  test('one step on and back, to the start and to the end', () => {
    expect(act({ ...run, at: '7' }, 'on')!.at).toBe('8');
    expect(act({ ...run, at: '39' }, 'on')!.at).toBe('end');
    expect(act(run, 'back')!.at).toBe('39');
    expect(act({ ...run, at: '0' }, 'back')!.at).toBe('0');
    expect(act(run, 'start')!.at).toBe('0');
    expect(act({ ...run, at: '3' }, 'end')!.at).toBe('end');
  });

  test('painting: a pixel, a line of pixels that get what the first has, and none again', () => {
    const one = act({}, 'paint', 'content', [0, 3, 4])!;
    expect(maskOf(one.paint!)!.reduce((sum, v) => sum + v, 0)).toBe(1);
    expect(act(one, 'paint', 'content', [0, 3, 4])!.paint).toBe('');
    const line = act(one, 'paint:3,4', 'content', [0, 3, 8])!;
    expect([...maskOf(line.paint!)!.slice(48, 64)]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]); // prettier-ignore
    expect(act(line, 'clear')!.paint).toBe('');
    expect(act({}, 'paint', 'gram', [0, 3, 4])).toBeUndefined();
  });

  test('shuffled, shuffled otherwise, put back', () => {
    expect(act({}, 'shuffle')!.shuffle).toBe('1');
    expect(act({ shuffle: '999' }, 'shuffle')!.shuffle).toBe('1');
    expect(act({ shuffle: '4' }, 'unshuffle')!.shuffle).toBe('0');
  });

  test('a changed run is shown at its end; the mixture is a power of ten of β/α', () => {
    const edit = (query: Query, name: string, value: string) => KIND.edit!(viewOf(query), name, value); // prettier-ignore
    expect(edit({ ...run, at: '3' }, 'style', 'dots')).toMatchObject({ style: 'dots', at: 'end' });
    expect(edit({ ...run, at: '3' }, 'at', '40')).toMatchObject({ at: 'end' });
    expect(edit(run, 'at', '5')).toMatchObject({ at: '5' });
    expect(edit(run, 'mix', '4.5')).toMatchObject({ alpha: '1', beta: '32000' });
    expect(edit({ ...run, alpha: '0' }, 'mix', '3')).toMatchObject({ alpha: '1', beta: '1000' });
    const painted = act({}, 'paint', 'content', [0, 3, 4])!;
    expect(edit(painted, 'content', 'ring')).toMatchObject({ content: 'ring', paint: '' });
    expect(edit(painted, 'image', 'own')).toMatchObject({ content: 'own', paint: '' });
    expect(edit({}, 'shuffle', '1')).toBeUndefined();
  });

  test('playing goes through the run from here, or from the start; in the matrix over half of it', () => {
    const stops = (query: Query) => KIND.stops!(viewOf(query)).map(({ at }) => at[2]);
    expect(stops({ ...run, steps: '200', at: '190' })).toEqual([190, 194, 198, 200]);
    expect(stops(run)[0]).toBe(0);
    expect(stops(run).at(-1)).toBe(40);
    expect(stops({})).toHaveLength(36);
    expect(KIND.pick!(viewOf(run), { on: 'loss', at: [0, 0, 40] })!.at).toBe('end');
    expect(KIND.pick!(viewOf(run), { on: 'image', at: [0, 0, 3] })).toBeUndefined();
  });

  test('predict first: none, of entries as of weights', () => {
    for (const query of [{}, run]) {
      const mark = (given: string) => KIND.guess!(viewOf(query), [given]);
      expect([mark('0').right, mark('64').right, mark('').right]).toEqual([true, false, false]);
      expect(mark('0').text).not.toBe(mark('64').text);
    }
  });
});

test('every part is written for any state, in both languages, with nothing left open', () => {
  for (const { query } of [
    ...combinations(30, 12),
    ...Object.values(SCENES).map((scene) => ({
      query: Object.fromEntries(new URLSearchParams(scene.query)),
    })),
  ]) {
    // prettier-ignore
    for (const lang of ['zh', 'en'] as const) {
      const view = viewOf(query, undefined, undefined, lang);
      const parts = KIND.parts({ ...view, ui: { 'fold-numbers': '1' } });
      expect(Object.values(parts).join('')).not.toMatch(/undefined|NaN|\{\w+\}|\[object/);
      expect(KIND.holds!(view)).toBe(true);
      expect(KIND.act!(view, 'on')).toMatchObject({ show: texts(view.state).show });
    }
  }
});
