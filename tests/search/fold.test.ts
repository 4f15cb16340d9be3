import { describe, expect, it } from 'vitest';
import { bigrams, compact, distance, fold, hasHan, pieces } from '../../src/search/fold.ts';

const spelling = { han: new Map([['積', '积'], ['層', '层'], ['網', '网']]), words: [['网路', '网络']] as const }; // prettier-ignore

describe('fold', () => {
  it('ignores width, case, accents and punctuation', () => {
    expect(fold('ＲｅＬＵ')).toBe('relu');
    expect(fold('Fréchet  Inception-Distance')).toBe('frechet inception distance');
    expect(fold('什么是池化？')).toBe('什么是池化');
  });

  it('writes simplified characters and our wording', () => {
    expect(fold('卷積層', spelling)).toBe('卷积层');
    expect(fold('卷積網路', spelling)).toBe('卷积网络');
  });

  it('knows TeX words, Greek letters and the sign of multiplication', () => {
    expect(fold('$\\sigma$')).toBe('sigma');
    expect(fold('σ')).toBe('sigma');
    expect(fold('1×1 卷积')).toBe('1x1卷积');
    expect(fold('\\nabla')).toBe(fold('∇'));
    expect(fold('x \\odot y')).toBe(fold('x ⊙ y'));
    expect(fold('\\mathrm{softmax}')).toBe('softmax');
    expect(fold('\\operatorname{ReLU}\\left(x\\right)')).toBe('relu x');
    expect(fold('\\ell_2')).toBe('l2');
    expect(fold('\\frac{1}{n}')).toBe('1 n');
  });

  it('takes British spelling and plurals for the same word', () => {
    expect(fold('batch normalisation')).toBe(fold('Batch Normalization'));
    expect(fold('kernels')).toBe(fold('kernel'));
    expect(fold('loss')).toBe('loss');
  });

  it('has no spaces beside Chinese', () => {
    expect(fold('BN 层 和 ReLU')).toBe('bn层和relu');
  });
});

it('pieces are words and runs of Chinese', () => {
  expect(pieces('resnet残差块 v2')).toEqual(['resnet', '残差块', 'v2']);
  expect(compact('data set')).toBe('dataset');
  expect(bigrams('卷积核')).toEqual(['卷积', '积核']);
  expect([hasHan('bn层'), hasHan('bn')]).toEqual([true, false]);
});

it('distance counts edits and swaps, and gives up beyond the limit', () => {
  expect(distance('dropuot', 'dropout', 2)).toBe(1);
  expect(distance('sofmax', 'softmax', 2)).toBe(1);
  expect(distance('卷机', '卷积', 1)).toBe(1);
  expect(distance('kitten', 'sitting', 3)).toBe(3);
  expect(distance('kitten', 'sitting', 2)).toBe(Infinity);
  expect(distance('', 'abc', 2)).toBe(Infinity);
});
