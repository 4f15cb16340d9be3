/** TF.js as cells and the kernel see it: core and layers, loaded as a script before the kernel. */
import type * as core from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/** The global `tf` of a kernel. */
export type Library = typeof core &
  typeof layers & {
    /** There with the wasm backend only. */
    setWasmPath?(path: string, usePlatformFetch: boolean): void;
  };
