// What must react at once at a counter: a reader's input wherever the focus is, and hot keys.
// Every page works without this file; with it, no officer has to look for the field or the button.

// A reader types a character every few milliseconds; nobody's fingers do six times in a row.
const LONGEST_GAP_MS = 40;
// Characters in a row at that pace that are a reader's, not a person's.
const SURE_AFTER = 6;
// A zone is sent this long after its last character; until then a reader may falter.
const QUIET_AFTER_MS = 120;
// Shorter bursts are no document: what was typed is given back to its field.
const SHORTEST_SCAN = 12;
// The server says of anything longer that it is too long; it need not see all of it.
const LONGEST_SCAN = 700;

// Only a page that takes a scan listens for one: a badge or a fast typist at the sign-in page is no document.
const scanForm = document.getElementById('scan');

let burst = '';
let lastKeyAt = 0;
let place = null;
let quiet = 0;

/** Remembers the focused field as it was before the first character of a burst. */
function remember() {
  const field = document.activeElement;
  const isText = field instanceof HTMLTextAreaElement ||
    (field instanceof HTMLInputElement && ['text', 'search', 'password', 'date', ''].includes(field.type));
  place = isText ? { field, value: field.value } : null;
}

function send(text) {
  scanForm.elements.mrz.value = text.slice(0, LONGEST_SCAN);
  scanForm.requestSubmit();
}

function finish() {
  const text = burst;
  burst = '';
  if (text.length >= SHORTEST_SCAN) {
    if (place) place.field.value = place.value;
    send(text);
  } else if (text.length >= SURE_AFTER && place) {
    place.field.value = place.value + text.trimEnd();
  }
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const isEnter = event.key === 'Enter';
  const isCharacter = event.key.length === 1 || isEnter;
  if (isCharacter && scanForm) {
    const longestGap = burst.length >= SURE_AFTER ? QUIET_AFTER_MS : LONGEST_GAP_MS;
    const isFast = event.timeStamp - lastKeyAt < longestGap;
    lastKeyAt = event.timeStamp;
    if (!isFast) {
      burst = '';
      remember();
    }
    // Enter alone is a key like any other; within a burst it ends a line of a zone.
    if (!isEnter || burst.length >= SURE_AFTER) {
      burst += isEnter ? '\n' : event.key;
      if (burst.length >= SURE_AFTER) {
        event.preventDefault();
        event.stopImmediatePropagation();
        clearTimeout(quiet);
        quiet = setTimeout(finish, QUIET_AFTER_MS);
        return;
      }
    }
  }
  hotKey(event);
}, true);

/** What a key stands for. While a question stands, keys answer it and nothing else. */
function keyed(key) {
  const question = document.querySelector('.question[role="alert"]');
  return (question ?? document).querySelector(`[data-key="${CSS.escape(key)}"]`);
}

function hotKey(event) {
  const field = document.activeElement;
  if (event.key === 'Enter') {
    // In the scan field Enter reads; on a button or in another field the browser does what it does.
    if (field instanceof HTMLTextAreaElement && field.id === 'mrz') {
      event.preventDefault();
      if (field.value.trim()) send(field.value);
      else keyed('Enter')?.click();
      return;
    }
    if (field && field !== document.body && field.id !== 'main') return;
  }
  const target = keyed(event.key);
  if (target && !event.repeat) {
    event.preventDefault();
    target.click();
  }
}

// A paste into the scan field is a scan too.
document.addEventListener('paste', (event) => {
  if (event.target instanceof HTMLTextAreaElement && event.target.id === 'mrz') {
    event.preventDefault();
    send(event.clipboardData.getData('text'));
  }
});

// What was typed for the decision goes along with a scan, a judgement and whatever else the page sends, and is kept.
document.addEventListener('formdata', (event) => {
  const decide = document.getElementById('decide');
  const answers = decide?.querySelector('.ask');
  const sent = event.target.getAttribute('action') ?? '';
  if (!answers || event.target === decide || !sent.startsWith('/counter/')) return;
  event.formData.append('about', decide.elements.presentation.value);
  for (const field of answers.elements) {
    if (field.name && (field.type !== 'checkbox' || field.checked)) event.formData.append(field.name, field.value);
  }
});

// A page that says what went wrong leads back to what was typed.
document.querySelector('[data-back]')?.addEventListener('click', (event) => {
  if (history.length > 1) {
    event.preventDefault();
    history.back();
  }
});

// One press, one request: a second one while the first is under way is not sent. The server would not record it twice.
document.addEventListener('submit', (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = 'yes';
});
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.sent;
});
