/** Words of the editor in the languages of the handbook. */
import type { L10n, Lang } from '../../i18n/langs.ts';

export interface EditorWords {
  /** Below the code: which keys leave, run, indent. */
  hint: string;
  hintIndents: string;
  /** Said when Ctrl+M is pressed. */
  tabLeaves: string;
  tabIndents: string;
  problem(line: number, message: string): string;
  unexpected(text: string): string;
  missingBefore(text: string): string;
  missingAtEnd: string;
  notClosed(bracket: string): string;
  openString: string;
  openComment: string;
  reserved(word: string): string;
  notErasable(what: string): string;
  onlyTf(module: string): string;
  noExport: string;
  noReturn: string;
  /** Phrases of CodeMirror itself, by its English. */
  phrases: Record<string, string>;
}

const WORDS: L10n<EditorWords> = {
  zh: {
    hint: 'Tab 或 Esc 离开 · Ctrl+M 用 Tab 缩进 · Ctrl+Enter 运行 · Shift+Enter 运行并到下一格',
    hintIndents: 'Tab 缩进 · Ctrl+M 或 Esc 离开 · Ctrl+Enter 运行 · Shift+Enter 运行并到下一格',
    tabLeaves: 'Tab 键现在离开编辑器。',
    tabIndents: 'Tab 键现在缩进。再按 Ctrl+M 恢复。',
    problem: (line, message) => `第 ${line} 行：${message}`,
    unexpected: (text) => `这里不该有 ${text}。`,
    missingBefore: (text) => `${text} 之前缺少内容。`,
    missingAtEnd: '代码没有写完。',
    notClosed: (bracket) => `${bracket} 没有闭合。`,
    openString: '字符串没有结束。',
    openComment: '注释没有结束。',
    reserved: (word) => `${word} 是保留字，不能当名字。`,
    notErasable: (what) => `${what} 不能只靠去掉类型来执行，这里不支持。`,
    onlyTf: (module) => `不能导入 ${module}：单元格里只有 @tensorflow/tfjs。`,
    noExport: '单元格共用一套名字，export 没有意义。',
    noReturn: 'return 只能写在函数里。',
    phrases: {
      'Control character': '控制字符',
      close: '关闭',
      Completions: '补全',
      Diagnostics: '问题',
      'No diagnostics': '没有问题',
      'Selection deleted': '已删除所选内容',
    },
  },
  en: {
    hint: 'Tab or Esc leaves · Ctrl+M: Tab indents · Ctrl+Enter runs · Shift+Enter runs and goes on',
    hintIndents:
      'Tab indents · Ctrl+M or Esc leaves · Ctrl+Enter runs · Shift+Enter runs and goes on',
    tabLeaves: 'Tab now leaves the editor.',
    tabIndents: 'Tab now indents. Press Ctrl+M again to undo this.',
    problem: (line, message) => `Line ${line}: ${message}`,
    unexpected: (text) => `${text} is not expected here.`,
    missingBefore: (text) => `Something is missing before ${text}.`,
    missingAtEnd: 'The code ends too early.',
    notClosed: (bracket) => `${bracket} is not closed.`,
    openString: 'The string does not end.',
    openComment: 'The comment does not end.',
    reserved: (word) => `${word} is a reserved word and cannot be a name.`,
    notErasable: (what) => `${what} cannot run by leaving out its types; it is not supported here.`,
    onlyTf: (module) => `${module} cannot be imported: a cell only has @tensorflow/tfjs.`,
    noExport: 'export has no meaning in a cell: all cells share their names.',
    noReturn: 'return belongs inside a function.',
    phrases: {},
  },
};

/** The words of one language. */
export function words(lang: Lang): EditorWords {
  return WORDS[lang];
}
