/**
 * `npm run evaluate -- [model…] [--write]`: runs the shipped files on held-out data and prints
 * every figure beside its bound. Exit code 1 when a bound is missed. `--write` puts the figures and
 * the images that fail into the cards.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { EVALUATIONS as digits } from './evaluate/digits.ts';
import { EVALUATIONS as fashion } from './evaluate/fashion.ts';
import type { Evaluation, Row } from './evaluate/rows.ts';
import { EVALUATIONS as scenes } from './evaluate/scenes.ts';
import { root } from './lib/setup.mjs';

const EVALUATIONS: Record<string, () => Promise<Evaluation>> = { ...digits, ...fashion, ...scenes };

const given = process.argv.slice(2);
const write = given.includes('--write');
const models = given.filter((name) => !name.startsWith('--'));
for (const name of models) {
  if (Object.hasOwn(EVALUATIONS, name)) continue;
  console.error(`no model ${name}; there are ${Object.keys(EVALUATIONS).join(', ')}`);
  process.exit(2);
}

let missed = 0;
for (const name of models.length > 0 ? models : Object.keys(EVALUATIONS)) {
  console.log(name);
  try {
    const evaluation = await EVALUATIONS[name]();
    evaluation.rows.forEach(print);
    missed += evaluation.rows.filter(({ holds }) => !holds).length;
    if (write) await record(name, evaluation);
  } catch (error) {
    missed++;
    console.error(`  ${String(error)}`);
  }
}
if (missed > 0) {
  console.error(`${missed} missed`);
  process.exitCode = 1;
}

/** A value with four significant digits, or as it is where it is whole. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

function print({ figure, value, bound, higherIsBetter, holds, split }: Row): void {
  const verdict = bound === undefined ? '     ' : holds ? 'ok   ' : 'MISS ';
  const limit = bound === undefined ? '' : `  (${higherIsBetter ? '≥' : '≤'} ${bound})`;
  console.log(`  ${verdict}${figure}: ${rounded(value)}${limit}  – ${split}`);
}

/** Puts figures and failures into the card, which is left as it is otherwise. */
async function record(name: string, { rows, failures = [] }: Evaluation): Promise<void> {
  const file = path.join(root, 'public', 'models', name, 'card.yaml');
  const card = parseDocument(await readFile(file, 'utf8'));
  const date = new Date().toISOString().slice(0, 10);
  const metrics = rows.map(({ figure, value, bound, higherIsBetter, split }) => ({
    name: figure,
    value: rounded(value),
    ...(bound === undefined ? {} : { bound, higherIsBetter }),
    split,
    date,
  }));
  card.set('metrics', card.createNode(metrics, { flow: false }));
  card.set('failures', card.createNode(failures));
  const text = card.toString({ lineWidth: 0, flowCollectionPadding: false });
  await writeFile(file, text);
}
