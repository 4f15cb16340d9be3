/** Noise added, code, restored picture and its distance from the clean one in float64. */
import { grid, type Grid } from '../../../lib/grid.ts';
import { forwardNow } from '../../../lib/nn/forward.ts';
import { meanSquaredError, psnr } from '../../../lib/psnr.ts';
import { normals } from '../../../lib/vae.ts';
import { loadedModel } from '../../../models/store.ts';
import { bring, digitGrid } from '../toolkit/digits.ts';
import type { Outputs } from '../toolkit/kind.ts';
import type { State } from './state.ts';

export const MODEL = 'digits-denoiser';
const PIXELS = 28 * 28;

export const load = ({ digit }: State) => bring([MODEL], digit);

/** One number of N(0, 1) for each pixel, row by row. */
export const noiseOf = ({ seed }: State): Float64Array => normals(PIXELS, seed);

const scalar = (value: number) => grid([1, 1, 1], [value]);

/** The code as the rows of a small picture: eight numbers in each where that works out. */
export function codeShape(length: number): [number, number, 1] {
  const columns = length % 8 === 0 ? 8 : length;
  return [length / columns, columns, 1];
}

/** Clean digits of pictures that the code twin has no other way to know. */
const inputs = new WeakMap<object, Grid>();
export const inputOf = ({ digit }: State): Grid =>
  inputs.get(digit) ?? (digit.kind === 'own' ? grid([28, 28, 1]) : digitGrid(digit, undefined));

/**
 * Named results: `image` [28, 28, 1] is what comes out, `x` the clean digit, `noisy` = x + σ·noise,
 * `code` the bottleneck, `error` = image − x; scalars `mseNoisy`, `mse`, `psnrNoisy`, `psnr`, `gain`.
 */
export function reference(state: State, picture: Grid | undefined): Outputs {
  const { graph, weights } = loadedModel(MODEL);
  const x = digitGrid(state.digit, picture);
  inputs.set(state.digit, x);
  const noise = noiseOf(state);
  const noisy = grid(
    [28, 28, 1],
    x.data.map((v, i) => v + state.sigma * noise[i]),
  );
  const { code, image } = forwardNow(graph, weights, { [graph.inputs[0]]: noisy });
  const error = grid(
    [28, 28, 1],
    image.data.map((v, i) => v - x.data[i]),
  );
  const [before, after] = [noisy, image].map(({ data }) => meanSquaredError(data, x.data));
  return {
    image,
    x,
    noisy,
    code: grid(codeShape(code.data.length), code.data),
    error,
    mseNoisy: scalar(before),
    mse: scalar(after),
    psnrNoisy: scalar(psnr(before)),
    psnr: scalar(psnr(after)),
    gain: scalar(psnr(after) - psnr(before)),
  };
}
