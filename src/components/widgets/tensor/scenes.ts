import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  digit: {
    query: '',
    title: { zh: '数字 28×28：切出一块看数', en: 'A digit, 28×28: cut out a piece' },
  },
  color: {
    query: 'source=color&op=transpose&perm=2,0,1',
    title: { zh: '彩色图 H×W×3：拆成三个通道', en: 'A picture H×W×3: its three channels' },
  },
  batch: {
    query: 'source=batch&op=reduce&axes=1,2&reduce=mean',
    title: { zh: '一批图 N×H×W×C', en: 'A batch N×H×W×C' },
  },
  reshape: {
    query: 'source=numbers&op=reshape',
    title: { zh: 'reshape 不是转置', en: 'Reshape is not transpose' },
  },
  broadcast: {
    query: 'source=numbers&op=broadcast',
    title: { zh: '广播', en: 'Broadcasting' },
  },
  slice: {
    query: 'source=numbers&shape=3,4,5&op=slice&slice=1,::2,1:4',
    title: { zh: '切片', en: 'Slicing' },
  },
  layout: {
    query: 'source=batch&op=transpose&perm=0,3,1,2',
    title: { zh: 'NHWC 转成 NCHW', en: 'NHWC to NCHW' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
