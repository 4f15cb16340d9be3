import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  'soft-targets': { query: '', title: { zh: '软目标', en: 'Soft targets' } },
  temperature: {
    query: 'mode=temperature&temperature=64',
    title: { zh: '温度', en: 'Temperature' },
  },
  'dark-knowledge': {
    query: 'mode=train&temperature=8',
    title: { zh: '训练学生', en: 'Train students' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
