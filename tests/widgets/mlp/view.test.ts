import { describe, expect, test } from 'vitest';
import { KIND } from '@widgets/mlp/kind.ts';
import { resultsOf } from '@widgets/mlp/reference.ts';
import { parse, texts, type State } from '@widgets/mlp/state.ts';
import { STRINGS, type Words } from '@widgets/mlp/strings.ts';
import type { Cursor, View } from '@widgets/toolkit/kind.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { liveWords } from '@widgets/toolkit/strings.ts';
import { combinations } from './combinations.ts';

const good = (query: Query) => parse(query).state!;
/** The words that reach the script: those that the build alone writes are missing. */
const live = (words: Words) =>
  liveWords(words, { pictures: false, files: false, keys: KIND.keys }) as Words;
function viewOf(state: State, over: Partial<View<State, Words>> = {}): View<State, Words> {
  const outputs = resultsOf(state);
  const cursor = KIND.firstCursor(state, outputs);
  return { id: 'mlp', words: live(STRINGS.en), state, picture: undefined, outputs, cursor, ui: {}, image: undefined, ...over }; // prettier-ignore
}
const number = (text: string) => Number(text.replaceAll('−', '-').replace(/[()≈]/g, ''));

describe('the arithmetic on screen', () => {
  test('Σ w·x + b is z, and a = f(z), for every neuron and any point', () => {
    let sums = 0;
    combinations(80, 11).forEach(({ state }, i) => {
      const cursor = { on: 'plane', at: [0, (i * 7) % 32, (i * 13) % 32] };
      const text = KIND.speak!(viewOf(state, i % 2 ? { cursor } : {}))!;
      const found = /z = (.*) [=≈] (\S+); (a|p) = .*?[=≈] ([−\d.e]+)/.exec(text) as string[] | null;
      if (state.neuron[0] === 0) {
        expect(found).toBeNull();
        return;
      }
      sums++;
      const terms = found![1].split(/ \+ (?=[(\d])/);
      const values = terms.map((term) => term.split('·').map(number).reduce((a, b) => a * b)); // prettier-ignore
      expect(values.length).toBe(1 + [state.features.length, ...state.hidden][state.neuron[0] - 1]);
      const z = number(found![2]);
      const scale = Math.max(1, ...values.map(Math.abs));
      expect(Math.abs(values.reduce((a, b) => a + b) - z)).toBeLessThan(1e-4 * scale);
      const f = { linear: (v: number) => v, relu: (v: number) => Math.max(0, v), tanh: Math.tanh, sigmoid: (v: number) => 1 / (1 + Math.exp(-v)) }; // prettier-ignore
      const a = (found![3] === 'p' ? f.sigmoid : f[state.activation])(z);
      expect(Math.abs(number(found![4]) - a)).toBeLessThan(1e-4 * Math.max(1, Math.abs(a)));
    });
    expect(sums).toBeGreaterThan(50);
  });

  test('the loss of a training point is −ln of the share of its class', () => {
    const view = viewOf(good({ steps: '40' }));
    const text = KIND.speak!(view)!;
    const [, p, loss] = /p = σ\(z\) ≈ ([\d.]+);.* ≈ ([\d.]+) nat/.exec(text) as unknown as string[];
    const label = view.outputs!.data.data[2];
    expect(Number(loss)).toBeCloseTo(-Math.log(label ? Number(p) : 1 - Number(p)), 4);
    expect(text).toContain(`class ${label}`);
  });

  test('parameters on screen are Σ (in + 1)·out', () => {
    for (const { state } of combinations(40, 3)) {
      const { scores } = KIND.parts(viewOf(state));
      const [, total, sum] = /data-output="parameters" value="(\d+)".*?<small>= (.*?)<\/small>/.exec(scores) as unknown as string[]; // prettier-ignore
      const products = sum.split(' + ').length; // “(2 + 1)·4 + …” splits at every plus
      expect(products).toBeGreaterThan(0);
      const value = sum.replaceAll('·', '*');
      expect(new Function(`return ${value}`)()).toBe(Number(total));
      const sizes = [state.features.length, ...state.hidden, 1];
      const biases = state.bias ? sizes.slice(1).reduce((a, b) => a + b) : 0;
      expect(Number(total)).toBe(sizes.slice(1).reduce((s, to, l) => s + sizes[l] * to, biases));
    }
  });

  test('every weight and the bias of the chosen neuron stand in its table', () => {
    for (const { state } of combinations(40, 5)) {
      const view = viewOf(state);
      const { neuron } = KIND.parts(view);
      const fields = [...neuron.matchAll(/name="w:(\d+)" value="([^"]+)"/g)];
      const [layer] = state.neuron;
      const wanted = layer === 0 ? 0 : [state.features.length, ...state.hidden][layer - 1] + Number(state.bias); // prettier-ignore
      expect(fields.length).toBe(wanted);
      for (const [, place, value] of fields) {
        expect(Number(value)).toBe(+view.outputs!.weights.data[Number(place)].toPrecision(6));
      }
    }
  });
});

describe('what is said of the chosen neuron', () => {
  const rowsOf = (html: string) =>
    [...html.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g)].map(([, name, cells]) => ({
      name,
      cells: [...cells.matchAll(/<td>(?:<input[^>]* value="([^"]+)"[^>]*>|(.*?))<\/td>/g)].map(
        ([, typed, text]) => number(typed ?? text),
      ),
    }));

  test('rows of its table: where from, w, a, w·a, the gradient, and w after a step', () => {
    const view = viewOf(good({ hidden: '4,2', neuron: '2,1', optimizer: 'sgd', rate: '0.5', steps: '20' })); // prettier-ignore
    const { neuron } = KIND.parts(view);
    const rows = rowsOf(neuron);
    expect(rows.map(({ name }) => name)).toEqual(['h1·1', 'h1·2', 'h1·3', 'h1·4', 'bias b']);
    for (const { cells } of rows) {
      const [w, a, product, gradient, next] = cells;
      expect(Math.abs(product - w * a)).toBeLessThan(0.02 * Math.abs(w * a));
      expect(Math.abs(next - (w - 0.5 * gradient))).toBeLessThan(0.01 * Math.abs(w));
    }
    expect(rows[4].cells[1]).toBe(1);
    expect(rows.some(({ cells }) => Math.abs(cells[3]) > 1e-4)).toBe(true);
    const z = number(/z = .* [=≈] (\S+); a/.exec(KIND.speak!(view)!)![1]);
    expect(Math.abs(rows.reduce((sum, { cells }) => sum + cells[2], 0) - z)).toBeLessThan(0.02);
    expect(neuron).toContain('w − rate·∂L/∂w');
    expect(KIND.parts(viewOf(good({ steps: '0' }))).neuron).toContain('by Adam');
  });

  test('its function is called by its name', () => {
    const f = { linear: 'a = z', relu: 'a = max(0, z)', tanh: 'a = tanh(z)', sigmoid: 'a = σ(z)' };
    for (const [activation, text] of Object.entries(f)) {
      expect(KIND.speak!(viewOf(good({ activation, neuron: '1,0', steps: '0' })))).toContain(`${text} `); // prettier-ignore
    }
  });

  test('its field is its own values, and its name is told', () => {
    const view = viewOf(good({ hidden: '4,2', neuron: '2,1', steps: '20' }));
    const colours = { positive: [255, 0, 0], negative: [0, 0, 255], accent: [0, 0, 0] } as const;
    const { data } = KIND.images!(view, colours).plane();
    const { units } = view.outputs!;
    for (let e = 0; e < 1024; e++) expect(data[4 * e] === 255).toBe(units.data[6 * e + 5] >= 0);
    expect(KIND.speak!(view)).toContain('h2·2 at ');
  });
});

