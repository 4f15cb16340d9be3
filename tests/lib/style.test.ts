/** src/lib/style.ts and its pictures: against PyTorch, the listing of the page, and differences. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { mulberry32 } from '@lib/random.ts';
import * as style from '@lib/style.ts';
import {
  inverted,
  maskOf,
  maskText,
  PICTURES,
  shrunk,
  type PictureId,
} from '@lib/style-pictures.ts';
import * as listing from '../../src/content/concepts/style-transfer/style.ts';

interface Golden {
  pictures: Record<string, number[]>;
  ninths: Record<string, number[]>;
  cases: {
    content: PictureId;
    style: PictureId;
    alpha: number;
    beta: number;
    image: number[];
    features: number[];
    gram: number[];
    contentLoss: number;
    styleLoss: number;
    gradient: number[];
    steps: [number, number][];
    end: number[];
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../golden/style.json', import.meta.url), 'utf8'),
) as Golden;

const close = (got: ArrayLike<number>, want: ArrayLike<number>, share = 1e-12) => {
  expect(got.length).toBe(want.length);
  let size = 1;
  for (let i = 0; i < want.length; i++) size = Math.max(size, Math.abs(want[i]));
  for (let i = 0; i < want.length; i++) {
    if (!(Math.abs(got[i] - want[i]) <= share * size)) throw new Error(`[${i}]: ${got[i]} for ${want[i]}`); // prettier-ignore
  }
};
const targetsOf = (content: PictureId, painting: PictureId, alpha: number, beta: number): style.Targets => ({
  content: style.features(PICTURES[content]),
  style: style.gram(style.features(PICTURES[painting])),
  alpha,
  beta,
}); // prettier-ignore
const randomImage = (seed: number) => {
  const random = mulberry32(seed);
  return Float64Array.from({ length: 256 }, () => style.onGrid(random()));
};

describe('PyTorch', () => {
  test('pictures and their exact Gram matrices, in ninths', () => {
    for (const [name, pixels] of Object.entries(golden.pictures)) {
      expect([...PICTURES[name as PictureId]]).toEqual(pixels);
      const G = style.exactGram(style.inUnits(style.features(pixels)));
      expect([...G].map((g) => 9 * g)).toEqual(golden.ninths[name].map((n) => 9 * (n / 9)));
    }
  });

  test.each(golden.cases)('$content, $style, α = $alpha, β = $beta: features, Gram matrix, losses, gradient, twelve steps', (one) => {
    const targets = targetsOf(one.content, one.style, one.alpha, one.beta);
    const found = style.losses(one.image, targets);
    close(found.features, one.features);
    close(found.gram, one.gram);
    close([found.content], [one.contentLoss]);
    close([1e4 * found.style], [1e4 * one.styleLoss]);
    close(found.gradient, one.gradient);
    let stand = style.startFrom(Float64Array.from(one.image));
    one.steps.forEach(([content, far], i) => {
      stand = style.adamStep(stand, style.losses(stand.image, targets).gradient, i + 1);
      const now = style.losses(stand.image, targets);
      close([now.content, 1e4 * now.style], [content, 1e4 * far], 1e-8);
    });
    close(stand.image, one.end, 1e-8);
  }); // prettier-ignore
});

describe('the listing of the page', () => {
  const asGrid = (x: ArrayLike<number>) => grid([16, 16, 1], x);

  test('its two pictures, features, losses and gradients', () => {
    expect([...PICTURES.disc]).toEqual([...listing.DISC.data]);
    expect([...PICTURES.stripes]).toEqual([...listing.STRIPES.data]);
    const mine = targetsOf('disc', 'stripes', 0.7, 3e4);
    for (let seed = 1; seed < 20; seed++) {
      const image = randomImage(seed);
      const theirs = { content: listing.CONTENT, style: listing.STYLE, alpha: 0.7, beta: 3e4 };
      const [a, b] = [style.losses(image, mine), listing.losses(asGrid(image), theirs)];
      close(a.features, listing.features(asGrid(image)).data);
      close([a.content, 1e3 * a.style], [b.content, 1e3 * b.style]);
      close(a.gradient, b.gradient.data);
    }
  });

  test('the losses that the page tells', () => {
    const reach = (alpha: number, beta: number) => {
      const targets = targetsOf('disc', 'stripes', alpha, beta);
      let stand = style.startFrom(style.noise(1));
      for (let t = 1; t <= 200; t++) {
        stand = style.adamStep(stand, style.losses(stand.image, targets).gradient, t);
      }
      const { content, style: far } = style.losses(stand.image, targets);
      return [content.toFixed(1), (1000 * far).toFixed(2)].join(' ');
    };
    const output = readFileSync(new URL('../../src/content/concepts/style-transfer/style.out.txt', import.meta.url), 'utf8'); // prettier-ignore
    const told = (name: string) => new RegExp(`^${name} +(\\S+) +(\\S+)$`, 'm').exec(output)!.slice(1, 3).join(' '); // prettier-ignore
    expect(reach(1, 0)).toBe(told('content only'));
    expect(reach(1, 1e5)).toBe(told('both'));
    expect(reach(0, 1e5)).toBe(told('style only'));
  });
});

test('the gradient equals central differences', () => {
  for (const [alpha, beta] of [
    [1, 0],
    [0, 1e5],
    [0.5, 2e5],
  ]) {
    // prettier-ignore
    const targets = targetsOf('heart', 'waves', alpha, beta);
    const image = randomImage(5);
    const { gradient } = style.losses(image, targets);
    const total = (at: number, d: number) => {
      const moved = image.map((v, i) => (i === at ? v + d : v));
      const { content, style: far } = style.losses(moved, targets);
      return alpha * content + beta * far;
    };
    for (const at of [0, 15, 17, 100, 137, 240, 255]) {
      const h = 1e-6;
      const slope = (total(at, h) - total(at, -h)) / (2 * h);
      expect(Math.abs(gradient[at] - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)) + 1e-5); // prettier-ignore
    }
  }
});

describe('the Gram matrix', () => {
  test('is symmetric, and the same in every bit for any order of the positions', () => {
    for (const image of [
      PICTURES.digit,
      PICTURES.house,
      randomImage(1).map((v) => Math.round(255 * v) / 255),
    ]) {
      // prettier-ignore
      const counts = style.inUnits(style.features(image));
      const G = style.exactGram(counts);
      close(G, style.gram(style.features(image)), 1e-12);
      for (let i = 0; i < 64; i++) expect(G[i]).toBe(G[(i % 8) * 8 + Math.floor(i / 8)]);
      for (const seed of [1, 2, 3, 77]) {
        const order = style.orderOf(seed);
        expect([...order].sort((a, b) => a - b)).toEqual(style.orderOf(0));
        expect(style.exactGram(style.reordered(counts, order))).toEqual(G);
      }
    }
  });

  test('a channel and its negative never answer at the same position', () => {
    const G = style.gram(style.features(randomImage(9)));
    for (let i = 0; i < 4; i++) expect(G[i * 8 + i + 4]).toBe(0);
  });
});

describe('pictures', () => {
  test('are whole multiples of 1/255 from 0 to 1, not all alike', () => {
    for (const image of Object.values(PICTURES)) {
      expect(image).toHaveLength(256);
      for (const v of image) expect(Math.abs(255 * v - Math.round(255 * v))).toBeLessThan(1e-12);
      expect(Math.min(...image)).toBe(0);
      expect(Math.max(...image)).toBe(1);
    }
  });

  test('masks come back from their text, and invert twice to nothing', () => {
    const random = mulberry32(4);
    for (let k = 0; k < 50; k++) {
      const mask = Uint8Array.from({ length: 256 }, () => Number(random() < 0.3));
      expect(maskOf(maskText(mask))).toEqual(mask);
      expect([...inverted(inverted(PICTURES.digit, mask), mask)].map((v) => Math.round(255 * v))).toEqual([...PICTURES.digit].map((v) => Math.round(255 * v))); // prettier-ignore
    }
    expect(maskText(new Uint8Array(256))).toBe('');
    for (const bad of ['0', 'g'.repeat(64), '0'.repeat(63), ' '.repeat(64)]) expect(maskOf(bad)).toBeUndefined(); // prettier-ignore
  });

  test('a photograph: its middle square, averaged, dark as ink, full contrast', () => {
    const wide = Float64Array.from({ length: 20 * 40 }, (_, i) => (i % 40 < 20 ? 50 : 200));
    expect([...shrunk(wide, 20, 40).slice(0, 16)]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]); // prettier-ignore
    expect([...shrunk(new Float64Array(300).fill(51), 15, 20)]).toEqual(Array(256).fill(204 / 255));
    const slope = Float64Array.from({ length: 32 * 32 }, (_, i) => Math.floor(i / 32));
    const down = shrunk(slope, 32, 32);
    for (let r = 0; r < 16; r++) expect(down[16 * r]).toBe(Math.round((255 * (15 - r)) / 15) / 255);
  });
});
