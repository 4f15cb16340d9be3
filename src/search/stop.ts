/** Words that say nothing about what is looked for. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  'the a an of in is are what why how doe does do to for and or with when which where it its be by on at from that this can we you i my there than as between difference different should not no need use used mean meaning explain work far into after before if so one two has have'.split(
    ' ',
  ),
);

export const STOP_HAN: readonly string[] =
  '为什么 是什么 什么是 有什么 什么 怎么样 怎么 怎样 如何 为何 哪些 哪个 哪里 多少 是否 可以 能不能 区别 不同 关系 作用 用处 意思 一样 不一样 请问 介绍 解释 一下 说说 原理 方法 优点 缺点 优缺点 好处 常用 常见 一般 通常 需要 应该 分别 以及 还有 里面 之间 时候 进行 使用 我们 一个 这个 那个 的 了 是 在 和 与 吗 呢 么 有 会 要 时 里 中 上 下 把 被 对 给 也 都 就 还 又 很 太 会怎 怎办 么办 怎么办 办'.split(
    ' ',
  );
