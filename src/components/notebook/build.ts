/** What the build writes into a cell: the outputs that were recorded. */
import katex from 'katex';
import type { NotebookWords } from '../../i18n/notebook.ts';
import type { Notebook } from '../../content/notebooks.ts';
import { revive, type RecordedCell, type RecordedOutput } from '../../notebook/recorded.ts';
import { toHtml } from '../../notebook/render/html.ts';
import { imageBlock } from '../../notebook/render/image.ts';
import { droppedLine, joinLines, outputBlock } from '../../notebook/render/output.ts';
import { logLine } from '../../notebook/render/text.ts';
import type { Tree } from '../../notebook/render/tree.ts';
import { href } from '../../site.ts';
import { FORMULA_OPTIONS } from './formula.ts';

type Image = Extract<RecordedOutput, { kind: 'image' }>;

/** A recorded picture and its address below the site: `notebooks/<slug>/<cell>-<n>.<sha>.png`. */
export type RecordedPicture = { notebook: string; picture: string; png: string };

const pictureName = (cell: string, at: number, sha: string) =>
  `${cell.replace(/\.ts$/, '')}-${at}-${sha}`;

/** Every picture that a notebook's recorded outputs show. */
export function picturesOf({ slug, recorded }: Notebook): RecordedPicture[] {
  return Object.entries(recorded?.cells ?? {}).flatMap(([cell, { sha, outputs }]) =>
    outputs.flatMap((output, at) =>
      output.kind === 'image'
        ? [{ notebook: slug, picture: pictureName(cell, at, sha), png: output.png }]
        : [],
    ),
  );
}

/** The recorded outputs of a cell as HTML. */
export function recordedHtml(
  slug: string,
  file: string,
  { outputs, sha, dropped }: RecordedCell,
  words: NotebookWords,
): string {
  const picture = (output: Image): Tree => {
    const name = pictureName(file, outputs.indexOf(output), sha);
    return imageBlock({ address: href(`notebooks/${slug}/${name}.png`) }, output, words);
  };
  const blocks = joinLines(
    outputs,
    (output) => (output.kind === 'image' ? picture(output) : outputBlock(revive(output), words)),
    (output) => {
      const line = output as Extract<RecordedOutput, { kind: 'log' }>;
      return logLine(line.level, line.text);
    },
    words,
  );
  if (dropped) blocks.push(droppedLine(dropped, words));
  const math = (tex: string) => katex.renderToString(tex, FORMULA_OPTIONS);
  return blocks.map((block) => toHtml(block, { math })).join('');
}
