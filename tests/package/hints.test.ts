import { describe, expect, it } from 'vitest';
import type { Lang } from '../../src/i18n/langs.ts';
import { piece, text } from '../../tools/package/html.ts';
import { dropHints } from '../../tools/package/hints.ts';

const left = (lang: Lang, html: string): string => {
  const widget = piece(`<section class="widget">${html}</section>`);
  dropHints(widget, lang);
  return text(widget);
};

describe('hints of a widget in a book', () => {
  it.each<[Lang, string, string]>([
    ['zh', '划斜线的答错了。点一格看算式。', '划斜线的答错了。'],
    ['zh', '数不大，照公式硬算也对；把 logit 改到 10000 再看。', '数不大，照公式硬算也对。'],
    ['zh', '你的设备核对 20 个数字；其余的只由 float64 决定。竖线是平方根。', '竖线是平方根。'],
    [
      'en',
      'Hatched cells are wrong. Click a cell to see its arithmetic.',
      'Hatched cells are wrong.',
    ],
    ['en', 'The numbers are small; try a logit of 10000.', 'The numbers are small.'],
    ['en', 'Your device checks 20 digits. Heights are square roots.', 'Heights are square roots.'],
  ])('%s: “%s” becomes “%s”', (lang, note, kept) => {
    expect(left(lang, `<p class="w-hint">${note}</p>`)).toBe(kept);
  });

  it('takes the words of operating out of names', () => {
    expect(left('zh', '<span>看第几步（拖回去就是倒带）</span>')).toBe('看第几步');
    expect(left('en', '<span>Step on show (drag back to rewind)</span>')).toBe('Step on show');
    expect(left('zh', '<b>损失（对数刻度），点一下就跳到那一步</b>')).toBe('损失（对数刻度）');
    expect(left('en', '<span>Move z₀</span>')).toBe('z₀');
    expect(left('en', '<span>Move B sideways (left edge)</span>')).toBe(
      'Move B sideways (left edge)',
    );
  });

  it('looks for sentences across the elements in them, and keeps values, code and drawings', () => {
    const note = '<p>取自 <b>7</b> 个。指向<i>一格</i>看数字。颜色是 <b>相关</b>系数。</p>';
    expect(left('zh', note)).toBe('取自 7 个。颜色是 相关系数。');
    for (const kept of [
      '<b>Click</b>',
      '<pre>// your device</pre>',
      '<svg><text>press a key</text></svg>',
      '<p>训练时，改动标出的任何一格，这一格的 y 都会跟着变。</p>',
      '<p>梯度检查：中心差分（h = 10⁻⁵，float64）。</p>',
    ]) {
      expect(left('en', kept)).toBe(text(piece(kept)));
      expect(left('zh', kept)).toBe(text(piece(kept)));
    }
  });

  it('leaves no empty note, and a capital where a sentence now begins', () => {
    const widget = piece('<section><p class="w-hint">点一行看它怎样移动。</p><p>甲</p></section>');
    dropHints(widget, 'zh');
    expect(widget.childNodes).toHaveLength(1);
    expect(left('en', '<p>Press a cell to see it; the colors are signs.</p>')).toBe(
      'The colors are signs.',
    );
  });
});
