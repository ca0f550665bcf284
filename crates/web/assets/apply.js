// Applying, made quicker: what is typed is kept by itself, a file is sent in parts and goes on after a break, places are
// put in order by dragging or by the arrow keys. Everything works without it. No text of its own: words come from the page.
const $ = (s, r = document) => r.querySelector(s), $$ = (s, r = document) => [...r.querySelectorAll(s)];
const says = $("#keeping"), lang = document.documentElement.lang;
const words = (name, values = {}) => says.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
const tell = (name, values) => says.textContent = words(name, values);
const pause = ms => new Promise(done => setTimeout(done, ms));
const post = (url, body) => fetch(url, { method: "post", body }).catch(() => null);
const fields = (form, values) => {
  const body = new FormData();
  body.set("csrf", form.elements.csrf.value);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  return body;
};

// What is typed. All forms of a draft share one version, so they are kept one after another.
const QUIET = 1200, AGAIN = 8000, TYPED = ["person", "answers", "consents"];
const typed = new Set();
let turn = Promise.resolve(), under = 0, timer;
const queue = work => turn = turn.then(async () => {
  under++;
  try { await work(); } finally { under--; }
});
const version = () => $("main [name=version]")?.value;
const later = ms => { clearTimeout(timer); timer = setTimeout(keepAll, ms); };
const holds = now => $$("main [name=version]").forEach(field => field.value = now);

async function refresh(id) {
  const page = await fetch(location.href).then(r => r.ok ? r.text() : "").catch(() => "");
  const fresh = page && $(`[aria-labelledby=${id}]`, new DOMParser().parseFromString(page, "text/html"));
  if (!fresh) return;
  $(`[aria-labelledby=${id}]`).replaceWith(document.adoptNode(fresh));
  holds(version());
}

async function keep(form) {
  const first = version() === "0", body = new FormData(form);
  body.set("quiet", "1");
  typed.delete(form);
  const answer = await post(form.action, body);
  if (answer?.status === 204) {
    holds(answer.headers.get("kelisim-version"));
    tell("kept", { time: new Date().toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" }) });
    if (first) await refresh("h-send");
  } else if (!answer || answer.status >= 500) {
    typed.add(form);
    tell("unkept");
    later(AGAIN);
  } else if (answer.status !== 422) {
    // Another tab was faster, or the session has ended: the page that tells it gives back what was typed.
    form.requestSubmit();
  }
}
function keepAll() {
  clearTimeout(timer);
  for (const form of typed) queue(async () => { if (typed.has(form)) await keep(form); });
  return turn;
}

$$("main form").filter(form => TYPED.includes(form.action.split("/").pop())).forEach(form => form.addEventListener("input", () => {
  typed.add(form);
  later(QUIET);
}));
addEventListener("online", keepAll);
document.addEventListener("visibilitychange", () => document.hidden && keepAll());
addEventListener("beforeunload", e => typed.size && e.preventDefault());
// Another form is sent only when what was typed is kept, since it would be refused by its version.
document.addEventListener("submit", async e => {
  typed.delete(e.target);
  if (e.defaultPrevented || !(typed.size || under)) return;
  e.preventDefault();
  await keepAll();
  if (!typed.size) e.target.requestSubmit(e.submitter);
});

// The order of the places.
const CHOICES = "[aria-labelledby=h-choices]";
const rows = () => $$(`${CHOICES} ul.todo > li`);
const seat = row => $("[name=seat]", row)?.value;
let before = "";
const order = () => rows().map(seat).join(" ");

function reorder(row) {
  if (order() === before) return;
  before = order();
  keepAll();
  queue(() => keepOrder(row, seat(row), order()));
}
async function keepOrder(row, own, seats) {
  const form = $("form", row);
  const answer = await post(form.action, fields(form, { version: version(), do: "order", seats, quiet: "1" }));
  if (answer?.status !== 204) return location.reload();
  holds(answer.headers.get("kelisim-version"));
  await refresh("h-choices");
  handles();
  $("[data-move]", rows().find(row => seat(row) === own))?.focus();
}
function handles() {
  before = order();
  if (rows().length < 2) return;
  for (const row of rows()) {
    const handle = document.createElement("button");
    Object.assign(handle, { type: "button", className: "btn sq", textContent: "\u2195" });
    handle.dataset.move = "";
    handle.setAttribute("aria-label", words("move"));
    handle.title = words("move");
    handle.style.touchAction = "none";
    handle.style.cursor = "grab";
    handle.addEventListener("keydown", e => {
      const other = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[e.key];
      if (!other) return;
      e.preventDefault();
      e.key === "ArrowUp" ? other.before(row) : other.after(row);
      reorder(row);
    });
    handle.addEventListener("pointerdown", e => {
      e.preventDefault();
      handle.setPointerCapture(e.pointerId);
      handle.onpointermove = ({ clientY }) => {
        const over = rows().find(other => other !== row && (box => clientY > box.top && clientY < box.bottom)(other.getBoundingClientRect()));
        if (!over) return;
        rows().indexOf(over) < rows().indexOf(row) ? over.before(row) : over.after(row);
      };
      handle.onpointerup = handle.onpointercancel = () => {
        handle.onpointermove = handle.onpointerup = handle.onpointercancel = null;
        reorder(row);
      };
    });
    $(".acts", row)?.prepend(handle);
  }
}
if ($(CHOICES)) handles();

// Files. The same file of the same person is the same upload: whoever chooses it again goes on where the line broke.
const PART = 128 * 1024, TRIES = 3;
const kb = bytes => Math.ceil(bytes / 1024);
const digest = async file => [...new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()))].map(b => b.toString(16).padStart(2, "0")).join("");

