import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  dice: { query: '', title: { zh: '两张掩膜：IoU 与 Dice', en: 'Two masks: IoU and Dice' } },
  miou: { query: 'mode=miou', title: { zh: '多个类别：mIoU', en: 'Several classes: mIoU' } },
  merged: {
    query: 'mode=merged',
    title: { zh: '挨在一起：语义与实例', en: 'Touching: semantic and instance' },
  },
  post: {
    query: 'mode=merged&two=2,9&post=1',
    title: { zh: '柱子后面', en: 'Behind a post' },
  },
  panoptic: {
    query: 'mode=panoptic',
    title: { zh: '街景的三种看法', en: 'A street, seen three ways' },
  },
  'panoptic-merged': {
    query: 'mode=panoptic&said=0,0,0,0,0,0;0,2,2,2,2,0;1,2,2,2,2,1;1,1,1,1,1,1',
    title: { zh: '两辆车并成一块', en: 'Two cars as one' },
  },
  swallowed: {
    query:
      'mode=panoptic&street=0,0,0,0,0,0;0,2,2,2,3,0;1,2,2,2,3,1;1,1,1,1,1,1&said=0,0,0,0,0,0;0,2,2,2,2,0;1,2,2,2,2,1;1,1,1,1,1,1',
    title: { zh: '大车吞掉小车', en: 'The big one takes the small one' },
  },
  'cut-out': { query: 'mode=cut', title: { zh: '抠图', en: 'Cutting out' } },
  soft: {
    query:
      'mode=cut&mask=0,0,0,0,0,0,0,0;0.5,1,0.5,0,0,0.5,1,0.5;0.5,1,1,0.5,0.5,1,1,0.5;0.5,1,1,1,1,1,1,0.5;0.5,1,1,1,1,1,1,0.5;0.5,1,1,1,1,1,1,0.5;0,0.5,1,1,1,1,0.5,0;0,0,0.5,1,1,0.5,0,0',
    title: { zh: '软边的掩膜', en: 'A mask with soft edges' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
