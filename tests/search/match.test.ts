/** The matcher on a small index: each tier, and what must not be found. */
import { describe, expect, it } from 'vitest';
import { buildIndex, buildText, parametersOf, type SearchSources } from '../../src/search/build.ts';
import { Matcher, withoutStops } from '../../src/search/match.ts';

const concept = (slug: string, zh: string, en: string, names: string[], prose = '') => ({
  slug,
  title: { zh, en },
  aliases: { zh: names, en: [] },
  questions: [],
  asked: { zh: [], en: [] },
  also: [] as string[],
  answer: { zh: `${zh}。`, en: `${en}.` },
  prose: { zh: prose, en: '' },
  formulas: [] as string[],
});

const sources: SearchSources = {
  concepts: [
    concept('convolution', '卷积', 'Convolution', ['互相关']),
    concept('kernel', '卷积核', 'Convolution kernels', ['1×1 卷积']),
    concept('cnn', '卷积神经网络（CNN）', 'Convolutional neural network (CNN)', []),
    concept('pooling', '池化', 'Pooling', ['最大池化'], '每个窗口里胜出的格子'),
    concept('bn', '批量归一化', 'Batch normalization', ['BN']),
    { ...concept('overfitting', '过拟合', 'Overfitting', []), also: ['双下降', 'Double Descent', '池化'] },
    concept('residual', '残差连接', 'Residual connection', ['跳跃连接']),
    { ...concept('weights', '权重初始化', 'Weight initialization', []), questions: [{ zh: '一开始设成多少？', en: 'Where should training start?' }] },
    { ...concept('compression', '模型压缩', 'Model compression', []), asked: { zh: ['手机上跑得太慢'], en: ['deploy on a phone'] } },
  ],
  terms: [
    { id: 'stride', zh: '步幅', en: 'stride', also: ['步长'], concept: 'pooling' },
    { id: 'pixel', zh: '像素', en: 'pixel', also: [] },
  ],
  scenes: [
    {
      path: 'concepts/convolution/',
      widget: 'convolution',
      list: [
        { name: 'two', query: 'stride=2&padding=1&input=1,2', title: { zh: '步幅 2', en: 'Stride 2' } },
        { name: 'blur', query: '', title: { zh: '模糊', en: 'Blur' } },
      ],
    },
  ],
  notebooks: [{ slug: 'tensors', title: { zh: '张量入门', en: 'First tensors' } }],
  models: [{ id: 'digits-vae', title: { zh: '手写数字的编码', en: 'Codes of digits' } }],
}; // prettier-ignore

const matcher = new Matcher(JSON.parse(JSON.stringify(buildIndex(sources))));
// So few phrases teach little.
matcher.addText(buildText(sources, 0.2));
const first = (query: string): string | undefined => matcher.search(query)[0]?.entry.id;
const ids = (query: string): string[] => matcher.search(query).map(({ entry }) => entry.id);

describe('names', () => {
  it.each([
    ['the same', '卷积核', 'kernel'],
    ['the same in the other language', 'Overfitting', 'overfitting'],
    ['a name of the second file', 'double descent', 'overfitting'],
    ['the same, in traditional characters', '雙下降', 'overfitting'],
    ['the same, in a question', '双下降现象是怎么回事', 'overfitting'],
    ['a name of the first file, which the second one cannot take', '池化', 'pooling'],
    ['begins with', 'overfit', 'overfitting'],
    ['first letter', '池', 'pooling'],
    ['contains', '神经网络', 'cnn'],
    ['a term of the concept', '步长', 'pooling'],
    ['traditional characters', '過擬合', 'overfitting'],
    ['full width', 'ＢＮ', 'bn'],
    ['pinyin', 'juanji', 'convolution'],
    ['pinyin with spaces', 'guo ni he', 'overfitting'],
    ['initials', 'plgyh', 'bn'],
    ['beginning of pinyin', 'chih', 'pooling'],
    ['a slip in pinyin', 'guoniehe', 'overfitting'],
    ['a wrong letter', 'overfiting', 'overfitting'],
    ['letters swapped', 'convolutoin', 'convolution'],
    ['a wrong character', '过拟和', 'overfitting'],
    ['short for', '跳连', 'residual'],
    ['an abbreviation with a wrong letter', 'BM', 'bn'],
    ['initials with a wrong letter', 'plgzh', 'bn'],
    ['a whole question', '为什么 BN 在训练和推理时不一样？', 'bn'],
    ['mixed', 'BN层', 'bn'],
    ['words apart', '权重全部初始化为0', 'weights'],
    ['a word of the text', '胜出的格子', 'pooling'],
    ['a question of the page', 'where does training start', 'weights'],
    ['everyday words', '为什么手机跑得慢', 'compression'],
    ['another ending', 'deploying on phones', 'compression'],
  ])('%s: %s → %s', (_, query, id) => {
    expect(first(query)).toBe(id);
  });

  it('a name that is meant exactly stands before one that begins so', () => {
    expect(ids('卷积').indexOf('convolution')).toBe(0);
    expect(ids('卷积')).toContain('kernel');
  });

  it('finds nothing for nothing, punctuation and noise', () => {
    for (const query of ['', '   ', '？！', 'zzzzqqqq', '<img>']) expect(ids(query)).toEqual([]);
  });

  it('a long text does not hang', () => {
    expect(() => matcher.search('卷积的 a'.repeat(5000))).not.toThrow();
  });
});

describe('more than concepts', () => {
  it('scenes by parameters and title', () => {
    expect(ids('stride 2 padding 1')).toContain('convolution/two');
    expect(ids('步幅2')).toContain('convolution/two');
    expect(ids('stride 3')).not.toContain('convolution/two');
    expect(parametersOf('stride=2&padding=1&input=1,2')).toBe('stride 2 padding 1');
  });

  it('notebooks, models and terms without a page', () => {
    expect(ids('张量入门')).toContain('tensors');
    expect(ids('digits vae')).toContain('digits-vae');
    expect(ids('pixel')).toContain('pixel');
  });
});

it('words of asking are left out', () => {
  expect(withoutStops('为什么要用池化')).not.toContain('为什么');
  expect(withoutStops('what is pooling')).toBe('pooling');
});

it('wordsOf names what the text is searched for', () => {
  expect(matcher.wordsOf('为什么 BN 要放在卷积后面')).toEqual(
    expect.arrayContaining(['bn', '卷积']),
  );
});
