/** An output of a cell, checked by `receive.ts`, as a tree. */
import type { Output } from '../protocol.ts';
import type { NotebookWords } from '../../i18n/notebook.ts';
import { chartBlock } from './chart.ts';
import { imageBlock } from './image.ts';
import { progressBlock } from './progress.ts';
import { tableBlock } from './table.ts';
import { tensorBlock } from './tensor.ts';
import { logBlock, logLine, textBlock } from './text.ts';
import { h, type Tree, type TreeElement } from './tree.ts';

/** A formula: its TeX until KaTeX is there. */
export function mathBlock(tex: string, words: NotebookWords): TreeElement {
  return {
    ...h(
      'div',
      {
        class: 'nb-math',
        'data-kind': 'math',
        tabindex: 0,
        role: 'group',
        'aria-label': words.formula,
      },
      h('code', {}, tex),
    ),
    tex,
  };
}

/** Any output as a block; printed lines that follow one another are joined by `outputBlocks`. */
export function outputBlock(output: Output, words: NotebookWords): TreeElement {
  switch (output.kind) {
    case 'log':
      return logBlock(words, logLine(output.level, output.text));
    case 'text':
      return textBlock(output.text, words);
    case 'tensor':
      return tensorBlock(output, words);
    case 'image': {
      const { width, height, pixels: data } = output;
      return imageBlock({ pixels: { width, height, data } }, output, words);
    }
    case 'table':
      return tableBlock(output, words);
    case 'chart':
      return chartBlock(output.chart, words);
    case 'math':
      return mathBlock(output.tex, words);
    case 'progress':
      return progressBlock(output, words);
  }
}

/** How many lines and values were left out. */
export function droppedLine(lines: number, words: NotebookWords): TreeElement {
  return h(
    'p',
    { class: 'nb-more', 'data-dropped': lines },
    words.dropped.replace('{n}', String(lines)),
  );
}

/** Blocks, with printed lines that follow one another in one block. */
export function joinLines<T extends { kind: string }>(
  outputs: readonly T[],
  block: (output: T) => Tree,
  line: (output: T) => TreeElement,
  words: NotebookWords,
): Tree[] {
  const blocks: Tree[] = [];
  let lines: TreeElement[] = [];
  const close = () => {
    if (lines.length) blocks.push(logBlock(words, ...lines));
    lines = [];
  };
  for (const output of outputs) {
    if (output.kind === 'log') lines.push(line(output));
    else {
      close();
      blocks.push(block(output));
    }
  }
  close();
  return blocks;
}
