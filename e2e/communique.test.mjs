// The way a sentence becomes a commitment: an officer enters a text, marks passages, decides each, and finishes.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { axeCheck, close, noConsoleErrors, noSidewaysScroll, openSite } from './harness.mjs';

const LIMITED = { timeout: 120_000 };
const OFFICER = 'officer KG';

const site = await openSite();
after(() => site.close());

/** A text of our own; `mark` makes it another one, since the registry takes the same text only once. */
const text = (mark) => [
  `Talks on health, report ${mark}`,
  '',
  'The two sides discussed 𝛼-therapy and places for young doctors. Қатысушылар 40 орын туралы келісті.',
  'They agreed to send 40 doctors a year until 2030. The host reported 248 registered devices.',
  'They discussed the exchange of experts as well. They discussed the exchange of experts twice.',
].join('\n');

/** Opens a page of the officer, does something with it, and closes it. */
async function officer(act, options = {}) {
  const page = await site.page({ as: OFFICER, ...options });
  try {
    return await act(page);
  } finally {
    await close(page);
  }
}

/** Enters a text and arrives on its review. */
async function enter(page, mark) {
  await page.goto('/en/communiques/new');
  await page.fill('#text', text(mark));
  await page.selectOption('#language', 'en');
  await page.fill('#title', `Talks on health, report ${mark}`);
  await page.fill('#publisher', 'Ministry of Health');
  await page.fill('#published_on', '15.03.2026');
  await page.locator('form[enctype] button').click();
  await page.waitForURL(/\/communiques\/[0-9a-f-]{36}/);
}

