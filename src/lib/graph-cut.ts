/**
 * Interactive segmentation by a minimum cut after Boykov and Jolly (2001): costs of pixels and of
 * neighbors, the cut of least cost by a maximum flow (Dinic, 1970), colors learned again from the
 * mask as in GrabCut (Rother, Kolmogorov, Blake, 2004), and the next click of a simulated user.
 *
 * A picture is [H, W, C], row by row, channels last; so are masks and costs [H, W]. Costs have no unit
 * of their own: those of colors are squared brightnesses.
 */

/** What a labeling costs: that of a pixel, and that of an edge between neighbors, all ≥ 0. */
export interface GridCosts {
  height: number;
  width: number;
  /** Cost of calling a pixel object, and of calling it background; Infinity where a click forbids it. */
  object: Float64Array;
  background: Float64Array;
  /** Cost of separating a pixel from the one to its right, and from the one below; 0 at the border. */
  right: Float64Array;
  down: Float64Array;
}

export interface Cut {
  /** 1 where a pixel is object: what the source still reaches; so a tie is background. */
  mask: Uint8Array;
  /** The value of the maximum flow, which equals the cost of the cut. */
  flow: number;
}

/** Right, down, left, up. */
const TURN = 2;

/**
 * The labeling of least cost, by a maximum flow from a source (object) to a sink (background): as long
 * as there is a way, shortest ways first, as much as fits is sent along it (Dinic's algorithm; the
 * source and the sink have an edge to every pixel, so they are two numbers a pixel).
 *
 * @throws RangeError when a cost is negative or a pixel may be neither
 */
export function minimumCut(costs: GridCosts): Cut {
  const { height, width, object, background, right, down } = costs;
  const n = height * width;
  const step = [1, width, -1, -width];
  // What still fits along the edge from the source, to the sink, and in each direction.
  const [from, to] = [new Float64Array(n), new Float64Array(n)];
  const room = new Float64Array(4 * n);
  let flow = 0;
  for (let i = 0; i < n; i++) {
    const through = Math.min(object[i], background[i]);
    if (!(through >= 0) || through === Infinity) throw new RangeError(`pixel ${i}: ${object[i]}, ${background[i]}`); // prettier-ignore
    flow += through;
    from[i] = background[i] === through ? 0 : background[i] - through;
    to[i] = object[i] === through ? 0 : object[i] - through;
    const sides = [i % width < width - 1 ? right[i] : 0, i + width < n ? down[i] : 0];
    sides.forEach((cost, d) => {
      if (!(cost >= 0)) throw new RangeError(`edge ${d} of pixel ${i}: ${cost}`);
      if (cost === 0) return;
      room[4 * i + d] = cost;
      room[4 * (i + step[d]) + d + TURN] = cost;
    });
  }
  const [level, next, queue] = [new Int32Array(n), new Uint8Array(n), new Int32Array(n)];
  const [way, via] = [new Int32Array(n), new Uint8Array(n)];
  /** Steps from the source to each pixel, −1 where it does not reach; whether the sink is reached. */
  const search = (): boolean => {
    level.fill(-1);
    let [end, found] = [0, false];
    for (let i = 0; i < n; i++) {
      if (from[i] === 0) continue;
      level[i] = 0;
      queue[end++] = i;
    }
    for (let at = 0; at < end; at++) {
      const i = queue[at];
      if (to[i] > 0) found = true;
      for (let d = 0; d < 4; d++) {
        if (room[4 * i + d] === 0 || level[i + step[d]] >= 0) continue;
        level[i + step[d]] = level[i] + 1;
        queue[end++] = i + step[d];
      }
    }
    return found;
  };
  /** Sends from pixel `start` what fits on ways that lead one level further with each step. */
  const send = (start: number): void => {
    let top = 0;
    way[0] = start;
    while (from[start] > 0) {
      const i = way[top];
      if (to[i] > 0) {
        let fits = Math.min(from[start], to[i]);
        for (let k = 0; k < top; k++) fits = Math.min(fits, room[4 * way[k] + via[k]]);
        from[start] -= fits;
        to[i] -= fits;
        flow += fits;
        let back = top;
        for (let k = top - 1; k >= 0; k--) {
          const edge = 4 * way[k] + via[k];
          room[edge] -= fits;
          room[4 * way[k + 1] + ((via[k] + TURN) & 3)] += fits;
          if (room[edge] === 0) back = k;
        }
        top = back;
        continue;
      }
      let d = next[i];
      while (d < 4 && (room[4 * i + d] === 0 || level[i + step[d]] !== level[i] + 1)) d++;
      next[i] = d;
      if (d < 4) {
        via[top++] = d;
        way[top] = i + step[d];
      } else if (top === 0) return;
      else {
        level[i] = -1;
        top--;
      }
    }
  };
  while (search()) {
    next.fill(0);
    for (let i = 0; i < n; i++) if (from[i] > 0) send(i);
  }
  return { mask: Uint8Array.from(level, (l) => (l >= 0 ? 1 : 0)), flow };
}

/** What a labeling costs (1 is object): of its pixels, of the edges that it cuts, and together. */
export function cutEnergy(
  { height, width, object, background, right, down }: GridCosts,
  mask: ArrayLike<number>,
): { data: number; border: number; total: number } {
  let [data, border] = [0, 0];
  for (let i = 0; i < height * width; i++) {
    data += mask[i] ? object[i] : background[i];
    if (i % width < width - 1 && mask[i] !== mask[i + 1]) border += right[i];
    if (i + width < height * width && mask[i] !== mask[i + width]) border += down[i];
  }
  return { data, border, total: data + border };
}

