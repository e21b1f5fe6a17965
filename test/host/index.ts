// Loaded by VS Code's extension host: runs the suites beside it and leaves their count where HOST_COUNT says.
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** Under the rig the console is full of VS Code's own log; the report is what the rig prints. */
function reportTo(file: string): void {
  Mocha.reporters.Base.consoleLog = (...words: unknown[]): void => {
    appendFileSync(file, `${format(...words)}\n`);
  };
}

/** Ends when every suite has; throws when a test failed, so that VS Code ends with a failure too. */
export async function run(): Promise<void> {
  const { RIG_REPORT: report, HOST_COUNT: countFile, HOST_GREP: grep } = process.env;
  if (report !== undefined) reportTo(report);
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, forbidOnly: true, ...(grep ? { grep } : {}) });
  const folder = join(__dirname, 'suite');
  for (const name of readdirSync(folder).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(join(folder, name));
  }
  const failed = await new Promise<number>((done) => {
    const runner = mocha.run((failures) => {
      // A pending test is one that did not run.
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      if (countFile !== undefined)
        writeFileSync(countFile, JSON.stringify({ passed: passes, failed: failures + pending }));
      done(failures + pending);
    });
  });
  if (failed > 0) throw new Error(`${failed} failed`);
}
