import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  plane: {
    query: 'z=-0.55,0.55',
    title: { zh: '平面上的每一点都能解码', en: 'Every point of the plane decodes' },
  },
  encode: {
    query: 'image=test-1139',
    title: { zh: '编码一个数字：μ、σ、ε、z', en: 'Encode a digit: μ, σ, ε, z' },
  },
  epsilon: {
    query: 'image=test-1493&draws=6',
    title: { zh: '同样的 μ、σ，六个 ε', en: 'Same μ and σ, six draws of ε' },
  },
  walk: {
    query: 'image=test-30&epsilon=0&to=test-1139',
    title: { zh: '从一个数字走到另一个', en: 'Walk from digit to digit' },
  },
  z16: {
    query: 'model=digits-vae&seed=7&draws=6',
    title: { zh: '16 维：随机取 z', en: '16 dimensions: z at random' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
