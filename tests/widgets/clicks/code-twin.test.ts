/** The programs that readers copy are run: TensorFlow.js always, Python where there is one. */
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { grid } from '@lib/grid.ts';
import { cutEnergy } from '@lib/graph-cut.ts';
import { mulberry32 } from '@lib/random.ts';
import { codeTwin } from '@widgets/clicks/code.ts';
import { analysisOf } from '@widgets/clicks/reference.ts';
import { parse } from '@widgets/clicks/state.ts';
import type { Language } from '@widgets/toolkit/kind.ts';
import { python, runPython, torch } from '../python.ts';
import { worked } from './bench.ts';
import { combinations } from './combinations.ts';

interface Case {
  /** Energy of calling each pixel what it resembles; that of the cut and its mask. */
  alone: number;
  cut?: { energy: number; mask: number[] };
  code: Record<Language, string>;
}
const cases: Case[] = [];

beforeAll(async () => {
  await tf.setBackend('cpu');
  const random = mulberry32(4);
  const size = { height: 20, width: 24 };
  const own = ([1, 3] as const).map((channels) => ({
    state: parse({ image: 'own', clicks: '+3,4;-10,20;-18,2', lambda: '5' }, { ...size, channels }).state!, // prettier-ignore
    picture: grid([20, 24, channels], Float64Array.from({ length: 480 * channels }, () => Math.floor(256 * random()))), // prettier-ignore
  }));
  const composed = combinations(16, 31).map(({ state }) => ({ state, picture: undefined }));
  for (const { state, picture } of [...own, ...composed]) {
    await worked(state, picture);
    const { steps } = analysisOf(state);
    const { cut, last } = steps[steps.length - 1];
    const { object, background } = last.costs;
    const of = (language: Language) => codeTwin(state, language);
    cases.push({
      alone: cutEnergy(last.costs, object.map((v, i) => Number(v < background[i]))).total, // prettier-ignore
      ...(cut && { cut: { energy: last.total, mask: [...last.mask] } }),
      code: { tfjs: of('tfjs'), pytorch: of('pytorch'), numpy: of('numpy') },
    });
  }
}, 120_000);

test('TensorFlow.js: the energy of every pixel by itself', () => {
  for (const { alone, code } of cases) {
    const body = code.tfjs.replace(/^import .*$/m, '').replace(/^E\.print\(\);$/m, 'return E.dataSync()[0];'); // prettier-ignore
    const energy = tf.tidy(() => new Function('tf', body)(tf)) as unknown as number;
    expect(Math.abs(energy - alone), body).toBeLessThanOrEqual(1e-5 * Math.max(1, alone));
  }
});

describe('Python', () => {
  test.skipIf(!torch)('PyTorch: the same energy', { timeout: 60_000 }, () => {
    const results = runPython<number>(cases.map(({ code }) => code.pytorch), "float(scope['E'])"); // prettier-ignore
    cases.forEach(({ alone, code }, i) => expect(Math.abs(results[i] - alone), code.pytorch).toBeLessThanOrEqual(1e-9 * Math.max(1, alone))); // prettier-ignore
  });

  test.skipIf(!python)(
    'SciPy: the mask, up to ties, and what it costs',
    { timeout: 60_000 },
    () => {
      const there = cases.filter(({ cut }) => cut);
      expect(there.length).toBeGreaterThan(10);
      const results = runPython<{ x: number[]; E: number }>(there.map(({ code }) => code.numpy), "{'x': scope['x'].ravel().astype(int).tolist(), 'E': float(scope['E'])}"); // prettier-ignore
      there.forEach(({ cut, code }, i) => {
        const { x, E } = results[i];
        // Whole thousandths in SciPy: what differs costs as good as the same.
        expect(Math.abs(E - cut!.energy), code.numpy).toBeLessThanOrEqual(1e-3 * Math.max(1, cut!.energy) ** 0.5 + 0.5); // prettier-ignore
        const differ = x.filter((v, k) => v !== cut!.mask[k]).length;
        expect(differ).toBeLessThanOrEqual(0.01 * x.length);
      });
      const others = cases.filter(({ cut }) => !cut).map(({ code }) => code.numpy);
      expect(runPython(others, "scope['object'].shape").length).toBe(others.length);
    },
  );
});
