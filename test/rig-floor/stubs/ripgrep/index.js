export { rgPath } from '@vscode/ripgrep-universal';
