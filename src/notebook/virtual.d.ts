declare module 'virtual:notebook-assets' {
  const assets: import('./assets.ts').NotebookAssets;
  export default assets;
}
