import { describe, expect, test } from 'vitest';
import { composeScene, INK, inkBox, TILE, type Digits } from '../../src/lib/scenes.ts';
import { mulberry32 } from '../../src/lib/random.ts';

/** Stand-ins for digits: class c is a frame 8 + c pixels wide and 18 high with a bar. */
const DIGITS: Digits = (() => {
  const images = new Uint8Array(10 * TILE * TILE);
  for (let c = 0; c < 10; c++) {
    for (let y = 5; y < 23; y++) {
      for (let x = 8; x < 16 + c; x++) {
        const edge = y < 8 || y > 19 || x < 11 || x > 12 + c;
        if (edge || y === 10 + c) images[(c * TILE + y) * TILE + x] = 255 - c;
      }
    }
  }
  return { images, labels: [...Array(10).keys()] };
})();

const scene = (seed: number, more: Partial<Parameters<typeof composeScene>[0]> = {}) =>
  composeScene({ seed, digits: DIGITS, ...more });

/** A short sum over a scene (FNV-1a over the picture in 1/65535 and the instances). */
function checksum({ image, instances }: ReturnType<typeof composeScene>): string {
  let hash = 0x811c9dc5;
  const add = (n: number) => (hash = Math.imul(hash ^ n, 0x01000193) >>> 0);
  image.data.forEach((v) => add(Math.round(v * 65535)));
  instances.forEach(add);
  return hash.toString(16).padStart(8, '0');
}

describe('a scene', () => {
  test('everything in it is consistent, on 300 seeds', () => {
    const counts = new Set<number>();
    for (let seed = 0; seed < 300; seed++) {
      const { image, boxes, labels, instances, semantic } = scene(seed);
      counts.add(labels.length);
      expect(image.shape).toEqual([64, 64, 1]);
      expect(image.data.every((v) => v >= 0 && v <= 1)).toBe(true);
      expect(boxes).toHaveLength(labels.length);
      expect(labels.length).toBeGreaterThanOrEqual(1);
      expect(labels.length).toBeLessThanOrEqual(5);
      expect(Math.max(...instances)).toBe(labels.length);
      boxes.forEach((box, i) => {
        expect(box).toEqual(inkBox(instances, 64, i + 1));
        const [left, top, right, bottom] = box;
        expect(left >= 1 && top >= 1 && right <= 63 && bottom <= 63).toBe(true);
        expect(right - left).toBeGreaterThan(4);
        expect(bottom - top).toBeGreaterThan(6);
      });
      instances.forEach((i, p) => {
        if (semantic[p] !== (i === 0 ? 0 : 1 + labels[i - 1])) throw new Error(`pixel ${p}`);
      });
    }
    expect([...counts].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test('the same seed gives the same scene, another seed another one', () => {
    expect(scene(5)).toEqual(scene(5));
    expect(scene(6).image.data).not.toEqual(scene(5).image.data);
  });

  test('is the one written down: a change of the composer would make every model stale', () => {
    expect([1, 2, 3].map((seed) => checksum(scene(seed)))).toEqual(CHECKSUMS);
  });

  test('without noise and clutter, ink is exactly where an instance is', () => {
    const { image, instances } = scene(9, { noise: 0, clutter: 0 });
    instances.forEach((i, p) => expect(image.data[p] >= INK).toBe(i > 0));
  });

  test('noise and clutter leave digits where they are; noise has the deviation asked for', () => {
    const plain = scene(12, { noise: 0, clutter: 0 });
    const dirty = scene(12, { noise: 0.1, clutter: 3 });
    expect(dirty.instances).toEqual(plain.instances);
    const noisy = scene(12, { noise: 0.1, clutter: 0 });
    // only pixels of middle grey, which are not clipped
    const middle = [...plain.image.data.keys()].filter(
      (p) => plain.image.data[p] > 0.4 && plain.image.data[p] < 0.6,
    );
    const errors = middle.map((p) => noisy.image.data[p] - plain.image.data[p]);
    const deviation = Math.sqrt(errors.reduce((s, e) => s + e * e, 0) / errors.length);
    expect(middle.length).toBeGreaterThan(15);
    expect(deviation).toBeGreaterThan(0.06);
    expect(deviation).toBeLessThan(0.14);
  });

  test('digits stay visible whatever overlap is allowed', () => {
    for (let seed = 0; seed < 60; seed++) {
      const options = { overlap: 1, count: [5, 5] as const, noise: 0, clutter: 0 };
      const all = scene(seed, options);
      all.labels.forEach((label, i) => {
        const visible = all.instances.filter((v) => v === i + 1).length;
        const [left, top, right, bottom] = all.boxes[i];
        expect(visible, `seed ${seed}`).toBeGreaterThan(
          0.2 * (right - left) * (bottom - top) * 0.6,
        );
        expect(all.semantic.some((s) => s === label + 1)).toBe(true);
      });
    }
  });

  test('no overlap allowed: ink boxes hardly ever meet; allowed: they do', () => {
    const meeting = (overlap: number) => {
      let pairs = 0;
      for (let seed = 0; seed < 80; seed++) {
        const { boxes } = scene(seed, { overlap, count: [2, 2] });
        const [a, b] = boxes;
        if (!b) continue;
        pairs += Number(a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]);
      }
      return pairs;
    };
    expect(meeting(0)).toBe(0);
    expect(meeting(0.5)).toBeGreaterThan(10);
  });

  test('count, size and scale are kept', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { image, boxes } = scene(seed, { count: [2, 2], size: 96, scale: [1, 1] });
      expect(image.shape).toEqual([96, 96, 1]);
      expect(boxes).toHaveLength(2);
      boxes.forEach(([, top, , bottom]) => expect(bottom - top).toBeLessThanOrEqual(18));
    }
  });

  test('a digit at its own size comes out pixel for pixel', () => {
    const one = scene(3, { count: [1, 1], scale: [1, 1], noise: 0, clutter: 0 });
    const [left, top] = one.boxes[0];
    const label = one.labels[0];
    for (let y = 0; y < 18; y++) {
      for (let x = 0; x < 8 + label; x++) {
        const tile = DIGITS.images[(label * TILE + y + 5) * TILE + x + 8];
        expect(one.image.data[(top + y) * 64 + left + x]).toBeCloseTo(tile / 255, 12);
      }
    }
  });

  test('what cannot be composed is refused with the name of the option', () => {
    expect(() => scene(1, { digits: { images: [], labels: [] } })).toThrow(/digits/);
    expect(() => scene(1, { digits: { images: [1], labels: [1] } })).toThrow(/784/);
    expect(() => scene(1, { count: [0, 2] })).toThrow(/count\[0\]/);
    expect(() => scene(1, { count: [3, 2] })).toThrow(/count\[1\]/);
    expect(() => scene(1, { size: 20 })).toThrow(/size/);
    expect(() => scene(1, { noise: 2 })).toThrow(/noise/);
    expect(() => scene(1, { clutter: -1 })).toThrow(/clutter/);
    expect(() => scene(1, { overlap: 1.5 })).toThrow(/overlap/);
    expect(() => scene(1, { scale: [1, 3] })).toThrow(/scale/);
  });

  test('digits are drawn from all there are', () => {
    const seen = new Set<number>();
    const random = mulberry32(1);
    for (let i = 0; i < 40; i++)
      scene(Math.floor(random() * 2 ** 32)).labels.forEach((l) => seen.add(l));
    expect(seen.size).toBe(10);
  });
});

const CHECKSUMS = ['794a8083', '87e3070c', 'a0a3f70a'];
