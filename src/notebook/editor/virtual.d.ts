declare module 'virtual:tf-complete' {
  /** The encoded table of `table.ts`, made by tools/build/tf-complete.ts. */
  const table: string;
  export default table;
}
