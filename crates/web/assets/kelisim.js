// Kelisim: pages read and work without this file; it adds speed. No text of its own: words come from the page.
(() => {
  const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
  const root = document.documentElement;

  // Appearance: the same cookie as the form sets, without a round trip.
  const kept = document.cookie.match(/(?:^|; )theme=(dark|light)/);
  if (kept && !root.dataset.theme) root.dataset.theme = kept[1];
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  const paint = () => $$("[data-appearance]").forEach(b => { b.setAttribute("aria-pressed", dark()); b.value = dark() ? "light" : "dark"; });
  $$("[data-appearance]").forEach(b => b.form.addEventListener("submit", e => {
    e.preventDefault();
    root.dataset.theme = dark() ? "light" : "dark";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
    paint();
  }));
  paint();

  // "/" jumps to search, unless the person is typing.
  addEventListener("keydown", e => {
    const find = $("#find"), rail = $("#rail");
    if (e.key !== "/" || !find || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input,textarea,select,[contenteditable]")) return;
    e.preventDefault();
    if (getComputedStyle(rail).display === "none") rail.showPopover();
    find.focus();
  });

  // Copy a fingerprint; the word that confirms it stands on the button.
  $$("[data-copy]").forEach(b => b.addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(b.dataset.copy); b.textContent = b.dataset.copied; } catch { /* the text stays selectable */ }
  }));

  // The error summary takes focus.
  $(".errs")?.focus();

  // A form that was sent is not sent twice.
  addEventListener("submit", e => {
    if (e.defaultPrevented || e.target.method !== "post") return;
    if (e.target.dataset.sent) e.preventDefault(); else e.target.dataset.sent = "1";
  });
  addEventListener("pageshow", () => $$("form[data-sent]").forEach(f => delete f.dataset.sent));

  // Review of a communiqué: text and drafts point at each other; keys press the buttons of the open draft.
  const drafts = $$(".draft");
  const pick = (n, focus) => drafts.forEach(d => {
    const on = d.dataset.n === String(n), b = $("button", d);
    d.classList.toggle("on", on);
    b.setAttribute("aria-expanded", on);
    b.nextElementSibling.hidden = !on;
    $("#e" + d.dataset.n)?.classList.toggle("on", on);
    if (on && focus) b.focus();
    if (on) d.scrollIntoView({ block: "nearest" });
  });
  drafts.forEach((d, i) => {
    $("button", d).addEventListener("click", () => pick(d.classList.contains("on") ? 0 : d.dataset.n));
    // Single keys work only while focus is inside the draft and not in a field (WCAG 2.1.4).
    d.addEventListener("keydown", e => {
      if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input,textarea,select")) return;
      const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      const next = by && drafts[i + by], press = d.classList.contains("on") && $(`[data-key="${CSS.escape(e.key.toLowerCase())}"]`, d);
      if (next) { e.preventDefault(); pick(next.dataset.n, true); } else if (press) { e.preventDefault(); press.click(); }
    });
  });
  $$(".ev[data-n]").forEach(a => a.addEventListener("click", e => { e.preventDefault(); pick(a.dataset.n, true); }));
})();