/** Sends something until it is answered; nothing when the line stays broken. */
async function insist(url, body) {
  for (let n = 0; n < TRIES; n++) {
    const answer = await post(url, body);
    if (answer && answer.status < 500) return answer;
    await pause(500 * 3 ** n);
  }
}
async function sendParts(form, file, sha256) {
  const home = `/${lang}/my/uploads`, size = kb(file.size);
  let answer = await insist(home, new URLSearchParams(fields(form, { name: file.name, size: file.size, sha256 }))), done = 0;
  while (answer?.status === 204) {
    const id = answer.headers.get("kelisim-upload");
    done = +answer.headers.get("kelisim-received");
    tell("part", { done: kb(done), size });
    if (done >= file.size) return id;
    answer = await insist(`${home}/${id}`, fields(form, { start: done, file: file.slice(done, done + PART) }));
  }
  // Without an answer the line is broken. Any other answer says no: the form says why when it is sent in one piece.
  if (!answer) tell("broken", { done: kb(done), size });
  return answer ? "" : null;
}

for (const input of crypto.subtle ? $$("main input[type=file]") : []) {
  const form = input.form, hint = document.getElementById(`${input.id}-hint`);
  const shown = document.createElement("p");
  let sha256;
  shown.className = "meta";
  input.after(shown);
  if (hint) hint.textContent = words("hint");
  input.addEventListener("change", () => {
    const file = input.files[0];
    shown.textContent = "";
    sha256 = file && digest(file).catch(() => null);
    sha256?.then(hash => hash && (shown.textContent = words("file", { name: file.name, size: kb(file.size), sha256: hash })));
  });
  form.addEventListener("submit", async e => {
    const file = input.files[0];
    if (e.defaultPrevented || !file?.size || input.disabled) return;
    e.preventDefault();
    await keepAll();
    const hash = await sha256, id = hash ? await sendParts(form, file, hash) : "";
    if (id === null) return;
    if (id) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "upload", value: id });
      form.append(field);
      input.disabled = true;
    }
    form.submit();
  });
}