describe('what the pictures say', () => {
  test('lines are coloured by the sign of their weight; those into the chosen neuron stand out', () => {
    const view = viewOf(good({ hidden: '4,2', neuron: '2,1', steps: '20' }));
    const { weights } = view.outputs!;
    // Kernels of 2–4–2–1, each followed by its biases.
    const kernels = [[0, 8], [12, 20], [22, 24]].flatMap(([a, b]) => [...weights.data.slice(a, b)]); // prettier-ignore
    const lines = [...KIND.parts(view).net.matchAll(/<path class="([np])( mine)?"/g)];
    expect(lines.map(([, sign]) => sign)).toEqual(kernels.map((w) => (w < 0 ? 'n' : 'p')));
    const mine = lines.flatMap(([, , own], i) => (own ? [i] : []));
    expect(mine).toEqual([9, 11, 13, 15]);
  });

  test('points lie in the colour of their class', () => {
    const { plane } = KIND.parts(viewOf(good({ data: 'custom', points: '1,2,0;-3,-1,1', steps: '0' }))); // prettier-ignore
    expect(plane).toContain('class="m-zero" d="M50 -100h0"');
    expect(plane).toContain('class="m-one" d="M-150 50h0"');
  });

  test('the chart: both losses, each by its own name', () => {
    const view = viewOf(good({ data: 'spiral', noise: '1', hidden: '8,8', steps: '400' }));
    const { loss, lossTest, history } = view.outputs!;
    const high = Math.max(Math.LN2, ...history.data.filter((_, i) => i % 3 > 0));
    const last = (name: string, html: string) => Number(new RegExp(`class="${name}" d="[^"]* (\\d+)"`).exec(html)![1]); // prettier-ignore
    const { chart } = KIND.parts(view);
    const y = (v: number) => Math.round(10 + 90 * (1 - v / high));
    expect([last('s-a', chart), last('s-b', chart)]).toEqual([y(loss.data[0]), y(lossTest.data[0])]); // prettier-ignore
    expect(last('s-a', chart)).not.toBe(last('s-b', chart));
    expect(chart).toMatch(/k-a"><\/i>Training loss .*k-b"><\/i>Test loss/);
  });

  test('epochs are steps by batches, the last one smaller; a run that diverged says where', () => {
    const { scores } = KIND.parts(viewOf(good({ batch: '30', steps: '10' })));
    expect(scores).toContain('2.5 epochs');
    expect(scores).not.toContain('diverged');
    const lost = viewOf(good({ activation: 'relu', hidden: '8,8', rate: '1', noise: '2', batch: '1', optimizer: 'sgd', steps: '200' })); // prettier-ignore
    expect(KIND.parts(lost).scores).toContain(`At step ${lost.outputs!.step.data[0]} a weight`);
  });
});

