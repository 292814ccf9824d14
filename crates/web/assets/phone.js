// What the officer's own phone reads comes to the counter as a scan, like one that a reader types.

const EVERY_MS = 1000;
const scan = document.getElementById('scan');

async function ask() {
  // While a question stands, it is answered first.
  if (!document.hidden && !document.querySelector('.question[role="alert"]') && !scan.dataset.sent) {
    try {
      const answer = await fetch('/counter/phone', { headers: { 'limen-follows': '1' }, redirect: 'manual' });
      if (answer.status === 200) {
        const heard = await answer.json();
        scan.elements.mrz.value = heard.zone;
        scan.elements.seen.value = heard.seen;
        return scan.requestSubmit();
      }
    } catch {
      // The node is away: the next time.
    }
  }
  setTimeout(ask, EVERY_MS);
}

if (scan) setTimeout(ask, EVERY_MS);
