import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  plain: {
    query: '',
    title: { zh: '没有捷径', en: 'No shortcut' },
  },
  skip: {
    query: 'join=add&weights=zero',
    title: { zh: '捷径相加，权重全 0', en: 'Shortcut added, weights 0' },
  },
  concatenate: {
    query: 'join=concatenate',
    title: { zh: '拼接：通道翻倍', en: 'Concatenate: twice the channels' },
  },
  projection: {
    query: 'join=add&filters=3',
    title: { zh: '通道不同：1×1 投影', en: 'Other channels: a 1×1 projection' },
  },
  identity: {
    query: 'weights=identity',
    title: { zh: '普通层要学的恒等', en: 'The identity that plain layers must learn' },
  },
  degradation: {
    query: 'mode=nets&shortcuts=0',
    title: { zh: '退化：深的反而差', en: 'Degradation: deeper is worse' },
  },
  gradient: {
    query: 'mode=nets&depth=30&steps=0',
    title: { zh: '训练前的梯度，逐层', en: 'Gradients before training, by layer' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
