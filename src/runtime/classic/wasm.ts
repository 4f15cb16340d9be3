/** The WebAssembly backend, as a script that adds itself and `setWasmPath` to the global `tf`. */
import { setWasmPath } from '@tensorflow/tfjs-backend-wasm';

Object.assign((globalThis as unknown as { tf: object }).tf, { setWasmPath });
