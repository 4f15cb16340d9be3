import { catalog, required, type Concept } from '../../content/catalog.ts';
import { notebooks } from '../../content/notebooks.ts';
import type { Reference } from '../../content/schema.ts';
import type { Lang } from '../../i18n/langs.ts';

/** What every prose component is given by the build, besides its own properties. */
export interface ProseProps {
  lang: Lang;
  /** Slug of the concept whose page is rendered. */
  concept: string;
  /** In its place, slug of the notebook whose page is rendered. */
  notebook?: string;
}

/** The data of the concept whose page is rendered. */
export async function conceptOf({ concept }: ProseProps): Promise<Concept> {
  const { bySlug } = await catalog();
  return required(bySlug.get(concept), `There is no concept “${concept}”`);
}

/** The references of the concept or notebook whose page is rendered. */
export async function referencesOf(props: ProseProps): Promise<readonly Reference[]> {
  if (!props.notebook) return (await conceptOf(props)).references;
  const all = await notebooks();
  const found = all.find(({ slug }) => slug === props.notebook);
  return required(found, `There is no notebook “${props.notebook}”`).references;
}
