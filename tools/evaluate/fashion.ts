/** Figures of the Fashion-MNIST models, on the test images and by a judge never tuned on. */
import { codes, nearestDistances } from './digits.ts';
import { images, judge, PIXELS, run, shipped, type Images } from './engine.ts';
import { row, type Evaluation, type Row } from './rows.ts';
import { agreement, argmax, frechetDistance, inceptionScore, quantile } from './statistics.ts';

const HELD_OUT = 'Fashion-MNIST test images (10,000)';
const CLASSES = 10;
const FEATURES = 64;
/** Images of each class that fashion-gan learns from; they are shipped as sprites. */
const LEARNED = 1000;
/** Test images of each class in the sprite `fashion/test`. */
const SHIPPED_TEST = 100;

export const EVALUATIONS: Record<string, () => Promise<Evaluation>> = {
  'fashion-classifier': classifier,
  'fashion-gan': gan,
};

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;

/** The first `count` images of each class, in the order of the classes, as in the sprites. */
function firstOfEachClass(all: Images, count: number): Images {
  const chosen = Array.from({ length: CLASSES }, (_, c) =>
    [...all.labels.keys()].filter((i) => all.labels[i] === c).slice(0, count),
  ).flat();
  const pixels = new Float32Array(chosen.length * PIXELS);
  chosen.forEach((from, to) =>
    pixels.set(all.pixels.subarray(from * PIXELS, (from + 1) * PIXELS), to * PIXELS),
  );
  return {
    count: chosen.length,
    pixels,
    labels: Uint8Array.from(chosen, (i) => all.labels[i]),
  };
}

async function classifier(): Promise<Evaluation> {
  const id = 'fashion-classifier';
  const test = images('fashion', 'test');
  const model = await shipped(id);
  const read = argmax((await run(model, test.pixels)).dense2, CLASSES);
  const other = argmax((await run(await judge('fashion'), test.pixels)).dense2, CLASSES);
  const perClass = Array.from({ length: CLASSES }, (_, c) =>
    mean([...read].flatMap((r, i) => (test.labels[i] === c ? [Number(r === c)] : []))),
  );
  const worst = perClass.indexOf(Math.min(...perClass));

  const sprite = firstOfEachClass(test, SHIPPED_TEST);
  const readSprite = argmax((await run(model, sprite.pixels)).dense2, CLASSES);
  const items = [...readSprite].flatMap((label, index) =>
    label === sprite.labels[index] ? [] : [{ index, label: sprite.labels[index], read: label }],
  );
  return {
    rows: [
      row(id, 'accuracy', agreement(read, test.labels), HELD_OUT, 0.9),
      row(id, `accuracy of the worst class (${worst})`, perClass[worst], HELD_OUT),
      row(id, 'accuracy of the second judge', agreement(other, test.labels), HELD_OUT),
    ],
    failures: [
      {
        data: 'fashion/test',
        what: {
          zh: '随站发布的 1,000 张测试图片中分错的',
          en: 'the wrong ones of the 1,000 test images that the site ships',
        },
        items: items.slice(0, 96),
      },
    ],
  };
}

async function gan(): Promise<Evaluation> {
  const id = 'fashion-gan';
  const train = firstOfEachClass(images('fashion', 'train'), LEARNED);
  const test = images('fashion', 'test');
  const generator = await shipped(id);
  const labels = Array.from({ length: 2000 }, (_, i) => i % CLASSES);
  const { image } = await run(generator, codes(labels));
  const split = '2,000 samples, 200 a class';
  const rows: Row[] = [];
  const judges = [
    [' by the second judge, not used for tuning', await judge('fashion')],
    [' by fashion-classifier', await shipped('fashion-classifier')],
  ] as const;
  for (const [name, model] of judges) {
    const keep = ['dense1', 'dense2'];
    const samples = await run(model, image, keep);
    const real = await run(model, train.pixels, keep);
    const held = await run(model, test.pixels, keep);
    const read = argmax(samples.dense2, CLASSES);
    const classes = Array.from({ length: CLASSES }, (_, c) =>
      mean([...read].flatMap((r, i) => (labels[i] === c ? [Number(r === c)] : []))),
    );
    const worst = classes.indexOf(Math.min(...classes));
    const distance = (features: Float32Array) => frechetDistance(features, real.dense1, FEATURES);
    rows.push(
      row(id, `label agreement${name}`, agreement(read, labels), split, 0.9),
      row(id, `the same for test images${name}`, agreement(argmax(held.dense2, CLASSES), test.labels), HELD_OUT), // prettier-ignore
      row(id, `agreement of the worst class (${worst})${name}`, classes[worst], split),
      row(id, `Inception score${name}`, inceptionScore(samples.dense2, CLASSES), split),
      row(id, `Inception score of test images${name}`, inceptionScore(held.dense2, CLASSES), HELD_OUT), // prettier-ignore
      row(id, `Fréchet distance to training images${name}`, distance(samples.dense1), split),
      row(id, `Fréchet distance of test to training images${name}`, distance(held.dense1), HELD_OUT), // prettier-ignore
    );
  }
  const some = firstOfEachClass(test, 150);
  const near = {
    held: await nearestDistances(some.pixels, train),
    samples: await nearestDistances((await run(generator, codes(some.labels))).image, train),
  };
  const limit = quantile(near.held, 0.05);
  const same = '1,500 samples, 150 a class';
  const real = 'Fashion-MNIST test images (1,500, 150 a class)';
  rows.push(
    row(id, 'near copies: share nearer to a training image than the nearest 5% of test images', mean([...near.samples].map((d) => Number(d < limit))), same), // prettier-ignore
    row(id, 'distance to the nearest training image, median', quantile(near.samples, 0.5), same),
    row(id, 'the same for test images', quantile(near.held, 0.5), real),
    row(id, 'smallest distance to a training image', Math.min(...near.samples), same),
    row(id, 'the same for test images (smallest)', Math.min(...near.held), real),
  );
  return { rows };
}
