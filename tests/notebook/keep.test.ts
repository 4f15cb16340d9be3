/** Edits, links and what was recorded. */
import { describe, expect, it } from 'vitest';
import { Edits, type Store } from '../../src/notebook/edits.ts';
import { differences, revive, sameText, type RecordedOutput } from '../../src/notebook/recorded.ts';
import { fromHash, LINK_CAPS, toHash, type Changes } from '../../src/notebook/share.ts';

class Memory implements Store {
  readonly map = new Map<string, string>();
  get length() {
    return this.map.size;
  }
  getItem = (key: string) => this.map.get(key) ?? null;
  setItem = (key: string, value: string) => void this.map.set(key, value);
  removeItem = (key: string) => void this.map.delete(key);
  key = (at: number) => [...this.map.keys()][at] ?? null;
}

describe('edits', () => {
  it('are kept under the page, the cell and the SHA of the original', () => {
    const store = new Memory();
    const edits = new Edits('tensors', store);
    edits.set('a.ts', 'abc', '1 + 1');
    expect([...store.map]).toEqual([['nb:tensors:a.ts:abc', '1 + 1']]);
    expect(edits.get('a.ts', 'abc')).toBe('1 + 1');
    expect(edits.get('a.ts', 'def')).toBeUndefined();
    expect(new Edits('edges', store).get('a.ts', 'abc')).toBeUndefined();
    edits.remove('a.ts', 'abc');
    expect(store.map.size).toBe(0);
  });

  it('of an older original are found', () => {
    const edits = new Edits('tensors', new Memory());
    edits.set('a.ts', 'old', 'mine');
    edits.set('aa.ts', 'old', 'other cell');
    edits.set('a.ts', 'new', 'newer');
    expect(edits.older('a.ts', 'new')).toEqual([{ sha: 'old', source: 'mine' }]);
  });

  it('keep scratch cells, and survive rubbish in the store', () => {
    const store = new Memory();
    const edits = new Edits('tensors', store);
    const list = [{ after: 'a.ts', source: 'x' }];
    edits.setScratch(list);
    expect(edits.scratch()).toEqual(list);
    for (const rubbish of ['{', '{}', '[1, null, {"after": 2}]']) {
      store.setItem('nb:tensors:+', rubbish);
      expect(edits.scratch()).toEqual([]);
    }
    edits.setScratch([]);
    expect(store.map.size).toBe(0);
  });

  it('do without a store, or one that is full', () => {
    const full: Store = {
      ...new Memory(),
      length: 0,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    for (const store of [undefined, full]) {
      const edits = new Edits('tensors', store);
      expect(() => edits.set('a.ts', 'abc', 'x')).not.toThrow();
      expect(edits.older('a.ts', 'abc')).toEqual([]);
    }
  });
});

async function packed(text: string): Promise<string> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = Buffer.from(await new Response(stream).arrayBuffer());
  return `#nb=1.${bytes.toString('base64url')}`;
}

const problem = (hash: string) =>
  fromHash(hash, 'tensors').then(
    () => 'read',
    (error: { problem: string }) => error.problem,
  );

describe('a link', () => {
  const changes: Changes = {
    notebook: 'tensors',
    cells: { 'a.ts': 'const x = "张量";\n', 'b.ts': '' },
    scratch: [{ after: 'a.ts', source: 'x + 1' }],
  };

  it('brings back what was put in', async () => {
    const hash = await toHash(changes);
    expect(hash).toMatch(/^#nb=1\.[\w-]+$/);
    expect(await fromHash(hash, 'tensors')).toEqual(changes);
  });

  it.each([
    ['#nb=', 'damaged'],
    ['#nb=1.', 'damaged'],
    ['#nb=1.***', 'damaged'],
    ['#nb=1.AAAA', 'damaged'],
    ['#nb=2.AAAA', 'version'],
    [`#nb=1.${'A'.repeat(LINK_CAPS.hash)}`, 'too-long'],
  ])('%.20s is refused: %s', async (hash, says) => expect(await problem(hash)).toBe(says));

  it.each([
    '[]',
    'null',
    '"x"',
    '{"notebook":"tensors"}',
    '{"notebook":"tensors","cells":{"a.ts":1}}',
    '{"notebook":"tensors","cells":{},"scratch":[{"after":"a.ts"}]}',
    '{"notebook":"tensors","cells":[]}',
    '{"notebook":"tensors"',
  ])('to %s is refused', async (json) => expect(await problem(await packed(json))).toBe('damaged'));

  it('to another notebook is refused', async () => {
    expect(await problem(await packed('{"notebook":"edges","cells":{}}'))).toBe('other');
  });

  it('that unfolds to 20 MB is refused before it is unfolded', async () => {
    const bomb = await packed(
      `{"notebook":"tensors","cells":{"a.ts":"${'a'.repeat(20_000_000)}"}}`,
    );
    expect(bomb.length).toBeLessThan(LINK_CAPS.hash);
    const since = performance.now();
    expect(await problem(bomb)).toBe('too-large');
    expect(performance.now() - since).toBeLessThan(800);
  });

  it('is not made of too much', async () => {
    const noise = Array.from({ length: 60_000 }, (_, i) => Math.imul(i, 2654435761).toString(36)).join(''); // prettier-ignore
    for (const source of ['a'.repeat(LINK_CAPS.json), noise.slice(0, 100_000)]) {
      const large = { ...changes, cells: { 'a.ts': source } };
      await expect(toHash(large)).rejects.toMatchObject({ problem: 'too-long' });
    }
  });
});

describe('what was recorded', () => {
  const tensor = (values: (number | null)[]): RecordedOutput => ({
    kind: 'tensor',
    shape: [values.length],
    dtype: 'float32',
    stats: { min: 0, max: 1, mean: null, nan: 1 },
    values,
  });

  it('comes back with its NaN', () => {
    const output = revive(tensor([1, null]) as Exclude<RecordedOutput, { kind: 'image' }>);
    expect(output).toMatchObject({ stats: { mean: NaN }, values: [1, NaN] });
  });

  it('may differ in the last digits of decimals, and in nothing else', () => {
    expect(sameText('loss 0.51234 after 10 steps', 'loss 0.51235 after 10 steps', 1e-3)).toBe(true);
    expect(sameText('loss 0.51234 after 10 steps', 'loss 0.51234 after 11 steps', 1e-3)).toBe(
      false,
    );
    expect(sameText('loss 0.5', 'loss 0.6', 1e-3)).toBe(false);
    expect(sameText('loss 0.5', 'Loss 0.5', 1e-3)).toBe(false);
    expect(sameText('1.0e-5', '1.0001e-5', 1e-3)).toBe(true);
  });

  it('is compared value by value', () => {
    expect(differences([tensor([1, 0.5])], [tensor([1, 0.50001])], 1e-3)).toEqual([]);
    expect(differences([tensor([1, 0.5])], [tensor([1, 0.51])], 1e-3)).toEqual([
      'output 1.values[1]: 0.5 recorded, 0.51 now',
    ]);
    expect(differences([tensor([1, null])], [tensor([1, 2])], 1e-3)).toHaveLength(1);
    expect(differences([tensor([1])], [], 1e-3)).toEqual(['1 outputs recorded, 0 now']);
    const text: RecordedOutput = { kind: 'text', text: 'a' };
    expect(differences([text], [{ kind: 'log', level: 'log', text: 'a' }], 1e-3)).not.toEqual([]);
  });
});
