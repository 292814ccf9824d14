// What a page sends: one request for one press; answers that were typed go along; a word when the answer is slow or the node
// is away. Every page works without this file.

const place = document.getElementById('link');
const words = place?.dataset;
const scan = document.getElementById('scan');
// A press counts once for so long: a second one while the first is under way is not sent. The server would not record it
// twice. A file that is saved leaves the page as it is, and its button works again.
const ONCE_MS = 3000;
// An answer that takes longer is said to be under way.
const SLOW_MS = 500;
// How long the node may take to say that it is there, and how often it is asked.
const THERE_MS = 3000;
const ASK_EVERY_MS = 10000;
const ASK_AGAIN_MS = 2000;
// How long a scan is kept that could not be sent.
const KEPT_MS = 600000;

function say(text, isBad) {
  place.textContent = text ?? '';
  place.hidden = !text;
  place.className = isBad ? 'warning' : 'message';
}

let isAway = false;
// What is sent one at a time: while one form waits for the node, no other overtakes it.
let isWaiting = false;

async function isThere() {
  try {
    await fetch(document.querySelector('link[rel="icon"]').href, {
      method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(THERE_MS),
    });
    if (isAway) say(words.back, false);
    isAway = false;
  } catch {
    isAway = true;
    say(words.cut, true);
  }
  return !isAway;
}

/** Sends a form as soon as the node is there. */
async function sendWhenThere(form, submitter) {
  isWaiting = true;
  while (!await isThere()) await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  isWaiting = false;
  form.dataset.there = 'yes';
  form.requestSubmit(submitter);
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  // A page without a place to say so leaves it to the browser.
  if (event.defaultPrevented || form.method === 'dialog' || !place) return;
  if (form.dataset.there) {
    delete form.dataset.there;
    setTimeout(() => document.body.classList.add('busy'), SLOW_MS);
    setTimeout(() => {
      delete form.dataset.sent;
      document.body.classList.remove('busy');
    }, ONCE_MS);
    return;
  }
  event.preventDefault();
  if (form.dataset.sent || isWaiting) return;
  form.dataset.sent = 'yes';
  // A page that a camera has read is held for this session alone.
  if (form === scan && !scan.elements.seen?.value) keep({ text: form.elements.mrz.value, at: Date.now() });
  sendWhenThere(form, event.submitter);
});
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
  document.body.classList.remove('busy');
});
if (scan) setInterval(isThere, ASK_EVERY_MS);

// What was typed for the decision goes along with a scan, a judgement and whatever else the page sends, and is kept.
document.addEventListener('formdata', (event) => {
  const decide = document.getElementById('decide');
  const sent = event.target.getAttribute('action') ?? '';
  if (!decide || event.target === decide || !/^\/(counter|person)\//.test(sent)) return;
  event.formData.append('about', decide.elements.presentation.value);
  for (const field of document.querySelectorAll('.ask :is(input, select)')) {
    const isTicked = !['checkbox', 'radio'].includes(field.type) || field.checked;
    if (field.name && isTicked) event.formData.append(field.name, field.value);
  }
});

// A scan that meets the end of a session is there again after signing in, in this window alone.

function keep(kept) {
  try {
    sessionStorage.setItem('scan', JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: the document is laid on the reader again.
  }
}

/** What was kept, which is taken out; `null` where nothing was, or too long ago. */
function takeKept() {
  try {
    const found = JSON.parse(sessionStorage.getItem('scan') ?? 'null');
    sessionStorage.removeItem('scan');
    return found && Date.now() - found.at < KEPT_MS ? found : null;
  } catch {
    return null;
  }
}

if (document.querySelector('form[action="/sign-in"]')) {
  const found = takeKept();
  if (found) keep({ ...found, ended: true });
} else if (scan) {
  const found = takeKept();
  if (found?.ended && !document.getElementById('decide')) {
    scan.elements.mrz.value = found.text;
    scan.elements.mrz.dataset.kept = 'yes';
    say(words.kept, false);
  }
}

// A page that says what went wrong leads back to what was typed.
document.querySelector('[data-back]')?.addEventListener('click', (event) => {
  if (history.length > 1) {
    event.preventDefault();
    history.back();
  }
});
