import { describe, expect, test } from 'vitest';
import { SCENES } from '@widgets/ledger/scenes.ts';
import { reference } from '@widgets/ledger/reference.ts';
import { KEYS, parse } from '@widgets/ledger/state.ts';
import { STRINGS } from '@widgets/ledger/strings.ts';
import {
  act,
  edit,
  firstCursor,
  guess,
  holds,
  images,
  parts,
  pathCount,
  pick,
  speak,
  stops,
  type View,
} from '@widgets/ledger/view.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { readQuery, type Query } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

function viewOf(query: Query, lang: 'zh' | 'en' = 'en', ui = {}): View {
  const { state, problems } = parse(query);
  if (!state) throw new Error(JSON.stringify(problems));
  const outputs = reference(state) as Outputs;
  const cursor = firstCursor(state);
  return { id: 'ledger', words: STRINGS[lang], state, picture: undefined, outputs, cursor, ui, image: undefined }; // prettier-ignore
}
const text = (html: string) =>
  html.replace(/<dt>.*?<\/dt>|<p.*?<\/p>/g, '').replace(/<br>|<\/dd>/g, '\n').replace(/<[^>]*>/g, ''); // prettier-ignore

/** What an equation says, worked out: only digits, signs and brackets reach the evaluation. */
function holdsTrue(line: string): boolean {
  const [left, right] = line.replaceAll(',', '').split(' = ');
  const js = left
    .replaceAll('−', '-')
    .replaceAll('×', '*')
    .replace(/⌊(.*?)⌋/g, (_, inner: string) => `Math.floor(${inner})`)
    .replace(/⌈(.*?)⌉/g, (_, inner: string) => `Math.ceil(${inner})`);
  if (!/^(Math\.(floor|ceil)|[\d\s+\-*/()])*$/.test(js)) return false;
  return new Function(`return ${js}`)() === Number(right.replaceAll('−', '-'));
}

describe('the arithmetic', () => {
  test('every equation on screen adds up, for 300 layers and all networks', () => {
    const queries = [
      ...combinations(300, 13).map(({ query }) => query),
      ...Object.values(SCENES).map(({ query }) => readQuery(query, KEYS, [], () => undefined).query),
    ]; // prettier-ignore
    let equations = 0;
    for (const query of queries) {
      const { why } = parts(viewOf(query));
      for (const line of text(why).split('\n')) {
        for (const part of line.replace(/^(rows|columns) /, '').split(' to ')) {
          const equation = /^([^a-z]*? = [−\d,]+)(?: |$)/.exec(part)?.[1];
          if (equation === undefined) continue;
          expect(holdsTrue(equation), `${equation} in ${JSON.stringify(query)}`).toBe(true);
          equations++;
        }
      }
    }
    expect(equations).toBeGreaterThan(1500);
  });

  test('three 3×3 as one would write it', () => {
    const lines = text(parts(viewOf({})).why).split('\n');
    expect(lines).toContain('⌊(32 + 1 + 1 − 3) / 1⌋ + 1 = 32');
    expect(lines).toContain('3×3×16×16 + 16 = 2,320');
    expect(lines).toContain('32×32 × 3×3×16×16 = 2,359,296');
    expect(lines).toContain('32×32×16×4 = 65,536');
    expect(lines).toContain('5 + (3 − 1)×1 = 7');
    expect(lines).toContain('rows (−3) + 16×1 = 13 to 19 (counted from 0)');
    expect(lines.join()).toContain('729, of which 100% reach the input');
  });

  test('a corner says how much of its field is padding', () => {
    const { why } = parts(viewOf({ cell: '0,0' }));
    expect(why).toContain('33 of these 49 cells lie in the padding');
  });

  test('numbers of paths: exact while they are small', () => {
    expect(pathCount(Math.log(729))).toBe('729');
    expect(pathCount(60 * Math.LN10 + Math.log(2.5))).toBe('≈2.5×10<sup>60</sup>');
  });
});

describe('the table', () => {
  test('has a row per layer and a data cell for every number', () => {
    for (const { state, query } of combinations(50, 17)) {
      const { table } = parts(viewOf(query));
      const rows = [...table.matchAll(/<tr[ >].*?<\/tr>/g)].slice(1).map(([row]) => row);
      expect(rows.length).toBe(state.ledger.rows.length);
      rows.forEach((row, i) => {
        const expected = state.ledger.rows[i];
        const numbers = (key: string) => {
          const [, cell] = new RegExp(`data-key="${key}"[^>]*>(.*?)</td>`).exec(row)!;
          return [...cell.matchAll(/<data value="(-?\d+)">/g)].map(([, value]) => Number(value));
        };
        expect(numbers('output')).toEqual(expected.output);
        expect(numbers('parameters')).toEqual([expected.parameters]);
        expect(numbers('macs')).toEqual([expected.macs]);
        expect(numbers('bytes')).toEqual([expected.bytes]);
        const [a, b] = expected.size;
        expect(numbers('field')).toEqual(a === b ? [a] : [a, b]);
      });
    }
  });

  test('Keras’ way of counting is marked and added up, the value stays', () => {
    const { table, facts } = parts(viewOf({ net: 'resnet50' }, 'en', { keras: '1' }));
    expect(table.match(/class="differs"/g)!.length).toBe(53);
    expect(facts).toContain('data-output="parameters" value="25557032"');
    expect(facts).toContain('25,610,152');
  });

  test('totals of the facts', () => {
    const { facts } = parts(viewOf({ net: 'vgg16' }));
    for (const part of [
      'parameters" value="138357544"',
      'macs" value="15470264320"',
      'receptiveField" value="212"',
      'stride" value="32"',
    ]) {
      // prettier-ignore
      expect(facts).toContain(`data-output="${part}`);
    }
  });
});

