/** The programs in Python that readers copy, run as they are, where there is a Python for them. */
import { execFileSync, spawnSync } from 'node:child_process';

const has = (command: string, modules: string) =>
  spawnSync(command, ['-c', `import ${modules}`]).status === 0;

/** A Python with NumPy, if there is one. */
export const python = ['/usr/bin/python3', 'python3'].find((command) => has(command, 'numpy'));
/** Whether it has Pillow, or PyTorch, too. */
export const pillow = python !== undefined && has(python, 'PIL');
export const torch = python !== undefined && has(python, 'torch');

/**
 * What each program has worked out, in their order.
 *
 * @param result Python: an expression of the program's names, `scope`, and of what it has printed,
 *   `printed`; lines may stand before it
 * @param before lines ahead of the first program
 * @throws Error with Python's words when a program fails
 */
export function runPython<T = number[]>(
  programs: readonly string[],
  result: string | readonly string[],
  { before = [], cwd }: { before?: readonly string[]; cwd?: string } = {},
): T[] {
  const lines = typeof result === 'string' ? [result] : result;
  const script = [
    'import json, sys',
    ...before,
    'for code in json.load(sys.stdin):',
    '    printed = []',
    "    scope = {'print': lambda *a: printed.extend(a)}",
    '    exec(code, scope)',
    ...lines.slice(0, -1).map((line) => `    ${line}`),
    `    sys.stdout.write(json.dumps(${lines[lines.length - 1]}) + '\\n')`,
  ].join('\n');
  const input = JSON.stringify(programs);
  const out = execFileSync(python!, ['-c', script], { input, maxBuffer: 1e9, cwd });
  const answers = out.toString().trim().split('\n');
  return answers.map((line) => JSON.parse(line) as T);
}
