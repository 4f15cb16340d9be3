/** Every number and every measurable correction of the page on interactive segmentation. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readFromDisk } from '@models/on-disk.ts';
import {
  analysisOf as cutAnalysisOf,
  reference as cutReference,
} from '@widgets/clicks/reference.ts';
import { SCENES as CUT_SCENES } from '@widgets/clicks/scenes.ts';
import { parse as parseCut } from '@widgets/clicks/state.ts';
import { SCENES } from '@widgets/segmenter/scenes.ts';
import { analysisOf, inputOf, load, reference } from '@widgets/segmenter/reference.ts';
import { parse } from '@widgets/segmenter/state.ts';
import { SIDE } from '@widgets/toolkit/composed.ts';
import {
  CORRECTED,
  energy,
  FIRST,
  labelings,
  main,
  minimumCut,
  ROW,
  rowProblem,
  wrongThreshold,
  type Problem,
} from '../../../src/content/concepts/interactive-segmentation/cut.ts';
import { cutOf, figures } from '../../../src/content/concepts/interactive-segmentation/figures.ts';
import { LANGS } from '../../../src/i18n/langs.ts';
import { integer, mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/interactive-segmentation/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const concept = parseYaml(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => concept.facts[id].value;
const round = (value: number, digits = 2) => Number(value.toFixed(digits));

const upTo = (k: number) => ROW.map((_, i) => i < k);

/** A grid of pixels whose neighbors cost `weight` to separate. */
function gridProblem(
  own: [object: number, background: number][],
  width: number,
  weight: () => number,
) {
  const pairs: Problem['pairs'] = [];
  own.forEach((_, i) => {
    if (i % width < width - 1) pairs.push([i, i + 1, weight()]);
    if (i + width < own.length) pairs.push([i, i + width, weight()]);
  });
  return { object: own.map(([o]) => o), background: own.map(([, b]) => b), pairs };
}

describe('the worked example', () => {
  test('16 against 15: the mask leaks', () => {
    const problem = rowProblem(FIRST);
    expect(problem.pairs.map(([, , weight]) => weight)).toEqual([9, 7, 10, 6]);
    expect(energy(problem, upTo(2))).toBe(1 + 4 + 4 + 7);
    expect(energy(problem, upTo(4))).toBe(1 + 4 + 4 + 6);
    expect(cutOf(FIRST)).toMatchObject({ labels: upTo(4), cost: 15, after: 3 });
  });

  test('a negative click on the fourth pixel: 12, and the third leaves too', () => {
    const problem = rowProblem(CORRECTED);
    expect([2, 3, 4].map((k) => energy(problem, upTo(k)))).toEqual([12, 15, Infinity]);
    expect(cutOf(CORRECTED)).toMatchObject({ labels: upTo(2), cost: 12, after: 1 });
  });

  test('of all 32 labelings the cut is the cheapest', () => {
    for (const clicks of [FIRST, CORRECTED]) {
      const problem = rowProblem(clicks);
      const least = Math.min(...labelings(5).map((labels) => energy(problem, labels)));
      expect(energy(problem, minimumCut(problem))).toBe(least);
    }
  });
});

describe('the minimum cut', () => {
  test('the cut is the best of all labelings', () => {
    const rng = mulberry32(7);
    for (let run = 0; run < 60; run++) {
      const own = Array.from({ length: 9 }, (): [number, number] => [integer(rng, 0, 9), integer(rng, 0, 9)]); // prettier-ignore
      own[integer(rng, 0, 8)][0] = Infinity; // a negative click
      const problem = gridProblem(own, 3, () => integer(rng, 0, 6));
      const least = Math.min(...labelings(9).map((labels) => energy(problem, labels)));
      const cut = minimumCut(problem);
      expect(energy(problem, cut)).toBe(least);
      expect(cut.every((inside, i) => !inside || own[i][0] < Infinity)).toBe(true);
    }
  });

  test('an arm is lost when separating is dear, specks stay when it is cheap', () => {
    // a block of 3×3 with an arm of three pixels, in a picture of 5×8, and a speck
    const width = 8;
    const shape = new Set([9, 10, 11, 17, 18, 19, 25, 26, 27, 20, 21, 22]);
    const own = Array.from({ length: 40 }, (_, i): [number, number] =>
      shape.has(i) || i === 39 ? [0, 3] : [3, 0],
    );
    const cut = (weight: number) => minimumCut(gridProblem(own, width, () => weight));
    const taken = (labels: boolean[]) => labels.flatMap((inside, i) => (inside ? [i] : []));
    expect(new Set(taken(cut(0.5)))).toEqual(new Set([...shape, 39]));
    expect(taken(cut(1.6))).toEqual([9, 10, 11, 17, 18, 19, 25, 26, 27]);
  });

  test('a threshold leaves a hole and a speck, the cut does not', () => {
    const noisy = [9, 8, 3, 9, 8, 2, 1, 7, 2, 1];
    const show = (labels: boolean[]) => labels.map((inside) => (inside ? '#' : '.')).join('');
    const [threshold, cut] = [
      wrongThreshold(noisy),
      minimumCut(rowProblem({ 0: '+', 9: '-' }, noisy)),
    ];
    expect([show(threshold), show(cut)]).toEqual(['##.##..#..', '#####.....']);
    for (const lang of LANGS) {
      for (const shown of [threshold, cut])
        expect(read(`${lang}.mdx`)).toContain(`\`${show(shown)}\``);
    }
  });

  test('GrabCut in NumPy: the cut beats each pixel for itself', () => {
    const lines = read('grabcut_numpy.out.txt').trim().split('\n');
    const numbers = lines.map((line) => line.match(/\d\.\d+/g)!.map(Number));
    const last = numbers.at(-1)!;
    expect(numbers[0][0]).toBe(fact('first-mean'));
    expect(last[0]).toBe(fact('last-mean'));
    expect(last.slice(2)).toEqual([fact('alone-iou'), fact('cut-iou')]);
    expect(last[3]).toBeGreaterThan(numbers[0][3]);
  });
});