describe('what is typed is escaped', () => {
  test('in the list', () => {
    const view = viewOf({});
    const hostile = { ...view, state: { ...view.state, list: '</textarea><img src=x>"' } };
    expect(parts(hostile).own).not.toContain('<img');
  });
});

describe('the picture', () => {
  test('lights what the cell sees, and nothing else', () => {
    const view = viewOf({ image: 'none' });
    const { data, width } = images(view, { positive: [0, 0, 0], negative: [0, 0, 0], accent: [1, 2, 3] }).field(); // prettier-ignore
    const alpha = (r: number, c: number) => data[4 * (r * width + c) + 3];
    expect(alpha(16, 16)).toBe(255);
    expect(alpha(13, 13)).toBeGreaterThan(0);
    expect(alpha(12, 16)).toBe(0);
    expect(alpha(20, 16)).toBe(0);
  });

  test('the boxes: field, and the middle with 95 % of the paths', () => {
    const { field } = parts(viewOf({}));
    expect(field).toContain('data-rows="38" data-cols="38" data-offset="3,3"');
    // rows 13 to 19 of 32, three rows of padding before: (13 + 3) / 38
    expect(field).toContain('top:42.105%;left:42.105%;height:18.421%;width:18.421%');
    expect(field).toContain('the middle 7×7');
  });

  test('columns and rows of the strips have one bar per pixel that has paths', () => {
    const { field } = parts(viewOf({}));
    const path = /l-columns.*?d="(.*?)"/.exec(field)![1];
    const tops = [...path.matchAll(/V([\d.]+)h1/g)].map(([, top]) => 30 - Number(top));
    expect(tops.length).toBe(32);
    expect(tops.filter((top) => top > 0)).toEqual([4, 12, 24, 28, 24, 12, 4]);
  });
});

describe('moving', () => {
  test('a pixel is answered by the cell whose field lies around it', () => {
    const view = viewOf({ net: 'vgg16' });
    const at = (r: number, c: number) => pick(view, { on: 'input', at: [0, r, c] })?.cell;
    expect(at(0, 0)).toBe('0,0');
    expect(at(-90, 500)).toBe('0,6');
    expect(at(112, 112)).toBeUndefined(); // it is there already: 3,3
    expect(pick(view, { on: 'cell', at: [0, 2, 5] })).toEqual({ net: 'vgg16', cell: '2,5' });
    expect(pick(view, { on: 'layers', at: [4] })).toEqual({ net: 'vgg16', layer: '4' });
    expect(pick(view, { on: 'layers', at: [31] })).toBeUndefined();
  });

  test('another network, size or layer lets go of layer and cell', () => {
    const view = viewOf({ net: 'vgg16', layer: '5', cell: '1,1', size: '64' });
    expect(edit(view, 'net', 'lenet5')).toEqual({ net: 'lenet5' });
    expect(edit(view, 'layer', '7')).toEqual({ net: 'vgg16', size: '64', layer: '7' });
    expect(edit(view, 'size', '96')).toEqual({ net: 'vgg16', size: '96' });
    expect(edit(view, 'layers', 'relu')).toEqual({ layers: 'relu' });
    expect(edit(view, 'net', '')!.layers).toMatch(/^input:64,64,3\n2\*\(conv/);
    expect(parse(edit(view, 'net', '')!).state!.ledger.parameters).toBe(
      view.state.ledger.parameters,
    );
    expect(edit(view, 'image', 'cat')).toBeUndefined();
    expect(act(view, 'read')).toBeUndefined();
  });

  test('the cursor is the row', () => {
    const view = viewOf({});
    expect(holds(view)).toBe(true);
    expect(holds({ ...view, cursor: { on: 'layers', at: [1] } })).toBe(false);
    expect(stops(view).map(({ at }) => at[0])).toEqual([0, 1, 2, 3]);
  });
});

describe('words', () => {
  test('what is read out has every number, in both languages', () => {
    for (const lang of ['zh', 'en'] as const) {
      const spoken = speak(viewOf({ layer: '2' }, lang));
      expect(spoken).toMatch(/32×32×16.*2,?320.*5×5/);
      expect(spoken).not.toMatch(/[{}]/);
      for (const html of Object.values(parts(viewOf({ net: 'mobilenet' }, lang)))) {
        expect(html).not.toMatch(/undefined|NaN|\{\w+\}/);
      }
    }
  });

  test.each([
    [['7', ''], true],
    [['7×7', '2,320'], true],
    [['7x7', '2320'], true],
    [['', '2320'], true],
    [['9', '2320'], false],
    [['7', '2304'], false],
    [['', ''], false],
  ])('guess %j: %s', (guesses, right) => {
    const marked = guess(viewOf({}), guesses);
    expect(marked.right).toBe(right);
    expect(marked.text).toContain('2,320');
  });
});
