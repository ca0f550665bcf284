// "Propose drafts" on the review of a communiqué: the engine drafts, a person decides. In each of the four languages.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { axeCheck, close, noConsoleErrors, noSidewaysScroll, openSite } from './harness.mjs';

const LIMITED = { timeout: 120_000 };
const OFFICER = 'officer KG';

const site = await openSite();
after(() => site.close());

/**
 * One text a language: a talk, a promise with a number and a year, and a promise whose giver is not told.
 * They were written for this test.
 */
const TEXTS = {
  en: {
    title: 'Talks with Türkiye, for the test of proposals',
    lines: [
      'The health ministers of Kyrgyzstan and Türkiye met in Ankara.',
      'The parties discussed the exchange of experts.',
      'Türkiye agreed to treat 40 Kyrgyz patients a year in its hospitals until 2030.',
      'Kazakhstan, Kyrgyzstan and Türkiye agreed on the training of nurses.',
    ],
    talk: 'discussed the exchange of experts',
    promise: '40 Kyrgyz patients a year',
    open: 'training of nurses',
  },
  ru: {
    title: 'Переговоры с Турцией, к испытанию черновиков',
    lines: [
      'Министры здравоохранения Кыргызстана и Турции встретились в Анкаре.',
      'Стороны обсудили обмен специалистами.',
      'Турция договорилась ежегодно лечить 40 пациентов из Кыргызстана в своих больницах до 2030 года.',
      'Казахстан, Кыргызстан и Турция договорились об обучении медсестер.',
    ],
    talk: 'обсудили обмен специалистами',
    promise: '40 пациентов',
    open: 'обучении медсестер',
  },
  kk: {
    title: 'Түркиямен келіссөз, жобаларды сынауға',
    lines: [
      'Қырғызстан мен Түркияның денсаулық сақтау министрлері Анкарада кездесті.',
      'Тараптар сарапшылар алмасу мәселесін талқылады.',
      'Түркия 2030 жылға дейін жыл сайын 40 қырғыз науқасын өз ауруханаларында емдеуге келісті.',
      'Қазақстан, Қырғызстан және Түркия мейіргерлерді оқытуға келісті.',
    ],
    talk: 'сарапшылар алмасу мәселесін талқылады',
    promise: '40 қырғыз науқасын',
    open: 'мейіргерлерді оқытуға келісті',
  },
  ky: {
    title: 'Түркия менен сүйлөшүүлөр, долбоорлорду сыноого',
    lines: [
      'Кыргызстан менен Түркиянын саламаттык сактоо министрлери Анкарада жолугушту.',
      'Тараптар эксперттерди алмашуу маселесин талкуулашты.',
      'Түркия 2030-жылга чейин жыл сайын 40 кыргыз бейтабын өз ооруканаларында дарылоого макул болду.',
      'Казакстан, Кыргызстан жана Түркия медайымдарды окутууга макул болушту.',
    ],
    talk: 'алмашуу маселесин талкуулашты',
    promise: '40 кыргыз бейтабын',
    open: 'медайымдарды окутууга макул болушту',
  },
};

const ask = (page) => page.locator('form[action$="/propose"] button');
const drafts = (page) => page.locator('#drafts li.draft');

/** Enters the text of a language in the console of that language and asks for drafts. */
async function propose(page, locale) {
  const { title, lines } = TEXTS[locale];
  await page.goto(`/${locale}/communiques/new`);
  await page.fill('#text', [title, '', ...lines].join('\n'));
  await page.selectOption('#language', locale);
  await page.fill('#title', title);
  await page.fill('#publisher', 'Ministry of Health');
  await page.fill('#published_on', '15.03.2026');
  await page.locator('form[enctype] button').click();
  await page.waitForURL(/\/communiques\/[0-9a-f-]{36}/);
  assert.equal(await drafts(page).count(), 0, 'nothing is proposed unasked');
  await ask(page).click();
  await page.waitForURL(/proposed=\d+/);
}

/** The passages as they are marked in the text, in its order. */
async function passages(page) {
  const marks = await page.locator('.doc .ev').evaluateAll((all) => all.map((mark) => {
    const copy = mark.cloneNode(true);
    copy.querySelectorAll('sup, .vh, .nb').forEach((extra) => extra.remove());
    return copy.textContent;
  }));
  return marks;
}

