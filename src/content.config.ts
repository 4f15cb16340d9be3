import { defineCollection } from 'astro:content';
import { file, glob } from 'astro/loaders';
import { z } from 'astro/zod';
import {
  chapterSchema,
  conceptSchema,
  notebookSchema,
  questionSchema,
  readingPathSchema,
  termSchema,
  webErrorSchema,
} from './content/schema.ts';

/** `pooling/concept.yaml` → `pooling`, `pooling/zh.mdx` → `pooling/zh`. */
const idOf = ({ entry }: { entry: string }): string =>
  entry.replace(/\/(concept|notebook)\.yaml$/, '').replace(/\.mdx$/, '');

const base = './src/content';

export const collections = {
  concepts: defineCollection({
    loader: glob({ pattern: '*/concept.yaml', base: `${base}/concepts`, generateId: idOf }),
    schema: conceptSchema,
  }),
  prose: defineCollection({
    loader: glob({ pattern: '*/{zh,en}.mdx', base: `${base}/concepts`, generateId: idOf }),
    schema: z.strictObject({}),
  }),
  notebooks: defineCollection({
    loader: glob({ pattern: '*/notebook.yaml', base: `${base}/notebooks`, generateId: idOf }),
    schema: notebookSchema,
  }),
  notebookProse: defineCollection({
    loader: glob({ pattern: '*/{zh,en}.mdx', base: `${base}/notebooks`, generateId: idOf }),
    schema: z.strictObject({}),
  }),
  chapters: defineCollection({ loader: file(`${base}/chapters.yaml`), schema: chapterSchema }),
  readingPaths: defineCollection({
    loader: file(`${base}/reading-paths.yaml`),
    schema: readingPathSchema,
  }),
  webErrors: defineCollection({ loader: file(`${base}/web-errors.yaml`), schema: webErrorSchema }),
  questions: defineCollection({ loader: file(`${base}/questions.yaml`), schema: questionSchema }),
  terms: defineCollection({ loader: file(`${base}/glossary/terms.yaml`), schema: termSchema }),
};
