/** The first file, packed and read back. */
import { expect, it } from 'vitest';
import { packNames, unpackNames } from '../../src/search/names.ts';
import type { IndexFile } from '../../src/search/types.ts';

const index: IndexFile = {
  concepts: [
    ['max-pooling', '最大池化', 'Max pooling', ['mp', 'mp层', 'maxpool']],
    ['cnn', '卷积神经网络（CNN）', 'Convolutional neural network (CNN)', []],
  ],
  terms: [
    ['stride', '步幅', 'stride', ['步长'], 0],
    ['pixel', '像素', 'pixel', [], -1],
    ['relu', 'ReLU', 'ReLU', ['rectifier'], 1],
  ],
  says: '13579',
  han: '层層',
  words: [['影像', '图像'], ['学习速率', '学习率']],
  pinyin: { bu: '步', chi: '池', lv: '率' },
}; // prettier-ignore

it('is read back as it was, in its order', () => {
  expect(unpackNames(JSON.parse(JSON.stringify(packNames(index))))).toEqual(index);
  const none = { concepts: [], terms: [], says: '', han: '', words: [], pinyin: {} };
  expect(unpackNames(packNames(none))).toEqual(none);
});

it('holds neither what the English title gives nor lists', () => {
  const file = packNames(index);
  expect(file.en).toBe(
    'Max pooling|maxpool;Convolutional neural network (CNN)=cnn;stride;pixel;ReLU|rectifier',
  );
  expect(file.zh).toBe('最大池化|mp|mp层;卷积神经网络（CNN）;步幅|步长;像素;ReLU');
});

it.each(['a|b', 'a;b', 'a=b'])('does not take %s for a name', (name) => {
  expect(() => packNames({ ...index, terms: [['id', name, 'b', [], 0]] })).toThrow(name);
});
