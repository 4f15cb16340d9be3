/** `npm run new -- model <id>`: the script that trains a model, and its place among the others. */
import { namesOf } from './names.ts';
import { readText, Refusal, template, type Options, type Plan } from './plan.ts';

export const MODEL_OPTIONS: string[] = [];

const SCRIPTS = 'tools/train.mjs';
const ORDER = 'src/content/models.ts';

/** A training script that works; weights, card and curve are what it writes. */
export function model(root: string, name: string, _options: Options): Plan {
  const { snake, Pascal } = namesOf(name);
  // Python has words of its own between double underscores.
  const words = { id: name, Pascal, name: '__name__', main: '__main__', init: '__init__' };
  const script = `${snake}.py`;
  return {
    write: { [`tools/train/${script}`]: template('model/train.py', words) },
    change: {
      [SCRIPTS]: withLine(root, SCRIPTS, 'const SCRIPTS = {', '};', `  '${name}': ['${script}'],`),
      [ORDER]: withLine(root, ORDER, 'const ORDER = [', '];', `  '${name}',`),
    },
    next: [
      `Write tools/train/${script}: network, loss, card. What it does now is to read digits.`,
      `npm run data, npm run train -- ${name}: weights, card and curve go into public/models/${name}/.`,
      `Add what it must reach to tools/evaluate/, and the Chinese of new figures to src/content/metric-words.ts; npm run evaluate -- ${name} --write puts them into the card.`,
      `A widget that runs it goes into src/models/users.ts; its page is /zh/models/${name}/.`,
    ],
  };
}

/** A file with a line more at the end of a list. */
function withLine(root: string, path: string, from: string, to: string, line: string): string {
  const text = readText(root, path) ?? '';
  const end = text.indexOf(`\n${to}`, text.indexOf(from));
  if (!text.includes(from) || end < 0) throw new Refusal(`${path}: there is no “${from}”`);
  if (text.includes(`\n${line}\n`)) throw new Refusal(`${path}: already there, and nothing is overwritten`); // prettier-ignore
  return `${text.slice(0, end)}\n${line}${text.slice(end)}`;
}
