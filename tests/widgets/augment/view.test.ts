import { beforeAll, describe, expect, test } from 'vitest';
import { readFromDisk } from '@models/on-disk.ts';
import { KIND } from '@widgets/augment/kind.ts';
import { drawsOf } from '@widgets/augment/draws.ts';
import { parse, texts, type State } from '@widgets/augment/state.ts';
import { STRINGS, type Words } from '@widgets/augment/strings.ts';
import type { Cursor, View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';
import { photograph } from './photograph.ts';

readFromDisk();
const good = (query: Query) => parse(query).state!;
async function viewOf(state: State, over: Partial<View<State, Words>> = {}) {
  await KIND.load!(state);
  const picture = await photograph(state);
  const outputs = (await KIND.reference(state, picture, async () => true))!;
  const cursor = KIND.firstCursor(state, outputs);
  const view: View<State, Words> = { id: 'augment', words: STRINGS.en, state, picture, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
  return view;
}
const cases = combinations(51, 3);
let views: View<State, Words>[] = [];
beforeAll(async () => {
  views = [];
  for (const { state } of cases) views.push(await viewOf(state));
}, 120_000);

const value = (text: string) => Number(text.replaceAll('−', '-').replace(/[()]/g, ''));
const N = '\\(?−?[\\d.]+(?:e−?\\d+)?\\)?';

describe('what stands on screen', () => {
  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const view of views) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        for (const cursor of [
          view.cursor,
          { on: 'original', at: [0, 1, 2] },
          { on: 'mosaic', at: [0, 1, 1] },
        ]) {
          // prettier-ignore
          const shown = { ...view, words, cursor, ui: { 'fold-numbers': '1' } };
          for (const [name, html] of Object.entries(KIND.parts(shown))) {
            expect(html, name).not.toMatch(/undefined|NaN|Infinity|\{\w+\}/);
          }
          expect(KIND.speak!(shown)).not.toMatch(/[<>]|undefined/);
        }
      }
    }
  });

  test('sums of weights and values are the value that is shown', () => {
    let checked = 0;
    for (const view of views) {
      const n = view.outputs![`draw-${view.state.draw}`].shape[0];
      for (const at of [
        [0, 2, 3],
        [0, Math.floor(n / 2), Math.floor(n / 2)],
        [0, n - 1, 0],
      ]) {
        // prettier-ignore
        const said = KIND.speak!({ ...view, cursor: { on: 'chosen', at } })!;
        const found = new RegExp(`((?:${N}×${N})(?: \\+ ${N}×${N})*) [=≈] (${N})$`).exec(said);
        if (!found) continue;
        const sum = found[1].split(' + ').reduce((total, term) => {
          const [w, v] = term.split('×').map(value);
          return total + w * v;
        }, 0);
        expect(Math.abs(sum - value(found[2])), said).toBeLessThan(2e-5);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  test('the value on screen is that of the result, for every change', () => {
    for (const view of views) {
      const result = view.outputs![`draw-${view.state.draw}`];
      const [n, , C] = result.shape;
      const at: Cursor = { on: 'chosen', at: [0, Math.floor(n / 2), Math.floor(n / 3)] };
      const html = KIND.parts({ ...view, cursor: at }).formula;
      const shown = [...html.matchAll(/<b>(.*?)<\/b>/g)].at(-1)![1];
      const want = result.data[(at.at[1] * n + at.at[2]) * C];
      expect(Math.abs(value(shown) - want), `${view.state.op}: ${html}`).toBeLessThan(1e-5);
    }
  });

  test('the cell that is read is marked on the original', async () => {
    const view = await viewOf(good({ op: 'flip', strength: '1' }));
    const { maps } = KIND.parts({ ...view, cursor: { on: 'chosen', at: [0, 4, 0] } });
    const left = /data-map="original".*?w-box" style="top:([\d.]+)%;left:([\d.]+)%/s.exec(maps)!;
    expect(left.slice(1).map(Number)).toEqual([6.25, +((100 * 63) / 64).toFixed(3)]);
  });

  test('images have the size that their elements say', async () => {
    const colours = { positive: [9, 9, 9], negative: [9, 9, 9], accent: [9, 9, 9] } as const;
    for (const view of views) {
      const made = KIND.images!(view, colours);
      const html = KIND.parts(view).maps + KIND.parts(view).mosaic;
      const asked = [...html.matchAll(/data-paint="(\w+)"[^>]* width="(\d+)" height="(\d+)"/g)];
      expect(asked.length).toBeGreaterThanOrEqual(3);
      for (const [, name, width, height] of asked) {
        const pixels = made[name]();
        expect([pixels.width, pixels.height], name).toEqual([Number(width), Number(height)]);
        expect(pixels.data.length).toBe(4 * pixels.width * pixels.height);
      }
    }
  });

  test('the classifier’s reading stands beside each draw of a digit, and not of a photograph', async () => {
    const digit = await viewOf(good({ image: 'test-912', op: 'rotate', strength: '1', spread: 'even', draw: '8' })); // prettier-ignore
    const html = KIND.parts(digit);
    expect(html.mosaic.match(/class="a-(good|bad)"/g)!.length).toBe(9);
    expect(html.facts).toContain('reads as 9');
    expect(html.facts).toContain('still says 6');
    const cat = KIND.parts(await viewOf(good({})));
    expect(cat.mosaic).not.toContain('a-good');
    expect(cat.facts).toContain('for you to say');
  });
});

describe('the line under the cursor', () => {
  const saidAt = (view: View<State, Words>, r: number, c: number) =>
    KIND.speak!({ ...view, cursor: { on: 'chosen', at: [0, r, c] } })!;

  test('a moved pixel is read where the caption says', async () => {
    for (const draw of ['0', '1', '2']) {
      const view = await viewOf(good({ op: 'crop', strength: '1', draw }));
      const [down, right] = drawsOf(view.state)[Number(draw)].values;
      const note = `↓ ${down} → ${right}`.replaceAll('-', '−');
      expect(KIND.parts(view).maps).toContain(`${note}</span>`);
      const read = /at row (\S+), column (\S+):/
        .exec(saidAt(view, 30, 20))!
        .slice(1)
        .map(value);
      expect(read).toEqual([31 - down, 21 - right]);
    }
  });

  test('standardizing and noise: what is written makes the value', async () => {
    for (let draw = 0; draw < 5; draw++) {
      const said = saidAt(await viewOf(good({ op: 'standardize', draw: `${draw}` })), 9, 33);
      const [x, off, by, y] = new RegExp(`\\((${N}) − (${N})\\) / (${N}) [=≈] (${N})$`).exec(said)!.slice(1).map(value); // prettier-ignore
      expect(Math.abs((x - off) / by - y), said).toBeLessThan(1e-4);
    }
    const view = await viewOf(good({ op: 'noise', strength: '0.5' }));
    let clipped = 0;
    for (let r = 0; r < 64; r += 3) {
      const said = saidAt(view, r, 63 - r);
      const [, x, noise, , y] = new RegExp(`: (${N}) \\+ (${N}) ([=≈→]) (${N})`).exec(said)!;
      const sum = Math.min(1, Math.max(0, value(x) + value(noise)));
      expect(Math.abs(sum - value(y)), said).toBeLessThan(1e-5);
      expect(said.includes('clipped')).toBe([0, 1].includes(value(y)));
      clipped += Number(said.includes('clipped'));
    }
    expect(clipped).toBeGreaterThan(0);
  });

  test('blur: the weight of the center is the same wherever no border is near', async () => {
    const view = await viewOf(good({ op: 'blur', strength: '0.5', spread: 'even', draw: '8' }));
    const weight = (r: number, c: number) => {
      const [w, x, rest, y] = new RegExp(`(${N})×(${N}) \\+ the rest (${N}) [=≈] (${N})$`).exec(saidAt(view, r, c))!.slice(1).map(value); // prettier-ignore
      expect(Math.abs(w * x + rest - y)).toBeLessThan(1e-5);
      return w;
    };
    expect(weight(20, 40)).toBe(weight(32, 32));
    // σ 1.5: about 1/(2πσ²).
    expect(weight(20, 40)).toBeCloseTo(1 / (2 * Math.PI * 1.5 ** 2), 3);
  });

  test('brightness, contrast, saturation: each step goes on from the one before', async () => {
    for (const draw of ['0', '3', '6']) {
      const view = await viewOf(good({ op: 'color', strength: '0.8', draw }));
      const factors = drawsOf(view.state)[Number(draw)].values;
      for (const [r, c] of [
        [3, 5],
        [30, 31],
        [50, 12],
      ]) {
        // prettier-ignore
        const said = saidAt(view, r, c);
        const steps = said.split(': ').slice(1).join(': ').split(' → ').slice(0, -1).join(' → ').split('; '); // prettier-ignore
        expect(steps.map((step) => step.split(':')[0])).toEqual(['Brightness', 'Contrast', 'Saturation']); // prettier-ignore
        let before = view.outputs!.original.data[(r * 64 + c) * 3];
        steps.forEach((step, k) => {
          const found = new RegExp(`: (?:(${N}) \\+ )?(${N})×\\(?(${N})(?: − (${N})\\))? [=≈→] (${N})(, clipped)?`).exec(step)!; // prettier-ignore
          const [about, factor, v, again, y] = found.slice(1, 6).map((text) => value(text ?? '0'));
          expect([factor, again]).toEqual([factors[k], about]);
          expect(Math.abs(v - before), said).toBeLessThan(1e-5);
          const raw = about + factor * (v - about);
          expect(Math.abs(Math.min(1, Math.max(0, raw)) - y), said).toBeLessThan(1e-5);
          expect(found[6] !== undefined, said).toBe(y === 0 || y === 1);
          before = y;
        });
      }
    }
  });

  test('holes: erased, or from the other digit, or as it was', async () => {
    const cutout = await viewOf(good({ op: 'cutout', strength: '0.5' }));
    const cutmix = await viewOf(good({ image: 'test-912', op: 'cutmix', strength: '1' }));
    for (const [view, inside] of [
      [cutout, 'set to 0'],
      [cutmix, 'from the other digit'],
    ] as const) {
      // prettier-ignore
      const { original } = view.outputs!;
      const result = view.outputs!['draw-0'];
      const [n, , C] = original.shape;
      let found = 0;
      for (let i = 0; i < n * n; i++) {
        if (result.data[i * C] === original.data[i * C]) continue;
        expect(saidAt(view, Math.floor(i / n), i % n)).toContain(inside);
        found++;
      }
      expect(found).toBeGreaterThan(5);
      const { bottom, right } = drawsOf(view.state)[0].hole!;
      expect(saidAt(view, bottom % n, right % n)).toContain('untouched');
    }
  });
});

describe('verdicts and captions', () => {
  test('beside each draw stands what is read in it; as many as are said to keep the label do', async () => {
    const view = await viewOf(good({ image: 'test-912', op: 'rotate', strength: '1', spread: 'even', draw: '4' })); // prettier-ignore
    const { scores } = view.outputs!;
    const read = Array.from({ length: 10 }, (_, i) => {
      const row = [...scores.data.slice(10 * i, 10 * i + 10)];
      return row.indexOf(Math.max(...row));
    });
    expect(new Set(read).size).toBeGreaterThan(2);
    const { mosaic, facts } = KIND.parts(view);
    const verdicts = [...mosaic.matchAll(/class="a-(good|bad)">(\d)</g)];
    expect(verdicts.map(([, good_, label]) => [good_, Number(label)])).toEqual(read.slice(1).map((label) => [label === 6 ? 'good' : 'bad', label])); // prettier-ignore
    const kept = read.slice(1).filter((label) => label === 6).length;
    expect(facts).toContain(`The original it reads as ${read[0]} (`);
    expect(facts).toContain(`still reads ${kept} of 9 draws as 6.`);
    expect(facts).toContain(`The chosen draw it reads as ${read[5]} (`);
  });

  test('the label of a mixed draw has the shares of the two digits', async () => {
    const view = await viewOf(good({ image: 'test-912', op: 'mixup', strength: '1', draw: '2' }));
    const { lambda, partner } = drawsOf(view.state)[2];
    const [, a, la, b, lb] = /: (\S+) × “(\d)” \+ (\S+) × “(\d)”/.exec(KIND.parts(view).facts)!;
    expect([Number(a), la, lb]).toEqual([lambda, '6', `${Math.floor(partner! / 150)}`]);
    expect(Number(a) + Number(b)).toBeCloseTo(1, 4);
  });

  test('matrices: in pixels, and both thetas under their own names', async () => {
    const view = await viewOf(
      good({ op: 'translate', strength: '0.5', spread: 'even', draw: '8' }),
    );
    const [down, right] = drawsOf(view.state)[8].values;
    expect([down, right]).toEqual([0, 16]);
    const { facts } = KIND.parts(view);
    const shiftOf = (name: string) => Number([...facts.split(`data-output="${name}"`)[1].matchAll(/<data value="([^"]+)"/g)][2][1]); // prettier-ignore
    expect(shiftOf('matrix')).toBe(-16);
    expect(shiftOf('thetaFalse')).toBe(-32 / 64);
    expect(shiftOf('thetaTrue')).toBeCloseTo(-32 / 63, 6);
    for (const [name, align] of [
      ['thetaFalse', 'False'],
      ['thetaTrue', 'True'],
    ]) {
      expect(facts.split(`data-output="${name}"`)[1]).toMatch(new RegExp(`^[^]*?w-hint">theta, align_corners=${align}<`)); // prettier-ignore
    }
  });

  test('a resized pixel marks the pixels that it is made of', async () => {
    const view = await viewOf(good({ op: 'resize', strength: '1', spread: 'even', draw: '4' }));
    const m = view.outputs!['draw-4'].shape[0];
    expect(m).toBe(32);
    const { maps } = KIND.parts({ ...view, cursor: { on: 'chosen', at: [0, 4, 20] } });
    const box = /data-map="original".*?w-box" style="top:([\d.]+)%;left:([\d.]+)%;height:([\d.]+)%;width:([\d.]+)%/s.exec(maps)!; // prettier-ignore
    expect(box.slice(1).map(Number)).toEqual(
      [8, 40, 2, 2].map((v) => +((100 * v) / 64).toFixed(3)),
    );
  });

  test('the strength in the unit of each change; mean before deviation', async () => {
    const hints = { rotate: '±90°', translate: '±16 pixels', crop: 'by 8 pixels', noise: 'up to 0.25', blur: 'up to 1.5 pixels', cutout: 'side of 32 pixels', scale: 'the ±0.5', contrast: '1 ± 0.5' }; // prettier-ignore
    for (const [op, text] of Object.entries(hints)) {
      expect(KIND.parts(await viewOf(good({ op }))).params, op).toContain(text);
    }
    const view = await viewOf(good({ op: 'standardize' }));
    const table = KIND.parts(view).facts.split('data-output="draws"')[1];
    expect(table).toMatch(/mean.*std\. dev\./s);
    const { draws } = view.outputs!;
    const whole = view.outputs!['draw-2'].data;
    expect(draws.data[4]).toBeCloseTo(whole.reduce((a, b) => a + b) / whole.length, 9);
  });
});

describe('buttons, lists and guesses', () => {
  test('nine more draws, a press on a draw, the way through the draws', async () => {
    const view = await viewOf(good({ seed: '7' }));
    expect(KIND.act!(view, 'again')!.seed).toBe('8');
    expect(KIND.act!(view, 'nothing')).toBeUndefined();
    expect(KIND.pick!(view, { on: 'mosaic', at: [0, 2, 1] })!.draw).toBe('7');
    expect(KIND.pick!(view, { on: 'chosen', at: [0, 2, 1] })).toBeUndefined();
    expect(KIND.stops!(view).length).toBe(9);
    KIND.stops!(view).forEach((stop, i) => expect(KIND.pick!(view, stop)!.draw).toBe(`${i}`));
    const five = await viewOf(good({ op: 'standardize' }));
    expect(KIND.stops!(five).length).toBe(5);
    expect(KIND.pick!(five, { on: 'mosaic', at: [0, 2, 1] })).toBeUndefined();
  });

  test('mixing brings a digit along, a photograph ends mixing', async () => {
    const view = await viewOf(good({ draw: '7' }));
    const mixed = KIND.edit!(view, 'op', 'mixup')!;
    expect(mixed.image).toMatch(/^test-/);
    expect(parse(mixed).problems).toBeUndefined();
    expect(KIND.edit!(await viewOf(good(mixed)), 'image', 'cat')).toMatchObject({ op: 'flip', image: 'cat' }); // prettier-ignore
    expect(KIND.edit!(view, 'op', 'standardize')!.draw).toBe('4');
    expect(KIND.edit!(view, 'strength', '1')).toBeUndefined();
    expect(texts(view.state).op).toBe('flip');
  });

  test('predict first counts the draws that are the original', async () => {
    const view = await viewOf(good({ seed: '3' }));
    const kept = drawsOf(view.state).filter(({ values }) => values[0] === 0).length;
    expect(kept).toBeGreaterThan(0);
    expect(KIND.guess!(view, [`${kept}`]).right).toBe(true);
    expect(KIND.guess!(view, [`${kept + 1}`]).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
  });
});
