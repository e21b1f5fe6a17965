// What the editor needs while it runs. The tables themselves are read only by the manifest (manifest.ts), so that
// their words do not travel in the bundle.
export { markers } from './markers';
export { planLanguage, planScheme } from './schemes';
export { contextValue } from './tags';
export type { Tag } from './tags';
export type { CommandId } from './commands';
export type { ContextKey, ContextValues, ViewState } from './contextKeys';
export type { SettingId, SettingValue } from './settings';
export type { ViewId } from './views';
