// Backups in the console: the first one is there, a second is made by hand, checked, and told how to be restored.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { main } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const folder = await mkdtemp(path.join(os.tmpdir(), 'kelisim-backups-'));
const clock = path.join(folder, 'ahead');
await writeFile(clock, '0');
const site = await openSite({ args: ['--ahead', clock] });
after(async () => {
  await site.close();
  await rm(folder, { recursive: true });
});

/** Opens the page until it says so: work goes on beside the requests. */
async function until(page, url, words) {
  for (let n = 0; n < 60; n += 1) {
    await page.goto(url);
    if (words.test(await main(page))) return;
    await page.waitForTimeout(250);
  }
  assert.fail(`${words} never came: ${await main(page)}`);
}

const press = async (page, form) => {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator(`main form[action$="${form}"] button`).first().click();
  const response = await answered;
  await page.waitForLoadState();
  return response.status();
};

test('an administrator makes a backup and has it checked, in two languages and widths', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'administrator KG', width: 1440 });
  try {
    await until(page, '/en/backups', /kelisim-admin journal verify/);
    assert.equal(await page.locator('tbody tr').count(), 1, 'the house made one as it began');
    assert.match(await main(page), /each day at 20:00 UTC/);
    assert.match(await main(page), /every byte is as it was written/, 'it was read again when it was made');
    await axeCheck(page, 'backups');
    assert.equal(await press(page, '/backups/make'), 422, 'the last one is not ten minutes old');
    await axeCheck(page, 'backups refused');
  } finally {
    await close(page);
  }

  await writeFile(clock, String(15 * 60));
  const later = await site.page({ as: 'administrator KG', locale: 'ru', width: 360 });
  try {
    await later.goto('/ru/backups');
    assert.equal(await press(later, '/backups/make'), 303);
    await until(later, '/ru/backups', /Проверить[\s\S]*Проверить/);
    assert.equal(await later.locator('tbody tr').count(), 2);
    assert.equal(await press(later, '/backups/check'), 303);
    await until(later, '/ru/backups', /все байты такие, как были записаны/);
    assert.match(await main(later), /journal verify --root [0-9a-f]{64}/, 'what was sealed meanwhile is held to its root');
    assert.ok((await later.evaluate(() => document.documentElement.scrollWidth)) <= 360);
    await axeCheck(later, 'backups ru 360');
  } finally {
    await close(later);
  }
});
