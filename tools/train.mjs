/**
 * `npm run train -- <model> [--steps n] [--fresh]`: trains one shipped model from its seed and
 * writes its files, card and curve into public/models/<model>/. A stopped run goes on where it was
 * (.cache/train/<model>); --fresh starts again. Not part of the tests.
 *
 * The scripts need Python 3 with torch and numpy. PYTHON names another interpreter.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/setup.mjs';

const FOLDER = path.join(root, 'tools', 'train');

/** The script of each model and what it is told. */
const SCRIPTS = {
  'digits-classifier': ['digits_classifier.py'],
  'digits-vae2': ['digits_vae.py', 'digits-vae2'],
  'digits-vae': ['digits_vae.py', 'digits-vae'],
  'digits-gan': ['digits_gan.py'],
  'digits-denoiser': ['digits_denoiser.py'],
  'digits-judge': ['digits_judge.py'],
  'fashion-classifier': ['fashion_classifier.py'],
  'fashion-gan': ['fashion_gan.py'],
  'fashion-judge': ['fashion_judge.py'],
  'scenes-segmenter': ['scenes_segmenter.py'],
  'scenes-detector': ['scenes_detector.py'],
};

const [model, ...options] = process.argv.slice(2);
if (!Object.hasOwn(SCRIPTS, model ?? '')) {
  console.error(`npm run train -- <model>, one of: ${Object.keys(SCRIPTS).join(', ')}`);
  process.exit(2);
}
if (!existsSync(path.join(root, '.cache', 'data', 'digits', 'train-images.u8'))) {
  console.error('The data are missing: run `npm run data` first.');
  process.exit(1);
}
const python = [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python'].find(
  (name) =>
    name && spawnSync(name, ['-c', 'import torch, numpy'], { stdio: 'ignore' }).status === 0,
);
if (!python) {
  console.error(
    'No Python 3 with torch and numpy was found. Debian and Ubuntu: apt-get install python3-torch\n' +
      'python3-numpy; elsewhere: pip install torch numpy. PYTHON=<path> names another interpreter.',
  );
  process.exit(1);
}
const [script, ...given] = SCRIPTS[model];
const child = spawn(python, [path.join(FOLDER, script), ...given, ...options], {
  cwd: FOLDER,
  stdio: 'inherit',
  env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', OMP_NUM_THREADS: '1' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  if (code === 0) spawnSync('node', ['tools/checksums.mjs'], { cwd: root, stdio: 'inherit' });
  process.exit(code ?? 1);
});
