import type { L10n } from '../i18n/langs.ts';
import type { RuntimeErrorCode } from './errors.ts';
import type { BackendNote } from './tf.ts';

/** What a widget says when the runtime fails or takes another way; rendered at build time. */
export const RUNTIME_ERRORS: L10n<Record<RuntimeErrorCode, string>> = {
  zh: {
    offline:
      '没有网络，TensorFlow.js 没能下载下来；眼前的数由页面自带的 float64 代码算出。连上网后再试一次。',
    corrupt:
      'TensorFlow.js 的一个文件下载坏了或已被替换。刷新页面通常就能解决；在那之前，眼前的数由页面自带的 float64 代码算出。',
    'no-backend': '这个浏览器里 WebGL、WASM 和普通 JavaScript 都没有通过自检，无法在本机计算。',
    'context-lost': '显卡上下文丢失，几次重建都没有成功。刷新页面再试。',
    timeout: '设备太久没有回应。减小输入或换一个后端再试。',
  },
  en: {
    offline:
      'No network: TensorFlow.js could not be downloaded, so the numbers shown come from the float64 code of this page. Try again when you are online.',
    corrupt:
      'A TensorFlow.js file arrived damaged or has been replaced. Reloading the page usually helps; until then the numbers come from the float64 code of this page.',
    'no-backend':
      'WebGL, WASM and plain JavaScript all failed their self-test in this browser, so nothing can be computed here.',
    'context-lost':
      'The graphics context was lost and could not be rebuilt. Reload the page and try again.',
    timeout: 'The device did not answer in time. Try a smaller input or another backend.',
  },
};

/** What a widget says when its own code or words do not come: the little script that waits has these. */
export const WAKING_ERRORS: L10n<Record<'offline' | 'corrupt', string>> = {
  zh: {
    offline: '没有网络，这个组件的代码没能下载下来；眼前是构建时算好的结果。连上网后再动一下它。',
    corrupt:
      '这个组件的代码没能取到，可能网站刚更新过；眼前是构建时算好的结果。刷新页面通常就能解决。',
  },
  en: {
    offline:
      'No network: the code of this widget could not be downloaded, so the result shown is the one of the build. Touch it again when you are online.',
    corrupt:
      'The code of this widget did not arrive, perhaps because the site was just updated; the result shown is the one of the build. Reloading the page usually helps.',
  },
};

/** Why the backend is what it is, when that needs saying. */
export const BACKEND_NOTES: L10n<Record<BackendNote, string>> = {
  zh: {
    'software-gl': '这台设备的 WebGL 由软件模拟，所以改用更快的后端',
    'no-webgl': '这个浏览器没有可用的 WebGL',
    fallback: '所选后端在这里不可用，已换成另一个',
    recovered: '显卡上下文曾经丢失，已经恢复并重新计算',
  },
  en: {
    'software-gl': 'WebGL is emulated in software on this device, so a faster backend is used',
    'no-webgl': 'this browser has no usable WebGL',
    fallback: 'the chosen backend is not available here, so another one is used',
    recovered: 'the graphics context was lost; it has been restored and the result recomputed',
  },
};

/** What a widget says of a file of its own (a model, a sprite) while it comes, and when it does not. */
export const FILE_WORDS: L10n<{ coming: string; offline: string; corrupt: string }> = {
  zh: {
    coming: '正在下载 {file}：{received}／{total} kB',
    offline:
      '没有网络，{file} 没能下载下来。连上网后再动一下组件，就会重试；页面其余部分照常可用。',
    corrupt:
      '{file} 缺失、不完整或被改动过（校验和对不上），所以没有使用。刷新页面再试；页面其余部分照常可用。',
  },
  en: {
    coming: 'Downloading {file}: {received} of {total} kB',
    offline:
      'No network: {file} could not be downloaded. Touch the widget again when you are online; the rest of the page goes on working.',
    corrupt:
      '{file} is missing, incomplete or altered (its checksum differs), so it is not used. Reload the page to try again; the rest of the page goes on working.',
  },
};
