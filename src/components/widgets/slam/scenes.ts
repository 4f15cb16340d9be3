import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  landmarks: { query: '', title: { zh: '边走边画图', en: 'Landmarks' } },
  odometry: { query: 'sight=0&t=72', title: { zh: '只靠轮子', en: 'Wheels alone' } },
  loop: { query: 't=54', title: { zh: '回环：又见旧路标', en: 'The loop closes' } },
  'wrong-association': {
    query: 'mistake=9&t=72',
    title: { zh: '认错一个路标', en: 'One landmark confused' },
  },
  gate: {
    query: 'mistake=9&gate=1&t=72',
    title: { zh: '认错，但被门限挡住', en: 'Confused, but refused' },
  },
  overconfident: {
    query: 'wheels=2&t=54&drives=50',
    title: { zh: '噪声大时过度自信', en: 'Overconfident' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
