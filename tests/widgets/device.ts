/** What a program of the device made, as the runtime reads it. */
import type { Tensor } from '@tensorflow/tfjs';
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
