import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  maps: { query: '', title: { zh: '每层的特征图', en: 'Every feature map' } },
  window: {
    query: 'layer=conv1',
    title: { zh: '一格怎样算出来', en: 'One cell by hand' },
  },
  occlusion: { query: 'view=occlusion', title: { zh: '遮挡', en: 'Occlusion' } },
  'grad-cam': { query: 'view=grad-cam', title: { zh: 'Grad-CAM', en: 'Grad-CAM' } },
  opinion: {
    query: 'image=test-1312&layer=dense2',
    title: { zh: '十个得分', en: 'The ten scores' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
