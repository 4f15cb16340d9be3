/** Pieces of code twins: literals and lines that every widget writes. Pure. */

/** Lines joined; undefined ones are left out. */
export function program(lines: readonly (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined).join('\n') + '\n';
}

/** Numbers separated by commas. */
export const list = (values: ArrayLike<number>) => Array.from(values).join(', ');

/** Flat numbers as an array literal, one row of the outermost axis a line. */
export function flatList(values: ArrayLike<number>, perLine: number): string {
  const all = Array.from(values);
  const rows: string[] = [];
  for (let i = 0; i < all.length; i += perLine) rows.push(`  ${list(all.slice(i, i + perLine))},`);
  return `[\n${rows.join('\n')}\n]`;
}

/** Nested lists (JavaScript and Python alike), the innermost ones on one line. */
export function nestedList(values: unknown, indent = ''): string {
  if (!Array.isArray(values)) return String(values);
  if (!Array.isArray(values[0])) return `[${values.join(', ')}]`;
  const inner = values.map((each) => `${indent}    ${nestedList(each, `${indent}    `)},`);
  return `[\n${inner.join('\n')}\n${indent}]`;
}

/** A number that Python reads as a float. */
export function decimal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The file name of a picture in a code twin. */
export const pictureFile = (id: string) => (id === 'own' ? 'picture.png' : `${id}.png`);

/** JavaScript that reads a picture of one channel into an image tensor [1, H, W, 1]. */
export const greyPicture = (id: string, declare: 'const' | 'let' = 'let'): string[] => [
  `const image = new Image();`,
  `image.src = '${pictureFile(id)}';`,
  `await image.decode();`,
  `// grey as in PIL: (19595 R + 38470 G + 7471 B + 32768) >> 16`,
  `${declare} x = tf.browser.fromPixels(image).mul([19595, 38470, 7471]).sum(2, true).add(32768)`,
  `  .div(65536).floor().expandDims(0); // NHWC, 0…255`,
];
