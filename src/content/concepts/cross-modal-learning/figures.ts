/** Figure of the page: six pairs on the circle before and after contrastive training. */
import { circle, line, svgDoc, text } from '../../../components/figures/svg.ts';
import type { Lang } from '../../../i18n/langs.ts';
import { PAIRS, train } from './contrast.ts';

function pairs(lang: Lang): string {
  const words = {
    zh: {
      title: '六对向量，训练前后',
      desc: '两个单位圆。训练前，图像和它的文字散在各处，连线横穿圆内；200 步之后，每对都挨在一起，六对大致均匀地分开。',
      before: '训练前',
      after: '200 步之后',
      image: '图像',
      caption: '文字',
    },
    en: {
      title: 'Six pairs before and after training',
      desc: 'Two unit circles. Before training, images and their texts are scattered and the lines between them cross the circle; after 200 steps the two of each pair lie close together and the pairs are spread apart.',
      before: 'before training',
      after: 'after 200 steps',
      image: 'image',
      caption: 'text',
    },
  }[lang];
  const parts: string[] = [];
  [0, 200].forEach((steps, side) => {
    const { images, texts } = train(steps);
    const [cx, cy, r] = [92 + 176 * side, 106, 68];
    const on = ([x, y]: number[]) => {
      const size = Math.hypot(x, y);
      return [cx + (r * x) / size, cy - (r * y) / size];
    };
    parts.push(text(cx, 18, side ? words.after : words.before, { class: 'f-muted', 'font-size': 13 })); // prettier-ignore
    parts.push(circle(cx, cy, r, { class: 's-line' }));
    for (let i = 0; i < PAIRS; i++) {
      const [[ax, ay], [bx, by]] = [on(images[i]), on(texts[i])];
      parts.push(line(ax, ay, bx, by, { class: 's-muted', 'stroke-dasharray': '3 3' }));
      parts.push(circle(ax, ay, 7, { class: 'f-soft-a s-a', 'stroke-width': 2 }));
      parts.push(line(bx - 5, by - 5, bx + 5, by + 5, { class: 's-accent', 'stroke-width': 2 }));
      parts.push(line(bx - 5, by + 5, bx + 5, by - 5, { class: 's-accent', 'stroke-width': 2 }));
    }
  });
  const label = { 'font-size': 13, 'text-anchor': 'start' };
  parts.push(circle(100, 206, 7, { class: 'f-soft-a s-a', 'stroke-width': 2 }));
  parts.push(text(114, 211, words.image, label));
  parts.push(line(215, 201, 225, 211, { class: 's-accent', 'stroke-width': 2 }));
  parts.push(line(215, 211, 225, 201, { class: 's-accent', 'stroke-width': 2 }));
  parts.push(text(234, 211, words.caption, label));
  return svgDoc({ width: 360, height: 222, title: words.title, desc: words.desc }, ...parts);
}

export const figures: Record<string, (lang: Lang) => string> = { pairs };
