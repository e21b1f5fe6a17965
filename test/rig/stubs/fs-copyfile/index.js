import { promises as fs } from 'node:fs';

export const copyFile = (from, to, mode) => fs.copyFile(from, to, mode);
export const cp = (from, to, options) => fs.cp(from, to, options);
export const isCloneSupported = () => false;
