// The tally with the link gone: every press counts at once and is kept on this phone until the post has confirmed it.
// What was counted is sent in parcels with an identifier of their own; a parcel that is sent twice counts once.

// Presses within this time go into one parcel.
const GATHER_MS = 4000;
const RETRY_MS = 15000;
const STORE = 'limen-tally';

const form = document.getElementById('tally');
const unsent = document.getElementById('unsent');
const undo = document.getElementById('undo');
const people = document.getElementById('people');
const read = (name) => form.elements[name].value;

/** Parcels that are not confirmed: {id, direction, mode, place, from, to, counts: {group: people}}. */
let parcels = load();
/** The presses of the open parcel, in their order, for taking the last one back. */
let presses = [];
let timer = 0;

function load() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

function keep() {
  localStorage.setItem(STORE, JSON.stringify(parcels));
  const waiting = parcels.flatMap((parcel) => Object.values(parcel.counts)).reduce((sum, count) => sum + count, 0);
  unsent.textContent = waiting ? `${unsent.dataset.unsent} ${waiting}` : unsent.dataset.sent;
  unsent.classList.toggle('check', waiting > 0);
  undo.hidden = presses.length === 0;
}

function open() {
  const last = parcels.at(-1);
  const [direction, mode, place] = ['direction', 'mode', 'place'].map(read);
  if (last && !last.closed && last.direction === direction && last.mode === mode && last.place === place) return last;
  const parcel = { id: crypto.randomUUID(), direction, mode, place, from: Date.now(), to: Date.now(), counts: {} };
  parcels.push(parcel);
  return parcel;
}

function show(key, change) {
  const output = key.querySelector('output');
  output.textContent = String(Number(output.textContent) + change);
  people.textContent = String(Number(people.textContent) + change);
}

function press(key) {
  const parcel = open();
  const exposed = read('vulnerability');
  const group = exposed ? `${key.value}/${exposed}` : key.value;
  parcel.counts[group] = (parcel.counts[group] ?? 0) + 1;
  parcel.to = Date.now();
  presses.push({ parcel: parcel.id, group, key });
  show(key, 1);
  // What makes someone more exposed is said of one person, and not of the next.
  form.querySelector('[name=vulnerability][value=""]').checked = true;
  navigator.vibrate?.(15);
  keep();
  clearTimeout(timer);
  timer = setTimeout(send, GATHER_MS);
}

function takeBack() {
  const last = presses.pop();
  const parcel = last && parcels.find((one) => one.id === last.parcel && !one.closed);
  if (parcel) {
    parcel.counts[last.group] -= 1;
    if (!parcel.counts[last.group]) delete parcel.counts[last.group];
    show(last.key, -1);
  }
  parcels = parcels.filter((one) => Object.keys(one.counts).length);
  keep();
}

let sending = false;
async function send() {
  if (sending) return;
  sending = true;
  presses = [];
  for (const parcel of parcels) parcel.closed = true;
  keep();
  for (const parcel of [...parcels]) {
    const body = new URLSearchParams({ form_key: read('form_key'), id: parcel.id, direction: parcel.direction,
      mode: parcel.mode, place: parcel.place, from: parcel.from, to: parcel.to, parcel: 'yes' });
    for (const [group, count] of Object.entries(parcel.counts)) body.append('count', `${group}=${count}`);
    try {
      const answer = await fetch('/tally', { method: 'POST', body, redirect: 'manual' });
      // Only 204 says that it is on disk; a redirect leads to the sign-in page, and what was counted stays here.
      if (answer.status !== 204) break;
    } catch {
      break;
    }
    parcels = parcels.filter((one) => one.id !== parcel.id);
    keep();
  }
  sending = false;
  if (parcels.length) setTimeout(send, RETRY_MS);
}

form.addEventListener('submit', (event) => {
  const key = event.submitter;
  if (key?.name !== 'count') return;
  event.preventDefault();
  delete form.dataset.sent;
  press(key);
});
undo.addEventListener('click', takeBack);
document.getElementById('where').addEventListener('change', (event) => event.currentTarget.requestSubmit(
  document.getElementById('choose')));
document.getElementById('choose').hidden = true;
addEventListener('online', send);
keep();
if (parcels.length) send();
