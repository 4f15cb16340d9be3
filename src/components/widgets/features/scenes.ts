import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  pca: { query: '', title: { zh: 'PCA', en: 'PCA' } },
  lda: { query: 'method=lda', title: { zh: 'LDA', en: 'LDA' } },
  tsne: { query: 'method=tsne', title: { zh: 't-SNE', en: 't-SNE' } },
  learned: { query: 'space=learned', title: { zh: '学到的特征', en: 'Learned features' } },
  reconstruct: {
    query: 'components=8&point=test-1068',
    title: { zh: '用几个主成分重建', en: 'Rebuilt from a few components' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