describe('what stands on screen', () => {
  test('parts are well formed: no undefined, NaN or open template, in both languages', () => {
    for (const { state } of combinations(48, 12)) {
      for (const words of [STRINGS.zh, STRINGS.en]) {
        for (const cursor of [undefined, { on: 'steps', at: [0, 0, state.steps] }]) {
          const view = viewOf(state, { words: live(words), ui: { 'fold-numbers': '1' }, ...(cursor && { cursor }) }); // prettier-ignore
          for (const [name, html] of Object.entries(KIND.parts(view))) {
            expect(html, name).not.toMatch(/undefined|NaN|\{\w+\}/);
          }
          expect(KIND.speak!(view)).not.toMatch(/[<>]/);
        }
      }
    }
  });

  test('predict first marks the number of parameters', () => {
    const view = viewOf(good({ steps: '0' }));
    expect(KIND.guess!(view, ['25']).right).toBe(true);
    expect(KIND.guess!(view, ['18']).right).toBe(false);
    expect(KIND.guess!(view, ['']).right).toBe(false);
  });

  test('the images: a field for every neuron, coloured by its sign', () => {
    for (const query of [
      {},
      { neuron: '1,2' },
      { neuron: '0,1' },
      { activation: 'relu', hidden: '5' },
      { activation: 'sigmoid', hidden: '3', neuron: '1,0' },
    ]) {
      // prettier-ignore
      const view = viewOf(good({ steps: '5', ...query }));
      const made = KIND.images!(view, { positive: [255, 0, 0], negative: [0, 0, 255], accent: [0, 0, 0] }); // prettier-ignore
      const { data, height, width } = made.plane();
      expect([height, width, data.length]).toEqual([32, 32, 4096]);
      if (view.state.neuron[0] === view.state.hidden.length + 1) {
        view.outputs!.field.data.forEach((p, i) => expect(data[4 * i] === 255).toBe(p >= 0.5));
      }
      // The first feature, x, is negative on the left and positive on the right.
      const net = made.net();
      expect(net.data.length).toBe(4 * net.height * net.width);
      const tops = Array.from({ length: net.height }, (_, r) => r).filter((r) => net.data[4 * r * net.width + 3] > 0); // prettier-ignore
      expect(tops.length).toBe(64);
      const first = 4 * tops[0] * net.width;
      expect([net.data[first], net.data[first + 4 * 31]]).toEqual([0, 255]);
    }
  });
});