describe('the cut of the widget', () => {
  const analysed = async (name: keyof typeof CUT_SCENES) => {
    const pairs = CUT_SCENES[name].query
      .split('&')
      .filter(Boolean)
      .map((pair) => pair.split('='));
    const state = parseCut(Object.fromEntries(pairs) as Record<string, string>).state!;
    await cutReference(state, undefined, async () => true);
    return cutAnalysisOf(state);
  };

  test('the cut of the widget: the neighbor leaks, one negative click corrects it', async () => {
    const first = await analysed('one-click');
    const { iou, last } = first.steps.at(-1)!;
    expect(round(iou!)).toBe(fact('cut-leak-iou'));
    const { scene } = first;
    const leaked = last.mask.filter((v, i) => v && scene.neighbor![i]).length;
    expect(leaked / scene.neighbor!.filter(Boolean).length).toBeGreaterThan(0.95);
    const { steps } = await analysed('corrected');
    expect(round(steps.at(-1)!.iou!, 3)).toBe(fact('cut-corrected-iou'));
    expect(steps.at(-1)!.clicks.filter(({ inside }) => !inside)).toHaveLength(2);
    expect(steps[2].last.mask).toEqual(last.mask);
    // more than the one pixel that was clicked
    expect(last.taken - steps[3].last.taken).toBeGreaterThan(100);
  });

  test('where the edge is soft, pixels that are more like the background come along', async () => {
    const { scene, steps } = await analysed('leak');
    const { mask, costs } = steps.at(-1)!.last;
    const far = [...mask.keys()].filter((i) => scene.neighbor![i] && i % scene.width >= 29);
    expect(far.every((i) => mask[i])).toBe(true);
    const unlike = far.filter((i) => costs.background[i] < costs.object[i]);
    expect(unlike.length / far.length).toBeGreaterThan(0.9);
  });
});

describe('the network of the widget', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    readFromDisk();
    await load();
  }, 120_000);
  async function analysed(query: string) {
    const { state } = parse(Object.fromEntries(new URLSearchParams(query.replace(/\+/g, '%2B'))));
    await reference(state!, undefined, async () => true);
    return analysisOf(state!)!;
  }

  test('two negative clicks correct the digit of the widget', async () => {
    expect(round((await analysed(SCENES.click.query)).score)).toBe(fact('leak-iou'));
    const corrected = await analysed(SCENES.corrected.query);
    expect(round(corrected.score)).toBe(fact('corrected-iou'));
    expect(corrected.runs.at(-1)!.filter(({ inside }) => !inside)).toHaveLength(2);
  });

  test('a right click that makes the mask worse', async () => {
    const query = 'overlap=0.5&view=click&clicks=+13,26;+24,19';
    for (const lang of LANGS) expect(read(`${lang}.mdx`)).toContain(`#segmenter?${query}`);
    const { rows, truth } = await analysed(query);
    expect(rows.map(({ iou }) => round(iou))).toEqual([fact('before-iou'), fact('worse-iou')]);
    // the second click is right, and its place was missing
    const place = 24 * SIDE + 19;
    expect(truth[place]).toBe(1);
    expect((await analysed('overlap=0.5&view=click&clicks=+13,26')).map[place]).toBe(0);
  });

  test('the card: IoU after one and three clicks', () => {
    const card = parseYaml(
      readFileSync(
        new URL('../../../public/models/scenes-segmenter/card.yaml', import.meta.url),
        'utf8',
      ),
    ) as { metrics: { name: string; value: number; split: string }[] };
    const metric = (name: string) => card.metrics.find((each) => each.name === name)!;
    expect(round(metric('instance IoU after 1 click').value)).toBe(fact('one-click'));
    expect(round(metric('instance IoU after 3 clicks').value)).toBe(fact('three-clicks'));
    expect(metric('instance IoU after 1 click').split).toContain('600 scenes');
  });

  test('a click is 13 pixels of its channel', async () => {
    const { scene } = await analysed(SCENES.click.query);
    const { data } = inputOf(scene, [{ inside: true, at: [30, 30] }]);
    expect(data.filter((v, i) => i % 3 === 1 && v === 1)).toHaveLength(13);
  });
});

test('the listing prints its captured output', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  main();
  const printed = log.mock.calls.map((words) => words.join(' ')).join('\n');
  log.mockRestore();
  expect(`${printed}\n`).toBe(read('cut.out.txt'));
});

test.each(Object.keys(figures))('the figure %s is drawn in both languages', (name) => {
  for (const lang of LANGS) {
    const svg = figures[name](lang);
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toMatch(/NaN|undefined|style=/);
  }
});
