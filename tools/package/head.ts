/**
 * Scripts that only the pages of a package have. They stand in the page itself, as classic scripts:
 * they are for the moments when nothing else can be loaded.
 */
import { HTML_LANG, type L10n, type Lang } from '../../src/i18n/langs.ts';

const ADDRESS = 'http://localhost:8080/';
const COMMANDS = ['node serve.mjs', 'python3 -m http.server 8080'];

/** What a page says that was opened from disk. */
const WORDS: L10n<{ title: string; text: string; more: string }> = {
  zh: {
    title: '这一页是从磁盘直接打开的',
    text: '文字、公式和插图都能看（公式的字体可能不对），链接也能点。演示、笔记本和搜索用不了：浏览器不让这样打开的页面加载模块、读取文件。要用全部功能，先在解压出来的文件夹里运行下面任意一条命令，再打开箭头后面的地址：',
    more: '其他办法和说明见',
  },
  en: {
    title: 'This page was opened straight from disk',
    text: 'Text, formulas (perhaps in other fonts) and figures are all there, and links work. Demos, notebooks and search do not: browsers do not let such a page load modules or read files. To have everything, run one of these commands in the unpacked folder, then open the address after the arrow:',
    more: 'Other ways are in',
  },
};

function notice(lang: Lang, root: string): string {
  const { title, text, more } = WORDS[lang];
  const list = COMMANDS.map(
    (command) => `<li><code>${command}</code> → <code>${ADDRESS}</code></li>`,
  );
  return (
    `<div lang="${HTML_LANG[lang]}"><strong>${title}</strong><p>${text}</p>` +
    `<ul>${list.join('')}</ul><p>${more} <a href="${root}README.txt">README.txt</a></p></div>`
  );
}

/** As the text of a script: no end tag of its own. */
const literal = (text: string): string => JSON.stringify(text).replaceAll('</', '<\\/');

/**
 * Tells the reader who opened the page from disk what to do, and lets links to folders name their
 * page, which no server does here.
 *
 * @param root the way from the page to the root of the site
 */
export function fromDisk(langs: readonly Lang[], root: string): string {
  const html = langs.map((lang) => notice(lang, root)).join('');
  return `<script>
if (location.protocol === 'file:') document.addEventListener('DOMContentLoaded', function () {
  document.querySelectorAll('a[href]').forEach(function (a) {
    if (a.protocol === 'file:') a.href = a.href.replace(/\\/(?=[?#]|$)/, '/index.html');
  });
  var box = document.createElement('aside');
  box.id = 'from-disk';
  box.style.cssText = 'margin:1rem max(1rem,50% - 23rem);padding:1rem 1.25rem;border:2px solid var(--accent);border-radius:.5rem;text-align:start';
  box.innerHTML = ${literal(html)};
  document.body.prepend(box);
});
</script>`;
}

/**
 * For 404.html on a server that shows it at the address that was asked for, at any depth: looks for
 * the root of the site among the folders above, the nearest first, and mends the page's addresses.
 * serve.mjs sends the page with the right ones.
 */
export const FIND_ROOT = `<script>
if (document.documentElement.dataset.root === './' && location.protocol !== 'file:') document.addEventListener('DOMContentLoaded', async function () {
  var here = location.pathname.replace(/[^/]*$/, '');
  var root = here;
  for (;;) {
    var found = await fetch(root + 'catalog.json', { method: 'HEAD' }).catch(function () {});
    if (found && found.ok && /json/.test(found.headers.get('content-type'))) break;
    if (root === '/') return;
    root = root.replace(/[^/]+\\/$/, '');
  }
  if (root === here) return;
  ['href', 'src', 'data-root', 'data-base'].forEach(function (name) {
    document.querySelectorAll('[' + name + ']').forEach(function (element) {
      var address = element.getAttribute(name);
      if (/^(?:[a-z]+:|[/#])/i.test(address)) return;
      var mended = root + address.replace(/^\\.\\//, '');
      if (element.localName !== 'script') return element.setAttribute(name, mended);
      var again = document.createElement('script');
      again.type = 'module';
      again.src = mended;
      element.replaceWith(again);
    });
  });
});
</script>`;
