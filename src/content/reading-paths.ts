/** Reading paths as pages see them: every step with the page it leads to. */
import { getCollection } from 'astro:content';
import type { L10n } from '../i18n/langs.ts';
import { catalog, required } from './catalog.ts';
import { notebooks } from './notebooks.ts';
import type { ReadingPath, ReadingStep } from './schema.ts';

export interface Step {
  /** `concepts/tensor` or `notebooks/tensors`: also the name under which it is marked as read. */
  place: string;
  kind: 'concept' | 'notebook';
  title: L10n;
  why: L10n;
  /** Whether there is a page to go to. */
  written: boolean;
}

export interface Path extends Omit<ReadingPath, 'parts'> {
  parts: { title: L10n; steps: Step[] }[];
}

/** The reading paths in order; throws when a step names a page that does not exist. */
export async function readingPaths(): Promise<Path[]> {
  const [paths, { bySlug }, all] = await Promise.all([
    getCollection('readingPaths'),
    catalog(),
    notebooks(),
  ]);
  const resolve = (path: string, { concept, notebook, why }: ReadingStep): Step => {
    if (concept !== undefined) {
      const { title, written } = required(bySlug.get(concept), `${path}: no concept ${concept}`);
      return { place: `concepts/${concept}`, kind: 'concept', title, why, written };
    }
    const { title } = required(
      all.find(({ slug }) => slug === notebook),
      `${path}: no notebook ${notebook}`,
    );
    return { place: `notebooks/${notebook}`, kind: 'notebook', title, why, written: true };
  };
  return paths
    .map(({ data }) => ({
      ...data,
      parts: data.parts.map(({ title, steps }) => ({
        title,
        steps: steps.map((step) => resolve(data.id, step)),
      })),
    }))
    .sort((a, b) => a.order - b.order);
}
