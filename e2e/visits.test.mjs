// A visit of experts in all its steps, the language changed at each: reported totals and entered records stay two things.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { field, fill, main, send } from './forms.mjs';
import { LOCALES, axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const PASSAGE = 'Of the places of the year, 100 are filled through the Turkish embassy.';

/** Chooses the source with the passage that the tests quote. */
async function cite(page) {
  const option = field(page, 'source').locator(`option[value="${await sourceOf(page)}"]`);
  await fill(page, { source: await option.getAttribute('value'), passage: PASSAGE });
}

/** The source of the passage: its title is known in English, its id in every language. */
let source;
async function sourceOf(page) {
  if (!source) {
    const option = field(page, 'source').locator('option', { hasText: 'split between embassy' }).first();
    source = await option.getAttribute('value');
  }
  return source;
}

let turn = 0;
/** The address of an act, each time in another language. */
function inTurn(path, act) {
  const tag = LOCALES[(turn += 1) % LOCALES.length];
  return `/${tag}/visits/${path}/${act}`;
}

test('a visit is planned, permitted, held, counted and followed up, the language changed at each step', { timeout: 300_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    await page.goto('/en/visits/new');
    await sourceOf(page);
    const about = { direction: 'in', partner: 'TR', title_en: 'Urologists from Malatya', place: 'Bishkek' };
    await fill(page, { ...about, from: '2026-01-16', until: '2026-01-12' });
    assert.equal(await send(page), 422, 'it does not end before it begins');
    assert.equal(await field(page, 'title_en').inputValue(), about.title_en, 'what was typed is kept');
    await axeCheck(page, 'visit refused');
    await fill(page, { from: '2026-01-12', until: '2026-01-16' });
    assert.equal(await send(page), 303);
    const path = page.url().split('/').pop();
    const act = async (name, values, cited = false) => {
      await page.goto(inTurn(path, name));
      await fill(page, values);
      if (cited) await cite(page);
      return send(page);
    };

    assert.equal(await act('expert', { code: 'u1', role: 'surgeon', specialty: 'RU-2013/31.08.68' }), 303);
    assert.equal(await act('expert', { code: 'U1' }), 422, 'an expert stands in the team once');
    assert.equal(await act('step', { to: 'invited', on: '2025-12' }), 303);
    assert.equal(await act('step', { to: 'permitted', on: '2026-01-05' }), 422, 'U1 has no permission');
    await page.goto(inTurn(path, 'permit'));
    await field(page, 'expert').selectOption({ index: 1 });
    await fill(page, { document: 'Order 12', authority: 'Ministry of Health', from: '2026-01-12', until: '2026-01-16' });
    assert.equal(await send(page), 303);
    assert.equal(await act('step', { to: 'permitted', on: '2026-01-05' }), 303);
    assert.equal(await act('step', { to: 'on_site', on: '2026-01-12' }), 303);

    const operation = { specialty: 'RU-2013/31.08.68', procedure: 'Kidney transplantation', lead: 'U1', local: 'FH-3' };
    assert.equal(await act('operate', { ...operation, on: '2026-01-17' }), 422, 'outside the days');
    for (const on of ['2026-01-13', '2026-01-14']) assert.equal(await act('operate', { ...operation, on }), 303);
    assert.equal(await act('count', { counter: 'lectures', on: '2026-01-13', value: '4' }), 303);
    assert.equal(await act('report', { counter: 'joint_operations', value: '5' }, true), 303);
    assert.equal(await act('report', { counter: 'joint_operations', value: '6' }, true), 422, 'reported once by one source');
    assert.equal(await act('report', { counter: 'lectures', value: '-4' }, true), 422, 'no number below nought');
    await fill(page, { value: '4' });
    assert.equal(await send(page), 303);

    await page.goto(`/en/visits/${path}`);
    const counts = page.locator('section:has(#h-counts) tbody tr');
    assert.match(await counts.filter({ hasText: 'Joint operations' }).innerText(), /5[\s\S]*2[\s\S]*3 unexplained/);
    assert.match(await counts.filter({ hasText: 'Lectures' }).innerText(), /agrees/);
    assert.equal(await page.locator('section:has(#h-counts) svg.pd rect.p').count(), 2, 'reported is hollow');
    assert.equal(await page.locator('section:has(#h-counts) svg.pd rect.d').count(), 2, 'entered is solid');
    await axeCheck(page, 'visit');

    await page.goto(inTurn(path, 'judge'));
    await field(page, 'operation').selectOption({ index: 1 });
    await fill(page, { repeatable: 'yes', by: 'Head of department', on: '2026-01-16' });
    assert.equal(await send(page), 303);
    assert.equal(await act('agree', { matter: 'Two urologists to Malatya', due: '2026-03' }), 303);
    assert.equal(await act('step', { to: 'reported', on: '2026-01-20' }), 303);
    assert.equal(await act('step', { to: 'followed_up', on: '2026-02-01' }), 422, 'something is open');
    for (const tag of LOCALES) {
      await page.goto(`/${tag}/visits/${path}`);
      assert.equal(await page.locator('html').getAttribute('lang'), tag);
      assert.match(await main(page), /U1/, 'the codes stand in every language');
      assert.equal(await page.locator('section:has(#h-ops) tbody tr').count(), 2);
    }
    await page.goto(`/en/visits/${path}`);
    assert.match(await main(page), /1 of 2 can be repeated; 1 judged/);
  } finally {
    await close(page);
  }
});

test('the mission of August 2025 is public as its source has it, in every language', { timeout: 120_000 }, async () => {
  const page = await site.page({ as: 'public' });
  try {
    for (const tag of LOCALES) {
      await page.goto(`/${tag}/public-visits`);
      await page.locator('tbody tr', { hasText: '78' }).locator('th a').click();
      await page.locator('#h-counts').waitFor();
      const text = await page.locator('section:has(#h-counts)').innerText();
      for (const n of ['78', '24', '16', '18', '14']) assert.match(text, new RegExp(n), `${tag}: ${n}`);
      assert.equal(await page.locator('#h-ops').count(), 0, 'records of the house are nobody else\'s');
      assert.equal(await page.locator('section:has(#h-team) tbody tr').count(), 6);
    }
  } finally {
    await close(page);
  }
});
