// Applying on a line that breaks: what is typed is kept by itself, a file goes on where it stopped, places are put in
// order by a finger and by keys, and a slower tab is told. The language changes at each step.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { form, keep, register } from './apply.mjs';
import { axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

const said = (page) => page.locator('#keeping');
/** Waits until the line under the title says something else than before. */
async function told(page, before) {
  await page.waitForFunction((text) => document.querySelector('#keeping')?.textContent !== text, before);
  return said(page).textContent();
}
const order = (page) => page.locator('[aria-labelledby="h-choices"] ul.todo > li .t').allTextContents();
const into = (page, language) => page.goto(page.url().replace(/\/(kk|ky|ru|en)\//, `/${language}/`).replace(/#.*/, ''));

test('what is typed and half a file outlive a broken line', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'public', width: 360, theme: 'dark' });
  try {
    await page.goto('/en/open-calls');
    const call = (await page.locator('tbody th a').first().getAttribute('href')).split('/').pop();
    await register(page, call, 'kk', 'Broken');
    await page.goto(`/kk/apply/${call}`);
    assert.equal(await form(page, 'send').count(), 0, 'nothing is there to send');

    // Nobody presses a button.
    const person = form(page, 'person');
    await person.locator('[name="employer"]').fill('A made-up clinic');
    const kept = await told(page, '');
    assert.match(kept, /\d{1,2}[:.]\d{2}/, `when it was kept: ${kept}`);
    await form(page, 'send').waitFor();
    await axeCheck(page, 'a draft that keeps itself');
    await into(page, 'ky');
    assert.equal(await form(page, 'person').locator('[name="employer"]').inputValue(), 'A made-up clinic');

    // The line is gone, and comes back.
    await page.context().setOffline(true);
    await form(page, 'person').locator('[name="specialty"]').fill('Therapy');
    const waiting = await told(page, '');
    await page.context().setOffline(false);
    await told(page, waiting);
    await into(page, 'ru');
    assert.equal(await form(page, 'person').locator('[name="specialty"]').inputValue(), 'Therapy');

    // Another form is sent while something typed was not kept yet: neither is lost.
    await form(page, 'person').locator('[name="given"]').pressSequentially('Aigul');
    for (const n of [1, 2, 3]) {
      const left = form(page, 'choices').locator('[name="seat"] option:not([value=""])');
      assert.equal(await keep(page, 'choices', { seat: await left.first().getAttribute('value') }), 303, `place ${n}`);
    }
    assert.equal(await form(page, 'person').locator('[name="given"]').inputValue(), 'Aigul');

    // By keys, then by a finger.
    const handle = (n) => page.locator('button[data-move]').nth(n);
    const [first, second, third] = (await order(page)).map((text) => text.replace(/^\d+\. /, ''));
    await handle(2).press('ArrowUp');
    // The numbers come from the house.
    await page.waitForFunction((text) => document.querySelectorAll('[aria-labelledby="h-choices"] li .t')[1].textContent === `2. ${text}`, third);
    assert.deepEqual(await order(page), [`1. ${first}`, `2. ${third}`, `3. ${second}`]);
    await handle(0).scrollIntoViewIfNeeded();
    const [from, to] = [await handle(0).boundingBox(), await page.locator('[aria-labelledby="h-choices"] ul.todo > li').nth(1).boundingBox()];
    assert.ok(to.height < 300, `a row is no column of letters: ${to.height} px`);
    await page.mouse.move(from.x + 10, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 10, to.y + to.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction((text) => document.querySelector('[aria-labelledby="h-choices"] li .t').textContent === `1. ${text}`, third);
    await page.reload();
    assert.deepEqual(await order(page), [`1. ${third}`, `2. ${first}`, `3. ${second}`]);
    await into(page, 'en');
    await axeCheck(page, 'an order of places with handles');

    // The line breaks in the middle of a file; the same file chosen again goes on from there.
    const file = { name: 'diploma.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(700_000, 'made up '), Buffer.from('\n%%EOF\n')]) };
    const documents = () => form(page, 'documents');
    const choose = async () => {
      await documents().locator('[name="document"]').selectOption({ index: 1 });
      await documents().locator('input[type="file"]').setInputFiles(file);
    };
    let parts = 0;
    await page.route('**/my/uploads/*', (route) => (++parts > 2 ? route.abort() : route.continue()));
    await choose();
    await page.waitForFunction(() => /SHA-256 [0-9a-f]{64}/.test(document.querySelector('input[type=file]').parentElement.textContent));
    await documents().locator('button').last().click();
    await page.waitForFunction(() => /The line broke after 256 of 684 kB/.test(document.querySelector('#keeping').textContent));
    await page.unroute('**/my/uploads/*');
    await page.reload();
    const received = [];
    page.on('response', (response) => {
      if (/\/my\/uploads/.test(response.url())) received.push(Number(response.headers()['kelisim-received']));
    });
    await choose();
    const arrived = page.waitForURL(/h-documents/);
    await documents().locator('button').last().click();
    await arrived;
    assert.deepEqual(received, [262_144, 393_216, 524_288, 655_360, file.buffer.length], 'nothing is sent twice');
    assert.match(await page.locator('main').innerText(), /diploma\.pdf, PDF, 684 kB|diploma\.pdf/);

    // Two tabs.
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator('form[action$="/person"] [name="phone"]').fill('1');
    await told(other, '');
    await form(page, 'person').locator('[name="phone"]').fill('2');
    await page.waitForURL(/person$/);
    assert.match(await page.locator('main').innerText(), /Somebody else changed this record/);
    await page.locator('main a[href*="kept="]').click();
    await page.waitForLoadState();
    assert.equal(await form(page, 'person').locator('[name="phone"]').inputValue(), '2', 'what was typed in the slower tab');
  } finally {
    await close(page);
  }
});
