/** What the page says about known mistakes. */
import type { L10n } from '../i18n/langs.ts';
import type { HintKey } from './hints.ts';

/** One sentence or two for each known mistake: what it is, what to do. */
export const HINT_WORDS: L10n<Record<HintKey, string>> = {
  zh: {
    'shape-mismatch': '形状对不上。在出错的一行之前用 console.log(t.shape) 看看每个张量的形状。',
    'disposed-tensor':
      '这个张量已经释放了。tf.tidy() 会释放里面没有返回的张量；之后还要用的，要么返回，要么用 tf.keep() 留住。',
    'promise-in-tidy':
      'tf.tidy() 里的函数不能是 async，也不能返回 Promise。把 await 移到 tidy 外面。',
    'missing-await': 't.data() 和 t.array() 返回 Promise，前面要写 await；也可以用 t.dataSync()。',
    'rank-of-conv2d':
      '卷积和池化的输入是 [批大小, 高, 宽, 通道]，卷积核是 [高, 宽, 输入通道, 输出通道]。用 reshape 或 expandDims 补上缺的维度。',
    'wrong-dtype':
      '数据类型不对。下标和类别要 int32，条件要 bool，其余多为 float32；用 tf.cast(t, "int32") 转换，或在创建时写明。',
    'missing-kernel':
      '当前后端没有这个运算。换一种写法，或在地址后加上 ?backend=cpu 换一个后端再运行。',
    'tensor-memory':
      '活着的张量太多，内存到了上限。在循环里用 tf.tidy()，或对不再用的张量调用 dispose()；也可以点“重启”。',
    'nan-loss':
      '出现了 NaN：训练多半已经发散，或者算了 log(0)、除以了 0。先把学习率调小，再检查输入有没有归一化。',
    'missing-compile': '训练和评估之前要先调用 model.compile({ optimizer, loss })。',
    'no-network':
      '单元格里的代码不能访问网络。本站的数据用 await dataset("digits", "train") 读取。',
    'no-page':
      '单元格在独立的线程里运行，看不到页面，也没有 document 和 window。要显示什么，用 display()。',
    'no-eval': '这里不允许 eval 和 new Function。直接把代码写进单元格。',
  },
  en: {
    'shape-mismatch':
      'The shapes do not fit. Print them before the failing line: console.log(t.shape).',
    'disposed-tensor':
      'This tensor was disposed. tf.tidy() disposes of everything inside that is not returned: return what you still need, or tf.keep() it.',
    'promise-in-tidy':
      'The function inside tf.tidy() must not be async or return a Promise. Move the await out of it.',
    'missing-await':
      't.data() and t.array() return a Promise: write await before them, or use t.dataSync().',
    'rank-of-conv2d':
      'Convolution and pooling take [batch, height, width, channels]; a filter is [height, width, input channels, output channels]. Add what is missing with reshape or expandDims.',
    'wrong-dtype':
      'The data type does not fit. Indices and classes are int32, conditions bool, most other things float32: convert with tf.cast(t, "int32"), or name the type when you make the tensor.',
    'missing-kernel':
      'This backend lacks the operation. Write it another way, or add ?backend=cpu to the address and run again.',
    'tensor-memory':
      'Too many tensors are alive. Use tf.tidy() inside loops, or dispose() of what you no longer need. Restart frees everything.',
    'nan-loss':
      'There is a NaN: the training has probably diverged, or something took log(0) or divided by 0. Lower the learning rate first, then check that the inputs are normalized.',
    'missing-compile': 'Call model.compile({ optimizer, loss }) before you train or evaluate.',
    'no-network':
      'Code in a cell has no network. Read the data of this site with await dataset("digits", "train").',
    'no-page':
      'A cell runs in a thread of its own and cannot see the page: there is no document and no window. Use display() to show something.',
    'no-eval': 'eval and new Function are not allowed here. Write the code into the cell itself.',
  },
};
