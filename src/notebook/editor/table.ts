/**
 * The table of names that completion and signatures read. `tools/build/tf-complete.ts` makes it from
 * the type declarations of TF.js; it travels as text, which compresses better than JSON.
 */

/**
 * What a name is. Option: a key of an object that is passed to a function. Value: a string that an
 * option or parameter takes. Variable: declared by the reader.
 */
export type EntryKind =
  'function' | 'property' | 'class' | 'namespace' | 'option' | 'value' | 'variable';

export interface Entry {
  name: string;
  kind: EntryKind;
  /** Of a function: as declared, `x: Tensor4D, strides: number`. Of an option: `required` or ''. */
  parameters: string;
  /** Of a function: what it returns; else the type. A name of `Api` leads to its members. */
  type: string;
  /** One sentence, or ''. */
  doc: string;
}

export interface Space {
  entries: Entry[];
  /** The space that has the rest: `Tensor` for `Variable`. */
  parent: string | undefined;
}

/** By name: `tf`, `tf.layers`, `Tensor`, `DenseLayerArgs`, `PaddingMode`. */
export type Api = Map<string, Space>;

const KINDS: Record<string, EntryKind> = {
  f: 'function',
  p: 'property',
  c: 'class',
  n: 'namespace',
  o: 'option',
  v: 'value',
};
const LETTER = Object.fromEntries(Object.entries(KINDS).map(([letter, kind]) => [kind, letter]));

/** One line for each space (`# Variable < Tensor`) and entry (kind and name, then four fields). */
export function encode(api: Api): string {
  return [...api]
    .flatMap(([space, { entries, parent }]) => [
      `# ${space}${parent ? ` < ${parent}` : ''}`,
      ...entries.map(({ name, kind, parameters, type, doc }) =>
        [LETTER[kind] + name, parameters, type, doc].join('\t').trimEnd(),
      ),
    ])
    .join('\n');
}

/** The table that `encode` wrote. @throws Error on a line that is neither a space nor an entry. */
export function decode(text: string): Api {
  const api: Api = new Map();
  let space: Space = { entries: [], parent: undefined };
  for (const line of text.split('\n')) {
    if (line.startsWith('# ')) {
      const [name, parent] = line.slice(2).split(' < ');
      api.set(name, (space = { entries: [], parent }));
      continue;
    }
    const [head, parameters = '', type = '', doc = ''] = line.split('\t');
    const kind = KINDS[head[0]];
    if (!kind) throw new Error(`the table of names has a bad line: ${line.slice(0, 60)}`);
    space.entries.push({ name: head.slice(1), kind, parameters, type, doc });
  }
  return api;
}

/** Every name of a space, its parents' included; none for a space that there is not. */
export function membersOf(api: Api, name: string | undefined): Entry[] {
  const space = name === undefined ? undefined : api.get(name);
  return space ? [...space.entries, ...membersOf(api, space.parent)] : [];
}

/** The parameters of a declared list, split at the commas that are outside of every bracket. */
export function splitParameters(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < list.length; i++) {
    if ('([{<'.includes(list[i])) depth++;
    // The > of an arrow closes nothing.
    else if (')]}'.includes(list[i]) || (list[i] === '>' && list[i - 1] !== '=')) depth--;
    else if (list[i] === ',' && depth === 0) {
      parts.push(list.slice(start, i).trim());
      start = i + 1;
    }
  }
  if (list.trim()) parts.push(list.slice(start).trim());
  return parts;
}

/** `conv2d(x: Tensor4D, …): Tensor4D`, as the reader sees it. */
export function signatureOf({ name, kind, parameters, type }: Entry): string {
  if (kind === 'function') return `${name}(${parameters})${type ? `: ${type}` : ''}`;
  return type ? `${name}: ${type}` : name;
}
