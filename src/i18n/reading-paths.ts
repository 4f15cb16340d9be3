/** The words of the reading paths. */
import type { L10n } from './langs.ts';

interface Words {
  title: string;
  lead: string;
  notebook: string;
  coming: string;
  done: string;
  /** The button's name: {title} is the page that is marked. */
  mark: string;
  progress: string;
  pages: string;
  kept: string;
  notKept: string;
  clear: string;
}

export const PATH_WORDS: L10n<Words> = {
  zh: {
    title: '阅读路线',
    lead: '不知道从哪里读起，就挑一条路线：每一步说明为什么要读它，读完打勾。',
    notebook: '笔记本',
    coming: '待写',
    done: '读过了',
    mark: '读过了：{title}',
    progress: '已读 {done} / {all}',
    pages: '{all} 步',
    kept: '打的勾只存在这台设备上；同一页在几条路线里出现，打一次就够。',
    notKept: '浏览器不让这个网站保存数据：打的勾在关闭页面后不会留下。',
    clear: '清除这条路线的勾',
  },
  en: {
    title: 'Reading paths',
    lead: 'Not sure where to begin? Choose a path. Each step says why it is there; check it off when you have read it.',
    notebook: 'notebook',
    coming: 'planned',
    done: 'read',
    mark: 'I have read: {title}',
    progress: '{done} of {all} read',
    pages: '{all} steps',
    kept: 'Checks are kept on this device only. A page that stands in several paths is checked in all of them.',
    notKept:
      'The browser does not let this site keep anything: checks are gone when the page is closed.',
    clear: 'Clear the checks of this path',
  },
};
