import type { Scene } from '../toolkit/build.ts';

/** A 4 as a reader might draw it, on 14×14. */
const FOUR = [
  '..............',
  '....##........',
  '....##...##...',
  '...##....##...',
  '...##....##...',
  '...##....##...',
  '..##.....##...',
  '..##....###...',
  '..#########...',
  '...####..##...',
  '.........##...',
  '.........##...',
  '.........##...',
  '..............',
];
const ink = (row: string) => Array.from(row, (cell) => (cell === '#' ? 255 : 0)).join(',');

export const SCENES = {
  denoise: {
    query: '',
    title: { zh: '去掉 σ = 0.4 的噪声', en: 'Remove noise of σ = 0.4' },
  },
  'strong-noise': {
    query: 'sigma=0.8',
    title: { zh: '噪声更强：σ = 0.8', en: 'Stronger noise: σ = 0.8' },
  },
  own: {
    query: `input=${FOUR.map(ink).join(';')}`,
    title: { zh: '手绘的数字', en: 'A drawn digit' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
