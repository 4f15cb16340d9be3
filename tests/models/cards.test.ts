/** Every model under public/models is what its card says, and every card says all it should. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readGraph, weightShapes } from '@lib/nn/graph.ts';

const ROOT = path.join(process.cwd(), 'public', 'models');
const LIMIT = 600_000;

interface Words {
  zh: string;
  en: string;
}
interface Card {
  id: string;
  task: Words;
  architecture: Words;
  parameters: number;
  bytes: { sent: number; gzip: number };
  input: Record<string, unknown>;
  output: Record<string, unknown> & { meaning: Words };
  data: { source: Words; licence: string; split: Words; sha256: string };
  training: { command: string; seed: number; steps: number; seconds: number; hardware: Words };
  metrics: { name: string; value: number; bound?: number; higherIsBetter?: boolean; split: string }[]; // prettier-ignore
  use: Words;
  licence: string;
  files: Record<string, string>;
}

const models = readdirSync(ROOT).filter((name) => existsSync(path.join(ROOT, name, 'card.yaml')));

/** Paths of all words {zh, en} in a card that lack a language. */
function incomplete(value: unknown, at = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && ('zh' in value || 'en' in value)) {
    const words = value as Partial<Record<keyof Words, unknown>>;
    return [words.zh, words.en].every((each) => each && String(each).trim()) ? [] : [at];
  }
  return Object.entries(value).flatMap(([key, each]) => incomplete(each, `${at}/${key}`));
}

test('there are models, and each folder has a card', () => {
  expect(models.length).toBeGreaterThan(4);
  expect(readdirSync(ROOT)).toEqual(models);
});

describe.each(models)('%s', (name) => {
  const folder = path.join(ROOT, name);
  const file = (relative: string) => readFileSync(path.join(folder, relative));
  const card = parse(file('card.yaml').toString()) as Card;
  const graphs = Object.keys(card.files)
    .filter((each) => each.endsWith('model.json'))
    .map((each) => {
      const json = JSON.parse(file(each).toString()) as { modelTopology: unknown };
      return { part: path.dirname(each), graph: readGraph(json.modelTopology) };
    });

  test('has every model.json and weights.bin in its card, with the right sum', () => {
    const there = readdirSync(folder, { recursive: true })
      .map((each) => String(each).replaceAll('\\', '/'))
      .filter((each) => /(model\.json|\.bin)$/.test(each));
    expect(Object.keys(card.files).sort()).toEqual(there.sort());
    for (const [each, sum] of Object.entries(card.files)) {
      expect(createHash('sha256').update(file(each)).digest('hex'), each).toBe(sum);
    }
  });

  test('is small enough, and as large as the card says', () => {
    const sizes = Object.keys(card.files).map((each) => file(each).length);
    const sent = sizes.reduce((sum, n) => sum + n, 0);
    expect(sent).toBeLessThanOrEqual(LIMIT);
    expect(card.bytes.sent).toBe(sent);
    const packed = Object.keys(card.files).reduce((sum, each) => sum + gzipSync(file(each), { level: 9 }).length, 0); // prettier-ignore
    // Two zlib at the same level do not agree to the byte.
    expect(Math.abs(card.bytes.gzip / packed - 1)).toBeLessThan(0.05);
  });

  test('states its inputs and outputs as model.json has them', () => {
    for (const { part, graph } of graphs) {
      const shapes = (names: string[]) =>
        Object.fromEntries(names.map((each) => [each, graph.nodes.find((node) => node.name === each)!.shape])); // prettier-ignore
      const [input, output] = [shapes(graph.inputs), shapes(graph.outputs)];
      if (part === '.') {
        expect(card.input.shape).toEqual(Object.values(input)[0]);
        expect(card.output.shapes).toEqual(output);
      } else {
        expect(card.input[part]).toEqual(input);
        expect(card.output[part]).toEqual(output);
      }
    }
  });

  test('states about as many parameters as the files hold', () => {
    const held = graphs.flatMap(({ graph }) => Object.values(weightShapes(graph)));
    const count = held.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    // Folding BatchNorm into a layer turns its four numbers per channel into one or two.
    expect(Math.abs(card.parameters / count - 1)).toBeLessThan(0.03);
  });

  test('says all it should in both languages', () => {
    expect(card.id).toBe(name);
    expect(incomplete(card)).toEqual([]);
    for (const words of [card.task, card.architecture, card.use, card.output.meaning]) {
      expect(words.zh && words.en).toBeTruthy();
    }
    expect(card.data.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(card.data.licence && card.licence).toBeTruthy();
    expect(card.training.command).toBe(`npm run train -- ${name}`);
    for (const key of ['seed', 'steps', 'seconds'] as const) {
      expect(card.training[key], key).toBeGreaterThan(0);
    }
  });

  // Whether the bounds are kept is for `npm run evaluate` to say, which runs the files.
  test('has figures from an evaluation, each with its split', () => {
    expect(card.metrics.length).toBeGreaterThan(0);
    for (const { name: figure, value, bound, higherIsBetter, split } of card.metrics) {
      expect(Number.isFinite(value), figure).toBe(true);
      expect(split, figure).toBeTruthy();
      expect(typeof higherIsBetter, figure).toBe(bound === undefined ? 'undefined' : 'boolean');
    }
  });

  test('has a curve of its training, every series as long as its steps', () => {
    const curve = JSON.parse(file('curve.json').toString()) as {
      steps: number[];
      series: Record<string, (number | null)[]>;
    };
    expect(curve.steps.length).toBeGreaterThan(10);
    expect(curve.steps.at(-1)).toBeLessThanOrEqual(card.training.steps);
    for (const [series, values] of Object.entries(curve.series)) {
      expect(values.length, series).toBe(curve.steps.length);
    }
    expect(file('curve.json').length).toBeLessThan(20_000);
  });
});

test('no space stands before a percent sign', () => {
  for (const name of models) {
    const card = readFileSync(path.join(ROOT, name, 'card.yaml'), 'utf8');
    expect(card.match(/\d\s%/g), name).toBeNull();
  }
});
