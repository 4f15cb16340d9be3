/** The maps of every scene of every widget before any script: `<scene>-<map>.webp`. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { sceneImages, type Scene } from '../../../components/widgets/toolkit/build.ts';
import type { Kind } from '../../../components/widgets/toolkit/kind.ts';
import type { ToolWords } from '../../../components/widgets/toolkit/strings.ts';

const kinds = import.meta.glob<{ KIND: Kind<object> }>('../../../components/widgets/*/kind.ts', {
  eager: true,
});
const scenes = import.meta.glob<{ SCENES: Record<string, Scene> }>(
  '../../../components/widgets/*/scenes.ts',
  { eager: true },
);

const strings = import.meta.glob<{ STRINGS: Record<'zh', ToolWords> }>(
  '../../../components/widgets/*/strings.ts',
  { eager: true },
);

export const getStaticPaths = (async () => {
  const paths = [];
  for (const [file, { KIND }] of Object.entries(kinds)) {
    if (!KIND) continue; // toolkit/kind.ts says what a kind is
    const { SCENES } = scenes[file.replace('kind.ts', 'scenes.ts')];
    const { STRINGS } = strings[file.replace('kind.ts', 'strings.ts')];
    for (const scene in SCENES) {
      const images = await sceneImages(KIND, SCENES, scene, STRINGS.zh);
      for (const [name, make] of Object.entries(images)) {
        const params = { widget: KIND.name, picture: `${scene}-${name}` };
        paths.push({ params, props: { make } });
      }
    }
  }
  return paths;
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ make: () => Promise<Uint8Array> }> = async ({ props }) =>
  new Response((await props.make()) as BodyInit, { headers: { 'Content-Type': 'image/webp' } });
