import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  iou: { query: '', title: { zh: '两个框的 IoU', en: 'IoU of two boxes' } },
  giou: {
    query: 'a=0,0,10,10&b=20,0,30,10',
    title: { zh: '分开之后：GIoU', en: 'Once apart: GIoU' },
  },
  nms: { query: 'mode=nms&step=1', title: { zh: 'NMS 一步步走', en: 'NMS step by step' } },
  'nms-crowded': {
    query:
      'mode=nms&boxes=10,4,25,36,0.95;13.75,4,28.75,36,0.9;40,6,52,36,0.8;43,8,55,36,0.7&objects=10,4,25,36;13.75,4,28.75,36;40,6,52,36',
    title: { zh: '人群：NMS 误删', en: 'A crowd: NMS deletes a person' },
  },
  'nms-soft': {
    query:
      'mode=nms&rule=soft&score=0.4&boxes=10,4,25,36,0.95;13.75,4,28.75,36,0.9;40,6,52,36,0.8;43,8,55,36,0.7&objects=10,4,25,36;13.75,4,28.75,36;40,6,52,36',
    title: { zh: '同一群人：soft-NMS', en: 'The same crowd: soft-NMS' },
  },
  'ap-11': {
    query: 'mode=ap&points=11&matching=voc',
    title: { zh: 'AP：11 点（VOC 2007）', en: 'AP: 11 points (VOC 2007)' },
  },
  'ap-101': {
    query: 'mode=ap',
    title: { zh: 'AP：101 点（COCO）', en: 'AP: 101 points (COCO)' },
  },
  neighbors: {
    query: 'mode=ap&detections=0,0,10,10,0.9;1,0,11,10,0.8&truths=0,0,10,10;4,0,14,10',
    title: { zh: '紧挨着：VOC 与 COCO 判得不同', en: 'Side by side: VOC and COCO disagree' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
