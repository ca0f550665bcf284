// Forms as people use them: fields are found by their names, a form is filled and sent.

/** A field of the form of the page. */
export const field = (page, name) => page.locator(`main [name="${name}"]`);

/** The words of the page, without what is around it. */
export const main = (page) => page.locator('main').innerText();

/** Fills the fields that are named; a list of values ticks boxes, a value of a list is chosen. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    if (Array.isArray(value)) {
      for (const one of value) await page.locator(`main [name="${name}"][value="${one}"]`).check();
      continue;
    }
    const control = field(page, name);
    const isChoice = await control.evaluate((node) => node.tagName === 'SELECT');
    await (isChoice ? control.selectOption(value) : control.fill(value));
  }
}

/** Sends the form of the page, or the last one of several, and gives the status of the answer. */
export async function send(page) {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('main form button').last().click();
  const response = await answered;
  await page.waitForLoadState();
  return response.status();
}

/** Opens a form of a thing, fills and sends it. */
export async function act(page, url, name, values) {
  await page.goto(`${url}/${name}`);
  await fill(page, values);
  return send(page);
}
