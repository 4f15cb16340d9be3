/** The plain JavaScript backend, as a script that adds itself to the global `tf`. */
import '@tensorflow/tfjs-backend-cpu';
