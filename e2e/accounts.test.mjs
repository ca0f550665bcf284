// An account from its opening to its end: one-time password, own password, second factor, reset, disabling.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, test } from 'node:test';

import { close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

/** Presses the last button of the form that holds a field and returns the answer to what was sent. */
async function send(page, selector) {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator(`form:has(${selector})`).locator('button').last().click();
  const response = await answered;
  await page.waitForLoadState();
  return response.status();
}

/** Sends a form that is known by its address. */
async function press(page, action) {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator(`form[action$="${action}"] button`).last().click();
  const response = await answered;
  await page.waitForLoadState();
  return response.status();
}

async function enter(page, email, password) {
  await page.goto('/en/sign-in');
  await page.fill('[name="email"]', email);
  await page.fill('[name="password"]', password);
  return send(page, '[name="email"]');
}

/** The code of RFC 6238 for a secret in base32, `ahead` steps of 30 seconds from now. */
function totp(secret, ahead = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')]
    .map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function setPassword(page, old, own) {
  await page.fill('[name="password"]', old);
  await page.fill('[name="new_password"]', own);
  await page.fill('[name="again"]', own);
  return send(page, '[name="new_password"]');
}

test('an account from its opening to its end', { timeout: 240_000 }, async () => {
  const administrator = await site.page({ as: 'administrator KG' });
  const person = await site.page();
  try {
    // Mistakes stand beside their fields, and nothing typed is lost.
    await administrator.goto('/en/users/new');
    await administrator.fill('[name="name"]', 'Aida Testova');
    await administrator.fill('[name="email"]', 'nowhere');
    await administrator.selectOption('[name="role"]', 'partner');
    assert.equal(await send(administrator, '[name="email"]'), 422);
    assert.equal(await administrator.locator('.errs li').count(), 2);
    assert.equal(await administrator.inputValue('[name="name"]'), 'Aida Testova');
    assert.equal(await administrator.inputValue('[name="email"]'), 'nowhere');

    await administrator.fill('[name="email"]', 'aida.testova@health.example');
    await administrator.selectOption('[name="role"]', 'reader');
    assert.equal(await send(administrator, '[name="email"]'), 200);
    const once = await administrator.locator('#one-time-password').innerText();
    assert.match(once, /^[a-z2-9]{4}(-[a-z2-9]{4}){4}$/);
    assert.ok(!administrator.url().includes(once), 'the password is in no address');
    await administrator.locator('main a.btn').click();
    await administrator.waitForLoadState();
    const account = administrator.url();

    // The first sign-in forces a password of one's own; until then nothing else is open.
    assert.equal(await enter(person, 'aida.testova@health.example', once), 303);
    assert.match(person.url(), /\/sign-in\/password/);
    const early = await person.goto('/en/account');
    assert.match(early.url(), /\/sign-in/, 'nothing else is open before that');
    await person.goto('/en/sign-in/password');
    assert.equal(await setPassword(person, once, 'short'), 422);
    assert.equal(await setPassword(person, once, 'four quiet words here'), 303);
    assert.match(person.url(), /\/overview/);
    assert.equal((await person.goto('/en/users')).status(), 403, 'a reader manages no accounts');

    // The second factor counts only once a code of it was given.
    await person.goto('/en/account');
    await person.locator('main a.btn[href$="/second-factor"]').click();
    await person.waitForLoadState();
    assert.ok(await person.locator('svg.qr').isVisible());
    const secret = await person.locator('#factor-secret').innerText();
    await person.fill('[name="code"]', '000000');
    assert.equal(await send(person, '[name="code"]'), 422);
    assert.match(await person.locator('#code-error').innerText(), /code is wrong/);
    assert.equal(await person.locator('#factor-secret').innerText(), secret, 'the secret stays');
    await person.fill('[name="code"]', totp(secret));
    assert.equal(await send(person, '[name="code"]'), 303);
    assert.match(await person.locator('main').innerText(), /second factor is set/i);

    // From now on a sign-in asks for a code; a wrong one is refused, a used one too.
    await person.context().clearCookies();
    assert.equal(await enter(person, 'aida.testova@health.example', 'four quiet words here'), 303);
    assert.match(person.url(), /\/sign-in\/code/);
    await person.fill('[name="code"]', '000000');
    assert.equal(await send(person, '[name="code"]'), 422);
    await person.fill('[name="code"]', totp(secret, 1));
    assert.equal(await send(person, '[name="code"]'), 303);
    assert.match(person.url(), /\/overview/);

    // Changing the own password keeps the session under a new token.
    const before = (await person.context().cookies()).find((c) => c.httpOnly).value;
    await person.goto('/en/account');
    assert.equal(await setPassword(person, 'not the password', 'five other quiet words'), 422);
    assert.ok(await person.locator('#password-error').isVisible());
    assert.equal(await setPassword(person, 'four quiet words here', 'five other quiet words'), 303);
    assert.match(await person.locator('main').innerText(), /password is changed/);
    assert.notEqual((await person.context().cookies()).find((c) => c.httpOnly).value, before);

    // A reset ends the session, takes the second factor away and gives a one-time password again.
    await administrator.goto(account);
    assert.equal(await press(administrator, '/reset'), 200);
    const again = await administrator.locator('#one-time-password').innerText();
    assert.match((await person.goto('/en/overview')).url(), /\/sign-in/);
    assert.equal(await enter(person, 'aida.testova@health.example', 'five other quiet words'), 422);
    assert.equal(await enter(person, 'aida.testova@health.example', again), 303);
    assert.match(person.url(), /\/sign-in\/password/, 'no code is asked for');
    assert.equal(await setPassword(person, again, 'six more words of my own'), 303);

    // Disabling ends the session; only then can the person be forgotten, after a question.
    await administrator.goto(account);
    assert.equal(await press(administrator, '/disable'), 303);
    assert.match((await person.goto('/en/overview')).url(), /\/sign-in/);
    assert.equal(await enter(person, 'aida.testova@health.example', 'six more words of my own'), 422);
    await administrator.locator('main a[href$="/forget"]').click();
    await administrator.waitForLoadState();
    assert.match(await administrator.locator('main').innerText(), /cannot be undone/);
    assert.equal(await press(administrator, '/forget'), 303);
    const text = await administrator.locator('main').innerText();
    assert.ok(!text.includes('Aida') && !text.includes('aida.testova'), 'the name is gone');
  } finally {
    await close(administrator);
    await close(person);
  }
});

test('accounts of another registry are not there, and an officer may not look', { timeout: 60_000 }, async () => {
  const own = await site.page({ as: 'administrator KG' });
  const neighbour = await site.page({ as: 'administrator KZ' });
  const officer = await site.page({ as: 'officer KG' });
  try {
    await own.goto('/en/users');
    const account = await own.locator('tbody th a').first().getAttribute('href');
    for (const path of [account, `${account}/forget`, `${account}/role`]) {
      assert.equal((await neighbour.goto(path)).status(), 404, path);
      assert.equal((await officer.goto(path)).status(), 403, path);
    }
    assert.equal((await officer.goto('/en/users')).status(), 403);
  } finally {
    for (const page of [own, neighbour, officer]) await close(page);
  }
});

test('nobody lowers or closes the own account', { timeout: 60_000 }, async () => {
  const page = await site.page({ as: 'administrator KG' });
  try {
    await page.goto('/en/account');
    const { email } = site.account('administrator', 'KG');
    await page.goto('/en/users');
    await page.locator('tbody tr', { hasText: email }).locator('th a').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('main form').count(), 0);
    assert.match(await page.locator('main').innerText(), /your own account/i);
  } finally {
    await close(page);
  }
});

test('too many wrong tries are answered with a page that says until when', { timeout: 120_000 }, async () => {
  const page = await site.page();
  try {
    const statuses = [];
    for (let n = 0; n < 11; n += 1) statuses.push(await enter(page, 'nobody@health.example', `guess ${n}`));
    assert.deepEqual(statuses.slice(0, 10), Array(10).fill(422));
    assert.equal(statuses[10], 429);
    assert.match(await page.locator('main').innerText(), /try again/i);
  } finally {
    await close(page);
  }
});
