// A page that follows what happens: when the server says that something was written, it asks for itself anew and takes
// over the part marked `data-live`. It says that it follows, so that this is no further look and no sign that anybody is
// there. Without this script the page is as it was when it was opened.

const live = document.querySelector("[data-live]");
let asked = false;

async function renew() {
  if (asked) return;
  asked = true;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html", "limen-follows": "1" } });
    if (answer.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-live]");
      // Nothing is taken away under someone's hands.
      if (next && !live.contains(document.activeElement)) live.replaceChildren(...next.children);
    }
  } catch {
    // The server is away; the events begin again when it is back.
  }
  asked = false;
}

if (live && "EventSource" in window) {
  new EventSource("/live").addEventListener("message", renew);
}