/** Opens the draft whose passage holds the words. */
async function open(page, words) {
  const count = await drafts(page).count();
  for (let n = 1; n <= count; n += 1) {
    await page.locator(`#d${n} .tg`).click();
    await page.locator(`#d${n}.on`).waitFor();
    const quote = await page.locator(`#d${n} blockquote`).innerText();
    if (quote.includes(words)) return { card: page.locator(`#d${n}`), quote };
  }
  return assert.fail(`no draft rests on: ${words}`);
}

/** How many commitments the registry's own list holds. */
async function recorded(page, locale) {
  const answer = await page.request.get(`/${locale}/commitments`);
  assert.equal(answer.status(), 200);
  return (await answer.text()).split('/commitments/').length;
}

for (const [locale, { lines, talk, promise, open: left }] of Object.entries(TEXTS)) {
  test(`drafts are proposed for a text in ${locale}, and a person decides`, LIMITED, async () => {
    const page = await site.page({ as: OFFICER });
    try {
      const before = await recorded(page, locale);
      await propose(page, locale);
      const count = await drafts(page).count();
      assert.ok(count >= 3, `${count} drafts`);
      assert.equal(await page.locator('#drafts .pro').count(), count, 'each says that it was proposed');

      // Each lies on words that stand in the text exactly so.
      const whole = [TEXTS[locale].title, ...lines].join('\n');
      const marked = await passages(page);
      assert.equal(marked.length, count, 'each is marked in the text');

      const talked = await open(page, talk);
      assert.ok(whole.includes(talked.quote), talked.quote);
      assert.ok(await talked.card.locator('input[name="stage"][value="S1"]').isChecked(), 'talks stay talks');
      assert.ok(await talked.card.locator('details.basis').isVisible(), 'says what it rests on');

      const promised = await open(page, promise);
      assert.ok(whole.includes(promised.quote), promised.quote);
      assert.ok(
        await promised.card.locator('input[name="stage"][value="S5"], input[name="stage"][value="S6"]')
          .evaluateAll((all) => all.some((stage) => stage.checked)),
        'what was agreed is agreed',
      );
      assert.equal(await page.inputValue('#quantity'), '40');
      assert.equal(await page.inputValue('#deadline'), '2030');
      assert.equal(await page.inputValue('#title'), '', 'the short name is left to the officer');

      // Three countries agree and none is said to give: the field is empty, and what it could be is shown.
      const doubtful = await open(page, left);
      assert.ok(whole.includes(doubtful.quote), doubtful.quote);
      const basis = await doubtful.card.locator('details.basis').innerText();
      const names = {
        en: ['Kazakhstan', 'Türkiye'], ru: ['Казахстан', 'Турция'], kk: ['Қазақстан', 'Түркия'], ky: ['Казакстан', 'Түркия'],
      };
      assert.ok(names[locale].some((name) => basis.includes(name)), `the open field shows its candidates: ${basis}`);
      await axeCheck(page, `a proposed draft in ${locale}`);
      await noSidewaysScroll(page, [1440, 360, 320]);

      // Nothing is in the record so far; asking again adds nothing.
      assert.equal(await recorded(page, locale), before, 'nothing is in the record until confirmed');
      await ask(page).click();
      await page.waitForURL(/proposed=0/);
      assert.equal(await drafts(page).count(), count);

      // One is confirmed by the officer, and only that one is in the record.
      const chosen = await open(page, promise);
      await page.fill('#title', `Patients treated, ${locale}`);
      await page.selectOption('#partner', 'TR');
      if (!(await page.inputValue('#unit'))) await page.selectOption('#unit', 'patient');
      await chosen.card.locator('.acts button[value="confirm"]').click();
      // The page moves on to the next undecided draft; the confirmed one has become a commitment, the talk has not.
      await page.locator('#drafts li.draft.ok').waitFor();
      assert.equal(await page.locator('#drafts li.draft.ok').count(), 1);
      const kept = await open(page, promise);
      assert.ok(await kept.card.locator('a[href*="/commitments/"]').isVisible());
      const stillTalk = await open(page, talk);
      assert.equal(await stillTalk.card.locator('a[href*="/commitments/"]').count(), 0);
      await noConsoleErrors(page);
    } finally {
      await close(page);
    }
  });
}
