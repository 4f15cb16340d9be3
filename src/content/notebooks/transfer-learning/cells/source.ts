// The source task: ten kinds of clothes. The target task later: ten digits.
const names = 'T-shirt,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,boot'.split(',');
const clothes = await dataset('fashion', 'train', 4000);
const clothesTest = await dataset('fashion', 'test', 500);
const labels = Array.from(clothes.labels.slice(0, 20).dataSync());
tf.tidy(() =>
  display.images(clothes.images.slice(0, 20), {
    columns: 10,
    scale: 2,
    captions: labels.map((label) => names[label]),
  }),
);
