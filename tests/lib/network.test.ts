/** src/lib/network.ts against PyTorch (tests/golden/make_network.py) and the published totals. */
import { describe, expect, test } from 'vitest';
import {
  backSteps,
  effectiveBox,
  fieldOf,
  ledger,
  marginals,
  NetworkError,
  pathCost,
  pathShares,
  type Pair,
} from '../../src/lib/network.ts';
import {
  LAYER_NAMES,
  LIST_LIMITS,
  ListError,
  listText,
  NETWORK_NAMES,
  NETWORKS,
  parseList,
} from '../../src/lib/network-list.ts';
import golden from '../golden/network.json';

const made = (text: string) => {
  const { input, layers } = parseList(text);
  return ledger(input!, layers);
};
const last = (text: string) => {
  const { rows } = made(text);
  return rows[rows.length - 1];
};

/** [top, left, height, width] of what is not zero. */
function support(shares: ReturnType<typeof pathShares>): number[] {
  const [H, W] = shares.shape;
  let [top, left, bottom, right] = [H, W, -1, -1];
  for (let r = 0; r < H; r++) {
    for (let c = 0; c < W; c++) {
      if (shares.data[r * W + c] === 0) continue;
      [top, bottom] = [Math.min(top, r), Math.max(bottom, r)];
      [left, right] = [Math.min(left, c), Math.max(right, c)];
    }
  }
  return bottom < 0 ? [] : [top, left, bottom - top + 1, right - left + 1];
}

describe('published networks', () => {
  test('totals to the last digit', () => {
    const totals = Object.fromEntries(
      NETWORK_NAMES.map((name) => {
        const { parameters, macs, rows, last } = made(NETWORKS[name]);
        return [name, [parameters, macs, rows[last].size[0], rows[last].stride[0]]];
      }),
    );
    expect(totals).toEqual({
      lenet5: [61_706, 416_520, 32, 4],
      alexnet: [60_965_224, 724_406_816, 195, 32],
      'alexnet-ungrouped': [62_378_344, 1_135_256_096, 195, 32],
      'alexnet-torchvision': [61_100_840, 714_188_480, 195, 32],
      vgg16: [138_357_544, 15_470_264_320, 212, 32],
      resnet50: [25_557_032, 4_089_184_256, 427, 32],
      mobilenet: [4_231_976, 568_740_352, 315, 32],
    });
  });

  test.each(NETWORK_NAMES)('%s as PyTorch builds, runs and differentiates it', (name) => {
    const { rows, last, ...totals } = made(NETWORKS[name]);
    const { parameters, statistics, macs, output, field } = golden.networks[name];
    expect(totals).toMatchObject({ parameters, statistics, macs });
    expect(rows[rows.length - 1].output).toEqual(output);
    expect(rows[last].size).toEqual(field);
  });
});

describe('80 random networks against PyTorch', () => {
  test.each(golden.cases.map((each) => [each.list, each] as const))('%s', (list, each) => {
    const { rows, ...totals } = made(list);
    const row = rows[rows.length - 1];
    const [c, h, w] = each.output;
    expect(row.output).toEqual([h, w, c]);
    expect(totals).toMatchObject({
      parameters: each.parameters,
      statistics: each.statistics,
      macs: each.macs,
    });
    const cell = each.cell as unknown as Pair;
    const shares = pathShares(rows, rows.length - 1, cell);
    expect(support(shares)).toEqual(each.box);
    // The box of the formula holds all of it, and begins where it begins.
    const { top, left, height, width } = fieldOf(row, cell);
    if (each.box.length > 0) {
      const [t, l, tall, wide] = each.box;
      expect(t).toBeGreaterThanOrEqual(Math.max(0, top));
      expect(l).toBeGreaterThanOrEqual(Math.max(0, left));
      expect(t + tall).toBeLessThanOrEqual(top + height);
      expect(l + wide).toBeLessThanOrEqual(left + width);
    }
    const paths = Math.exp(row.logPaths);
    if (!each.rows || !each.columns) return;
    const sums = marginals(shares);
    for (const [mine, theirs] of [
      [sums.rows.data, each.rows],
      [sums.columns.data, each.columns],
    ] as const) {
      expect(mine.length).toBe(theirs.length);
      theirs.forEach((count, i) => {
        expect(Math.abs(mine[i] * paths - count)).toBeLessThanOrEqual(1e-9 * each.paths);
      });
    }
  });
});

