/** Figures of the models trained on digits, on the held-out digits and by judges never tuned on. */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { mulberry32, normal, type Random } from '../../src/lib/random.ts';
import { engine, images, judge, PIXELS, run, shipped, type Images } from './engine.ts';
import { row, type Evaluation, type Failures, type Row } from './rows.ts';
import { agreement, argmax, frechetDistance, inceptionScore, quantile } from './statistics.ts';

const HELD_OUT = '1,500 held-out digits';
const SEED = 2026;
const CLASSES = 10;
const FEATURES = 64;

export const EVALUATIONS: Record<string, () => Promise<Evaluation>> = {
  'digits-classifier': classifier,
  'digits-vae2': () => vae('digits-vae2', 2, { loss: 151 }),
  'digits-vae': () => vae('digits-vae', 16, { loss: 104.5, right: 0.95 }),
  'digits-gan': gan,
  'digits-denoiser': denoiser,
};

const normals = (random: Random, count: number) =>
  Float32Array.from({ length: count }, () => normal(random));

async function classifier(): Promise<Evaluation> {
  const test = images('digits', 'test');
  const { dense2 } = await run(await shipped('digits-classifier'), test.pixels);
  const read = argmax(dense2, CLASSES);
  const other = await run(await judge('digits'), test.pixels);
  const items = [...read].flatMap((label, index) =>
    label === test.labels[index] ? [] : [{ index, label: test.labels[index], read: label }],
  );
  return {
    rows: [
      row('digits-classifier', 'accuracy', agreement(read, test.labels), HELD_OUT, 0.99),
      row('digits-classifier', 'errors', items.length, HELD_OUT),
      row('digits-classifier', 'accuracy of the second judge', agreement(argmax(other.dense2, CLASSES), test.labels), HELD_OUT), // prettier-ignore
    ],
    failures: [
      {
        data: 'digits/test',
        what: { zh: '留出数字中读错的全部图片', en: 'every held-out digit that is read wrongly' },
        items,
      },
    ],
  };
}

/** Cross-entropy of grey values (Bernoulli), summed over each image, in nats. */
function crossEntropies(image: Float32Array, target: Float32Array): Float64Array {
  const sums = new Float64Array(target.length / PIXELS);
  for (let i = 0; i < target.length; i++) {
    const p = Math.min(Math.max(image[i], 1e-7), 1 - 1e-7);
    sums[Math.floor(i / PIXELS)] -= target[i] * Math.log(p) + (1 - target[i]) * Math.log(1 - p);
  }
  return sums;
}

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

async function vae(
  id: string,
  latent: number,
  bounds: { loss: number; right?: number },
): Promise<Evaluation> {
  const test = images('digits', 'test');
  const decoder = await shipped(`${id}/decoder`);
  const { mu, logvar } = await run(await shipped(`${id}/encoder`), test.pixels);
  const epsilon = normals(mulberry32(SEED), mu.length);
  const z = mu.map((m, i) => m + Math.exp(logvar[i] / 2) * epsilon[i]);
  const sampled = (await run(decoder, z)).image;
  const centre = (await run(decoder, mu)).image;
  const reconstruction = crossEntropies(sampled, test.pixels);
  const divergence = new Float64Array(test.count);
  mu.forEach((m, i) => {
    divergence[Math.floor(i / latent)] += (m * m + Math.exp(logvar[i]) - 1 - logvar[i]) / 2;
  });
  const loss = mean(reconstruction) + mean(divergence);
  const read = await opinions(centre);
  const items = [...read.ours].flatMap((label, index) =>
    label === test.labels[index] ? [] : [{ index, label: test.labels[index], read: label }],
  );
  return {
    rows: [
      row(id, 'negative ELBO (nats, one sample of z)', loss, HELD_OUT, bounds.loss, false),
      row(id, 'reconstruction (nats)', mean(reconstruction), HELD_OUT),
      row(id, 'KL (nats)', mean(divergence), HELD_OUT),
      row(id, 'reconstructions from the mean read right', agreement(read.ours, test.labels), HELD_OUT, bounds.right), // prettier-ignore
      row(id, 'the same by the second judge', agreement(read.second, test.labels), HELD_OUT, bounds.right), // prettier-ignore
    ],
    failures: [
      {
        data: 'digits/test',
        what: {
          zh: '重建后被分类器读错的留出数字（至多 24 张）',
          en: 'held-out digits whose reconstruction the classifier reads wrongly (24 at most)',
        },
        items: every(items, 24),
      },
    ],
  };
}

