/** One frame of the reader's camera, only on request; the picture never leaves the page. */
import { decode, type Picture } from './pictures.ts';

/** Words beside the button: what to do, and why it failed. */
export interface CameraWords {
  cameraTake: string;
  cameraStop: string;
  cameraDenied: string;
  cameraMissing: string;
}

/**
 * Shows the camera below the button until a picture is taken or the reader gives up.
 *
 * @returns undefined when there is no picture; why stands below the button.
 */
export async function takeFrame(
  button: HTMLElement,
  words: CameraWords,
): Promise<Picture | undefined> {
  if (button.parentElement!.querySelector('.w-camera')) return undefined; // it is on already
  const box = document.createElement('div');
  box.className = 'w-camera';
  box.tabIndex = -1;
  button.after(box);
  const say = (text: string) => {
    box.textContent = text;
    box.setAttribute('role', 'alert');
    setTimeout(() => box.remove(), 10_000);
  };
  let stream: MediaStream;
  try {
    // Outside https there is no mediaDevices at all.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) throw new DOMException('no camera here', 'NotFoundError');
    stream = await devices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  } catch (error) {
    const denied = error instanceof DOMException && error.name === 'NotAllowedError';
    say(denied ? words.cameraDenied : words.cameraMissing);
    return undefined;
  }
  const video = document.createElement('video');
  video.playsInline = true;
  video.muted = true;
  // Its size before its first frame, so that the buttons below do not move under a finger.
  const { width = 640, height = 480 } = stream.getVideoTracks()[0].getSettings();
  video.width = width;
  video.height = height;
  video.srcObject = stream;
  const take = Object.assign(document.createElement('button'), { type: 'button' });
  take.textContent = words.cameraTake;
  const leave = Object.assign(document.createElement('button'), { type: 'button' });
  leave.textContent = words.cameraStop;
  box.append(video, take, leave);
  // Before the first frame: whoever presses a button while the camera warms up is heard as well.
  const answer = new Promise<boolean>((resolve) => {
    take.onclick = () => resolve(true);
    leave.onclick = () => resolve(false);
    stream.getVideoTracks()[0].onended = () => resolve(false);
  });
  take.focus();
  try {
    const playing = video.play();
    if (!(await answer)) {
      playing.catch(() => undefined); // taken away before it played
      return undefined;
    }
    await playing;
    return await decode(video);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    box.remove();
    button.focus();
  }
}
