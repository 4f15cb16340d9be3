import type { Finding } from '../rule.ts';
import { foldersOf, type Site } from '../site.ts';

/** Nothing that `npm run new` left to be written still says TODO. */
export default function unfinished(site: Site): Finding[] {
  return foldersOf(site).flatMap((each) => {
    const { folder, files } = each;
    const cells = 'cellFiles' in each ? each.cellFiles.map((name) => `cells/${name}`) : [];
    return [...files, ...cells]
      .filter((name) => /\.(mdx|yaml|ts|py)$/.test(name))
      .flatMap((name) => {
        const lines = (site.read(`${folder}/${name}`) ?? '').split('\n');
        return lines.flatMap((text, at): Finding[] => {
          const found = /\bTODO\b:?\s*(.*)/.exec(text);
          if (!found) return [];
          const what = found[1].replace(/\s*\*\/\}?\s*$/, '') || 'something is still to be written';
          return [
            {
              file: `${folder}/${name}`,
              line: at + 1,
              column: found.index + 1,
              message: `to be written: ${what}`,
              fix: 'write it and delete the mark',
            },
          ];
        });
      });
  });
}
