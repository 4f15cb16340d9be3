/** Cross-correlation of two matrices, `padding` zeros on every side. */
function correlate(x: number[][], w: number[][], stride = 1, padding = 0): number[][] {
  const [height, width, k] = [x.length, x[0].length, w.length];
  const size = (n: number) => Math.floor((n + 2 * padding - k) / stride) + 1;
  const y: number[][] = [];
  for (let i = 0; i < size(height); i++) {
    y.push([]);
    for (let j = 0; j < size(width); j++) {
      let sum = 0;
      for (let u = 0; u < k; u++)
        for (let v = 0; v < k; v++)
          sum += (x[i * stride + u - padding]?.[j * stride + v - padding] ?? 0) * w[u][v];
      y[i].push(sum);
    }
  }
  return y;
}

display.table(correlate(x, w));
