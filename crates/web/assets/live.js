// A page that follows what happens: when the server says that something was written, it asks for itself anew and takes
// over the part marked `data-live`; a page that waits for long work asks again every `data-every` seconds, until it is done
// and the page is another. It says that it follows, so that this is no further look and no sign that anybody is there.
// Without this script the page is as it was when it was opened.

const live = document.querySelector("[data-live]");
let asked = false;

async function renew() {
  if (asked) return;
  asked = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html", "limen-follows": "1" } });
    if (live.dataset.every && (answer.redirected || answer.status === 422)) {
      location.reload();
    } else if (answer.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-live]");
      // Nothing is taken away under someone's hands.
      if (!next && live.dataset.every) location.reload();
      else if (next && !live.contains(document.activeElement)) live.replaceChildren(...next.children);
    }
  } catch {
    // The server is away; the events begin again when it is back.
  }
  asked = false;
}

if (live && "EventSource" in window) {
  new EventSource("/live").addEventListener("message", renew);
}
if (live?.dataset.every) setInterval(renew, 1000 * Number(live.dataset.every));
