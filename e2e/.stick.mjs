import { openSite, close, nothingSticksOut, LOCALES } from './harness.mjs';
import { PAGES, arrive } from './pages.mjs';
import { readFileSync } from 'node:fs';
const site = await openSite();
const css = readFileSync('/work/main/crates/web/assets/kelisim.css','utf8');
for (const e of PAGES) for (const l of LOCALES) {
  const page = await site.page({ as: e.as, locale: l });
  await page.route(/kelisim.*\.css/, (r) => r.fulfill({ contentType: 'text/css', body: css }));
  await arrive(page, e, l);
  for (const w of [1440, 1280, 1100, 1024, 900, 768, 721, 360]) try { await nothingSticksOut(page, [w]); } catch (x) { console.log(e.name, l, x.message.slice(0, 420)); }
  await close(page);
}
await site.close();
