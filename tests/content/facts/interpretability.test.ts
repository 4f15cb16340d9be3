/** Proves the numbers and corrections of the page interpretability. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  gradient,
  integratedGradients,
  occlusion,
  saturating,
} from '../../../src/content/concepts/interpretability/attribution.ts';
import { CURVE, HELD_OUT } from '../../../src/components/widgets/adversarial/curve.ts';
import { figures } from '../../../src/content/concepts/interpretability/figures.ts';
import {
  alphas,
  cam,
  FLAT_MAP,
  FLAT_WEIGHTS,
  gradCam,
  HEADS,
  hiResCam,
  MAPS,
  pooledGradients,
  relu,
  score,
  USED_LEFT,
} from '../../../src/content/concepts/interpretability/gradcam.ts';
import {
  alike,
  draw,
  FILTERS,
  meanAlike,
  PICTURE,
  saliency,
} from '../../../src/content/concepts/interpretability/sanity.ts';
import { grid } from '../../../src/lib/grid.ts';
import { NETWORKS, parseList } from '../../../src/lib/network-list.ts';
import { ledger } from '../../../src/lib/network.ts';
import { softmax } from '../../../src/lib/ops/activation.ts';
import { conv2d, CONV_DEFAULTS } from '../../../src/lib/ops/conv.ts';
import { mulberry32 } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/interpretability/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;
const sum = (x: number[][]) => x.flat().reduce((a, b) => a + b, 0);

describe('Grad-CAM', () => {
  test('worked example: 6 and 3 for class a, 2 and 4 for class b', () => {
    expect([score(HEADS.a), score(HEADS.b)]).toEqual([6, 3]);
    expect(alphas(pooledGradients(HEADS.a))).toEqual([3 / 4, -1 / 4]);
    expect(gradCam(MAPS, pooledGradients(HEADS.a))).toEqual([[6, 3], [0, 0]]); // prettier-ignore
    expect(gradCam(MAPS, pooledGradients(HEADS.b))).toEqual([[0, 0], [2, 4]]); // prettier-ignore
    // Class b's bright corner is negative for class a.
    expect(cam(HEADS.a)[1][1] / 4).toBe(-2);
  });

  test('the gradients are those of the score', () => {
    for (const w of Object.values(HEADS)) {
      const f = (x: number[]) =>
        w.reduce((all, weight, k) => all + (weight * sum([x.slice(4 * k, 4 * k + 4)])) / 4, 0);
      const numeric = gradient(f, MAPS.flat(2));
      pooledGradients(w).flat(2).forEach((g, i) => expect(numeric[i]).toBeCloseTo(g, 6)); // prettier-ignore
    }
  });

  test('with global average pooling it is the class activation map over Z', () => {
    for (const w of Object.values(HEADS)) {
      const heat = gradCam(MAPS, pooledGradients(w));
      expect(heat).toEqual(relu(cam(w)).map((row) => row.map((v) => v / 4)));
      expect(hiResCam(MAPS, pooledGradients(w))).toEqual(heat);
      // Before ReLU the cells add up to the score.
      expect(sum(cam(w)) / 4).toBe(score(w));
    }
    expect(6 + 3 - 1 - 2).toBe(score(HEADS.a));
    expect(read('gradcam_torch.out.txt')).toContain('Grad-CAM times 196 equals CAM: True');
  });

  test('averaging turns evidence against into evidence for', () => {
    expect(gradCam(FLAT_MAP, USED_LEFT)).toEqual([[3, 3], [0, 0]]); // prettier-ignore
    expect(FLAT_MAP[0][0][1] * USED_LEFT[0][0][1]).toBe(-6);
    expect(hiResCam(FLAT_MAP, USED_LEFT)).toEqual([[18, 0], [0, 0]]); // prettier-ignore
    // Weights that cancel leave nothing at all, though the score depends on the map.
    expect(sum(gradCam(FLAT_MAP, FLAT_WEIGHTS))).toBe(0);
    expect(sum(hiResCam(FLAT_MAP, FLAT_WEIGHTS))).toBe(6);
  });

  test('maps are coarse: 14×14 for the digit network, 7×7 for ResNet-50', () => {
    const model = JSON.parse(
      readFileSync(new URL('../../../public/models/digits-classifier/model.json', import.meta.url), 'utf8'),
    ) as { modelTopology: { config: { layers: { class_name: string; name: string; config: { padding?: string } }[] } } }; // prettier-ignore
    const names = model.modelTopology.config.layers;
    const pools = (before: string) =>
      names
        .slice(
          0,
          names.findIndex(({ name }) => name === before),
        )
        .filter(({ class_name }) => class_name === 'MaxPooling2D').length;
    const convolutions = names.filter(({ class_name }) => class_name === 'Conv2D');
    expect(convolutions.every(({ config }) => config.padding === 'same')).toBe(true);
    expect(28 / 2 ** pools(convolutions.at(-1)!.name)).toBe(14);
    // It flattens: the caution of the page applies to it.
    expect(names.some(({ class_name }) => class_name === 'Flatten')).toBe(true);
    const { input, layers } = parseList(NETWORKS.resnet50);
    const { rows, last } = ledger(input!, layers);
    expect(rows[last].cells).toEqual([7, 7]);
  });
});

describe('saturation', () => {
  test('saturated and redundant evidence', () => {
    const [x, zero] = [[1, 1], [0, 0]]; // prettier-ignore
    expect(saturating(x)).toBe(1);
    gradient(saturating, x).forEach((g) => expect(g).toBeCloseTo(0, 9));
    expect(occlusion(saturating, x, zero)).toEqual([0, 0]);
    expect(saturating(zero)).toBe(0);
    const shares = integratedGradients(saturating, x, zero);
    shares.forEach((v) => expect(v).toBeCloseTo(1 / 2, 3));
    expect(shares[0] + shares[1]).toBeCloseTo(saturating(x) - saturating(zero), 3);
  });

  test('Shapley values share the saturated score equally', () => {
    // What each input adds, averaged over both orders; each is absent at its baseline 0.
    const first = (i: number) => saturating(i === 0 ? [1, 0] : [0, 1]) - saturating([0, 0]);
    const second = (i: number) => saturating([1, 1]) - saturating(i === 0 ? [0, 1] : [1, 0]);
    for (const i of [0, 1]) {
      expect([first(i), second(i)]).toEqual([1, 0]);
      expect((first(i) + second(i)) / 2).toBe(1 / 2);
    }
  });

  test('softmax takes the gradient away where the network is sure', () => {
    const p = softmax([12, 2, 2])[0];
    expect(Number(p.toFixed(5))).toBe(fact('sure'));
    expect(Number((p * (1 - p)).toFixed(5))).toBe(fact('softmax-gradient'));
    expect(read('gradcam_torch.out.txt')).toContain('gradient 0.00009 of 1');
  });
});

describe('sanity', () => {
  test('guided backpropagation barely notices new weights, the gradient does', () => {
    expect(Number(meanAlike(true).toFixed(2))).toBe(fact('guided-alike'));
    expect(Number(meanAlike(false).toFixed(2))).toBe(fact('gradient-alike'));
    // Not one lucky draw.
    for (let seed = 101; seed <= 110; seed++) expect(alike(true, seed)).toBeGreaterThan(0.75);
  });

  test('the plain map is the gradient of the class score', () => {
    const random = mulberry32(5);
    const kernel = draw([3, 3, 1, FILTERS], random);
    const weights = draw([FILTERS], random).data;
    const f = (x: number[]) => {
      const z = conv2d(grid(PICTURE.shape, x), kernel, CONV_DEFAULTS);
      const places = z.data.length / FILTERS;
      return z.data.reduce(
        (all, v, i) => all + (Math.max(0, v) * weights[i % FILTERS]) / places,
        0,
      );
    };
    // A picture without ties at 0, where ReLU has no gradient, near the corner of the square.
    const analytic = saliency(kernel, weights, false).data;
    const x = [...PICTURE.data];
    for (const i of [5 * 16 + 6, 6 * 16 + 6]) {
      const h = 1e-6;
      const up = f(x.map((v, j) => (j === i ? v + h : v)));
      const down = f(x.map((v, j) => (j === i ? v - h : v)));
      expect((up - down) / (2 * h)).toBeCloseTo(analytic[i], 6);
    }
  });
});

test('what the attack and the noise leave right at the size of the page', () => {
  const percent = (count: number) => Math.round((100 * count) / HELD_OUT);
  const [, attack, noise] = CURVE.find(([eps]) => eps === fact('attack-size'))!;
  expect(HELD_OUT).toBe(1500);
  expect(percent(attack)).toBe(fact('attack-right'));
  expect(percent(noise)).toBe(fact('noise-right'));
  expect(percent(CURVE[0][1])).toBe(fact('clean-right'));
  expect(CURVE[0][0]).toBe(0);
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
