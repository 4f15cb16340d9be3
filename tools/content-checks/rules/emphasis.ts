import { eachText, placeInText, proseOf } from '../prose.ts';
import type { Finding } from '../rule.ts';
import type { Site } from '../site.ts';

/** What stays in a text when the Markdown around it is not what was meant. */
const LEFT = [
  {
    sign: '**',
    message: 'a literal `**` stays in the text: this emphasis does not open or close',
    fix: 'no blank inside the stars, punctuation outside them: `**重点**。`',
  },
  {
    sign: '](',
    message: 'a literal `](` stays in the text: this link is broken, or holds another one',
    fix: 'one link, no blank between its brackets: `[words](/concepts/…/)`',
  },
];

/** No literal `**` or `](` is left where emphasis or a link was meant. */
export default function emphasis(site: Site): Finding[] {
  return proseOf(site).flatMap((prose) => {
    const found: Finding[] = [];
    eachText(prose, (text) => {
      for (const { sign, message, fix } of LEFT) {
        const at = text.value.indexOf(sign);
        if (at < 0) continue;
        found.push({ file: prose.file, ...placeInText(prose, text, at), message, fix });
      }
    });
    return found;
  });
}
