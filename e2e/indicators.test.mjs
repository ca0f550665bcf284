// An indicator from a code that figures have to a series: defined, read with what is missing, broken by a new method.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { field, fill, main, send } from './forms.mjs';
import { LOCALES, axeCheck, close, openSite } from './harness.mjs';

const site = await openSite();
after(() => site.close());

test('an indicator is defined for a code, and a change of method breaks its series', { timeout: 240_000 }, async () => {
  const page = await site.page({ as: 'officer KG' });
  try {
    await page.goto('/en/indicators');
    const open = page.locator('.acts-list a', { hasText: /^operated: 1 on record$/ });
    await open.click();
    assert.equal(await field(page, 'measure').inputValue(), 'operated');
    await fill(page, { title_en: 'Operated', title_ru: 'Прооперированы', what_en: 'Operations in Türkiye' });
    await fill(page, { unit: 'patient', periodicity: 'year', office: 'Department' });
    assert.equal(await send(page), 422, 'how it is counted is missing');
    assert.equal(await field(page, 'what_en').inputValue(), 'Operations in Türkiye', 'what was typed is kept');
    await axeCheck(page, 'indicator refused');
    await fill(page, { how_en: 'As the source names it', owner: 'KG-MOH' });
    assert.equal(await send(page), 303);
    assert.match(await main(page), /34 patients/, 'the figure that was there belongs to it');

    await page.goto('/en/indicators');
    await page.getByRole('link', { name: 'Treated', exact: true }).click();
    const url = page.url();
    let text = await main(page);
    for (const year of [/86 patients/, /48 patients/, /30 patients/]) assert.match(text, year);
    assert.equal(await page.getByText('not reported', { exact: true }).count(), 2, '2022 and 2023 are missing');
    assert.equal(await page.locator('main svg path.ln').count(), 1, '2024 to 2025');
    await axeCheck(page, 'indicator');

    await page.goto(`${url}/method`);
    await fill(page, { from: '2025', how_en: 'By the register of patients' });
    assert.equal(await send(page), 422, 'a change of method says why');
    await fill(page, { why: 'A register was opened' });
    assert.equal(await send(page), 303);
    text = await main(page);
    assert.match(text, /The method changed/);
    assert.equal(await page.locator('main svg path.ln').count(), 0, 'no line leads across the break');
    assert.equal(await page.locator('main svg path.gap').count(), 1);

    for (const locale of LOCALES) {
      await page.setViewportSize({ width: 360, height: 800 });
      await page.goto(url.replace('/en/', `/${locale}/`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 360, `${locale}: ${wide} px`);
      await axeCheck(page, `indicator ${locale} 360`);
    }
  } finally {
    await close(page);
  }
});
