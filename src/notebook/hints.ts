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
  ['disposed-tensor', /\bis disposed\b|already disposed|has been disposed|disposed tensor/i],
  [
    'promise-in-tidy',
    /Cannot return a Promise inside of tidy|tidy\(\).*promise|promise.*inside.*tidy/i,
  ],
  ['missing-compile', /needs? to be compiled before|must compile|model\.compile|call compile/i],
  [
    'missing-kernel',
    /Kernel '.+' not registered|No gradient function found|Cannot find a kernel|not yet supported in the wasm|is not implemented for .* backend/i,
  ],
  [
    'rank-of-conv2d',
    /conv2d: (?:input|filter) must be rank|Error in (?:conv2d|depthwiseConv2d|maxPool|avgPool).*(?:rank|depth)|expected ndim=4|expected to have 4 dimension/i,
  ],
  [
    'wrong-dtype',
    /must be (?:a )?(?:int32|float32|bool)|dtype .* (?:but|expected|got)|(?:int32|float32|bool|string) tensor, but got|expected .*dtype|cannot convert .*dtype|invalid (?:data )?type/i,
  ],
  [
    'shape-mismatch',
    /shapes? .*(?:match|compatible|broadcast|differ|expected|got)|could not be broadcast|inner shapes|Size\(\d+\) must match|must have the same shape|expected .* to have shape|incompatible with layer|not compatible|based on the provided shape|inferred.*shape|should have \d+ samples|dimension/i,
  ],
  [
    'no-eval',
    /^Refused to evaluate|unsafe-eval|Code generation from strings|call to eval\(\) blocked/i,
  ],
  [
    'no-network',
    /Failed to fetch|NetworkError|importScripts|Failed to load.*WebSocket|Content Security Policy/i,
  ],
  [
    'no-page',
    /^(?:document|window|localStorage|sessionStorage|parent|alert|HTMLElement|Image) is not defined|can't find variable: (?:document|window)/i,
  ],
];

/** Which mistake an error looks like. */
export function hintOf({ name, message }: Pick<Failure, 'name' | 'message'>): HintKey | undefined {
  // data() gives a promise: what follows fails on the promise itself.
  if (
    name === 'TypeError' &&
    /\b(?:data|array)\b.*(?:is not iterable|is not a function)|Promise.*is not iterable|(?:data|array)\(\.*\)/i.test(
      message,
    )
  ) {
    return 'missing-await';
  }
  return SIGNS.find(([, sign]) => sign.test(message))?.[0];
}

/** The mistake that an output shows although nothing failed: a loss that is not a number, a promise. */
export function hintInOutput(output: Output): HintKey | undefined {
  if (output.kind !== 'log' && output.kind !== 'text') return undefined;
  const text = output.text.slice(0, 2_000);
  if (/\bloss\b\W{0,3}\s?NaN\b/i.test(text)) return 'nan-loss';
  if (/\bPromise \(not awaited\)/.test(text)) return 'missing-await';
  return undefined;
}

/** Whether points of a live chart are not numbers any more, as after a training that diverged. */
export const hintInPoint = (values: Readonly<Record<string, number>>): HintKey | undefined =>
  Object.values(values).some(Number.isNaN) ? 'nan-loss' : undefined;
