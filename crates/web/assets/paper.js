// Checks a credential in the visitor's browser. Only its number and hash are asked of the register: the person it names
// goes nowhere.

const root = document.querySelector("[data-paper]");
const form = root?.querySelector("form");
const text = root?.querySelector("textarea");
const file = root?.querySelector("#credential_file");
const icons = document.querySelector("use")?.getAttribute("href").split("#")[0] ?? "";
const word = (code) => root.querySelector(`[data-word="${code}"]`)?.textContent ?? code;

const element = (name, content, className = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(content);
  return made;
};

const say = (tone, sentence) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#${tone === "ok" ? "circle-check" : "triangle-alert"}`);
  svg.append(use);
  const said = element("div", svg, tone ? `say ${tone}` : "say");
  said.append(element("p", sentence));
  return said;
};

const put = (place, ...what) => {
  const there = document.querySelector(`[data-${place}]`);
  there.replaceChildren(...what);
  there.hidden = what.length === 0;
};

const show = (found, says, facts) => {
  const pad = element("div", "", "pad");
  pad.append(...says);
  if (facts.length) {
    const list = element("dl", "", "kv");
    for (const [term, value] of facts) list.append(element("dt", word(term)), element("dd", value));
    pad.append(list);
  }
  const panel = element("section", "", "panel");
  panel.dataset.fault = found.fault ?? "";
  panel.append(element("header", element("h2", word("title"))), pad);
  put("credential", panel);
};

const ask = async (number, hash) => {
  put("register");
  const answer = await fetch(`${form.action}?${new URLSearchParams({ number, hash })}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  put("register", ...(page.querySelector("[data-register]")?.children ?? []));
};

const run = async () => {
  const { check, hex, fingerprint } = await import(root.dataset.verifier);
  const found = await check(text.value.trim());
  const facts = [];
  if (found.kind) {
    facts.push(["kind", word(found.kind)], ["issuer", found.issuerName ? `${found.issuerName} (${found.issuer})` : found.issuer]);
    const number = found.subject.get("number");
    if (typeof number === "string") facts.push(["number", number]);
    facts.push(["issued", found.validFrom]);
    if (found.key) facts.push(["key", await fingerprint(found.key)]);
  }
  if (found.fault !== null) {
    put("register");
    show(found, [say("", word(`fault-${found.fault}`))], facts);
    return;
  }
  const ours = root.dataset.keys.split(" ").includes(hex(found.key));
  show(found, [say("ok", word("whole")), say(ours ? "ok" : "", word(ours ? "ours" : "foreign"))], facts);
  const number = found.subject.get("number");
  if (ours && typeof number === "string") await ask(number, found.hash);
  else put("register");
};

if (form && crypto.subtle) {
  root.querySelector("[data-file]").hidden = false;
  file.addEventListener("change", async () => { if (file.files[0]) text.value = await file.files[0].text(); });
  let server = false;
  form.addEventListener("submit", (event) => {
    if (server || !text.value.trim()) return;
    event.preventDefault();
    // A browser that cannot check Ed25519 lets the house do it.
    run().catch(() => { server = true; form.requestSubmit(); });
  });
}
