import type { Scene } from '../toolkit/build.ts';
import { STARTS } from './state.ts';

/** Named states for pages, links and tests; the first one is the default. */
export const SCENES = {
  'one-click': { query: '', title: { zh: '各点一下', en: 'One click each' } },
  corrected: {
    query: 'clicks=+17,12;-4,32;-16,27',
    title: { zh: '再点一下“− 背景”', en: 'One more: − background' },
  },
  leak: {
    query: 'gray=4.4&soft=8&noise=0.3&lambda=60',
    title: { zh: '边缘模糊就漏', en: 'A soft edge leaks' },
  },
  specks: {
    query: 'noise=2.5&lambda=0',
    title: { zh: '分开不要钱：斑点', en: 'Separating is free: specks' },
  },
  dear: {
    query: 'lambda=100&sigma=5&clicks=+17,12;-4,32;-16,27',
    title: { zh: '分开太贵：细臂没了', en: 'Separating costs too much: the arm is lost' },
  },
  own: {
    query: `image=astronaut&clicks=${STARTS.astronaut}`,
    title: { zh: '照片，或你自己的图片', en: 'A photo, or your own' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
