// Gradient descent on w²/2 from w = 1, on plain numbers: the slope at w is w.
function descend(zeroing: boolean, learningRate = 0.1, steps = 60): [number, number][] {
  let w = 1;
  let grad = 0;
  return Array.from({ length: steps + 1 }, (_, step): [number, number] => {
    const point: [number, number] = [step, w];
    if (zeroing) grad = 0;
    grad += w;
    w -= learningRate * grad;
    return point;
  });
}

display.chart({
  type: 'line',
  title: 'the weight, step by step',
  x: 'step',
  y: 'w',
  series: [
    { name: 'zeroed before each step', points: descend(true) },
    { name: 'never zeroed', points: descend(false) },
  ],
});
