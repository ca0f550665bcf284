// The life of a project as people play it: begun from a promise, planned, frozen, moved, drawn, shown to everybody.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { act, field, fill, main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** Begins a project between the two states; gives its address. */
async function begin(page, title, more = {}) {
  await page.goto('/en/projects');
  await page.locator('main a.go').click();
  await page.waitForLoadState();
  await fill(page, { partner: 'TR', parties: ['KG'], title_en: title, topic: 'facility', site: 'Osh' });
  assert.equal(await send(page), 422);
  assert.match(await main(page), /at least two parties/);
  assert.equal(await field(page, 'title_en').inputValue(), title, 'what was typed is kept');
  await axeCheck(page, 'project refused');
  await fill(page, { parties: ['KG', 'TR'], ...more });
  assert.equal(await send(page), 303);
  return page.url();
}

test('a clinic is planned, its plan frozen, its day moved, and the slip is told and drawn', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const url = await begin(page, 'Clinic for children');
    for (const [kind, title_en] of [['construction', 'Walls'], ['licence', 'Leave to work'], ['ceremony', 'Ribbon']]) {
      assert.equal(await act(page, url, 'milestone', { kind, title_en }), 303);
    }
    assert.equal(await act(page, url, 'say', { milestone: { label: 'Walls' }, aspect: 'planned', on: '31.01.2028' }), 303);
    assert.equal(await act(page, url, 'depend', { after: { label: 'Leave to work' }, before: { label: 'Walls' }, lag: '30' }), 303);
    assert.equal(await act(page, url, 'depend', { after: { label: 'Ribbon' }, before: { label: 'Leave to work' } }), 303);
    // A circle is refused with its way, and what was chosen stays.
    assert.equal(await act(page, url, 'depend', { after: { label: 'Walls' }, before: { label: 'Ribbon' }, lag: '7' }), 422);
    assert.match(await page.locator('#before-error').innerText(), /Walls → Leave to work → Ribbon → Walls/);
    assert.equal(await field(page, 'lag').inputValue(), '7');
    await axeCheck(page, 'project with a circle');
    assert.equal(await act(page, url, 'freeze', { name: 'Decree' }), 303);
    // A forecast without a reason is refused.
    const forecast = { milestone: { label: 'Walls' }, aspect: 'forecast', on: '2029-07-24' };
    assert.equal(await act(page, url, 'say', forecast), 422);
    assert.match(await page.locator('#reason-error').innerText(), /needs a reason/);
    await fill(page, { reason: 'The steel is late' });
    assert.equal(await send(page), 303);
    const text = await main(page);
    assert.match(text, /540 days later/);
    assert.match(text, /moved once; first to last: 540 days later/);
    assert.match(text, /by the chain not before 23 August 2029, after: Walls/);
    assert.match(text, /The steel is late/);
    const row = page.locator('tr[id^="m"]', { hasText: 'Walls' }).first();
    assert.equal(await row.locator('svg .f-soft').count(), 1, 'what is expected is hollow');
    assert.equal(await row.locator('svg .f-late').count(), 1, 'the slip is drawn');
    const open = page.locator('tr[id^="m"]', { hasText: 'Ribbon' }).first();
    assert.equal(await open.locator('svg .f-gap').count(), 1, 'no day is drawn as missing');
    await axeCheck(page, 'project');
    // Against the frozen plan.
    await page.locator('main select[name="baseline"]').selectOption({ label: 'Decree' });
    await page.locator('main form.filter button').click();
    await page.waitForLoadState();
    assert.match(await main(page), /Decree → the plan as it stands/);
    await axeCheck(page, 'project against a baseline');
    // A baseline that is gone, or never was: the page stays and says so.
    await page.goto(`${url}?baseline=999`);
    assert.match(await main(page), /no such baseline on record/);
    await page.goto('/en/overview');
    assert.match(await main(page), /milestones? moved later/);
  } finally {
    await close(page);
  }
});

test('the template of the nuclear medicine centre gives milestones in four languages and no day', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const url = await begin(page, 'Second centre', { template: 'nuclear_medicine_centre' });
    const rows = await page.locator('tr[id^="m"]').count();
    assert.equal(rows, 31);
    assert.equal(await page.locator('tr[id^="m"] .none').count(), rows, 'no day is invented');
    for (const [lang, words] of [['kk', 'Ыстық камералар'], ['ky', 'Ысык камералар'], ['ru', 'Горячие камеры']]) {
      await page.goto(url.replace('/en/', `/${lang}/`));
      assert.match(await main(page), new RegExp(words));
      await axeCheck(page, `template ${lang}`);
    }
  } finally {
    await close(page);
  }
});

test('the hospital of the demonstration: built, used, working and opened on four days', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  const other = await site.page({ as: 'officer KZ' });
  try {
    await page.goto('/en/projects');
    await page.locator('main a', { hasText: 'Kyrgyz-Turkish friendship hospital' }).first().click();
    await page.waitForLoadState();
    const text = await main(page);
    for (const words of [/November 2017/, /October 2021/, /5 November 2024/, /1,492 to 1,522 days later/]) {
      assert.match(text, words);
    }
    // What was known in September 2021: no day for the start of work.
    const url = page.url();
    await page.goto(`${url}?on=2021-09-01`);
    assert.match(await main(page), /no day on record/);
    assert.equal((await other.goto(url)).status(), 404);
    const id = url.split('/').pop();
    for (const lang of ['kk', 'ky', 'ru', 'en']) {
      const open = await other.goto(`/${lang}/progress/${id}`);
      assert.equal(open.status(), 200);
      await axeCheck(other, `public project ${lang}`);
    }
  } finally {
    await close(page);
    await close(other);
  }
});
