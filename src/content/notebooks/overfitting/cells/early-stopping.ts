// Keep a copy of the weights whenever the validation loss is the lowest so far.
const patience = 6; // checks without improvement before we would stop
let best = { step: 0, loss: Infinity, weights: [] as tf.Tensor[] };
let stoppedAt = 0;
const last = await fit('early stopping', small, {
  watch: (step, weights, loss) => {
    if (stoppedAt) return; // training goes on here only to draw the rest of the curve
    if (loss < best.loss) {
      tf.dispose(best.weights);
      best = { step, loss, weights: weights.map((w) => w.clone()) };
    } else if (step - best.step >= 5 * patience) stoppedAt = step;
  },
});
tf.dispose(last);
const early = best.weights;
console.log(`lowest validation loss at step ${best.step}, stopped at step ${stoppedAt}`);
