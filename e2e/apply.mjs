// An application as a doctor makes it on a phone: account, person, answers, places, papers, consent, and it is sent.

import assert from 'node:assert/strict';

import { fill, send } from './forms.mjs';

const PASSWORD = 'korall-sable-otter-921';
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\nPaper of a made-up doctor\n%%EOF\n');

/** One of several forms of a page, by the end of its address. */
export const form = (page, name) => page.locator(`main form[action$="/${name}"]`).last();

/** Fills one of several forms and sends it by the Enter key; gives the status of the answer. */
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
  // What a script keeps beside it is answered with nothing to show.
  const answered = page.waitForResponse((response) => response.request().method() === 'POST' && response.status() !== 204);
  const arrived = page.waitForNavigation();
  await own.locator('button').last().focus();
  await page.keyboard.press('Enter');
  const status = (await answered).status();
  await arrived;
  return status;
}

/** A made-up doctor of Kyrgyzstan registers for a call; gives the account. */
export async function register(page, call, language, name) {
  await page.goto(`/${language}/open-calls/${call}`);
  await page.locator('main a[href*="/register"]').click();
  await page.waitForLoadState();
  const account = { registry: 'KG', email: `${name.toLowerCase()}@doctor.example`, new_password: PASSWORD, again: PASSWORD };
  await fill(page, account);
  assert.equal(await send(page), 303);
  return account;
}

/** The whole way of one doctor: every question of a rule is answered with yes, all places in the order of the call. */
export async function apply(page, { call, language, name, region, consent = 'RU' }) {
  await register(page, call, language, name);
  const person = { family: name, given: 'Aigul', own_name: name, born: '15.03.1996', citizenship: 'KG', region, employer: 'A made-up clinic', specialty: 'Therapy' };
  assert.equal(await keep(page, 'person', person), 303);
  const answers = await form(page, 'answers').locator('select').evaluateAll((all) => all.map((one) => one.name));
  const said = { citizenship: 'KG', language_level: 'B2' };
  const asked = Object.fromEntries(answers.map((question) => [question, said[question] ?? 'yes']));
  assert.equal(await keep(page, 'answers', asked), 303);
  for (;;) {
    const left = form(page, 'choices').locator('[name="seat"] option:not([value=""])');
    if (!(await left.count())) break;
    assert.equal(await keep(page, 'choices', { seat: await left.first().getAttribute('value') }), 303);
  }
  const papers = form(page, 'documents').locator('[name="document"] option:not([value=""])');
  for (const number of await papers.evaluateAll((all) => all.map((one) => one.value))) {
    assert.equal(await keep(page, 'documents', { document: number }, `paper ${number}.pdf`), 303);
  }
  assert.equal(await keep(page, 'consents', { consents: consent }), 303);
  assert.equal(await keep(page, 'send', {}), 303);
  await page.waitForURL(/\/applications\//);
}
