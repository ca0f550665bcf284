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

  // Review of a communiqué. Keys press the buttons of the open passage, only while focus is inside it and not in a
  // field (WCAG 2.1.4); a key counts by its letter or by its place, so that a Cyrillic layout works too.
  const drafts = $$(".draft"), open = $(".draft.on");
  drafts.forEach((d, i) => d.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input:not([type=radio]),textarea,select")) return;
    const next = drafts[i + ({ ArrowDown: 1, ArrowUp: -1 }[e.key] ?? NaN)], key = c => c && $(`[data-key="${CSS.escape(c)}"]`, d);
    const press = key(e.key.toLowerCase()) || key(e.code.replace("Key", "").toLowerCase());
    if (e.target.type === "radio" && e.key.startsWith("Arrow")) return;
    if (next) { e.preventDefault(); $("a", next).click(); } else if (press) { e.preventDefault(); press.click(); if (press.parentElement.open) $("#title").focus(); }
  }));
  if (open && /[?&]p=/.test(location.search) && !$(".errs")) {
    if (getComputedStyle($(".drafts")).position === "sticky") $(".ev.on")?.scrollIntoView({ block: "center" });
    $("a", open).scrollIntoView({ block: "nearest" });
    ($("details[open] #title", open) ?? $("a", open)).focus();
  }
  const decide = $(".decide"), mark = $("#mark"), doc = $(".doc article"), tip = $("#tip");
  if (decide) {
    const kinds = () => $$("[data-kind]", decide).forEach(b => b.hidden = b.dataset.kind !== new FormData(decide).get("kind"));
    decide.addEventListener("change", kinds);
    kinds();
    // What was typed is saved before the page is left for another passage.
    let typed = false;
    decide.addEventListener("input", () => typed = true);
    const saved = go => async e => {
      if (!typed || e.defaultPrevented) return;
      e.preventDefault();
      const body = new FormData(decide);
      body.append("action", "save");
      const answer = await fetch(decide.action, { method: "post", body }).catch(() => ({}));
      if (!answer.ok) return decide.requestSubmit($("[value=save]", decide));
      typed = false;
      go(e);
    };
    [...drafts.map(d => $("a", d)), ...$$(".doc .ev")].forEach(a => a.addEventListener("click", saved(() => location = a.href)));
    mark?.addEventListener("submit", saved(() => mark.requestSubmit($("button", mark))));
  }
  // Selecting words in the text fills the form for a new passage. Offsets count characters of the original text.
  if (mark && doc) {
    const plain = r => {
      const piece = r.cloneContents();
      $$("sup", piece).forEach(s => s.remove());
      const lines = $$("p", piece);
      return lines.length ? lines.map(p => p.textContent).join("\n") : piece.textContent;
    };
    const chosen = () => {
      const s = getSelection(), r = s.rangeCount && !s.isCollapsed && s.getRangeAt(0).cloneRange();
      if (!r || !r.intersectsNode(doc)) return null;
      if (!doc.contains(r.startContainer)) r.setStart(doc, 0);
      if (!doc.contains(r.endContainer)) r.setEnd(doc, doc.childNodes.length);
      return plain(r).trim() ? r : null;
    };
    const near = r => {
      const from = r.startContainer === doc ? doc.childNodes[r.startOffset] : r.startContainer;
      const p = (from?.nodeType === 1 ? from : from?.parentElement)?.closest("[data-start]");
      if (!p) return "";
      const before = document.createRange();
      before.setStart(p, 0);
      if (p !== from || r.startContainer !== doc) before.setEnd(r.startContainer, r.startOffset);
      return +p.dataset.start + [...plain(before)].length;
    };
    document.addEventListener("selectionchange", () => {
      const r = chosen();
      tip.hidden = !r;
      if (!r) return;
      const at = [...r.getClientRects()].pop() ?? r.getBoundingClientRect(), home = tip.parentElement.getBoundingClientRect();
      tip.style.top = `${at.bottom - home.top + 8}px`;
      tip.style.left = `${Math.max(8, Math.min(at.left - home.left, home.width - tip.offsetWidth - 8))}px`;
    });
    tip.addEventListener("mousedown", e => e.preventDefault());
    tip.addEventListener("click", () => {
      const r = chosen();
      if (!r) return;
      mark.elements.passage.value = plain(r).trim();
      mark.elements.near.value = near(r);
      getSelection().removeAllRanges();
      $("button", mark).focus();
    });
  }
})();
