// Keys and readers: what must react at once, wherever the focus is. Every page works without this file; with it, no officer
// has to look for the field or the button.

// A reader types a character every few milliseconds; nobody's fingers do six times in a row.
const FAST_MS = 40;
const SURE_AFTER = 6;
// A reader may begin slowly; in a field, what was typed before a longer pause is a person's.
const BEGINS_WITHIN_MS = 80;
// A letter is a key by itself when nothing follows it for so long: a slow reader sends a character every 60 to 100 ms.
const ALONE_AFTER_MS = 250;
// A whole zone is sent so long after its last character; a reader that falters within one is waited for longer.
const QUIET_AFTER_MS = 120;
const FALTERS_MS = 1500;
// Lines of a zone: how long, and how many (Doc 9303-4 to -7; the French card of 2 x 36).
const SHAPES = [[30, 3], [36, 2], [44, 2]];
// The server says of anything longer that it is too long; it need not see all of it.
const LONGEST_SCAN = 700;

// Only a page that takes a scan listens for one: a badge or a fast typist at the sign-in page is no document.
const scan = document.getElementById('scan');
const zone = scan?.elements.mrz;

/** Whether what is typed here is text, or chooses in a list. */
function takesText(element) {
  return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ||
    (element instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'submit', 'file'].includes(element.type));
}

/** What a key stands for. While a question stands, keys answer it and nothing else. */
function keyed(key) {
  const question = document.querySelector('.question[role="alert"]');
  return (question ?? document).querySelector(`[data-key~="${CSS.escape(key)}"]:not(:disabled)`);
}

/** What a letter or a digit stands for: a button, or a choice that it ticks. */
function lettered(character) {
  const key = character.toUpperCase();
  const ticked = [...document.querySelectorAll(`[data-tick="${CSS.escape(key)}"]`)];
  return keyed(key) ?? ticked.find((choice) => !choice.closest('[inert]'));
}

function pressKey(event) {
  const target = keyed(event.key);
  if (!target || event.repeat) return;
  event.preventDefault();
  target.click();
  if (target instanceof HTMLInputElement) target.focus();
}

/** Whether a list is dropped down: then Enter chooses in it. */
function isOpen(list) {
  return CSS.supports('selector(:open)') && list.matches(':open');
}

/** Enter in a list that is closed does what it does in any other field: it sends the form by its first button. */
function enterInList(event, list) {
  event.preventDefault();
  const first = [...(list.form?.elements ?? [])].find((element) => element.type === 'submit');
  if (first && !first.disabled && !event.repeat) first.click();
}

// A letter that may be a key: until it is known that no reader types it.
let alone = null;

function actOnLetter() {
  if (!alone) return;
  clearTimeout(alone.timer);
  const target = lettered(alone.key);
  alone = null;
  target?.click();
  if (target instanceof HTMLInputElement) target.focus();
}

// What was typed without a pause outside the scan field, where it went, and how much of its end came at a reader's pace.
let typed = '';
let fast = 0;
let lastAt = Number.NEGATIVE_INFINITY;
let place = null;

function begin() {
  typed = '';
  fast = 0;
  const field = document.activeElement;
  place = takesText(field) && 'value' in field ? { field, value: field.value } : null;
}

/** What was typed is a zone: the scan field has it, and all that follows. */
function takeOver(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  clearTimeout(alone?.timer);
  alone = null;
  if (place) place.field.value = place.value;
  zone.value = typed;
  delete zone.dataset.kept;
  zone.focus();
  [isReader, typed] = [fast >= SURE_AFTER - 1, ''];
  awaitRest();
}

