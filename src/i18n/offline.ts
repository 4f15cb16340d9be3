import type { L10n } from './langs.ts';

/** The bar that offers a new version. */
export const OFFER_WORDS = {
  zh: {
    label: '手册有新版本',
    ready: '新版本已备好。',
    missing: '其中有 {n} 个文件没能下载，断网时可能打不开。',
    update: '更新',
    later: '以后再说',
  },
  en: {
    label: 'New version of the handbook',
    ready: 'A new version is ready.',
    missing: ' {n} of its files could not be fetched and may not open offline.',
    update: 'Update',
    later: 'Later',
  },
} satisfies L10n<Record<string, string>>;

const zh = {
  title: '离线阅读',
  lead: '看过的页面会自动存进浏览器，断网也能再看。也可以一次把整本手册带走：正文、搜索、模型和笔记本都在本机，没有网络照样运行。',
  missingTitle: '这一页还没有存到本机',
  missingText: '现在连不上网，而这一页以前没有打开过：',
  retry: '再试一次',
  takeTitle: '带走整本手册',
  parts: { pages: '页面', search: '搜索', models: '模型与数据', notebooks: '笔记本' },
  part: '部分',
  size: '大小',
  kept: '已存',
  total: '合计',
  tableNote: '“下载”按压缩传输估计，“占用”是解压后存进浏览器的大小。',
  download: '下载',
  space: '占用',
  noScript: '离线阅读要靠浏览器里的脚本来保存文件。',
  keptTitle: '已存的页面',
  keptNone: '还没有存下任何页面。',
  install: '装成应用',
  installText:
    '在浏览器菜单里选“安装”或“添加到主屏幕”，感受野就有自己的图标和窗口。装不装，离线阅读都一样能用。',
  manage: '清理',
  manageText: '存下的内容都在这个浏览器里，随时可以删掉。',
  live: {
    unsupported:
      '这里不能离线阅读。浏览器只在 https 网址或本机（localhost）上提供这项功能；有的浏览器在无痕窗口里也会关掉它。手册的其他功能照常可用。',
    off: '离线阅读已关闭，什么也不会存下来。',
    preparing: '正在准备……',
    unreached: '现在连不上网。已经存下的都能用，联网后可以接着下载。',
    changed: '网站刚刚更新过。先更新到新版本，再接着下载；已经存下的不会丢。',
    fullUnsaid: '存储空间满了，还要 {need} MB。已经存下的都能用；腾出空间后可以接着下载。',
    full: '存储空间满了：浏览器还剩约 {free} MB，还要 {need} MB。已经存下的都能用；腾出空间后可以接着下载。',
    failed: '没能继续。刷新页面再试。',
    ready: '整本手册下载约 {sent} MB，存下后占用约 {bytes} MB。',
    some: '已存 {done} MB，整本占用约 {bytes} MB，还要下载约 {left} MB。',
    going: '正在下载：已存 {percent}%',
    paused: '已暂停，已存 {percent}%。',
    whole: '整本手册都在本机了，断网也能用。',
    take: '带走整本手册（约 {left} MB）',
    goOn: '继续下载（还要约 {left} MB）',
    pause: '暂停',
    clear: '删掉存下的内容',
    turnOff: '全部删除并关闭离线阅读',
    turnOn: '开启离线阅读',
    cleared: '已删除。首页、离线页等少数文件还留着，以后看过的页面会重新存下。',
    wholePart: '全部',
    more: '……还有 {n} 页',
    files: '{n} 个文件',
  },
};

const en: typeof zh = {
  title: 'Reading offline',
  lead: 'Pages you have visited are stored in the browser and open again without a network. You can also take the whole handbook at once: text, search, models and notebooks, all on this device and running without a network.',
  missingTitle: 'This page is not stored on this device',
  missingText: 'The network cannot be reached, and this page was not opened before: ',
  retry: 'Try again',
  takeTitle: 'Take the whole handbook',
  parts: { pages: 'Pages', search: 'Search', models: 'Models and data', notebooks: 'Notebooks' },
  part: 'Part',
  size: 'Size',
  kept: 'Stored',
  total: 'Total',
  tableNote:
    '“Download” is an estimate of the compressed transfer; “space” is what the unpacked files take in the browser.',
  download: 'Download',
  space: 'Space',
  noScript: 'Reading offline needs scripts: they store the files in the browser.',
  keptTitle: 'Stored pages',
  keptNone: 'No page is stored yet.',
  install: 'Install as an app',
  installText:
    'Choose “Install” or “Add to Home Screen” in the menu of the browser, and Receptive Field gets an icon and a window of its own. Reading offline works either way.',
  manage: 'Clean up',
  manageText: 'Everything is stored in this browser and can be removed at any time.',
  live: {
    unsupported:
      'Reading offline is not possible here. Browsers offer it only at https addresses or on your own machine (localhost), and some switch it off in private windows. The rest of the handbook works as usual.',
    off: 'Reading offline is switched off. Nothing is stored.',
    preparing: 'Preparing…',
    unreached:
      'The network cannot be reached. What is stored works; the download can go on when the network is back.',
    changed:
      'The site was updated a moment ago. Update to the new version, then go on; what is stored is not lost.',
    fullUnsaid:
      'The storage is full, and {need} MB are still needed. What is stored works; the download can go on after you make room.',
    full: 'The storage is full: the browser has about {free} MB left, and {need} MB are needed. What is stored works; the download can go on after you make room.',
    failed: 'It could not go on. Reload the page and try again.',
    ready:
      'The whole handbook is a download of about {sent} MB and takes about {bytes} MB of space.',
    some: '{done} MB of about {bytes} MB are stored; about {left} MB are left to download.',
    going: 'Downloading: {percent}% stored',
    paused: 'Paused, {percent}% stored.',
    whole: 'The whole handbook is on this device and works without a network.',
    take: 'Take the whole handbook (about {left} MB)',
    goOn: 'Go on (about {left} MB left)',
    pause: 'Pause',
    clear: 'Remove what is stored',
    turnOff: 'Remove everything and switch off',
    turnOn: 'Switch reading offline on',
    cleared:
      'Removed. A few files such as the home page stay; pages you visit from now on are stored again.',
    wholePart: 'all',
    more: '… and {n} more',
    files: '{n} files',
  },
};

/** The words of the offline page; `live` are those its script writes. */
export const OFFLINE_WORDS: L10n<typeof zh> = { zh, en };

export type LiveWords = typeof zh.live;
