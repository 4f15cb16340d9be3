import type { Scene } from '../toolkit/build.ts';
import { MATRIX } from './state.ts';

export const SCENES = {
  sobel: { query: '', title: { zh: 'Sobel', en: 'Sobel' } },
  prewitt: { query: 'op=prewitt', title: { zh: 'Prewitt', en: 'Prewitt' } },
  scharr: { query: 'op=scharr', title: { zh: 'Scharr', en: 'Scharr' } },
  laplacian: {
    query: 'op=laplacian&sigma=1',
    title: { zh: '拉普拉斯算子', en: 'Laplacian' },
  },
  log: { query: 'op=log&sigma=2', title: { zh: 'LoG（高斯拉普拉斯）', en: 'LoG' } },
  canny: { query: 'op=canny&sigma=1.4', title: { zh: 'Canny', en: 'Canny' } },
  'canny-low': {
    query: 'op=canny&sigma=1.4&low=10&high=25',
    title: { zh: 'Canny，阈值太低', en: 'Canny, thresholds too low' },
  },
  'canny-steps': {
    query: 'op=canny&sigma=1.4&stage=threshold',
    title: { zh: 'Canny：强边与弱边', en: 'Canny: strong and weak' },
  },
  matrix: {
    query: `input=${MATRIX}`,
    title: { zh: '手算：6×6', en: 'By hand: 6×6' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