describe('what buttons and fields ask for', () => {
  const act = (query: Query, name: string, over: Partial<View<State, Words>> = {}) =>
    KIND.act!(viewOf(good(query), over), name);

  test('steps on and back from key frame to key frame, and to the start', () => {
    const at = (query: Query | undefined) => query?.steps;
    expect(at(act({ steps: '30' }, 'on'))).toBe('40');
    expect(at(act({ steps: '40' }, 'on'))).toBe('60');
    expect(at(act({ steps: '30' }, 'back'))).toBe('20');
    expect(at(act({ steps: '20' }, 'back'))).toBe('0');
    expect(at(act({ steps: '0' }, 'back'))).toBe('0');
    expect(at(act({ steps: '7' }, 'one'))).toBe('8');
    expect(act({ steps: '7', seed: '9' }, 'start')).toMatchObject({ steps: '0', seed: '9' });
  });

  test('other weights, more and fewer layers; what no longer fits goes', () => {
    const given = { hidden: '2', weights: Array(9).fill('0.5').join(), neuron: '1,1', steps: '0' };
    const seed = act(given, 'seed')!;
    expect([seed.seed, seed.weights, seed.neuron]).toEqual(['2', undefined, '1,1']);
    const more = act(given, 'deeper')!;
    expect([more.hidden, more.weights, more.neuron]).toEqual(['2,2', undefined, undefined]);
    expect(act({ hidden: '', steps: '0' }, 'deeper')!.hidden).toBe('4');
    expect(act({ hidden: '3,2', steps: '0' }, 'flatter')!.hidden).toBe('3');
    expect(act({ hidden: '', steps: '0' }, 'flatter')!.hidden).toBe('');
  });

  test('a pressed cell becomes a point of the chosen class, and goes when pressed again', () => {
    const cursor: Cursor = { on: 'plane', at: [0, 0, 31] };
    const base = { data: 'custom', points: '0,0,1', steps: '0' };
    const once = act(base, 'point', { cursor, ui: { class: '0' } })!;
    expect(once.points).toBe('0,0,1;5.8125,5.8125,0');
    expect(act({ ...once }, 'point', { cursor })!.points).toBe('0,0,1');
    expect(act({ steps: '0' }, 'point', { cursor })).toBeUndefined();
  });

  test('a changed weight starts a run at step 0 from the present weights', () => {
    const view = viewOf(good({ steps: '30', neuron: '1,0' }));
    const query = KIND.edit!(view, 'w:2', '0.25')!;
    expect(query).toMatchObject({ steps: '0', neuron: '1,0' });
    const { weights } = good(query);
    expect(weights![2]).toBe(0.25);
    weights!.forEach((w, i) => i !== 2 && expect(w).toBeCloseTo(view.outputs!.weights.data[i], 4));
    expect(parse(KIND.edit!(view, 'w:2', 'x')!).problems![0]).toMatchObject({ key: 'weights' });
  });

  test('features, layers and data bring along what depends on them', () => {
    const view = viewOf(good({ steps: '10', neuron: '1,0' }));
    const edit = (name: string, value: string) => KIND.edit!(view, name, value);
    expect(edit('feature:xy', '1')).toMatchObject({ features: 'x,y,xy' });
    expect(edit('feature:x', '0')).toMatchObject({ features: 'y' });
    expect(edit('hidden', '')!.neuron).toBeUndefined();
    expect(edit('data', 'custom')!.points).toMatch(/;/);
    expect(edit('rate', '0.1')).toBeUndefined();
    const own = viewOf(good({ data: 'custom', steps: '0' }));
    expect(KIND.edit!(own, 'data', 'moons')!.points).toBeUndefined();
  });

  test('running visits the key frames from here to the end', () => {
    const view = viewOf(good({ steps: '10' }));
    const stops = KIND.stops!(view);
    expect([stops[0].at[2], stops.at(-1)!.at[2]]).toEqual([20, 4000]);
    expect(KIND.pick!(view, stops[1])).toEqual({ ...texts(view.state), steps: '40' });
    expect(KIND.pick!(view, view.cursor)).toBeUndefined();
  });
});
