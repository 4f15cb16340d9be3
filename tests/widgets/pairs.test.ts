import { expect, test } from 'vitest';
import type { Kind } from '@widgets/toolkit/kind.ts';
import { readQuery } from '@widgets/toolkit/query.ts';

const kinds = import.meta.glob<{ KIND: Kind<object> }>('/src/components/widgets/*/kind.ts');
const scenes = import.meta.glob<{ SCENES: Record<string, { query: string }> }>(
  '/src/components/widgets/*/scenes.ts',
);

test.each(Object.keys(kinds).filter((path) => !path.includes('/toolkit/')))(
  '%s: an input of one’s own takes the place of the picture of a scene, and the other way round',
  async (path) => {
    const { KIND } = await kinds[path]();
    if (!['input', 'image'].every((key) => KIND.keys.includes(key))) return;
    const { SCENES } = await scenes[path.replace('kind.ts', 'scenes.ts')]();
    const sceneOf = (name: string) => SCENES[name]?.query;
    for (const scene of Object.keys(SCENES))
      for (const [own, other] of [
        ['input', 'image'],
        ['image', 'input'],
      ]) {
        const { query } = readQuery(
          `scene=${scene}&${own}=1`,
          KIND.keys,
          KIND.either ?? [],
          sceneOf,
        );
        expect(query[own], scene).toBe('1');
        expect(query, scene).not.toHaveProperty(other);
      }
  },
);
