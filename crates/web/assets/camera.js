// The camera: a live view with a frame to fit the face or the page into, and one key that takes the picture.
// The picture goes into the page's own form, as a file would; the server writes it anew.

// As much as is kept; more would only take longer to send.
const LONGEST_SIDE = 1654;
const QUALITY = 0.9;

const camera = document.getElementById('camera');
const video = document.getElementById('video');
const help = document.getElementById('camera-help');
const form = document.getElementById('upload');
const isFace = document.querySelector('.finder').classList.contains('face');

async function start() {
  camera.hidden = false;
  try {
    // A face is looked at by the camera on this side; a page lies before the other one, where there are two.
    const facingMode = isFace ? 'user' : 'environment';
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode, width: { ideal: 1920 } } });
    await video.play();
    document.getElementById('shoot').focus();
  } catch (error) {
    help.textContent = error.name === 'NotAllowedError' ? camera.dataset.denied : camera.dataset.none;
    document.getElementById('shoot').disabled = true;
  }
}

function shoot() {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth) return;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(videoWidth, videoHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const files = new DataTransfer();
    files.items.add(new File([blob], '', { type: 'image/jpeg' }));
    form.elements.file.files = files.files;
    form.elements.kind.value = isFace ? 'face' : 'page';
    form.requestSubmit();
  }, 'image/jpeg', QUALITY);
}

if (navigator.mediaDevices) {
  document.getElementById('shoot').addEventListener('click', shoot);
  start();
}
addEventListener('pagehide', () => video.srcObject?.getTracks().forEach((track) => track.stop()));
