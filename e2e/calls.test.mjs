// A call as people meet it: an officer drafts it and cannot publish it, a doctor on a phone checks the rules.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { act, field, fill, main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const four = (words) => Object.fromEntries(['kk', 'ky', 'ru', 'en'].map((tag) => [`title_${tag}`, `${words} ${tag}`]));

test('an officer drafts a call, a wrong rule is told with its place, and nobody publishes an own draft', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    await page.goto('/en/calls');
    assert.match(await main(page), /Residency in Russia: call for applications/);
    await page.locator('main a.go').click();
    await page.waitForLoadState();
    const about = Object.fromEntries(['kk', 'ky', 'ru', 'en'].map((tag) => [`about_${tag}`, `Words ${tag}`]));
    await fill(page, { kind: 'course', partner: 'RU', ...four('Course'), ...about });
    assert.equal(await send(page), 422);
    assert.equal(await field(page, 'title_en').inputValue(), 'Course en', 'what was typed is kept');
    await axeCheck(page, 'call refused');
    await fill(page, { zone: 'Asia/Bishkek' });
    assert.equal(await send(page), 303);
    const url = page.url();
    assert.match(await main(page), /What is missing before it can be published/);
    assert.equal(await act(page, url, 'rule', { expression: 'age < 40 && wage > 3', ...four('Rule') }), 422);
    assert.match(await page.locator('#expression-error').innerText(), /“wage”.*character 13/);
    assert.equal(await field(page, 'title_ky').inputValue(), 'Rule ky');
    await axeCheck(page, 'call with a wrong rule');
    await fill(page, { expression: 'age < 40' });
    assert.equal(await send(page), 303);
    assert.equal(await act(page, url, 'phase', { phase: 'applications', from: 'soon' }), 422);
    await fill(page, { from: '01.03.2027 09:00', to: '01.04.2027 17:00' });
    assert.equal(await send(page), 303);
    assert.match(await main(page), /1 March 2027, 09:00 – 1 April 2027, 17:00/);
    assert.equal(await act(page, url, 'submit', {}), 422);
    assert.match(await main(page), /There are no places/);
    await page.goto(url);
    await axeCheck(page, 'draft of a call');
  } finally {
    await close(page);
  }
});

test('a doctor on a phone sees in every language which rule fails and why', { timeout: 180_000 }, async () => {
  for (const language of ['kk', 'ky', 'ru', 'en']) {
    const page = await site.page({ as: 'public', width: 360 });
    try {
      await page.goto(`/${language}/open-calls`);
      await page.locator('tbody th a').first().click();
      await page.waitForLoadState();
      assert.match(await main(page), /UTC\+06:00/);
      await axeCheck(page, `open call in ${language}`);
      await page.locator('main a[href$="/check"]').click();
      await page.waitForLoadState();
      await fill(page, { citizenship: 'KZ', language_level: 'B2', medical_diploma: 'yes', accepts_return_service: 'yes' });
      assert.equal(await send(page), 200);
      assert.equal(await page.locator('.todo .chip.late').count(), 1, 'one rule fails');
      assert.equal(await page.locator('.todo .chip.ok').count(), 3);
      await fill(page, { citizenship: 'KG' });
      assert.equal(await send(page), 200);
      assert.equal(await page.locator('.todo .chip.ok').count(), 4);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(wide, false, `nothing is wider than a phone in ${language}`);
      await axeCheck(page, `check in ${language}`);
    } finally {
      await close(page);
    }
  }
});
