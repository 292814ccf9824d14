// Two pictures of a page, one over the other: a slider uncovers the one beneath, and blinking shows them in turns. Without this
// script they stand side by side.

// One change in half a second is one flash a second, a third of what may be dangerous (WCAG 2.3.1); it ends by itself in less
// than five seconds (WCAG 2.2.2), or on any key.
const TURN = 500;
const LONGEST = 4500;

const pair = document.getElementById('beside');
const tools = document.getElementById('beside-tools');
const slider = document.getElementById('beside-slider');
const button = document.getElementById('beside-blink');
const pictures = pair ? [...pair.querySelectorAll('img')] : [];

let blinking;

function uncover(part) {
  pictures[1].style.clipPath = `inset(0 0 0 ${part}%)`;
}

function stop() {
  clearInterval(blinking?.turns);
  clearTimeout(blinking?.end);
  blinking = undefined;
  uncover(slider.value);
}

function blink() {
  stop();
  let shown = true;
  const turn = () => {
    shown = !shown;
    uncover(shown ? 0 : 100);
  };
  turn();
  // Who asked their machine for less motion sees one change a press.
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  blinking = { turns: setInterval(turn, TURN), end: setTimeout(stop, LONGEST) };
}

if (pictures.length === 2) {
  pair.classList.add('over');
  tools.hidden = false;
  uncover(slider.value);
  slider.addEventListener('input', stop);
  button.addEventListener('click', () => (blinking ? stop() : blink()));
  document.addEventListener('keydown', (event) => {
    if (!blinking) return;
    stop();
    // The key that stops it on its own button does not start it anew.
    if (event.target === button) event.preventDefault();
  });
}