/** At most `limit` items, evenly spread. */
function every<T>(items: T[], limit: number): T[] {
  const step = Math.max(1, items.length / limit);
  return Array.from({ length: Math.min(limit, items.length) }, (_, i) => items[Math.floor(i * step)]); // prettier-ignore
}

/** How the shipped classifier and the judge read images. */
async function opinions(pixels: Float32Array) {
  const ours = await run(await shipped('digits-classifier'), pixels);
  const second = await run(await judge('digits'), pixels);
  return { ours: argmax(ours.dense2, CLASSES), second: argmax(second.dense2, CLASSES) };
}

/** Codes for the generator: 32 standard normal numbers and the class as one-hot. */
export function codes(labels: ArrayLike<number>, latent = 32): Float32Array {
  const random = mulberry32(SEED);
  const width = latent + CLASSES;
  const all = new Float32Array(labels.length * width);
  for (let i = 0; i < labels.length; i++) {
    for (let k = 0; k < latent; k++) all[i * width + k] = normal(random);
    all[i * width + latent + labels[i]] = 1;
  }
  return all;
}

async function gan(): Promise<Evaluation> {
  const id = 'digits-gan';
  const train = images('digits', 'train');
  const test = images('digits', 'test');
  const generator = await shipped(id);
  const labels = Array.from({ length: 2000 }, (_, i) => i % CLASSES);
  const { image } = await run(generator, codes(labels));
  const rows: Row[] = [];
  const judges = [
    ['', await shipped('digits-classifier')],
    [' (second judge)', await judge('digits')],
  ] as const;
  const split = '2,000 samples, 200 a class';
  for (const [name, model] of judges) {
    const keep = ['dense1', 'dense2'];
    const [samples, real, held] = [
      await run(model, image, keep),
      await run(model, train.pixels, keep),
      await run(model, test.pixels, keep),
    ];
    const read = argmax(samples.dense2, CLASSES);
    const classes = Array.from({ length: CLASSES }, (_, c) =>
      mean(labels.flatMap((label, i) => (label === c ? [read[i] === c ? 1 : 0] : []))),
    );
    const distance = (features: Float32Array) => frechetDistance(features, real.dense1, FEATURES);
    // The scale of a Fréchet distance is that of the features: the bound is on our classifier's,
    // and for another judge it is the same multiple of real against real.
    const reference = distance(held.dense1);
    rows.push(
      row(id, `label accuracy${name}`, agreement(read, labels), split, 0.98),
      row(id, `classes of which 90% are read as asked${name}`, classes.filter((share) => share >= 0.9).length, split, CLASSES), // prettier-ignore
      row(id, `Inception score${name}`, inceptionScore(samples.dense2, CLASSES), split, 9.75),
      row(id, `Inception score of held-out digits${name}`, inceptionScore(held.dense2, CLASSES), HELD_OUT), // prettier-ignore
      row(id, `Fréchet distance to training digits${name}`, distance(samples.dense1), split, name ? undefined : 9, false), // prettier-ignore
      row(id, `Fréchet distance of held-out to training digits${name}`, reference, HELD_OUT),
    );
  }
  const mixed = codes(test.labels);
  const likeTest = await run(generator, mixed);
  const nearest = {
    held: await nearestDistances(test.pixels, train),
    samples: await nearestDistances(likeTest.image, train),
  };
  const near = quantile(nearest.held, 0.05);
  const share = (distances: Float64Array) => mean(distances.map((d) => (d < near ? 1 : 0)));
  const same = '1,500 samples with the classes of the held-out digits';
  rows.push(
    row(id, 'near copies: share nearer to a training digit than the nearest 5% of held-out digits', share(nearest.samples), same, 0.05, false), // prettier-ignore
    row(id, 'distance to the nearest training digit, median', quantile(nearest.samples, 0.5), same),
    row(id, 'the same for held-out digits', quantile(nearest.held, 0.5), HELD_OUT),
    row(id, 'smallest distance to a training digit', Math.min(...nearest.samples), same),
    row(id, 'the same for held-out digits (smallest)', Math.min(...nearest.held), HELD_OUT),
  );
  return { rows };
}

