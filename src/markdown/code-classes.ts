/**
 * Shiki transformer: a token says what it is by a short class (`tk-keyword`), not by a style, and
 * plain text carries nothing. Half the bytes, and the colours live in one style sheet.
 */
import type { ShikiTransformer } from 'shiki';

const TOKEN = /var\(--astro-code-(?:token-)?([a-z-]+)\)/;

export const codeClasses: ShikiTransformer = {
  name: 'receptive-field:code-classes',
  preprocess(_code, options) {
    // However busy the machine, a line is read to its end: every build colours it alike.
    options.tokenizeTimeLimit = 0;
  },
  pre(node) {
    delete node.properties.style;
  },
  line(node) {
    delete node.properties.class;
    node.children = node.children.flatMap((child) => {
      if (child.type !== 'element') return [child];
      const kind = TOKEN.exec(String(child.properties.style ?? ''))?.[1];
      if (!kind || kind === 'foreground') return child.children as typeof node.children;
      child.properties = { class: `tk-${kind}` };
      return [child];
    });
  },
};
