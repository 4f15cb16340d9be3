/**
 * Automatic differentiation of TensorFlow.js: `grads`, with the derivatives of the operations that
 * widgets differentiate. Registering all of them would bring every operation to the reader; one
 * whose derivative is missing fails by name: add its line.
 */
import { registerGradient, type GradConfig } from '@tensorflow/tfjs-core';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { concatGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Concat_grad';
import { conv2DGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Conv2D_grad';
import { expGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Exp_grad';
import { logGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Log_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { sigmoidGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad';
import { softplusGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Softplus_grad';
import { sumGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sum_grad';
import { tanhGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Tanh_grad';

export { grads } from '@tensorflow/tfjs-core';

const GRADIENTS: GradConfig[] = [
  addGradConfig,
  batchMatMulGradConfig,
  concatGradConfig,
  conv2DGradConfig,
  expGradConfig,
  logGradConfig,
  multiplyGradConfig,
  reluGradConfig,
  reshapeGradConfig,
  sigmoidGradConfig,
  softplusGradConfig,
  sumGradConfig,
  tanhGradConfig,
];

for (const gradient of GRADIENTS) registerGradient(gradient);
