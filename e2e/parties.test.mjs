// One hospital was entered twice: an officer sees what a merge would mean, merges, finds it by both names, and takes it
// apart again.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { field, fill, main, send } from './forms.mjs';
import { axeCheck, close, noSidewaysScroll, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

async function enter(page, locale, code, names) {
  await page.goto(`/${locale}/parties/new`);
  await fill(page, { code, kind: 'hospital', country: 'KG', ...names });
  assert.equal(await send(page), 303);
}

/** Chooses the record that stays and looks at what it would mean. */
async function look(page, locale, code, into) {
  await page.goto(`/${locale}/parties/${code}`);
  await page.locator('main .acts a', { hasText: locale === 'ky' ? 'бириктирүү' : 'Объединить' }).click();
  await page.waitForURL(/\/merge$/);
  await axeCheck(page, `merge of ${code}`);
  await page.locator('main form.filter select').selectOption(into);
  await page.locator('main form.filter button').click();
  await page.waitForURL(/\/merge\?into=/);
  await axeCheck(page, `what a merge of ${code} would mean`);
}

for (const [locale, options] of [['ky', { width: 360, theme: 'dark' }], ['ru', {}]]) {
  test(`two records of one hospital become one, ${locale}`, { timeout: 240_000 }, async () => {
    const page = await site.page({ as: 'officer KG', locale, ...options });
    try {
      const [old, stays] = [`KG-OLD-${locale.toUpperCase()}`, `KG-NEW-${locale.toUpperCase()}`];
      const [oldName, newName] = [`Кардиоинститут ${locale}`, `Улуттук жүрөк борбору ${locale}`];
      await enter(page, locale, old, { name_ru: oldName });
      await enter(page, locale, stays, { name_ru: newName });

      await look(page, locale, old, stays);
      assert.match(await main(page), new RegExp(`${oldName} \\(${old}\\)`));
      await noSidewaysScroll(page);
      assert.equal(await send(page), 422, 'a merge wants its reason');
      await axeCheck(page, 'merge refused');
      await fill(page, { reason: 'Мамлекеттик каттоодо бир жазуу' });
      assert.equal(await send(page), 303);
      assert.equal(new URL(page.url()).pathname, `/${locale}/parties/${stays}`);
      assert.match(await main(page), new RegExp(oldName));
      assert.match(await main(page), /Мамлекеттик каттоодо бир жазуу/);
      await noSidewaysScroll(page);
      await axeCheck(page, 'party with another record');

      // The old address leads on, the list has it once, both names lead to it.
      await page.goto(`/${locale}/parties/${old}`);
      assert.equal(new URL(page.url()).pathname, `/${locale}/parties/${stays}`);
      await page.goto(`/${locale}/parties`);
      const listed = await main(page);
      assert.ok(listed.includes(stays) && !listed.includes(old), listed);
      await page.goto(`/${locale}/search?q=${encodeURIComponent(oldName.split(' ')[0])}`);
      assert.ok(await page.locator(`main a[href="/${locale}/parties/${stays}"]`).count() > 0, await main(page));

      await page.goto(`/${locale}/parties/${old}/apart`);
      assert.equal(await send(page), 422, 'taking apart wants its reason');
      await fill(page, { reason: 'Эки башка үй' });
      assert.equal(await send(page), 303);
      assert.equal(new URL(page.url()).pathname, `/${locale}/parties/${old}`);
      assert.equal(await field(page, 'reason').count(), 0);
    } finally {
      await close(page);
    }
  });
}
