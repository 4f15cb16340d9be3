// One bright pixel, and a kernel without any symmetry.
const impulse = Array.from({ length: 7 }, (_, i) =>
  Array.from({ length: 7 }, (_, j) => (i === 3 && j === 3 ? 1 : 0)),
);
const stairs = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const answer = conv(impulse, stairs);

const stairsTensor = tf.tensor2d(stairs);
display.image(stairsTensor, { scale: 16, range: [0, 9], caption: 'kernel' });
display.image(answer, { scale: 16, range: [0, 9], caption: 'output' });
display.table(await answer.array());

const flipped = stairs.map((row) => [...row].reverse()).reverse();
const same = tf.tidy(() => largestGap(answer.slice([1, 1], [3, 3]), flipped) === 0);
display.text(`the output holds the kernel turned by 180°: ${same}`);
