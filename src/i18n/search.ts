import type { L10n } from './langs.ts';

/** The words of the search, fetched with it. */
const zh = {
  loading: '正在搜索……',
  empty: '输入概念、问题或关键词，中英文、拼音都可以。',
  none: '没有找到。换一个更短的词，或试试另一种语言。',
  error: '搜索没能加载出来。检查网络后再试。',
  noText: '{n} 条结果。搜索的一部分没能加载出来，这里可能不全。',
  count: '{n} 条结果',
  other: '英文页',
  recent: '最近搜索（只存在这台设备上）',
  clear: '清除',
  share: '在单独的页面打开',
  concept: '概念',
  scene: '演示',
  notebook: '笔记本',
  term: '术语',
  model: '模型',
  section: '正文',
};

const en: typeof zh = {
  loading: 'Searching…',
  empty: 'Type a concept, a question or a keyword, in either language or in pinyin.',
  none: 'Nothing found. Try a shorter word, or the other language.',
  error: 'Search could not be loaded. Check the network and try again.',
  noText: 'Results: {n}. A part of the search could not be loaded, so some may be missing.',
  count: 'Results: {n}',
  other: 'Chinese page',
  recent: 'Recent searches (kept on this device only)',
  clear: 'Clear',
  share: 'Open on a page of its own',
  concept: 'concept',
  scene: 'demo',
  notebook: 'notebook',
  term: 'term',
  model: 'model',
  section: 'text',
};

export type SearchWords = typeof zh;
export const SEARCH_WORDS: L10n<SearchWords> = { zh, en };
