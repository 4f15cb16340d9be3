/** The device program against float64, and what the widget claims of its numbers. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { meanAveragePrecision } from '@lib/boxes.ts';
import { readFromDisk } from '@models/on-disk.ts';
import type { Ops } from '@runtime/tf.ts';
import { program } from '@widgets/detector/compute.ts';
import { analysisOf, load, reference } from '@widgets/detector/reference.ts';
import { parse, type State } from '@widgets/detector/state.ts';
import { composedId } from '@widgets/toolkit/composed.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';
import { compare } from '@widgets/toolkit/proof.ts';
import type { Query } from '@widgets/toolkit/query.ts';
import { readOutputs, takeTurns } from '../device.ts';
import { combinations } from './combinations.ts';

beforeAll(async () => {
  readFromDisk();
  await tf.setBackend('cpu');
  await load();
});

const refer = async (state: State) => (await reference(state, undefined, async () => true))!;
const of = async (query: Query) => {
  const { state } = parse(query);
  return { outputs: await refer(state!), analysis: analysisOf(state!)! };
};

function device(state: State): Outputs {
  return readOutputs(tf.tidy(() => program(tf as unknown as Ops, state)));
}

test(
  '320 states on 24 scenes: the device agrees with float64 within 1e-4 and keeps no tensor',
  { timeout: 240_000 },
  async () => {
    const before = tf.memory().numTensors;
    // What the device computes depends on the scene alone.
    const computed = new Map<string, Outputs>();
    for (const { query, state } of combinations(320, 11)) {
      const judge = await refer(state);
      const key = composedId(state);
      if (!computed.has(key)) await takeTurns(computed.size);
      const made = computed.get(key) ?? device(state);
      computed.set(key, made);
      const heads = compare({ heads: made.heads }, judge);
      expect(heads.cells).toBe(8 * 8 * 15);
      expect(heads.error, JSON.stringify(query)).toBeLessThan(1e-4);
      const boxes = compare({ boxes: made.boxes }, judge);
      expect(boxes.cells).toBe(64 * 5);
      // Pixels: the error of the heads times 8 or the side of the box.
      expect(boxes.error, JSON.stringify(query)).toBeLessThan(1e-3);
    }
    expect(computed.size).toBe(24);
    expect(tf.memory().numTensors).toBe(before);
  },
);

describe('suppression', () => {
  test('keeps what tf.image.nonMaxSuppression keeps', { timeout: 120_000 }, async () => {
    let gone = 0;
    for (const { query, state } of combinations(240, 23)) {
      if (state.perClass) continue;
      await refer(state);
      const { found, nms } = analysisOf(state)!;
      const theirs = tf.image.nonMaxSuppression(
        tf.tensor2d(found.map(({ box: [l, t, r, b] }) => [t, l, b, r])),
        found.map(({ score }) => score),
        found.length,
        state.iou,
        state.threshold,
      );
      expect(nms.kept, JSON.stringify(query)).toEqual([...theirs.dataSync()]);
      gone += nms.order.length - nms.kept.length;
      theirs.dispose();
    }
    expect(gone).toBeGreaterThan(100);
  });

  test('by class: boxes of two classes never suppress each other; each class as on its own', async () => {
    for (const { state } of combinations(120, 29)) {
      if (!state.perClass) continue;
      await refer(state);
      const { found, nms, by } = analysisOf(state)!;
      for (const [index, keeper] of by) expect(found[index].label).toBe(found[keeper].label);
      for (let label = 0; label < 10; label++) {
        const own = found.map((f) => ({ ...f, score: f.label === label ? f.score : -1 }));
        const theirs = tf.image.nonMaxSuppression(
          tf.tensor2d(own.map(({ box: [l, t, r, b] }) => [t, l, b, r])),
          own.map(({ score }) => score),
          own.length,
          state.iou,
          state.threshold,
        );
        expect(nms.kept.filter((i) => found[i].label === label)).toEqual([...theirs.dataSync()]);
        theirs.dispose();
      }
    }
  });
});

describe('the numbers', () => {
  test('the table of candidates: sorted, above the threshold, suppressed by one that was kept', async () => {
    for (const { query, state } of combinations(150, 31)) {
      const outputs = await refer(state);
      const { order } = analysisOf(state)!.nms;
      if (order.length === 0) {
        expect(outputs.candidates).toBeUndefined();
        continue;
      }
      const rows = Array.from({ length: order.length }, (_, i) => [...outputs.candidates.data.subarray(7 * i, 7 * i + 7)]); // prettier-ignore
      let last = Infinity;
      let kept = 0;
      for (const [i, [label, score, by, left, top, right, bottom]] of rows.entries()) {
        expect(score, JSON.stringify(query)).toBeGreaterThan(state.threshold);
        expect(score).toBeLessThanOrEqual(last);
        last = score;
        expect(label >= 0 && label <= 9 && right > left && bottom > top).toBe(true);
        if (by === 0) kept++;
        else {
          expect(by).toBeLessThanOrEqual(i);
          expect(rows[by - 1][2]).toBe(0);
        }
      }
      expect(outputs.kept.data[0]).toBe(kept);
    }
  });

  test('TP + FP are kept, TP + FN are true; a single class has the AP of src/lib', async () => {
    let single = 0;
    for (const { state } of combinations(150, 37)) {
      const { kept, objects, tp, fp, fn, ap } = await refer(state);
      const { truths, nms, found } = analysisOf(state)!;
      expect(tp.data[0] + fp.data[0]).toBe(kept.data[0]);
      expect(tp.data[0] + fn.data[0]).toBe(objects.data[0]);
      expect(ap.data[0]).toBeGreaterThanOrEqual(0);
      expect(ap.data[0]).toBeLessThanOrEqual(1);
      const detections = nms.kept.map((i) => found[i]);
      const labels = new Set([...truths, ...detections].map(({ label }) => label));
      if (labels.size > 1) continue;
      single++;
      expect(ap.data[0]).toBeCloseTo(meanAveragePrecision([{ detections, truths }], 10).mean, 12);
    }
    expect(single).toBeGreaterThan(3);
  });

  test('a lower threshold adds boxes and never takes a true positive away from the ranking', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      let [before, ap] = [-1, -1];
      for (const threshold of [0.9, 0.6, 0.3, 0.1, 0.02]) {
        const { outputs, analysis } = await of({ seed: `${seed}`, threshold: `${threshold}` });
        expect(analysis.nms.order.length).toBeGreaterThanOrEqual(before);
        expect(outputs.ap.data[0]).toBeGreaterThanOrEqual(ap - 1e-12);
        [before, ap] = [analysis.nms.order.length, outputs.ap.data[0]];
      }
    }
  });

  test('the detector is worth showing: most held-out digits are found', async () => {
    let [right, there] = [0, 0];
    for (let seed = 1; seed <= 12; seed++) {
      const { outputs } = await of({ seed: `${seed}` });
      right += outputs.tp.data[0];
      there += outputs.objects.data[0];
    }
    expect(right / there).toBeGreaterThan(0.75);
  });

  test('given up, there is no result', async () => {
    const { state } = parse({ seed: '424242' });
    expect(await reference(state!, undefined, async () => false)).toBeUndefined();
    expect(analysisOf(state!)).toBeUndefined();
  });
});