/** Euclidean distance of each image to the nearest of the training images. */
export async function nearestDistances(pixels: Float32Array, train: Images): Promise<Float64Array> {
  const tf = await engine();
  const squares = (data: Float32Array) => {
    const sums = new Float64Array(data.length / PIXELS);
    data.forEach((x, i) => (sums[Math.floor(i / PIXELS)] += x * x));
    return sums;
  };
  const [ours, theirs] = [squares(pixels), squares(train.pixels)];
  const nearest = new Float64Array(ours.length);
  const all = tf.tensor(train.pixels, [train.count, PIXELS]) as Tensor2D;
  for (let from = 0; from < ours.length; from += 250) {
    const to = Math.min(from + 250, ours.length);
    const product = tf.tidy(
      () =>
      tf.matMul(tf.tensor(pixels.slice(from * PIXELS, to * PIXELS), [to - from, PIXELS]), all, false, true), // prettier-ignore
    );
    const dots = await product.data();
    product.dispose();
    for (let i = from; i < to; i++) {
      let least = Infinity;
      for (let j = 0; j < train.count; j++) {
        least = Math.min(least, ours[i] + theirs[j] - 2 * dots[(i - from) * train.count + j]);
      }
      nearest[i] = Math.sqrt(Math.max(least, 0));
    }
  }
  all.dispose();
  return nearest;
}

/** Peak signal-to-noise ratio in decibels, for values in [0, 1]. */
function psnr(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return -10 * Math.log10(sum / a.length);
}

async function denoiser(): Promise<Evaluation> {
  const id = 'digits-denoiser';
  const test = images('digits', 'test');
  const model = await shipped(id);
  const noise = normals(mulberry32(SEED), test.pixels.length);
  const rows: Row[] = [];
  let items: Failures['items'] = [];
  for (const sigma of [0.4, 0.2, 0.6, 0.8]) {
    const noisy = test.pixels.map((x, i) => x + sigma * noise[i]);
    const clipped = noisy.map((x) => Math.min(Math.max(x, 0), 1));
    const { image } = await run(model, noisy);
    const [before, cut, after] = [noisy, clipped, image].map((x) => psnr(x, test.pixels));
    const at = `at σ = ${sigma}`;
    rows.push(
      row(id, `PSNR gained ${at} (dB)`, after - before, HELD_OUT, sigma === 0.4 ? 6 : undefined),
      row(id, `PSNR ${at} (dB)`, after, HELD_OUT),
    );
    if (sigma !== 0.4) continue;
    const { ours } = await opinions(image);
    const without = (await opinions(noisy)).ours;
    items = [...ours].flatMap((read, index) =>
      read === test.labels[index] ? [] : [{ index, label: test.labels[index], read }],
    );
    rows.push(
      row(id, 'PSNR gained over the noisy image clipped to [0, 1] (dB)', after - cut, HELD_OUT),
      row(id, 'denoised digits read right', agreement(ours, test.labels), HELD_OUT),
      row(id, 'noisy digits read right without it', agreement(without, test.labels), HELD_OUT),
    );
  }
  const clean = await run(model, test.pixels);
  rows.push(row(id, 'PSNR of clean digits (dB)', psnr(clean.image, test.pixels), HELD_OUT));
  const what = {
    zh: '加 σ = 0.4 的噪声再去噪后被分类器读错的留出数字（至多 24 张）',
    en: 'held-out digits that the classifier reads wrongly once noise of σ = 0.4 was added and taken away again (24 at most)',
  };
  return { rows, failures: [{ data: 'digits/test', what, items: every(items, 24) }] };
}