/** Selects words in the document, the `nth` time they stand there, and says so to the page. */
async function select(page, words, nth = 0) {
  await page.evaluate(([wanted, turn]) => {
    const walker = document.createTreeWalker(document.querySelector('.doc article'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(), left = turn; node; node = walker.nextNode()) {
      for (let at = node.data.indexOf(wanted); at >= 0; at = node.data.indexOf(wanted, at + 1)) {
        if (left-- > 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + wanted.length);
        return;
      }
    }
    throw new Error(`not in the text: ${wanted}`);
  }, [words, nth]);
}

/** Marks words by selecting them. */
async function markSelected(page, words, nth) {
  await select(page, words, nth);
  await page.locator('#tip').click();
  assert.equal(await page.inputValue('#passage'), words);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** Fills the form of the open passage as a commitment. */
async function fill(page, { title, stage }) {
  await page.fill('#title', title);
  await page.selectOption('#partner', 'TR');
  await page.selectOption('#topic', 'training');
  await page.check(`input[name="stage"][value="${stage}"]`);
}

const draft = (page, n) => page.locator(`#d${n}`);

test('a text is entered, read by mouse and keyboard, and finished', LIMITED, async () => {
  await officer(async (page) => {
    await enter(page, 'one');

    // The mouse: double clicks and drags end in a selection, and the button beside it takes it.
    await page.locator('.doc p', { hasText: 'They agreed' }).click({ clickCount: 3 });
    await page.locator('#tip').click();
    assert.match(await page.inputValue('#passage'), /^They agreed to send 40 doctors/);
    await page.fill('#passage', '');
    await markSelected(page, 'agreed to send 40 doctors a year');
    assert.equal(await page.locator('.ev.on').innerText().then((t) => t.replace(/\s*passage\s*1$/, '')), 'agreed to send 40 doctors a year');

    // What is missing is said at its field, and what was typed stays.
    await page.fill('#title', 'Doctors sent each year');
    await page.locator('button[value="confirm"]').click();
    await page.locator('.errs').waitFor();
    assert.equal(await page.inputValue('#title'), 'Doctors sent each year');
    assert.ok(await page.locator('.errs a[href="#stage"]').isVisible());
    await axeCheck(page, 'a refused passage');

    await fill(page, { title: 'Doctors sent each year', stage: 'S6' });
    await page.fill('#quantity', '40');
    await page.selectOption('#unit', 'doctor');
    await page.selectOption('#per', 'year');
    await page.fill('#deadline', '2030');
    await page.locator('details button[value="save"]').click();
    await page.waitForURL(/\?p=/);
    assert.match(await draft(page, 1).innerText(), /40 doctors a year/);
    assert.ok(await page.locator('#d1 details').evaluate((d) => !d.open), 'folded once it is filled in');

    // E opens the fields, C confirms: keys work while focus is on the passage.
    await page.locator('#d1 .tg').focus();
    await page.keyboard.press('e');
    assert.ok(await page.locator('#d1 details').evaluate((d) => d.open));
    await page.locator('#title').fill('Doctors sent to Türkiye');
    await page.keyboard.press('c');
    assert.equal(await page.inputValue('#title'), 'Doctors sent to Türkiyec', 'a key in a field is a letter');
    await page.fill('#title', 'Doctors sent to Türkiye');
    await page.locator('#d1 .tg').focus();
    await page.keyboard.press('c');
    await page.locator('#d1 a[href*="/commitments/"]').waitFor();
    await axeCheck(page, 'a confirmed passage');

    // The same words stand twice: where they were selected decides.
    await markSelected(page, 'They discussed the exchange of experts', 1);
    assert.match(await page.locator('.doc .ev.on').evaluate((a) => a.nextSibling.textContent), /^ twice/);
    await page.locator('#d2 .tg').focus();
    await page.keyboard.press('r');
    await page.locator('#d2.on', { hasText: 'rejected' }).waitFor();
    await page.locator('#d2 button[value="reopen"]').click();
    await page.locator('#d2.on', { hasText: 'to decide' }).waitFor();
    assert.equal(await page.locator('form[action$="/finish"] button').getAttribute('aria-disabled'), 'true');
    await page.locator('#d2 .tg').focus();
    await page.keyboard.press('r');
    await page.locator('#d2.on', { hasText: 'rejected' }).waitFor();

    // A reported figure.
    await markSelected(page, '248 registered devices');
    await page.check('input[name="kind"][value="indicator"]');
    await page.fill('#title', 'Medical devices registered');
    await page.selectOption('#partner', 'TR');
    await page.fill('#quantity', '248');
    await page.selectOption('#unit', 'device');
    await page.fill('#measure', 'registered_devices');
    await page.fill('#period', '15.03.2026');
    await page.selectOption('#subject', 'KG');
    await page.locator('#d2 button[value="confirm"], #d3 button[value="confirm"]').click();
    await page.locator('.draft.on a[href*="/figures/"]').waitFor();

    await page.locator('form[action$="/finish"] button').click();
    await page.locator('form[action$="/take-up"]').waitFor();
    assert.equal(await page.locator('#mark').count(), 0);
    await axeCheck(page, 'a finished review');
    await noSidewaysScroll(page, [1440, 360, 320]);
  });
});

test('the same text with other spacing is recognised', LIMITED, async () => {
  await officer(async (page) => {
    await enter(page, 'two');
    const first = new URL(page.url()).pathname;
    await page.goto('/en/communiques/new');
    await page.setInputFiles('#file', {
      name: 'text.txt', mimeType: 'text/plain', buffer: Buffer.from(text('two').replaceAll(' ', '  ')),
    });
    await page.fill('#title', 'Another title');
    await page.fill('#publisher', 'Ministry of Health');
    await page.fill('#published_on', '2026-03-15');
    await page.locator('form[enctype] button').click();
    await page.waitForURL(/known=1/);
    assert.equal(new URL(page.url()).pathname, first);
    assert.match(await page.locator('.say').first().innerText(), /already in the registry/);
    await noConsoleErrors(page);
  });
});

test('mistakes keep what was typed, the text of a chosen file too', LIMITED, async () => {
  await officer(async (page) => {
    await page.goto('/en/communiques/new');
    await page.setInputFiles('#file', {
      name: 'text.txt', mimeType: 'text/plain', buffer: Buffer.from('Words of a file'),
    });
    await page.fill('#title', 'A title');
    await page.fill('#published_on', '31.02.2026');
    await page.locator('form[enctype] button').click();
    await page.locator('.errs').waitFor();
    assert.equal(await page.inputValue('#text'), 'Words of a file');
    assert.equal(await page.inputValue('#published_on'), '31.02.2026');
    assert.ok(await page.locator('.errs a[href="#publisher"]').isVisible());
    assert.match(await page.title(), /^Error: /);
    await axeCheck(page, 'mistakes when entering a text');
    await noSidewaysScroll(page, [1440, 360, 320]);
  });
});

test('everything works without scripts', LIMITED, async () => {
  await officer(async (page) => {
    await enter(page, 'three');
    await page.fill('#passage', 'discussed 𝛼-therapy\nand   places');
    await page.locator('#mark button').click();
    await page.waitForURL(/\?p=/);
    assert.equal(await page.locator('.ev.on').count(), 1);
    await fill(page, { title: 'Places for young doctors', stage: 'S1' });
    await page.locator('.draft.on .acts button[value="confirm"]').click();
    assert.match(await draft(page, 1).innerText(), /bind nobody/);
    assert.ok(await page.locator('#d1 a[href*="/commitments/"]').isVisible());
    await page.fill('#passage', 'words that are not there');
    await page.locator('#mark button').click();
    assert.equal(await page.inputValue('#passage'), 'words that are not there');
    assert.ok(await page.locator('.errs a[href="#passage"]').isVisible());
    await page.locator('form[action$="/finish"] button').click();
    assert.ok(await page.locator('form[action$="/take-up"]').isVisible());
  }, { scripts: false });
});

test('a session that ended keeps what was typed', LIMITED, async () => {
  await officer(async (page) => {
    await enter(page, 'four');
    await page.fill('#passage', 'places for young doctors');
    await page.locator('#mark button').click();
    await page.waitForURL(/\?p=/);
    await page.fill('#title', 'Typed before the session ended');
    const { email, password } = site.account('officer', 'KG');
    await page.context().clearCookies();
    await page.locator('details button[value="save"]').click();
    await page.waitForURL(/sign-in/);
    await page.fill('input[name="email"]', email);
    await page.fill('input[name="password"]', password);
    await page.locator('form:has(input[name="password"]) button.go').click();
    await page.waitForURL(/communiques/);
    assert.equal(await page.inputValue('#title'), 'Typed before the session ended');
    await page.locator('details button[value="save"]').click();
    await page.waitForURL(/\?p=[^&]*$|#drafts/);
    assert.match(await draft(page, 1).innerText(), /Typed before the session ended/);
  });
});

test('two hands on one passage: the slower one sees both versions and loses nothing', LIMITED, async () => {
  await officer(async (page) => {
    await enter(page, 'five');
    await page.fill('#passage', '40 doctors a year until 2030');
    await page.locator('#mark button').click();
    await page.waitForURL(/\?p=/);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.fill('#title', 'The faster hand');
    await other.locator('details button[value="save"]').click();
    await other.locator('.ttl', { hasText: 'The faster hand' }).waitFor();
    await page.fill('#title', 'The slower hand');
    await page.locator('details button[value="save"]').click();
    await page.locator('a[href*="kept="]').click();
    assert.match(await page.locator('#d1 .ttl').innerText(), /The faster hand/);
    assert.equal(await page.inputValue('#title'), 'The slower hand');
    await page.locator('details button[value="save"]').click();
    await page.locator('.ttl', { hasText: 'The slower hand' }).waitFor();
  });
});

test('a source on which something public rests tells everybody what it is', LIMITED, async () => {
  const hrefs = await officer(async (page) => {
    await page.goto('/en/communiques');
    const links = await page.locator('.tbl tbody th a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    return links.map((href) => href.replace('/communiques/', '/sources/'));
  });
  const page = await site.page();
  try {
    let status;
    for (const href of hrefs) {
      status = (await page.request.get(href)).status();
      if (status === 200) {
        await page.goto(href);
        break;
      }
      assert.equal(status, 404, 'what is not public is not there');
    }
    assert.equal(status, 200, 'no source can be seen by everybody');
    assert.ok((await page.locator('.why a').count()) > 0, 'something rests on it');
    assert.equal(await page.locator('.rail').count(), 0, 'a visitor sees no console');
    await axeCheck(page, page.url());
    await noSidewaysScroll(page, [1440, 360, 320]);
  } finally {
    await close(page);
  }
});
