// A lost password: from the page to sign in over the mail in the outbox to the own applications, and what a used link says.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';

import { register } from './apply.mjs';
import { fill, send } from './forms.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const folder = await mkdtemp(path.join(tmpdir(), 'kelisim-recover-'));
const site = await openSite({ args: ['--data', folder] });
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

const NEW = 'a second made-up password';

/** The text of the only mail about a new password, once it was carried. */
async function mail() {
  const outbox = path.join(folder, 'outbox');
  for (let tries = 0; tries < 120; tries += 1) {
    for (const name of await readdir(outbox).catch(() => [])) {
      const [head, body] = (await readFile(path.join(outbox, name), 'latin1')).split('\r\n\r\n', 2);
      const bytes = /base64/i.test(head)
        ? Buffer.from(body, 'base64')
        : Buffer.from(body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))), 'latin1');
      const text = bytes.toString('utf8');
      if (text.includes('/new-password/')) return text;
    }
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error('no mail was carried');
}

test('whoever lost the password comes back by a mail and the day of birth', { timeout: 180_000 }, async () => {
  const page = await site.page({ as: 'public', width: 360, theme: 'dark' });
  try {
    await page.goto('/en/open-calls');
    const call = (await page.locator('tbody th a').first().getAttribute('href')).split('/').pop();
    const { email } = await register(page, call, 'ky', 'Forgetful');
    await page.goto('/ky/my/profile');
    await fill(page, { family: 'Forgetful', given: 'Aigul', born: '02.01.1990' });
    assert.equal(await send(page), 303);
    await page.context().clearCookies();

    await page.goto('/ru/sign-in');
    await page.locator('main a[href$="/lost-password"]').click();
    await page.waitForLoadState();
    await axeCheck(page, 'asking for a link');
    await fill(page, { email: 'no address' });
    assert.equal(await send(page), 422);
    assert.equal(await page.locator('[name="email"]').inputValue(), 'no address', 'what was typed stays');
    await fill(page, { email });
    assert.equal(await send(page), 303);
    assert.match(await page.locator('main').innerText(), /письмо со ссылкой/);
    await axeCheck(page, 'a link was asked for');

    const text = await mail();
    assert.match(text, /запросил новый пароль/);
    assert.ok(!text.includes(email) && !text.includes('Forgetful'), 'a mail names nobody');
    const link = new URL(text.match(/http\S+new-password\/[0-9a-f]+/)[0]).pathname;
    // The link is opened in another language than the mail.
    const here = link.replace('/ru/', '/kk/');
    await page.goto(here);
    await axeCheck(page, 'a new password');
    await fill(page, { born: '03.01.1990', new_password: NEW, again: NEW });
    assert.equal(await send(page), 422);
    assert.equal(await page.locator('[name="born"]').inputValue(), '03.01.1990');
    assert.equal(await page.locator('[name="new_password"]').inputValue(), '', 'a password is never filled in again');
    await axeCheck(page, 'another day of birth');
    await fill(page, { born: '02.01.1990', new_password: NEW, again: NEW });
    assert.equal(await send(page), 303);
    await page.waitForURL(/\/kk\/my$/);

    await page.context().clearCookies();
    await page.goto(here);
    assert.equal(await page.locator('main [name="new_password"]').count(), 0, 'a link works once');
    await axeCheck(page, 'a used link');
  } finally {
    await close(page);
  }
});