document.addEventListener('keydown', (event) => {
  // A reader presses Shift for its capitals: that is no key by itself.
  const isModifier = ['Shift', 'CapsLock', 'AltGraph', 'Alt', 'Control', 'Meta'].includes(event.key);
  if (isModifier || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = document.activeElement;
  const keys = document.getElementById('keys');
  const gap = event.timeStamp - lastAt;
  const isText = takesText(field);
  if (keys?.open) {
    // Enter and Escape are the window's own; whatever is typed goes on without it.
    if (event.key.length > 1) return;
    keys.close();
    if (event.key === '?') return;
  }
  // Within a zone it is a character that a reader of another keyboard writes for <.
  if (keys && event.key === '?' && (field === zone ? !zone.value : !isText && gap >= ALONE_AFTER_MS)) {
    event.preventDefault();
    return showKeys(keys);
  }
  if (zone && field === zone) return inZone(event);
  const isCharacter = event.key.length === 1 && (event.key !== ' ' || typed !== '');
  if (isCharacter || (event.key === 'Enter' && fast >= SURE_AFTER - 1)) {
    lastAt = event.timeStamp;
    if (gap >= (isText ? BEGINS_WITHIN_MS : ALONE_AFTER_MS)) begin();
    typed += event.key === 'Enter' ? '\n' : event.key;
    fast = gap < FAST_MS ? fast + 1 : 0;
    if (zone && (fast >= SURE_AFTER - 1 || (!isText && typed.length > 1))) return takeOver(event);
    if (isText || event.repeat) return;
    clearTimeout(alone?.timer);
    alone = null;
    if (typed.length === 1 && lettered(event.key)) {
      event.preventDefault();
      // No zone begins with a digit: it is a key at once, and what follows begins anew.
      if (/[0-9]/.test(event.key)) {
        if (gap < ALONE_AFTER_MS) return;
        alone = { key: event.key };
        actOnLetter();
        typed = '';
        return;
      }
      alone = { key: event.key, timer: setTimeout(actOnLetter, ALONE_AFTER_MS) };
    }
    return;
  }
  actOnLetter();
  typed = '';
  if (event.key === 'Enter' && field instanceof HTMLSelectElement && !isOpen(field)) return enterInList(event, field);
  // On a button or in a field the browser does what Enter does there.
  const isBare = !field || field === document.body || field.id === 'main' || field.dataset.tick;
  if (event.key === 'Enter' && !isBare) return;
  pressKey(event);
}, true);

// The scan field: a zone is sent when it is whole, whoever types it.

let isReader = false;
let timer = 0;
let zoneAt = Number.NEGATIVE_INFINITY;

function lines() {
  return zone.value.trim().split(/\s*\n\s*/);
}

/** How many lines are still to come; `null` where the first one tells nothing. */
function missing() {
  const read = lines();
  const shape = SHAPES.find(([length]) => length === read[0].length);
  return shape ? shape[1] - read.length : null;
}

function isWhole() {
  const read = lines();
  const characters = read.join('').length;
  // 72 characters in one line may be the beginning of 88: a person who types them goes on.
  if (read.length === 1) return characters === 88 || characters === 90 || (isReader && characters === 72);
  return missing() === 0 && read.at(-1).length === read[0].length;
}

function send(text) {
  clearTimeout(timer);
  zone.value = text.slice(0, LONGEST_SCAN);
  scan.requestSubmit();
}

function awaitRest() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (isWhole()) send(zone.value);
    else if (isReader) timer = setTimeout(() => send(zone.value), FALTERS_MS);
  }, QUIET_AFTER_MS);
}

function inZone(event) {
  if (event.key === 'Enter') {
    if (zone.value.trim() && missing() > 0) {
      zone.value = `${zone.value.trimEnd()}\n`;
      event.preventDefault();
      awaitRest();
      return;
    }
    event.preventDefault();
    // The end of a reader's last line: it is sent already, or on its way.
    if (zone.value.trim()) send(zone.value);
    else keyed('Enter')?.click();
    return;
  }
  if (event.key.length === 1) {
    // What is kept from before gives way to what is typed.
    if (zone.dataset.kept) {
      zone.value = '';
      delete zone.dataset.kept;
    }
    return;
  }
  pressKey(event);
}

zone?.addEventListener('input', (event) => {
  const gap = event.timeStamp - zoneAt;
  zoneAt = event.timeStamp;
  fast = gap < FAST_MS ? fast + 1 : 0;
  isReader ||= fast >= SURE_AFTER;
  if (!zone.value) isReader = false;
  awaitRest();
});

// A paste into the scan field is a scan too.
zone?.addEventListener('paste', (event) => {
  event.preventDefault();
  send(event.clipboardData.getData('text'));
});

// `?`, or the link in the bar, shows what this page is for and what its keys do.

const CAPS = { Enter: '↵' };

function showKeys(dialog) {
  const isShown = (element) => element.getClientRects().length > 0 && !element.closest('[inert]');
  const row = (element) => {
    const keys = (element.dataset.key ?? element.dataset.tick).split(' ');
    const named = element.closest('label') ?? element;
    const words = named.cloneNode(true);
    // The cap on a button says its key in the reader's language.
    const cap = keys.length === 1 ? words.querySelector('kbd')?.textContent : null;
    words.querySelectorAll('kbd').forEach((kbd) => kbd.remove());
    const [term, meaning] = [document.createElement('dt'), document.createElement('dd')];
    const caps = keys.map((key) => Object.assign(document.createElement('kbd'), { textContent: cap ?? CAPS[key] ?? key }));
    term.append(...caps);
    meaning.textContent = words.textContent.trim() || element.getAttribute('aria-label') || element.title;
    return [term, meaning];
  };
  const all = [...document.querySelectorAll('[data-key]:not(:disabled), [data-tick]')].filter(isShown);
  dialog.querySelector('dl').replaceChildren(...all.flatMap(row));
  dialog.querySelectorAll('.shortcuts').forEach((part) => { part.hidden = all.length === 0; });
  dialog.showModal();
}

document.getElementById('help')?.addEventListener('click', (event) => {
  event.preventDefault();
  event.currentTarget.closest('details')?.removeAttribute('open');
  showKeys(document.getElementById('keys'));
});
