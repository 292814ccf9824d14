// Seals on the pages of who waits: the pictures are still looked through while the counter's page opens, and their lines
// come when that is done. Without this script the page leads to the pictures, which say the same.

const place = document.getElementById('seals');

async function ask(address) {
  const answer = await fetch(address, { headers: { accept: 'application/json' } });
  if (!answer.ok) return;
  const lines = (await answer.json()).map(({ shape, words }) => {
    const line = place.querySelector(`template[data-shape="${shape}"]`).content.cloneNode(true);
    line.querySelector('span').textContent = words;
    return line;
  });
  place.replaceChildren(...lines);
}

if (place?.dataset.address) ask(place.dataset.address).catch(() => {});
