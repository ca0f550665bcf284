// The life of an instrument as people play it: entered, approved, chased, signed, in force by its clause, renewed.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { act, field, fill, main, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** A source of the registry and a passage of it. */
async function evidence(page) {
  await page.goto('/en/instruments/new');
  const option = field(page, 'source').locator('option', { hasText: 'Plan for 2025–2026 approved' }).first();
  const source = await option.getAttribute('value');
  return { source, passage: 'План опирается на межправительственное соглашение о здравоохранении' };
}

/** Enters an agreement between the two states; gives its address. */
async function enter(page, rests, title) {
  await page.goto('/en/instruments/new');
  const values = {
    kind: 'agreement', level: 'government', partner: 'TR', parties: ['KG', 'TR'], title_en: title,
    title_ky: 'Макулдашуу', topic: 'facility', languages: ['ky', 'tr'], source: rests.source,
  };
  await fill(page, { ...values, passage: 'Words that stand nowhere' });
  assert.equal(await send(page), 422);
  assert.match(await page.locator('#passage-error').innerText(), /not in the text/);
  assert.equal(await field(page, 'title_en').inputValue(), title, 'what was typed is kept');
  assert.equal(await page.locator('main [name="parties"][value="TR"]').isChecked(), true);
  await axeCheck(page, 'instrument refused');
  await fill(page, { passage: rests.passage });
  assert.equal(await send(page), 303);
  return page.url();
}

test('an agreement goes from draft to force, and the reason is shown', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const rests = await evidence(page);
    const url = await enter(page, rests, 'Agreement on telemedicine');
    assert.match(await main(page), /being prepared/i);
    assert.equal(await act(page, url, 'act', { party: 'KG', kind: 'signed', on: '01.02.2019', ...rests }), 303);
    assert.match(await main(page), /signed by some/i);
    // Nobody ratifies before signing, and what was typed stays.
    assert.equal(await act(page, url, 'act', { party: 'KG', kind: 'ratified', on: '2018', note: 'Law No 5', ...rests }), 422);
    assert.match(await page.locator('#on-error').innerText(), /do not follow one another/);
    assert.equal(await field(page, 'note').inputValue(), 'Law No 5');
    assert.equal(await act(page, url, 'act', { party: 'TR', kind: 'signed', on: '2019-02-01', ...rests }), 303);
    assert.equal(await act(page, url, 'clause', {
      entry: 'on_last_notification', wait: '30', wait_unit: 'day', duration: '5', duration_unit: 'year',
      renewal: '5', renewal_unit: 'year', notice: '6', notice_unit: 'month', ending: 'end_of_term', ...rests,
    }), 303);
    assert.match(await main(page), /Notifications not on record: .*Kyrgyz/i);
    for (const [party, on] of [['KG', '2019-03-01'], ['TR', '2019-03-12']]) {
      assert.equal(await act(page, url, 'act', { party, kind: 'notified', on, ...rests }), 303);
    }
    const text = await main(page);
    assert.match(text, /In force from 11 April 2019\. Why: last notification received 12 March 2019 \(.*\) \+ 30 days\./);
    assert.match(text, /Last day to give notice/);
    assert.equal(await page.locator('.way li.ok').count(), 4, 'what is done is solid');
    await axeCheck(page, 'instrument in force');
    // A stated day that differs stands beside the computed one.
    assert.equal(await act(page, url, 'force', { on: '2019-06-01', ...rests }), 303);
    assert.match(await main(page), /A source states another day of entry into force/);
    assert.match(await main(page), /In force from 11 April 2019/);
  } finally {
    await close(page);
  }
});

test('who holds the draft is seen, an answer is given once, a returned draft is sent anew', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    const url = await enter(page, await evidence(page), 'Memorandum on cardiology training');
    const step = { agency: 'Ministry of Finance', sent: '2026-03-02', due: '2026-03-16' };
    assert.equal(await act(page, url, 'send', step), 303);
    assert.match(await main(page), /Ministry of Finance[\s\S]*overdue: \d+ days/);
    assert.equal(await act(page, url, 'send', step), 422);
    assert.match(await page.locator('#agency-error').innerText(), /holds the draft already/);
    await page.goto(url);
    await page.locator('main a[href*="/answer?step="]').first().click();
    await page.waitForLoadState();
    await fill(page, { answer: 'remarks' });
    assert.equal(await send(page), 422);
    assert.match(await page.locator('#remark-error').innerText(), /Enter the remarks/);
    await fill(page, { remark: 'Point 4: costs.' });
    assert.equal(await send(page), 303);
    assert.match(await main(page), /returned with remarks/);
    assert.equal(await act(page, url, 'send', { agency: 'Ministry of Finance', sent: '2026-04-01' }), 303);
    await page.locator('main a[href*="/answer?step="]').first().click();
    await page.waitForLoadState();
    await fill(page, { answer: 'agreed' });
    assert.equal(await send(page), 303);
    assert.match(await main(page), /approved and unsigned/i);
    await page.goto('/en/overview');
    assert.match(await main(page), /approved and unsigned/);
  } finally {
    await close(page);
  }
});

test('both sides approve one content; a new version voids it before everybody’s eyes', { timeout: 180_000 }, async () => {
  const officer = await site.page({ as: 'officer KG' });
  const partner = await site.page({ as: 'partner KG' });
  const other = await site.page({ as: 'officer KZ' });
  try {
    const url = await enter(officer, await evidence(officer), 'Protocol on transplantation');
    await officer.goto(`${url}/draft`);
    await field(officer, 'name').fill('protocol.txt');
    await field(officer, 'file').setInputFiles({ name: 'protocol.txt', mimeType: 'text/plain', buffer: Buffer.from('Article 1') });
    assert.equal(await send(officer), 303);
    assert.equal(await act(officer, url, 'approve', { side: 'home' }), 303);
    await partner.goto(url);
    assert.match(await main(partner), /protocol\.txt/);
    await partner.locator('.acts a.go').click();
    await partner.waitForLoadState();
    assert.match(await main(partner), /SHA-256 [0-9a-f]{64}/);
    assert.equal(await send(partner), 303);
    assert.match(await main(partner), /text agreed by both sides/i);
    // The form of the partner was open while the officer added a version: it is told, and approves nothing.
    await partner.goto(`${url}/approve`);
    assert.equal(await act(officer, url, 'draft', { name: 'protocol-2.txt', text: 'Article 1, changed' }), 303);
    assert.equal(await send(partner), 409);
    await officer.goto(url);
    assert.equal(await officer.locator('.chip', { hasText: 'void' }).count(), 2);
    await axeCheck(officer, 'instrument with versions');
    assert.equal((await other.goto(url)).status(), 404);
    assert.equal((await other.goto(`${url}/drafts/2`)).status(), 404);
    // Nothing of it is public, and once it is, the texts are not.
    const id = url.split('/').pop();
    assert.equal((await other.request.get(`/en/agreements/${id}`)).status(), 404);
    await officer.goto(`${url}/publish`);
    assert.equal(await send(officer), 303);
    const open = await other.request.get(`/en/agreements/${id}`);
    assert.equal(open.status(), 200);
    assert.doesNotMatch(await open.text(), /protocol-2\.txt|protocol\.txt/);
  } finally {
    await close(officer);
    await close(partner);
    await close(other);
  }
});
