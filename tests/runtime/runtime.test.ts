import { describe, expect, test, vi } from 'vitest';
import { ADAM_EPSILON } from '@runtime/adam.ts';
import { inWorker, probeWebgl } from '@runtime/graphics.ts';
import { classifyLoadError, RuntimeError } from '@runtime/errors.ts';
import { BACKEND_NOTES, RUNTIME_ERRORS } from '@runtime/strings.ts';
import { preference, withTimeout } from '@runtime/tf.ts';

describe('the choice of a backend', () => {
  test('a GPU first, WASM before an emulated one, each with its reason', () => {
    expect(preference('auto', 'hardware')).toEqual({
      order: ['webgl', 'wasm', 'cpu'],
      note: undefined,
    });
    expect(preference('auto', 'software')).toEqual({
      order: ['wasm', 'webgl', 'cpu'],
      note: 'software-gl',
    });
    expect(preference('auto', 'none')).toEqual({ order: ['wasm', 'cpu'], note: 'no-webgl' });
  });

  test('what the reader asks for comes first, and the rest stays as a way out', () => {
    expect(preference('cpu', 'hardware').order).toEqual(['cpu', 'webgl', 'wasm']);
    expect(preference('webgl', 'software').order).toEqual(['webgl', 'wasm', 'cpu']);
    expect(preference('webgl', 'none').order).toEqual(['webgl', 'wasm', 'cpu']);
  });
});

describe('the graphics behind WebGL', () => {
  const context = {
    getExtension: (name: string) => (name === 'EXT_color_buffer_float' ? {} : null),
    getParameter: () => 'Apple GPU',
    RENDERER: 7937,
  };
  const canvas = (found: object | null) => ({ getContext: () => found });

  test('a page has its own where a worker has none, as in Safari 16.4', () => {
    vi.stubGlobal('document', { createElement: () => canvas(context) });
    vi.stubGlobal('OffscreenCanvas', function () {
      return canvas(null);
    });
    expect([probeWebgl(), probeWebgl(inWorker)]).toEqual(['hardware', 'none']);
    vi.unstubAllGlobals();
  });

  test('a browser without such canvases has none', () => {
    expect([probeWebgl(), probeWebgl(inWorker)]).toEqual(['none', 'none']);
  });
});

describe('a failed download', () => {
  const reached = () => Promise.resolve();
  const unreached = () => Promise.reject(new TypeError('Failed to fetch'));
  const importFailed = new TypeError('Failed to fetch dynamically imported module: /_astro/ops.js');

  test('a file that does not parse or compile is corrupt, whatever the network does', async () => {
    const error = await classifyLoadError(new SyntaxError('Unexpected end of input'), unreached);
    expect(error.code).toBe('corrupt');
    const compile = new WebAssembly.CompileError('bad magic');
    expect((await classifyLoadError(compile, unreached)).code).toBe('corrupt');
  });

  test('a file that did not come is corrupt when the site answers, else offline', async () => {
    expect((await classifyLoadError(importFailed, reached)).code).toBe('corrupt');
    expect((await classifyLoadError(importFailed, unreached)).code).toBe('offline');
  });

  test('an error that is already classified keeps its code', async () => {
    const known = new RuntimeError('timeout', 'slow');
    expect(await classifyLoadError(known, reached)).toBe(known);
  });
});

test('a promise that never settles is given up', async () => {
  await expect(withTimeout(new Promise(() => {}), 10)).rejects.toMatchObject({ code: 'timeout' });
  await expect(withTimeout(Promise.resolve(7), 1000)).resolves.toBe(7);
});

test('every code has words in both languages', () => {
  expect(Object.keys(RUNTIME_ERRORS.zh)).toEqual(Object.keys(RUNTIME_ERRORS.en));
  expect(Object.keys(BACKEND_NOTES.zh)).toEqual(Object.keys(BACKEND_NOTES.en));
});

test('the ε of Adam is the one of Keras', () => {
  expect(ADAM_EPSILON).toBe(1e-7);
});
