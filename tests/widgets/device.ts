/** What a program of the device made, as the runtime reads it, and the backends it is run on. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { env, setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { grid, type Grid } from '@lib/grid.ts';
import type { Outputs } from '@widgets/toolkit/kind.ts';

/** The numbers of tensors by name, which are disposed of. */
export function readOutputs(results: Readonly<Record<string, Tensor>>): Outputs {
  const outputs: Record<string, Grid> = {};
  for (const [name, tensor] of Object.entries(results)) {
    outputs[name] = grid(tensor.shape, tensor.dataSync());
    tensor.dispose();
  }
  return outputs;
}

// As `src/runtime/backend-wasm.ts` sets it up for readers.
env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
setWasmPaths(`${dirname(wasm)}/`);

/**
 * Chooses between the devices of readers without WebGL: turns 0, 10, 20 … are for plain JavaScript,
 * the others for WebAssembly, which is several times as quick and refuses what it has no kernel for.
 * Who asks has imported the first one, with `tfjs-backend-cpu` or all of `tfjs`.
 */
export async function takeTurns(turn: number): Promise<void> {
  const name = turn % 10 === 0 ? 'cpu' : 'wasm';
  if (!(await setBackend(name))) throw new Error(`no backend “${name}”`);
}
