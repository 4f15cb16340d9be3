/** Proves the numbers and corrections of the page quantization. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { figures } from '../../../src/content/concepts/quantization/figures.ts';
import {
  dequantize,
  integerDot,
  NARROW,
  quantize,
  scheme,
  VALUES,
  WIDE,
  wrongRound,
} from '../../../src/content/concepts/quantization/quantize.ts';
import { mulberry32, normal } from '../../../src/lib/random.ts';

const folder = new URL('../../../src/content/concepts/quantization/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');
const PAGES = [read('zh.mdx'), read('en.mdx')];
const { facts } = parse(read('concept.yaml')) as { facts: Record<string, { value: number }> };
const fact = (id: string) => facts[id].value;

const back = (r: number, s: typeof NARROW) => dequantize(quantize(r, s), s);

describe('affine quantization', () => {
  test('the worked example', () => {
    expect(NARROW).toEqual({ scale: 0.5, zero: 3, bits: 3 });
    expect([0.6, 2, -1.5, 1, 9].map((r) => quantize(r, NARROW))).toEqual([4, 7, 0, 5, 7]);
    expect(VALUES.map((r) => back(r, NARROW))).toEqual([-1.5, 0, 0.5, 2, 2]);
    expect(Math.round(9 / 0.5) + 3).toBe(21);
    expect(integerDot([0.6, 2], [-1.5, 1], NARROW, NARROW)).toEqual({ sum: 5, value: 1.25 });
    expect(0.6 * -1.5 + 2 * 1).toBeCloseTo(1.1, 12);
    expect(WIDE).toEqual({ scale: 1.5, zero: 1, bits: 3 });
    expect(VALUES.map((r) => back(r, WIDE))).toEqual([-1.5, 0, 0, 1.5, 9]);
  });

  const random = mulberry32(2);

  test('0 comes back exactly, and in the range the error is at most about half a step', () => {
    for (let i = 0; i < 200; i++) {
      const s = scheme(-3 * random(), 3 * random(), 2 + Math.floor(7 * random()));
      expect(back(0, s)).toBeCloseTo(0, 12);
      const [low, high] = [dequantize(0, s), dequantize(2 ** s.bits - 1, s)];
      const r = low + (high - low) * random();
      expect(Math.abs(back(r, s) - r)).toBeLessThanOrEqual(s.scale / 2 + 1e-12);
    }
    // A range that lacks 0 is widened.
    expect(scheme(2, 4, 2)).toEqual({ scale: 4 / 3, zero: 0, bits: 2 });
  });

  test('the error has variance S²/12, and a bit divides it by about 4', () => {
    const variance = (bits: number) => {
      const s = scheme(-1, 1, bits);
      const draw = mulberry32(7);
      let sum = 0;
      for (let i = 0; i < 40_000; i++) {
        const r = 1.98 * draw() - 0.99;
        sum += (back(r, s) - r) ** 2 / 40_000;
      }
      return sum / (s.scale ** 2 / 12);
    };
    for (const bits of [4, 6, 8]) expect(Math.abs(variance(bits) - 1)).toBeLessThan(0.03);
    const ratio = (scheme(-1, 1, 7).scale / scheme(-1, 1, 8).scale) ** 2;
    expect(Math.abs(ratio - 4)).toBeLessThan(0.07);
  });

  test('the integer sum equals the sum of what comes back', () => {
    const [A, B] = [scheme(-1, 2, 8), scheme(0, 6, 8)];
    const [a, b] = [0, 1].map(() => Array.from({ length: 50 }, () => normal(random)));
    const expected = a.reduce((sum, r, i) => sum + back(r, A) * back(b[i], B), 0);
    const { sum, value } = integerDot(a, b, A, B);
    expect(Number.isInteger(sum)).toBe(true);
    expect(value).toBeCloseTo(expected, 9);
  });

  test('rounding without a scale leaves nothing', () => {
    const weights = Array.from({ length: 1000 }, () => 0.1 * normal(random));
    expect(wrongRound(weights).every((w) => w + 0 === 0)).toBe(true);
    const s = scheme(Math.min(...weights), Math.max(...weights), 8);
    expect(new Set(weights.map((w) => quantize(w, s))).size).toBeGreaterThan(100);
  });

  test('cutting off an outlier can lower the error', () => {
    const values = [...Array.from({ length: 3000 }, () => normal(random)), 12];
    const error = (s: typeof NARROW) => values.reduce((sum, r) => sum + (back(r, s) - r) ** 2, 0);
    const [all, cut] = [scheme(-4, 12, 4), scheme(-4, 4, 4)];
    // The outlier loses 8 by being cut, and still the total is smaller.
    expect(12 - back(12, cut)).toBeCloseTo(8, 0);
    expect(error(cut)).toBeLessThan(0.6 * error(all));
  });

  test('with one scale a filter ten times smaller gets a tenth of the levels', () => {
    const large = Array.from({ length: 2000 }, (_, i) => -1 + i / 1000);
    const small = large.map((w) => w / 10);
    const s = scheme(-1, 1, 8);
    const levels = (weights: number[]) => new Set(weights.map((w) => quantize(w, s))).size;
    expect(levels(large)).toBeGreaterThan(250);
    expect(Math.abs(levels(small) - 25.6)).toBeLessThan(2);
  });
});

describe('the models of the site', () => {
  test('what the card of the classifier says', () => {
    const card = parse(readFileSync('public/models/digits-classifier/card.yaml', 'utf8')) as {
      parameters: number;
      bytes: { sent: number };
    };
    expect(card.bytes.sent).toBe(fact('sent'));
    expect(card.parameters).toBe(117434);
    expect(4 * card.parameters).toBe(469736);
    for (const page of PAGES) for (const n of ['117,434', '469,736']) expect(page).toContain(n);
  });

  test('four times smaller, and floating-point again once loaded', () => {
    const weights = readFileSync('public/models/digits-classifier/weights.bin');
    const { weightsManifest } = JSON.parse(
      readFileSync('public/models/digits-classifier/model.json', 'utf8'),
    ) as { weightsManifest: [{ weights: tf.io.WeightsManifestEntry[] }] };
    expect(469736 / weights.length).toBeGreaterThan(3.9);
    const buffer = new Uint8Array(weights).buffer;
    const loaded = tf.io.decodeWeights(buffer, weightsManifest[0].weights);
    for (const tensor of Object.values(loaded)) expect(tensor.dtype).toBe('float32');
    const levels = new Set(loaded['dense1/kernel'].dataSync());
    expect(levels.size).toBeLessThanOrEqual(256);
  });
});

test('what the listing printed', () => {
  const lines = read('quantize_torch.out.txt').trimEnd().split('\n');
  const row = (line: string) => line.slice(38).trim().split(/\s+/).map(Number);
  const bits = row(lines[0]);
  const rows = { tensor: lines[1], channel: lines[2], act: lines[3] };
  for (const [id, { value }] of Object.entries(facts)) {
    const [, name, b] = /^(tensor|channel|act)-(\d)$/.exec(id) ?? [];
    if (name) expect(row(rows[name as keyof typeof rows])[bits.indexOf(Number(b))]).toBe(value);
  }
  expect(lines[1]).toContain('per tensor');
  expect(lines[2]).toContain('per channel');
  expect(lines[3]).toContain('activations');
});

test('every figure is drawn in both languages', () => {
  for (const draw of Object.values(figures)) {
    for (const lang of ['zh', 'en'] as const) expect(draw(lang)).toMatch(/^<svg[\s\S]*<\/svg>$/);
  }
});
