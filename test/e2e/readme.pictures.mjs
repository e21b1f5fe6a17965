// The pictures of the README: `npm run pictures`.
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';
import { themes } from './workbench.mjs';

let sample;
before(async () => (sample = await openSample({ viewport: { width: 1200, height: 820 } })), { timeout: 180_000 });
after(() => sample?.close());

for (const theme of Object.keys(themes)) {
  step(
    `Branches and Assembly in ${theme}`,
    () => sample?.window,
    async (window) => {
      await window.theme(theme);
      await window.openContainer('Moodle Release');
      await window.item(/./, window.view('Branches')).first().waitFor();
      await window.picture(`views-${theme}`);
    },
  );
}
