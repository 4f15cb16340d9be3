/** The WebGL backend with all its kernels, as a script that adds itself to the global `tf`. */
import '@tensorflow/tfjs-backend-webgl';
