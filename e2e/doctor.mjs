// A made-up doctor who applies to the first open call of the demonstration.

import assert from 'node:assert/strict';

import { fill, send } from './forms.mjs';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nPaper of a made-up doctor\n%%EOF\n');

/** One of several forms of a page, by the end of its address. */
export const form = (page, name) => page.locator(`main form[action$="/${name}"]`).last();

/** Fills one of several forms and sends it by the Enter key on its last button. */
export async function keep(page, name, values, file) {
  const own = form(page, name);
  for (const [field, value] of Object.entries(values)) {
    const control = own.locator(`[name="${field}"]`).first();
    const kind = await control.evaluate((node) => (node.tagName === 'SELECT' ? 'select' : node.type));
    if (kind === 'select') await control.selectOption(value);
    else if (kind === 'checkbox') await own.locator(`[name="${field}"][value="${value}"]`).check();
    else await control.fill(value);
  }
  if (file) await own.locator('input[type="file"]').setInputFiles({ name: file, mimeType: 'application/pdf', buffer: PDF });
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await own.locator('button').last().focus();
  await page.keyboard.press('Enter');
  const status = (await answered).status();
  await page.waitForLoadState();
  return status;
}

export const PERSON = { family: 'Asanova', given: 'Aigul', own_name: 'Асанова Айгүл', born: '15.03.1996', citizenship: 'KG', region: 'KG-N', employer: 'A made-up clinic', specialty: 'Therapy' };

/** Registers, fills in everything and sends it; gives the address of the application below the language. */
export async function apply(page, email, password) {
  await page.goto('/ru/open-calls');
  await page.locator('tbody th a').first().click();
  await page.waitForLoadState();
  const call = page.url().split('/').pop().split('?')[0];
  await page.locator('main a[href*="/register"]').click();
  await page.waitForLoadState();
  await fill(page, { registry: 'KG', email, new_password: password, again: password });
  assert.equal(await send(page), 303);
  await page.goto(`/ru/apply/${call}`);
  assert.equal(await keep(page, 'person', PERSON), 303);
  const citizen = { citizenship: 'KG', language_level: 'B2', medical_diploma: 'yes', accepts_return_service: 'yes' };
  assert.equal(await keep(page, 'answers', citizen), 303);
  const seats = form(page, 'choices').locator('[name="seat"] option:not([value=""])');
  assert.equal(await keep(page, 'choices', { seat: await seats.first().getAttribute('value') }), 303);
  const papers = form(page, 'documents').locator('[name="document"] option:not([value=""])');
  for (const number of await papers.evaluateAll((options) => options.map((option) => option.value))) {
    assert.equal(await keep(page, 'documents', { document: number }, `Asanova ${number}.pdf`), 303);
  }
  assert.equal(await keep(page, 'consents', { consents: 'RU' }), 303);
  assert.equal(await keep(page, 'send', {}), 303);
  await page.waitForURL(/\/applications\//);
  return { call, application: `/applications/${page.url().split('?')[0].split('/').pop()}` };
}
