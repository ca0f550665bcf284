// Checks a released result in the visitor's browser: the certificate as it is served, against what the page says and, with
// a row file, the own row. Nothing leaves the browser; the verifier is the file that anybody can run in Node.

const root = document.querySelector("[data-check]");
const button = root?.querySelector("[data-run]");
const rowText = document.querySelector("textarea[name=row]");
const rowFile = document.querySelector("#row_file");

const icons = (name) => root.querySelector("use").getAttribute("href").split("#")[0] + "#" + name;
const say = (item, holds, why = "") => {
  const line = root.querySelector(`[data-item=${item}]`);
  line.dataset.holds = holds;
  line.querySelector("use").setAttribute("href", icons(holds ? "circle-check" : "x"));
  const text = line.querySelector(".meta");
  text.textContent = holds ? root.dataset.ok : root.dataset.bad;
  if (!holds && why) {
    const said = document.createElement("span");
    said.lang = "en";
    said.textContent = ` ${why}`;
    text.append(said);
  }
};

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

const check = async () => {
  button.disabled = true;
  try {
    const { verify } = await import(root.dataset.verifier);
    const answer = await fetch(root.dataset.certificate, { cache: "no-store" });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    say("file", hex(await crypto.subtle.digest("SHA-256", bytes)) === root.dataset.sha256);
    const row = rowText?.value.trim();
    const evidence = row ? { row: new TextEncoder().encode(row) } : {};
    const report = await verify(bytes, evidence);
    const troubles = (own) => report.checks.filter((one) => (one.name === "own row") === own && one.trouble !== null);
    const [broken] = troubles(false);
    say("certificate", report.checks.length > 0 && !broken, broken?.trouble);
    let totals = "";
    try {
      const { applicants, placed, places } = JSON.parse(new TextDecoder().decode(bytes)).body.totals;
      totals = `${applicants} ${placed} ${places}`;
    } catch { /* said by the certificate's own check */ }
    say("totals", totals === root.dataset.totals);
    if (row) say("row", troubles(true).length === 0 && report.checks.some((one) => one.name === "own row"), troubles(true)[0]?.trouble);
  } catch (error) {
    say("certificate", false, error.message);
  }
  button.disabled = false;
};

if (button) {
  button.hidden = false;
  button.addEventListener("click", check);
  rowFile?.addEventListener("change", async () => {
    const file = rowFile.files[0];
    if (file && rowText) rowText.value = await file.text();
  });
}
