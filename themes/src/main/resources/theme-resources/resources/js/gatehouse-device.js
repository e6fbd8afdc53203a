/**
 * The page that waits for a device to be confirmed: goes on by itself as soon as the person has answered elsewhere, and counts down
 * until another mail may be asked for. Without it the page's buttons do the same.
 */

const PAUSE = 3_000;
const LONGEST_PAUSE = 60_000;
const LONGEST_ANSWER = 10_000;
/** After this a form that led nowhere may be sent again. */
const LONGEST_SUBMIT = 10_000;

const page = document.getElementById("gatehouse-device-wait");
const form = document.getElementById("gatehouse-device-form");
const live = document.getElementById("gatehouse-live");
const code = document.getElementById("code");
const goOn = document.getElementById("gatehouse-continue");
const again = document.getElementById("gatehouse-again");
const { status, textWaiting, textDecided, textGone, textOffline } = page.dataset;

let timer;
let asking = false;
let failures = 0;
let over = !status;
let leaving = false;

/** What this tab remembers of the login: a storage that is switched off remembers nothing. */
function remembered(what) {
  try {
    return sessionStorage.getItem(`gatehouse-device-${what}`);
  } catch {
    return null;
  }
}

function remember(what, value) {
  try {
    sessionStorage.setItem(`gatehouse-device-${what}`, value);
  } catch {
    // then the countdown begins anew on every page
  }
}

function tell(text) {
  if (live.textContent !== text) {
    live.textContent = text;
  }
}

function askIn(milliseconds) {
  clearTimeout(timer);
  if (!over && !leaving && !document.hidden) {
    timer = setTimeout(ask, milliseconds);
  }
}

async function ask() {
  if (asking || over || leaving) {
    return;
  }
  asking = true;
  const abort = new AbortController();
  const patience = setTimeout(() => abort.abort(), LONGEST_ANSWER);
  try {
    const response = await fetch(status, {
      cache: "no-store",
      credentials: "same-origin",
      headers: { Accept: "application/json" },
      signal: abort.signal,
    });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    const { state } = await response.json();
    failures = 0;
    become(state);
  } catch {
    failures += 1;
    if (failures > 1) {
      tell(textOffline);
    }
  } finally {
    clearTimeout(patience);
    asking = false;
  }
  askIn(Math.min(PAUSE * 2 ** failures, LONGEST_PAUSE));
}

function become(state) {
  if (state === "pending") {
    remember("answered", "");
    tell(textWaiting);
  } else if (state === "decided") {
    over = true;
    tell(textDecided);
    leave(state);
  } else if (state === "gone") {
    over = true;
    tell(textGone);
    // the server says what is wrong with a code; it is not taken out of anybody's hand
    if (!code?.value) {
      leave(state);
    }
  }
}

/** Presses the button, once for an answer: a page that comes back with the same answer stays. */
function leave(state) {
  const answer = `${state} ${status}`;
  if (leaving || remembered("answered") === answer) {
    return;
  }
  remember("answered", answer);
  if (code) {
    // half a code would be a wrong one
    code.value = "";
  }
  form.requestSubmit(goOn);
}

form.addEventListener("submit", (event) => {
  if (leaving) {
    event.preventDefault();
    return;
  }
  leaving = true;
  clearTimeout(timer);
  if (event.submitter === again) {
    remember("wait", "");
  }
  setTimeout(stay, LONGEST_SUBMIT);
});

/** The page was not left after all, or somebody came back to it. */
function stay() {
  leaving = false;
  askIn(0);
}

window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    stay();
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(timer);
  } else {
    askIn(0);
  }
});

/** A page that is shown again, for a wrong code or without an answer, goes on counting. */
function countDown() {
  const [login, until] = (remembered("wait") ?? "").split(" ");
  const wait = Number(again.dataset.wait) * 1000;
  const here = status ?? location.pathname;
  const end = login === here ? Number(until) : Date.now() + (wait || 0);
  if (!(end > Date.now())) {
    return;
  }
  remember("wait", `${here} ${end}`);
  const text = again.textContent;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    again.disabled = left > 0;
    again.textContent = left > 0 ? again.dataset.textWait.replace("{0}", left) : text;
    if (left <= 0) {
      clearInterval(ticking);
    }
  };
  const ticking = setInterval(tick, 1000);
  tick();
}

if (again) {
  countDown();
}
if (!over) {
  tell(textWaiting);
  askIn(0);
}
