// The counter's reader: its line in the bar says whether it is there, and what it reads is taken as if it had been typed.
// Without this script the page says both when it is opened, and a button takes what was read.

const line = document.getElementById('reader');
const form = document.getElementById('scan');
// While something is being typed into the scan field, what was read waits.
const BUSY_MS = 1_500;
let waiting = null;
let later = 0;

// What was handed in goes with its own zone alone.
function forget() {
  form?.querySelector('[name="handed"]')?.remove();
}

function take() {
  clearTimeout(later);
  const field = form?.elements.mrz;
  if (!waiting || !field || document.querySelector('.question[role="alert"]')) return;
  if ((field.value.trim() && !field.dataset.kept) || form.dataset.sent) {
    later = setTimeout(take, BUSY_MS);
    return;
  }
  forget();
  const id = Object.assign(document.createElement('input'), { type: 'hidden', name: 'handed', value: waiting.id });
  delete field.dataset.kept;
  field.value = waiting.zone;
  waiting = null;
  form.append(id);
  form.requestSubmit();
}

function told(event) {
  const { said, is_trouble: isTrouble, reading, wants_number: wantsNumber } = JSON.parse(event.data);
  line.textContent = said;
  line.className = isTrouble ? 'away' : 'reader';
  // The number on the card is asked for where the traveller's document stands; the focus stays where it is.
  const number = document.getElementById('can');
  if (number && wantsNumber) number.hidden = false;
  waiting = reading;
  take();
}

// A page that comes back from the browser's memory has the field of before.
addEventListener('pageshow', (event) => {
  if (event.persisted) forget();
});
if (line && 'EventSource' in window) {
  new EventSource('/counter/reader').addEventListener('message', told);
}
