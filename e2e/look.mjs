// Pictures for the eye: every page in four languages, wide and narrow, light and dark, side by side on one sheet.
//
// `KELISIM_BIN=… node look.mjs [PAGE…]` writes `target/look/PAGE-WIDTH.png`.

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { LOCALES, close, openSite } from './harness.mjs';
import { PAGES, arrive } from './pages.mjs';

const SHEETS = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'target', 'look');
const VIEWS = [
  { width: 1440, height: 1000, shown: 720 },
  { width: 360, height: 1600, shown: 300 },
];

const site = await openSite();
const wanted = process.argv.slice(2);
await mkdir(SHEETS, { recursive: true });

/** The pictures of a page at a width: light above, dark below, a column for each language. */
async function pictures(entry, { width, height }) {
  const taken = [];
  for (const theme of ['light', 'dark']) {
    for (const locale of LOCALES) {
      const page = await site.page({ as: entry.as, width, height, theme, locale });
      await arrive(page, entry, locale);
      await page.evaluate(() => document.fonts.ready.then(() => true));
      taken.push((await page.screenshot({ animations: 'disabled' })).toString('base64'));
      await close(page);
    }
  }
  return taken;
}

try {
  for (const entry of PAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const view of VIEWS) {
      const images = (await pictures(entry, view)).map((data) =>
        `<img src="data:image/png;base64,${data}" width="${view.shown}">`);
      const page = await site.browser.newPage({ viewport: { width: view.shown * LOCALES.length + 50, height: 800 } });
      await page.setContent(`<div style="display:grid;grid-template-columns:repeat(4,auto);gap:8px">${images.join('')}</div>`);
      await page.screenshot({ path: path.join(SHEETS, `${entry.name}-${view.width}.png`), fullPage: true });
      await page.close();
    }
    console.log(entry.name);
  }
} finally {
  await site.close();
}
