// A list under a name: filters chosen, saved, shared, opened by a colleague in another language, renamed and removed.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { fill, main, send } from './forms.mjs';
import { LOCALES, axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

for (const width of [1440, 360]) {
  test(`a list is saved, shared, opened by a colleague and removed at ${width} px`, { timeout: 240_000 }, async () => {
    const page = await site.page({ as: 'officer KG', width });
    const name = `Türkiye: treatment ${width}`;
    try {
      await page.goto('/en/commitments');
      await page.locator('form.filter select[name=partner]').selectOption('TR');
      await page.locator('form.filter select[name=topic]').selectOption('treatment');
      await page.locator('form.filter button').click();
      await page.waitForURL(/partner=TR/);
      const rows = await page.locator('tbody tr').count();
      assert.ok(rows > 0);
      await page.getByRole('link', { name: 'Save this list' }).click();
      assert.match(await main(page), /Türkiye/, 'what is saved is said');
      assert.equal(await send(page), 422, 'a name is missing');
      await axeCheck(page, 'list refused');
      await fill(page, { name });
      await page.locator('input[name=shared]').check();
      assert.equal(await send(page), 303);
      assert.equal(await page.locator('tbody tr').count(), rows, 'the same list again');
      assert.equal(await page.locator('nav a[aria-current=true]', { hasText: name }).count(), 1);
      await axeCheck(page, 'list open');

      const other = await site.page({ as: 'reader KG', locale: 'ky', width });
      try {
        await other.goto('/ky/account');
        await other.locator('main a[href$="/lists"]').click();
        await axeCheck(other, 'lists ky');
        assert.ok((await other.evaluate(() => document.documentElement.scrollWidth)) <= width);
        await other.locator('tbody th a', { hasText: name }).click();
        await other.waitForURL(/\/ky\/commitments\?.*partner=TR/);
        assert.equal(await other.locator('tbody tr').count(), rows);
        assert.equal(await other.locator('nav a[aria-current=true]', { hasText: name }).count(), 1);
      } finally {
        await close(other);
      }

      for (const locale of LOCALES) {
        await page.goto(`/${locale}/lists`);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width, locale);
        await axeCheck(page, `lists ${locale} ${width}`);
      }
      await page.goto('/en/lists');
      await page.locator('tr', { hasText: name }).locator('a[href$="/change"]').click();
      await fill(page, { name: `${name}, renamed` });
      await page.locator('form[action$="/change"] button').click();
      await page.locator('tr', { hasText: 'renamed' }).locator('a[href$="/change"]').click();
      await axeCheck(page, 'list change');
      await page.locator('form[action$="/remove"] button').click();
      assert.equal(await page.locator('tr', { hasText: name }).count(), 0);
    } finally {
      await close(page);
    }
  });
}
