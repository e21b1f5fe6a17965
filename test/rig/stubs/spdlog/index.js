'use strict';
const fs = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    this.formatted = true;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.formatted ? `${new Date().toISOString()} [${levels[level]}] ${message}\n` : String(message);
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // The folder is removed while the server is still ending.
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    this.formatted = true;
  }
  clearFormatters() {
    this.formatted = false;
  }
  flush() {}
  drop() {}
}

for (const [index, name] of levels.entries()) {
  Logger.prototype[name] = function (message) {
    this.write(index, message);
  };
}

exports.version = 0;
exports.setFlushOn = exports.setLevel = exports.shutdown = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
