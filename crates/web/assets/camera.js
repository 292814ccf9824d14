// The camera: a live view with a frame to fit the face or the page into. On a page that keeps pictures one key takes one,
// which goes into the page's own form as a file would. At the counter, and on the phone that serves one, frames are sent
// until a page is read in them; the server says what it read, or why not.

// As much as is kept; more would only take longer to send.
const LONGEST_SIDE = 1654;
const QUALITY = 0.9;
// What a zone needs to be read in a frame, and how often one is sent: one at a time.
const FRAME_SIDE = 1600;
const FRAME_QUALITY = 0.85;
const FRAME_EVERY_MS = 250;
const ANSWER_MS = 6000;

const camera = document.getElementById('camera');
const video = document.getElementById('video');
const help = document.getElementById('camera-help');
const shootButton = document.getElementById('shoot');
const isFace = document.querySelector('.finder')?.classList.contains('face');
const frames = camera?.dataset.frames;

async function start() {
  camera.hidden = false;
  try {
    // A face is looked at by the camera on this side; a page lies before the other one, where there are two.
    const facingMode = isFace ? 'user' : 'environment';
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode, width: { ideal: 1920 } } });
    await video.play();
    shootButton?.focus();
    if (frames) look();
  } catch (error) {
    say(error.name === 'NotAllowedError' ? camera.dataset.denied : camera.dataset.none);
    if (shootButton) shootButton.disabled = true;
  }
}

/** What the camera shows now, JPEG, its longer side at most `side`; `null` while it shows nothing. */
function taken(side, quality) {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return null;
  const scale = Math.min(1, side / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}

async function shoot() {
  const blob = await taken(LONGEST_SIDE, QUALITY);
  if (!blob) return;
  const form = document.getElementById('upload');
  const files = new DataTransfer();
  files.items.add(new File([blob], '', { type: 'image/jpeg' }));
  form.elements.file.files = files.files;
  form.elements.kind.value = isFace ? 'face' : 'page';
  form.requestSubmit();
}

/** Says something once, not with each frame. */
function say(text) {
  if (text && help.textContent !== text) help.textContent = text;
}

/** Sends what the camera shows; what the server answers, `null` where it did not. */
async function ask() {
  const blob = document.hidden ? null : await taken(FRAME_SIDE, FRAME_QUALITY);
  if (!blob) return null;
  const body = new FormData();
  body.append('form_key', camera.dataset.key);
  body.append('file', blob, 'frame.jpg');
  try {
    const options = { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS) };
    const answer = await fetch(frames, options);
    // The session is over.
    if (answer.type === 'opaqueredirect') location.reload();
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function look() {
  const heard = await ask();
  if (heard?.state === 'read') return read(heard);
  if (heard?.state === 'apart') return location.reload();
  say(heard?.said);
  setTimeout(look, FRAME_EVERY_MS);
}

/** A page was read: it goes on as a scan, or is on its way to the counter that this phone serves. */
function read(heard) {
  navigator.vibrate?.(60);
  const scan = document.getElementById('scan');
  if (scan) {
    scan.elements.mrz.value = heard.zone;
    scan.elements.seen.value = heard.seen;
    return scan.requestSubmit();
  }
  const next = document.getElementById('next');
  say(camera.dataset.sent);
  camera.classList.add('sent');
  next.hidden = false;
  next.focus();
  next.addEventListener('click', () => {
    next.hidden = true;
    camera.classList.remove('sent');
    say(camera.dataset.help);
    look();
  }, { once: true });
}

// A phone that shows its code asks whether the counter has taken it.
const PAIRED_EVERY_MS = 2000;

async function isPaired() {
  try {
    const answer = await fetch(location.href, { headers: { 'limen-follows': '1' } });
    if (answer.redirected || (answer.ok && !(await answer.text()).includes('data-waits'))) location.reload();
  } catch {
    // The node is away: the next time.
  }
}

if (camera && navigator.mediaDevices) {
  shootButton?.addEventListener('click', shoot);
  start();
} else if (camera && frames) {
  camera.hidden = false;
  say(camera.dataset.none);
}
if (document.querySelector('[data-waits]')) setInterval(isPaired, PAIRED_EVERY_MS);
addEventListener('pagehide', () => video?.srcObject?.getTracks().forEach((track) => track.stop()));