describe('receptive fields', () => {
  const field = (text: string) => {
    const { size, stride, start } = last(text);
    return [size[0], stride[0], start[0]];
  };

  test('by hand: three 3×3 see 7, dilation 1, 2, 4 sees 15, an early stride doubles what follows', () => {
    const three = 'input:32,32,3;conv:3x3,16,p1;conv:3x3,16,p1;conv:3x3,16,p1';
    expect(field(three)).toEqual([7, 1, -3]);
    expect(field('input:32,32,3;conv:3x3,8;conv:3x3,8,d2;conv:3x3,8,d4')).toEqual([15, 1, 0]);
    expect(field('input:32,32,3;conv:3x3,8,s2;conv:3x3,8;conv:3x3,8')).toEqual([11, 2, 0]);
    expect(field('input:32,32,3;conv:3x3,8;conv:3x3,8;conv:3x3,8,s2')).toEqual([7, 2, 0]);
  });

  test('a meeting of branches sees all that they see, wherever it lies', () => {
    const row = last('input:20,20,1;add(conv:3x3,1,p1|conv:5x5,1,p0x4x0x4)');
    expect([row.start, row.size]).toEqual([
      [-1, -1],
      [6, 6],
    ]);
  });

  test('paths of three 3×3: 1 3 6 7 6 3 1 over 27', () => {
    const { rows } = made('input:7,7,1;3*(conv:3x3,1)');
    const { columns, rows: down } = marginals(pathShares(rows, 3, [0, 0]));
    const counts = [1, 3, 6, 7, 6, 3, 1];
    expect([...columns.data].map((v) => +(27 * v).toFixed(12))).toEqual(counts);
    expect([...down.data].map((v) => +(27 * v).toFixed(12))).toEqual(counts);
    expect(Math.exp(rows[3].logPaths)).toBeCloseTo(729, 9);
  });

  test('what padding swallows is missing to one', () => {
    const { rows } = made('input:5,5,1;conv:3x3,1,p1');
    const sum = (cell: Pair) => pathShares(rows, 1, cell).data.reduce((a, b) => a + b, 0);
    expect(sum([2, 2])).toBeCloseTo(1, 12);
    expect(sum([0, 0])).toBeCloseTo(4 / 9, 12);
    expect(sum([0, 2])).toBeCloseTo(6 / 9, 12);
  });

  test('behind a global pool or a dense layer a cell sees everything, and there is no stride', () => {
    const gap = last('input:9,9,3;conv:3x3,4;gap');
    expect([gap.size, gap.stride, gap.cells]).toEqual([
      [9, 9],
      [0, 0],
      [1, 1],
    ]);
    const { rows, last: plane } = made('input:9,9,3;conv:3x3,4,s2;flatten;relu;dense:5');
    expect(rows[3].size).toEqual([3, 3]);
    expect(rows[4].size).toEqual([9, 9]);
    expect(plane).toBe(1);
    const shares = pathShares(rows, 4, [0, 0]);
    expect(shares.data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(shares.data.every((v) => v > 0)).toBe(true);
  });

  test('the box that holds 95 % of the paths', () => {
    const { rows } = made('input:9,9,1;4*(conv:3x3,1,p1)');
    const shares = pathShares(rows, 4, [4, 4]);
    const field = fieldOf(rows[4], [4, 4]);
    // counts 1 4 10 16 19 16 10 4 1 over 81: the middle 5 hold (71/81)², the middle 7 (79/81)²
    expect(effectiveBox(shares, field, 0.76)).toEqual([5, 5]);
    expect(effectiveBox(shares, field, 0.95)).toEqual([7, 7]);
    expect(effectiveBox(shares, field, 1)).toEqual([9, 9]);
  });

  test('a network that reads nothing but its input', () => {
    const { rows, last, parameters } = made('input:3,3,2;relu');
    expect([rows.length, last, parameters]).toEqual([2, 1, 0]);
    expect(backSteps(rows, 0)).toEqual([]);
    expect(pathShares(rows, 0, [1, 2]).data[5]).toBe(1);
    expect(pathCost(rows, 1)).toBe(9);
  });
});

describe('costs', () => {
  test('memory is four bytes per number of every output, the input too', () => {
    const { rows, bytes } = made('input:8,8,3;conv:3x3,4;bn;maxpool:2;flatten;dense:10');
    expect(rows.map((row) => row.bytes)).toEqual([768, 576, 576, 144, 144, 40]);
    expect(bytes).toBe(2248);
  });

  test('normalisation has two trained and two stored numbers per channel', () => {
    const row = last('input:8,8,3;conv:1x1,5,nobias;bn');
    expect([row.parameters, row.statistics, row.macs]).toEqual([10, 10, 0]);
  });
});

describe('what does not fit', () => {
  const fault = (text: string) => {
    try {
      made(text);
    } catch (error) {
      if (error instanceof NetworkError) return error.fault;
      throw error;
    }
    return 'none';
  };
  test.each([
    ['input:4,4,1;conv:5x5,1', 'window'],
    ['input:4,4,1;flatten;conv:1x1,1', 'image'],
    ['input:4,4,1;gap;gap', 'image'],
    ['input:4,4,1;dense:3', 'vector'],
    ['input:4,4,3;conv:1x1,4,g2', 'groups'],
    ['input:4,4,4;conv:1x1,3,g2', 'groups'],
    ['input:4,4,1;add(conv:3x3,1|)', 'branches'],
    ['input:4,4,1;add(conv:1x1,2|)', 'branches'],
    ['input:4,4,1;concat(conv:3x3,1|)', 'branches'],
    ['input:8,8,1;add(conv:1x1,1,s2|conv:5x5,1)', 'steps'],
    ['input:4,4,1;concat(conv:1x1,2|)', 'none'],
  ])('%s: %s', (text, expected) => {
    expect(fault(text)).toBe(expected);
  });

  test('channels that the code names wrongly', () => {
    const { layers } = parseList('conv:1x1,4');
    expect(() => ledger([4, 4, 3], [{ ...layers[0], reads: 2 } as (typeof layers)[0]])).toThrow(
      'channels',
    );
  });
});

describe('the list', () => {
  test('round trip of all networks and 80 random ones', () => {
    for (const text of [...Object.values(NETWORKS), ...golden.cases.map(({ list }) => list)]) {
      const network = parseList(text);
      const again = parseList(listText(network));
      expect(again.layers, text).toEqual(network.layers);
      expect(again.input).toEqual(network.input);
    }
  });

  const fault = (text: string) => {
    try {
      parseList(text);
    } catch (error) {
      if (error instanceof ListError) return `${error.line} ${error.fault}`;
      throw error;
    }
    return 'none';
  };
  test.each([
    ['', '1 empty'],
    ['conv:3x3,4', 'none'],
    ['conv:3x3,4;\n\n', 'none'],
    ['relu\nconv', '2 missing'],
    ['relu;bn;conv:3x3', '3 missing'],
    ['relu\n\nconv:3x3,4,z1', '3 argument'],
    ['conv:3x3,4,s2,s2', '1 argument'],
    ['conv:3x3x3,4', '1 argument'],
    ['conv:0,4', '1 range'],
    ['conv:33,4', '1 range'],
    ['conv:3,99999', '1 range'],
    ['conv:3,4,p-1', '1 argument'],
    ['conv:3,4,p1e9', '1 argument'],
    ['conv:3,4,g2,nobias,same', 'none'],
    ['dense:10,s2', '1 argument'],
    ['dropout:2', '1 argument'],
    ['relu:2', '1 argument'],
    ['frobnicate', '1 layer'],
    ['relu;input:3,3,3', '2 input'],
    ['input:3,3', '1 missing'],
    ['input:3,3,x', '1 argument'],
    ['add(relu', '1 brackets'],
    ['relu;add(relu)', '2 range'],
    ['relu;relu)', '2 brackets'],
    ['relu|relu', '1 brackets'],
    ['foo(relu)', '1 layer'],
    ['3*(relu|relu)', '1 brackets'],
    ['99*(relu)', '1 range'],
    ['64*(64*(64*(relu)))', '1 long'],
    ['add(add(add(add(add(relu|)|)|)|)|)', '1 deep'],
    ['<img src=x onerror=alert(1)>', '1 layer'],
  ])('%s: %s', (text, expected) => {
    expect(fault(text)).toBe(expected);
  });

  test('too long a text is not read', () => {
    expect(fault('relu;'.repeat(2000))).toBe('1 long');
  });

  test('limits stay below what whole numbers can hold', () => {
    const { size, channels, kernel } = LIST_LIMITS;
    expect(size ** 2 * channels).toBeLessThan(2 ** 53);
    expect(kernel ** 2 * channels ** 2).toBeLessThan(2 ** 53);
    expect(LAYER_NAMES).toContain('conv');
  });
});
