/** Known mistakes with TF.js, told by the name and message of an error; words in hint-words.ts. */
import type { Failure, Output } from './protocol.ts';

export const HINTS = [
  'shape-mismatch',
  'disposed-tensor',
  'promise-in-tidy',
  'missing-await',
  'rank-of-conv2d',
  'wrong-dtype',
  'missing-kernel',
  'tensor-memory',
  'nan-loss',
  'missing-compile',
  'no-network',
  'no-page',
  'no-eval',
] as const;

export type HintKey = (typeof HINTS)[number];

/** In the order in which they are tried: the special ones first. */
const SIGNS: readonly [key: HintKey, sign: RegExp][] = [
  ['tensor-memory', /^tensor memory limit of /],
  ['disposed-tensor', /\b(?:is|been|already) disposed\b/i],
  ['promise-in-tidy', /Cannot return a Promise inside of tidy/],
  ['missing-compile', /needs to be compiled before/],
  ['missing-kernel', /^Kernel '.+' not registered for backend/],
  [
    'rank-of-conv2d',
    /Error in (?:conv\w*|depthwiseConv2d|maxPool|avgPool): .*\brank\b|to have 4 dimension|expected ndim=4/i,
  ],
  [
    'wrong-dtype',
    /must be (?:int32|float32|bool|numeric|string) tensor|must be (?:a )?(?:int32|float32|bool)\b/,
  ],
  [
    'shape-mismatch',
    /could not be broadcast|inner shapes|must match|does not match the shape|matching shapes|Based on the provided shape|where each example has shape|same number of samples|incompatible with layer|must match input depth|Negative dimension size|must have the same shape|dimension\(s\), but got array/i,
  ],
  [
    'no-eval',
    /Refused to evaluate|unsafe-eval|evaluating a string as JavaScript|call to eval\(\) blocked/i,
  ],
  ['no-network', /Failed to fetch|NetworkError|Load failed|importScripts|Content Security Policy/i],
  [
    'no-page',
    /(?:^|variable: )(?:document|window|parent|localStorage|sessionStorage|alert|Image|HTMLElement)(?: is not defined|$)/,
  ],
];

/** A read of a tensor that nobody waits for. */
const NOT_AWAITED = /(?<!\bawait\s[^;\n]*)\.(?:data|array)\(\)(?!\s*\.then)/;

/**
 * Which mistake an error looks like.
 *
 * @param source of the cell: what a promise lacks is told by where it came from
 */
export function hintOf(
  { name, message }: Pick<Failure, 'name' | 'message'>,
  source = '',
): HintKey | undefined {
  const known = SIGNS.find(([, sign]) => sign.test(message))?.[0];
  if (known) return known;
  return name === 'TypeError' && NOT_AWAITED.test(source) ? 'missing-await' : undefined;
}

/** The mistake that an output shows although nothing failed. */
export function hintInOutput(output: Output): HintKey | undefined {
  if (output.kind !== 'log' && output.kind !== 'text') return undefined;
  const text = output.text.slice(0, 2_000);
  if (/\bloss\b["']?\W{0,3}NaN\b/i.test(text)) return 'nan-loss';
  if (/\bPromise \(not awaited\)/.test(text)) return 'missing-await';
  return text.startsWith('Cannot return a Promise inside of tidy') ? 'promise-in-tidy' : undefined;
}

/** Whether points of a live chart are not numbers any more, as after a training that diverged. */
export const hintInPoint = (values: Readonly<Record<string, number>>): HintKey | undefined =>
  Object.values(values).some(Number.isNaN) ? 'nan-loss' : undefined;
