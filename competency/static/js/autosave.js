// Saves each strand of a form by itself, as soon as it is chosen, and loses nothing on the way.
//
//   <form data-autosave data-autosave-url="..." data-autosave-owner="17"
//         data-csrf-url="..." data-sign-in-url="...">
//     <fieldset data-strand="PLA-4a"> inputs, one of them PLA-4a-seq ... <p data-saved></p>
//
// What is not yet known to be saved waits in this tab's storage, under the owner and the address,
// and is sent again when the connection or the sign-in is back, also after a reload. The form's
// own button saves the same inputs without any of this.

const PAUSE_IN_TYPING = 1500;
const WAITS = [2000, 5000, 10000, 30000, 60000];
const PATIENCE = 20000;

const WORDS = {
  saving: "Saving…",
  offline: "Not saved yet: no connection. Your choice is kept here and will be sent.",
  signedOut: "You have been signed out. Sign in again in another tab; what you chose is kept and will be sent.",
  reason: "Please say why it does not apply to your role. Then this is saved.",
  refused: "This could not be saved. Please reload the page and look at it again.",
};

document.querySelectorAll("form[data-autosave]").forEach(start);

function start(form) {
  const key = `unsent ${form.dataset.autosaveOwner} ${form.dataset.autosaveUrl}`;
  const unsent = new Map(Object.entries(JSON.parse(sessionStorage.getItem(key) ?? "{}")));
  const typing = new Map(); // strand -> timer of the pause in typing
  const stopped = new Set(); // strands that wait for the person, not for the connection
  let busy = false;
  let failures = 0;
  let timer = 0;
  let tokenIsOld = false;

  const fieldset = (strand) => form.querySelector(`[data-strand="${CSS.escape(strand)}"]`);
  const seqBox = (strand) => form.elements.namedItem(`${strand}-seq`);

  function keep() {
    if (unsent.size) sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(unsent)));
    else sessionStorage.removeItem(key);
  }

  function note(set) {
    unsent.set(set.dataset.strand, inputsOf(set));
    stopped.delete(set.dataset.strand);
    keep();
  }

  function say(strand, state, text, ...more) {
    const line = fieldset(strand)?.querySelector("[data-saved]");
    if (!line) return;
    line.dataset.state = state;
    line.replaceChildren(text, ...more.flatMap((part) => [" ", part]));
  }

  function changed(set) {
    clearTimeout(typing.get(set.dataset.strand));
    typing.delete(set.dataset.strand);
    note(set);
    send();
  }

  form.addEventListener("input", (event) => {
    const set = event.target.closest("[data-strand]");
    if (!set || event.target.type === "radio") return;
    note(set);
    clearTimeout(typing.get(set.dataset.strand));
    typing.set(set.dataset.strand, setTimeout(() => changed(set), PAUSE_IN_TYPING));
  });
  form.addEventListener("change", (event) => {
    const set = event.target.closest("[data-strand]");
    if (set) changed(set);
  });

  // One strand at a time: the answers come back in the order in which the choices were made.
  async function send() {
    if (busy) return;
    clearTimeout(timer);
    busy = true;
    try {
      for (let next = nextOne(); next; next = nextOne()) {
        if (!(await sendOne(next))) break;
      }
    } finally {
      busy = false;
    }
  }

  function nextOne() {
    return [...unsent.keys()].find((strand) => !stopped.has(strand) && !typing.has(strand));
  }

  // True when the next strand may follow; false when it is wiser to wait.
  async function sendOne(strand) {
    const fields = unsent.get(strand);
    if (fields[`${strand}-position`] === "na" && fields[`${strand}-reason`] === "") {
      return stop(strand, WORDS.reason);
    }
    say(strand, "saving", WORDS.saving);
    let answer;
    let body;
    try {
      if (tokenIsOld) await renewToken();
      answer = await post(strand, fields);
      body = await read(answer);
    } catch {
      return wait("waiting", WORDS.offline);
    }
    if (answer.status === 401 || answer.redirected) return signedOut();
    if (body?.code === "form_expired" && failures === 0) {
      failures = 1; // only the token is old: try once more with a new one, without a word
      tokenIsOld = true;
      return true;
    }
    if (body?.code === "form_expired") return signedOut();
    if (answer.ok && body) return saved(strand, fields, body);
    if (answer.status === 409) return overtaken(strand, body ?? {});
    if (answer.status >= 500 || answer.status === 429) return wait("waiting", WORDS.offline);
    return stop(strand, body?.message ?? WORDS.refused);
  }

  function post(strand, fields) {
    const data = new FormData();
    data.set("csrf_token", form.elements.namedItem("csrf_token").value);
    data.set("strand", strand);
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    const seq = seqBox(strand);
    if (seq) data.set(seq.name, seq.value);
    return fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body: data,
      keepalive: true, // a click on "Next" does not cut off a save that is on its way
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(PATIENCE),
    });
  }

  async function renewToken() {
    const answer = await fetch(form.dataset.csrfUrl, { headers: { Accept: "application/json" } });
    const body = answer.ok && !answer.redirected ? await read(answer) : null;
    if (!body?.csrf_token) return;
    for (const box of document.querySelectorAll('input[name="csrf_token"]')) box.value = body.csrf_token;
    tokenIsOld = false;
  }

  function saved(strand, fields, body) {
    failures = 0;
    const seq = seqBox(strand);
    if (seq) seq.value = body.seq;
    const later = unsent.get(strand);
    if (later === fields) {
      unsent.delete(strand);
      say(strand, "saved", `Saved ${body.saved_at}`);
      const set = form.querySelector(`[data-strand="${strand}"]`);
      set?.dispatchEvent(new CustomEvent("strand:saved", { bubbles: true }));
    } else if (later) {
      later[`${strand}-seq`] = body.seq; // chosen meanwhile, on top of what is saved now
    }
    keep();
    showProgress(body.progress ?? {});
    return true;
  }

  function signedOut() {
    tokenIsOld = true;
    const link = Object.assign(document.createElement("a"), {
      href: form.dataset.signInUrl ?? "/sign-in",
      target: "_blank",
      className: "govuk-link",
      textContent: "Sign in (opens in a new tab)",
    });
    return wait("waiting", WORDS.signedOut, link);
  }

  function wait(state, text, ...more) {
    for (const strand of unsent.keys()) {
      if (!stopped.has(strand)) say(strand, state, text, ...more.map((node) => node.cloneNode(true)));
    }
    timer = setTimeout(send, WAITS[Math.min(failures, WAITS.length - 1)]);
    failures += 1;
    return false;
  }

  function stop(strand, text, ...more) {
    stopped.add(strand);
    say(strand, "refused", text, ...more);
    return true;
  }

  // Someone else, or this person on another device, saved this strand first: the person decides.
  function overtaken(strand, body) {
    const seq = seqBox(strand);
    const theirs = body.theirs?.label ? ` The other version is: ${body.theirs.label}.` : "";
    const mine = button("Keep my choice", () => {
      if (seq) seq.value = body.seq;
      changed(fieldset(strand));
    });
    const other = button("Take the other version", () => {
      unsent.delete(strand);
      keep();
      location.reload();
    });
    return stop(strand, `${body.message ?? WORDS.refused}${theirs}`, mine, other);
  }

  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  addEventListener("beforeunload", (event) => {
    if (unsent.size && (failures || stopped.size)) event.preventDefault();
  });
  form.addEventListener("submit", () => {
    failures = 0; // the button sends everything; what it cannot send is still kept
    stopped.clear();
  });

  for (const [strand, fields] of unsent) {
    const set = fieldset(strand);
    if (set) fill(set, fields);
  }
  send();
}

function inputsOf(set) {
  const chosen = [...set.querySelectorAll("input, textarea, select")].filter(
    (input) => input.name && (input.type !== "radio" || input.checked),
  );
  return Object.fromEntries(chosen.map((input) => [input.name, input.value]));
}

function fill(set, fields) {
  for (const input of set.querySelectorAll("input, textarea, select")) {
    if (input.type === "radio") input.checked = fields[input.name] === input.value;
    else if (input.name in fields) input.value = fields[input.name];
  }
}

async function read(answer) {
  const json = /^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") ?? "");
  return json ? answer.json() : null;
}

function showProgress(counts) {
  for (const [name, count] of Object.entries(counts)) {
    for (const place of document.querySelectorAll(`[data-progress="${name}"]`)) place.textContent = count;
    for (const bar of document.querySelectorAll(`[data-progress-bar="${name}"]`)) bar.value = count;
  }
}

function button(text, action) {
  const made = Object.assign(document.createElement("button"), {
    type: "button",
    className: "cb-saved__button",
    textContent: text,
  });
  made.addEventListener("click", action);
  return made;
}