/** ‖Iᵢ − c‖² for pixel i of a picture and a color. */
function distance(image: ArrayLike<number>, channels: number, i: number, color: ArrayLike<number>) {
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += (image[i * channels + c] - color[c]) ** 2;
  return sum;
}

/**
 * wᵢⱼ = exp(−‖Iᵢ − Iⱼ‖² / 2σ²) with the neighbor to the right and below; 0 at the border.
 *
 * @param sigma in the unit of the brightness, > 0
 */
export function borderWeights(
  { height, width, channels, image }: ColorImage,
  sigma: number,
): { right: Float64Array; down: Float64Array } {
  const n = height * width;
  const w = (i: number, j: number) =>
    Math.exp(-distance(image, channels, i, image.subarray(j * channels)) / (2 * sigma * sigma));
  return {
    right: Float64Array.from({ length: n }, (_, i) => (i % width < width - 1 ? w(i, i + 1) : 0)),
    down: Float64Array.from({ length: n }, (_, i) => (i + width < n ? w(i, i + width) : 0)),
  };
}

/** A picture [H, W, C] with its size. */
export interface ColorImage {
  height: number;
  width: number;
  channels: number;
  image: Float64Array;
}

/** Which of the colors is nearest to pixel i (the first of equals), and its squared distance. */
export function nearest(
  { image, channels }: ColorImage,
  i: number,
  colors: readonly (readonly number[])[],
): [which: number, squared: number] {
  let [which, least] = [-1, Infinity];
  colors.forEach((color, k) => {
    const squared = distance(image, channels, i, color);
    if (squared < least) [which, least] = [k, squared];
  });
  return [which, least];
}

/** Squared distance of every pixel to the nearest of the colors. */
export const colorCosts = (image: ColorImage, colors: readonly (readonly number[])[]) =>
  Float64Array.from({ length: image.height * image.width }, (_, i) => nearest(image, i, colors)[1]);

/** Mean color of the 3×3 pixels around one (fewer at the border), to one decimal. */
export function colorAround(
  { image, height, width, channels }: ColorImage,
  row: number,
  col: number,
): number[] {
  const sum = new Array<number>(channels).fill(0);
  let count = 0;
  for (let r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
    for (let c = Math.max(0, col - 1); c <= Math.min(width - 1, col + 1); c++) {
      count++;
      for (let k = 0; k < channels; k++) sum[k] += image[(r * width + c) * channels + k];
    }
  }
  return sum.map((v) => Math.round((10 * v) / count) / 10);
}

/**
 * Each color becomes the mean of those pixels of its side of the mask that are nearest to it, as in
 * k-means; one without pixels stays. So the cost of the mask cannot rise.
 *
 * @param left pixels that count for nothing (the clicked ones, whose label costs nothing)
 */
export function relearn(
  image: ColorImage,
  mask: ArrayLike<number>,
  side: 0 | 1,
  colors: readonly (readonly number[])[],
  left: ReadonlySet<number>,
): number[][] {
  const { channels } = image;
  const sums = colors.map(() => new Array<number>(channels).fill(0));
  const counts = colors.map(() => 0);
  for (let i = 0; i < image.height * image.width; i++) {
    if (mask[i] !== side || left.has(i)) continue;
    const [k] = nearest(image, i, colors);
    counts[k]++;
    for (let c = 0; c < channels; c++) sums[k][c] += image.image[i * channels + c];
  }
  return colors.map((color, k) => (counts[k] === 0 ? [...color] : sums[k].map((v) => v / counts[k]))); // prettier-ignore
}

/**
 * Where a simulated user clicks next: the pixel furthest inside the largest region of errors
 * (4-connected), by steps to the nearest pixel that is right or beyond the border; the first of equals.
 *
 * @returns row and column, and whether the pixel belongs to the object; undefined without errors
 */
export function nextClick(
  mask: ArrayLike<number>,
  truth: ArrayLike<number>,
  height: number,
  width: number,
): { inside: boolean; at: [row: number, col: number] } | undefined {
  const n = height * width;
  const wrong = (i: number) => mask[i] !== truth[i];
  const around = (i: number) => [
    i % width > 0 ? i - 1 : -1,
    i % width < width - 1 ? i + 1 : -1,
    i >= width ? i - width : -1,
    i + width < n ? i + width : -1,
  ];
  const seen = new Uint8Array(n);
  let largest: number[] = [];
  for (let i = 0; i < n; i++) {
    if (seen[i] || !wrong(i)) continue;
    const region = [i];
    seen[i] = 1;
    for (const j of region) {
      for (const k of around(j)) {
        // A missed pixel and one too many side by side are two errors.
        if (k < 0 || seen[k] || !wrong(k) || truth[k] !== truth[i]) continue;
        seen[k] = 1;
        region.push(k);
      }
    }
    if (region.length > largest.length) largest = region;
  }
  if (largest.length === 0) return undefined;
  const depth = new Int32Array(n).fill(-1);
  const inside = new Set(largest);
  let rim = largest.filter((i) => around(i).some((k) => k < 0 || !inside.has(k)));
  let last = rim;
  for (let steps = 0; rim.length > 0; steps++) {
    for (const i of rim) depth[i] = steps;
    last = rim;
    rim = [...new Set(rim.flatMap((i) => around(i).filter((k) => k >= 0 && inside.has(k) && depth[k] < 0)))]; // prettier-ignore
  }
  const i = Math.min(...last);
  return { inside: truth[i] === 1, at: [Math.floor(i / width), i % width] };
}
