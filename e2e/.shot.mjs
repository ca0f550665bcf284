import { openSite, close } from '/work/main/e2e/harness.mjs';
const [,, out, path, as, w, theme, locale] = process.argv;
const site = await openSite();
const page = await site.page({ as: as.replace('_',' '), width: +w, height: 1000, theme, locale });
await page.goto(`/${locale}${path}`);
await page.evaluate(() => document.fonts.ready.then(() => true));
await page.screenshot({ path: out });
console.log(await page.evaluate(() => [...document.querySelectorAll('table')].map(t => [t.className, t.getBoundingClientRect().width, t.closest('.panel')?.getBoundingClientRect().width])));
await site.close();
