/** Random numbers in code twins: the generators of src/lib/random.ts, written out. Pure. */

const JS = [
  's = (s + 0x6d2b79f5) >>> 0;',
  'let t = Math.imul(s ^ (s >>> 15), s | 1);',
  't ^= t + Math.imul(t ^ (t >>> 7), t | 61);',
  'return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;',
];
const PYTHON = [
  's = (s + 0x6D2B79F5) & 0xFFFFFFFF',
  't = (s ^ s >> 15) * (s | 1) & 0xFFFFFFFF',
  't ^= t + (t ^ t >> 7) * (t | 61) & 0xFFFFFFFF',
  'return (t ^ t >> 14) / 2**32',
];
const indented = (lines: readonly string[], by: number) =>
  lines.map((line) => ' '.repeat(by) + line);

/** `random()` by mulberry32 from the state `start`, an expression of the language. */
export function randomLines(start: string, js: boolean): string[] {
  return js
    ? [`let s = ${start};`, 'function random() {', ...indented(JS, 2), '}']
    : [`s = ${start}`, 'def random():', '    global s', ...indented(PYTHON, 4)];
}

/** `random()` from the seed, and `normal()` from it by Box and Muller. */
export function normalLines(seed: number, js: boolean): string[] {
  const normal = js
    ? [
        'function normal() {',
        '  const [u, v] = [random(), random()];',
        '  return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);',
        '}',
      ]
    : [
        'def normal():',
        '    u, v = random(), random()',
        '    return math.sqrt(-2 * math.log(1 - u)) * math.cos(2 * math.pi * v)',
      ];
  return [...randomLines(`${seed}`, js), ...normal];
}

/** `stream(purpose, index)`: a mulberry32 of its own for each purpose, all from one seed. */
export function streamLines(seed: number, js: boolean): string[] {
  return js
    ? [
        '// The same random numbers as on the page: mulberry32, one stream for each purpose.',
        'function stream(purpose, index = 0) {',
        `  let s = (Math.imul(${seed + 1}, 0x9e3779b1) ^ Math.imul(8 * index + purpose, 0x85ebca6b)) >>> 0;`,
        '  return () => {',
        ...indented(JS, 4),
        '  };',
        '}',
      ]
    : [
        '# The same random numbers as on the page: mulberry32, one stream for each purpose.',
        'def stream(purpose, index=0):',
        `    s = (${seed + 1} * 0x9E3779B1 ^ (8 * index + purpose) * 0x85EBCA6B) & 0xFFFFFFFF`,
        '    def random():',
        '        nonlocal s',
        ...indented(PYTHON, 8),
        '    return random',
      ];
}
