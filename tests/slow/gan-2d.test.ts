import { test } from 'vitest';
import { agrees } from '../widgets/gan-2d/agrees.ts';
import { combinations } from '../widgets/gan-2d/combinations.ts';

test('the GAN in the plane: TensorFlow.js agrees with src/lib on 300 combinations', async () => {
  await agrees(combinations(300));
});
