import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  rnn: { query: '', title: { zh: '普通 RNN', en: 'Plain RNN' } },
  'no-memory': { query: 'u=0', title: { zh: '状态权重 0', en: 'State weight 0' } },
  vanishing: {
    query: 'x=1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0&k=1&u=0.6',
    title: { zh: '梯度消失', en: 'Vanishing' },
  },
  lstm: { query: 'cell=lstm&k=1', title: { zh: 'LSTM', en: 'LSTM' } },
  'forget-zero': { query: 'cell=lstm&k=1&keep=0', title: { zh: '遗忘门 0', en: 'Forget gate 0' } },
  'forget-half': { query: 'cell=lstm&k=1&keep=0.5', title: { zh: '遗忘门 ½', en: 'Forget gate ½' } }, // prettier-ignore
  'forget-one': { query: 'cell=lstm&k=1&keep=1', title: { zh: '遗忘门 1', en: 'Forget gate 1' } },
  gru: { query: 'cell=gru&k=1', title: { zh: 'GRU', en: 'GRU' } },
  rows: {
    query: 'task=rows&cell=gru&k=14',
    title: { zh: '逐行读数字', en: 'A digit, row by row' },
  },
} as const satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
