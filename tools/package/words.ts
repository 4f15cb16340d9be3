/** What the books say that the pages do not. */
import type { L10n } from '../../src/i18n/langs.ts';

interface Words {
  name: string;
  tagline: string;
  contents: string;
  cover: string;
  edition: (version: string, date: string) => string;
  online: string;
  howToRead: string;
  /** Paragraphs of the page on how to read; HTML. */
  reading: { title: string; html: string }[];
  chapter: (order: number, title: string) => string;
  glossary: string;
  licences: string;
  license: string;
  pictures: string;
  data: string;
  fonts: string;
  fontsNote: string;
  models: string;
  notebooks: string;
  live: string;
  computed: string;
  /** Over a section whose text asks the reader to operate widgets; HTML with the live address. */
  seeIt: (address: string) => string;
  /** In the place of a table that is too large for a page. */
  numbers: (count: number) => string;
  section: (page: string, section: string) => string;
  accessibility: string;
}

export const BOOK_WORDS: L10n<Words> = {
  zh: {
    name: '感受野',
    tagline: '能动手运行的图像深度学习手册',
    contents: '目录',
    cover: '封面',
    edition: (version, date) => `版本 ${version}，内容更新至 ${date}`,
    online: '在线版',
    howToRead: '怎样读这本书',
    reading: [
      {
        title: '一篇的结构',
        html: '<p>每篇从一个面试问题和一句话答案开始，接着是图示、讲解、推导、代码、常见错误和追问，最后是更正与文献。赶时间的话，先读问题、答案和追问；要弄懂，就从“先看”列出的几篇读起。</p>',
      },
      {
        title: '演示变成了图',
        html: '<p>网站上的演示可以拖动、修改、运行。书里印的是它们的默认状态：图和数字都由参考实现用双精度算出，不是截图里的示意。正文里说到拖动、修改、运行的地方，都要到网上去做：图下写着在线地址。</p>',
      },
      {
        title: '公式与术语',
        html: '<p>公式用 MathML 写成，阅读器可以放大，也可以朗读。术语第一次出现时连到书末的术语表，那里有中英文写法和定义。</p>',
      },
      {
        title: '代码',
        html: '<p>书里的代码就是测试运行的那份代码，“输出”是运行时真正打印的内容。标着“错误示范”的代码是故意写错的。要运行它们，打开对应的在线页面或笔记本。</p>',
      },
      {
        title: '书里没有什么',
        html: '<p>笔记本、模型卡片和逐条验证只在网站上，书里的链接会带你过去。</p>',
      },
    ],
    chapter: (order, title) => `第 ${order} 章：${title}`,
    glossary: '术语',
    licences: '许可',
    license: '文字与代码',
    pictures: '图片',
    data: '数据集与由它训练的模型',
    fonts: '字体',
    fontsNote: '公式的字体取自 KaTeX，MIT 许可。',
    models: '模型',
    notebooks: '笔记本',
    live: '在线操作：',
    computed: '图中数字由参考实现用双精度算出。',
    seeIt: (address) =>
      `这里印的是演示一开始的样子。正文说的拖动、修改、运行，请到<a href="${address}" class="live">在线页面</a>上做。`,
    numbers: (count) => `共 ${count} 个数，见在线演示`,
    section: (page, section) => `${page}：${section}`,
    accessibility:
      '全书为可重排的文字，公式用 MathML，图带文字说明，目录到节，阅读顺序与网站一致。个别演示图只有简短的替代文字，其数字另列成表；太长的表只在在线页面上。',
  },
  en: {
    name: 'Receptive Field',
    tagline: 'A runnable handbook of deep learning for images',
    contents: 'Contents',
    cover: 'Cover',
    edition: (version, date) => `Version ${version}, contents as of ${date}`,
    online: 'Online edition',
    howToRead: 'How to read this book',
    reading: [
      {
        title: 'The parts of a page',
        html: '<p>Each page begins with a question as an interviewer would ask it and an answer in one sentence. A figure, the explanation, the derivation, code, pitfalls and follow-up questions come next, corrections and references last. Short of time? Read the question, the answer and the follow-ups. To understand a topic, begin with the pages listed under “Read first”.</p>',
      },
      {
        title: 'Widgets became figures',
        html: '<p>On the site you can drag, change and run the widgets. The book shows their default state. Drawings and numbers were computed in double precision by the reference implementation; none is an artist’s impression. Where the text asks you to drag, change or run something, do it online: the address below each figure leads to the live one.</p>',
      },
      {
        title: 'Formulas and terms',
        html: '<p>Formulas are MathML: your reader can enlarge them or read them aloud. A term links to the glossary where it is first used on a page.</p>',
      },
      {
        title: 'Code',
        html: '<p>The code in the book is the code that the tests run, and “Output” is what it printed. Listings marked “Wrong on purpose” are just that. To run them, open the page or the notebook on the site.</p>',
      },
      {
        title: 'What is not in the book',
        html: '<p>Notebooks, model cards and the proofs of single corrections are on the site only; links lead there.</p>',
      },
    ],
    chapter: (order, title) => `Chapter ${order}: ${title}`,
    glossary: 'Glossary',
    licences: 'Licenses',
    license: 'Text and code',
    pictures: 'Pictures',
    data: 'Data sets and the models trained on them',
    fonts: 'Fonts',
    fontsNote: 'The fonts of the formulas come from KaTeX, MIT license.',
    models: 'Models',
    notebooks: 'Notebooks',
    live: 'Live: ',
    computed: 'The numbers were computed in double precision by the reference implementation.',
    seeIt: (address) =>
      `Shown here is how the widgets start. To drag, change and run what the text asks for, open the <a href="${address}" class="live">live page</a>.`,
    numbers: (count) => `${count} numbers, to be seen in the live widget`,
    section: (page, section) => `${page}: ${section}`,
    accessibility:
      'Reflowable text throughout; formulas are MathML, figures carry text alternatives, the contents reach down to sections, the reading order is that of the site. Some widget figures have only a short alternative; their numbers stand in tables, of which the longest are on the site only.',
  },
};
